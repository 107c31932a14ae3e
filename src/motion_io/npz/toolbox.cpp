#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include "forms.hpp"
#include "poseaae/base/decimal.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/mocap/height.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "series.hpp"
#include "topology.hpp"
#include "world.hpp"

namespace poseaae::npz {

namespace {

using mocap::EndSite;
using mocap::Skeleton;

constexpr double kSame = 1e-4;  // metres: how far a joint stays at its offset
constexpr double kFits = 0.02;  // of the longest bone: how far a joint may lie from where it should

/// "/mocap/0/joint/"
std::string keys_of(const std::string& performer) {
  return fmt::format("/mocap/{}/joint/", performer);
}

/// What follows '#': the number of a performer, a file with the hierarchy, or both.
struct Selection {
  std::string performer;
  std::filesystem::path topology;
};

Selection selection_of(const Request& request) {
  const auto performers = toolbox_performers(request.archive);
  Selection chosen{performers.empty() ? "" : performers.front(), {}};
  std::string_view rest = request.source.selector;
  while (!rest.empty()) {
    const std::string word(rest.substr(0, rest.find(',')));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    if (std::ranges::find(performers, word) != performers.end()) {
      chosen.performer = word;
    } else if (lower_extension(word) == ".json") {
      const auto beside = request.source.path.parent_path() / word;
      chosen.topology = std::filesystem::exists(beside) ? beside : std::filesystem::path(word);
    } else {
      throw UsageError(fmt::format(
          "{}: expected a performer ({}) or a .json file with the skeleton after '#', found '{}'",
          request.source.path.string(),
          performers.empty() ? "there is one" : fmt::format("0 to {}", performers.back()), word));
    }
  }
  return chosen;
}

/// The values of a performer under `name`, (T, J, width) in the AI-Toolbox's form or plainly.
std::optional<Series> series_of(const Request& request, const Selection& chosen,
                                const std::string& name, std::size_t width) {
  const Archive& archive = request.archive;
  const std::string key = keys_of(chosen.performer) + name;
  Series series{.width = width};
  if (!chosen.performer.empty() && archive.has(key + "_values")) {
    Numbers values = archive.numbers(key + "_values", {0, 0});
    series.times = archive.numbers(key + "_timestamps", {values.shape[0]}).values;
    series.columns = values.shape[1];
    series.values = std::move(values.values);
  } else if (chosen.performer.empty() && archive.has(name)) {
    Numbers values = archive.numbers(name, {0, 0, width});
    series.columns = values.shape[1] * width;
    series.values = std::move(values.values);
  } else {
    return std::nullopt;
  }
  if (series.columns == 0 || series.columns % width != 0 || series.values.empty()) {
    archive.fail(fmt::format("array '{}': expected {} numbers for each joint in at least one frame",
                             name, width));
  }
  if (width == math::kQuatSize) require_rotations(series, archive, name);
  return series;
}

/// What of the four there is.
struct Recording {
  std::optional<Series> local_places;
  std::optional<Series> local_turns;
  std::optional<Series> world_places;
  std::optional<Series> world_turns;

  [[nodiscard]] std::vector<Series*> all() {
    std::vector<Series*> present;
    for (auto* one : {&local_places, &local_turns, &world_places, &world_turns}) {
      if (*one) present.push_back(&**one);
    }
    return present;
  }
  [[nodiscard]] bool has_local() const { return local_places && local_turns; }
  [[nodiscard]] bool has_world() const { return world_places && world_turns; }
};

Recording recording_of(const Request& request, const Selection& chosen) {
  const auto get = [&](const char* name, std::size_t width) {
    return series_of(request, chosen, name, width);
  };
  Recording recording{get("pos_local", 3), get("rot_local", 4), get("pos_world", 3),
                      get("rot_world", 4)};
  if (!recording.has_local() && !recording.has_world()) {
    request.archive.fail(
        "expected pos_local and rot_local, or pos_world and rot_world, found no such pair");
  }
  const auto all = recording.all();
  const auto same = [&](const Series* one) { return one->joints() == all.front()->joints(); };
  if (!std::ranges::all_of(all, same)) {
    request.archive.fail("expected arrays of one number of joints, found several");
  }
  return recording;
}

std::string first_of(const Archive& archive, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    if (archive.has(key)) return key;
  }
  return "";
}

WorldMotion world_of(const Recording& recording, double metres) {
  const Series& places = *recording.world_places;
  const Series& turns = *recording.world_turns;
  WorldMotion world{places.frames(), places.joints(), {}, {}};
  for (std::size_t i = 0; i < world.frames * world.joints; ++i) {
    world.places.emplace_back(Vec3(&places.values[3 * i]) * metres);
    world.rotations.push_back(math::load_wxyz(&turns.values[4 * i]));
  }
  return world;
}

/// x y z w as w x y z.
Recording with_w_first(Recording recording) {
  for (auto* turns : {&recording.local_turns, &recording.world_turns}) {
    if (!*turns) continue;
    std::vector<double>& values = (*turns)->values;
    for (std::size_t i = 0; i < values.size(); i += math::kQuatSize) {
      std::rotate(&values[i], &values[i + 3], &values[i] + math::kQuatSize);
    }
  }
  return recording;
}

/// By what stays the same, with rotations w x y z or else x y z w.
std::vector<int> parents_of(const Recording& recording, double metres, const Archive& archive) {
  try {
    return parents_by_rigidity(world_of(recording, metres));
  } catch (const InputError& problem) {
    try {
      return parents_by_rigidity(world_of(with_w_first(recording), metres));
    } catch (const InputError&) {
      archive.fail(problem.what());
    }
  }
}

/// By the file after '#', by arrays of the archive, or by what stays the same.
Topology topology_of(const Request& request, const Selection& chosen, const Recording& recording,
                     double metres, std::size_t joints) {
  Topology found;
  const Archive& archive = request.archive;
  const std::string names = first_of(archive, {"joint_names", "joints"});
  const std::string parents = first_of(archive, {"joint_parents", "parents"});
  if (!names.empty()) found.names = archive.texts(names);
  if (!chosen.topology.empty()) {
    found = read_topology(chosen.topology);
  } else if (!parents.empty()) {
    for (const double parent : archive.numbers(parents, {joints}).values) {
      found.parents.push_back(static_cast<int>(std::clamp(parent, -1.0, 1e6)));
    }
  } else if (recording.has_world()) {
    found.parents = parents_of(recording, metres, archive);
  } else {
    archive.fail(
        fmt::format("expected the array joint_parents, or a file with the hierarchy after "
                    "the clip: {}#skeleton.json",
                    archive.file().filename().string()));
  }
  if (found.names.empty()) found.names = numbered_joints(joints);
  if (found.names.size() != joints || found.parents.size() != joints) {
    archive.fail(fmt::format("expected a skeleton of {} joints, found {} names and {} parents",
                             joints, found.names.size(), found.parents.size()));
  }
  return found;
}

/// The joints with every parent before its children. @throws InputError unless there is one tree
std::vector<std::size_t> order_of(const Archive& archive, const std::vector<int>& parents) {
  std::vector<std::vector<std::size_t>> children(parents.size());
  std::vector<std::size_t> open;
  for (std::size_t j = parents.size(); j-- > 0;) {
    if (parents[j] < 0) {
      open.push_back(j);
    } else if (static_cast<std::size_t>(parents[j]) < parents.size()) {
      children[static_cast<std::size_t>(parents[j])].push_back(j);
    }
  }
  const bool one_root = open.size() == 1;
  std::vector<std::size_t> order;
  while (!open.empty()) {
    const std::size_t joint = open.back();
    open.pop_back();
    order.push_back(joint);
    open.insert(open.end(), children[joint].begin(), children[joint].end());
  }
  if (!one_root || order.size() != parents.size()) {
    archive.fail("expected one root (parent -1) from which every joint can be reached");
  }
  std::vector<std::size_t> given(parents.size());
  for (std::size_t j = 0; j < given.size(); ++j) given[j] = j;
  const bool fits =
      std::ranges::all_of(given, [&](std::size_t j) { return parents[j] < static_cast<int>(j); });
  return fits ? given : order;
}

/// How far joints lie from where the rotations of their parents put them: the most over some
/// frames, as a part of the longest bone. In the axes of its parent a joint lies at its local
/// place, or without local values where it lay in the first frame.
double misfit(const Recording& recording, const std::vector<int>& parents,
              const std::vector<std::size_t>& order) {
  constexpr std::size_t kLooked = 64;
  const bool local = recording.has_local();
  const Series& turns = local ? *recording.local_turns : *recording.world_turns;
  const Series& places = *recording.world_places;
  const std::size_t joints = order.size();
  const auto place = [&](const Series& of, std::size_t row, std::size_t joint) {
    return Vec3(&of.values[3 * (row * joints + joint)]);
  };
  std::vector<Quat> room(joints);
  double most = 0.0;
  double longest = 1e-12;
  std::vector<Vec3> first(joints);
  const std::size_t frames = std::min(places.frames(), turns.frames());
  for (std::size_t t = 0; t < frames; t += frames / kLooked + 1) {
    for (const std::size_t j : order) {
      room[j] = math::load_wxyz(&turns.values[4 * (t * joints + j)]);
      if (parents[j] < 0) continue;
      const auto above = static_cast<std::size_t>(parents[j]);
      if (local) room[j] = room[above] * room[j];
      const Vec3 way = room[above].conjugate() * (place(places, t, j) - place(places, t, above));
      if (t == 0) first[j] = way;
      const Vec3 told = local ? place(*recording.local_places, t, j) : first[j];
      most = std::max(most, (way - told).norm());
      longest = std::max(longest, way.norm());
    }
  }
  return most / longest;
}

/// Whether only x y z w puts the joints where they lie.
bool has_w_last(const Recording& recording, const std::vector<int>& parents,
                const std::vector<std::size_t>& order) {
  if (!recording.world_places) return false;
  return misfit(recording, parents, order) > kFits &&
         misfit(with_w_first(recording), parents, order) < kFits;
}

/// World values as local ones: q_j = R_p* R_j, l_j = R_p* (p_j - p_p).
void make_local(Recording& recording, const std::vector<int>& parents) {
  const WorldMotion world = world_of(recording, 1.0);
  Series places = *recording.world_places;
  Series turns = *recording.world_turns;
  for (std::size_t t = 0; t < world.frames; ++t) {
    for (std::size_t j = 0; j < world.joints; ++j) {
      const std::size_t i = t * world.joints + j;
      if (parents[j] < 0) continue;
      const auto parent = static_cast<std::size_t>(parents[j]);
      const Vec3 place = world.seen_from(t, j, parent);
      std::copy_n(place.data(), 3, &places.values[3 * i]);
      const Quat above = world.rotations[t * world.joints + parent];
      math::store_wxyz<double>(above.conjugate() * world.rotations[i], &turns.values[4 * i]);
    }
  }
  recording.local_places = std::move(places);
  recording.local_turns = std::move(turns);
}

/// Of each joint, the array of the archive, or else the mean of its places; 0 of the root.
std::vector<Vec3> offsets_of(const Request& request, const Series& places, std::size_t root,
                             double metres) {
  const std::size_t joints = places.joints();
  std::vector<Vec3> offsets(joints, Vec3::Zero());
  const std::string key = first_of(request.archive, {"joint_offsets", "offsets"});
  if (!key.empty()) {
    const Numbers found = request.archive.numbers(key, {joints, 3});
    for (std::size_t j = 0; j < joints; ++j) offsets[j] = Vec3(&found.values[3 * j]) * metres;
  } else {
    for (std::size_t i = 0; i < places.frames() * joints; ++i) {
      offsets[i % joints] +=
          Vec3(&places.values[3 * i]) * (metres / static_cast<double>(places.frames()));
    }
  }
  if (key.empty()) offsets[root] = Vec3::Zero();
  return offsets;
}

std::vector<EndSite> tips_of(const Archive& archive, double metres) {
  std::vector<EndSite> tips;
  if (!archive.has("end_site_parents")) return tips;
  const Numbers parents = archive.numbers("end_site_parents", {0});
  const Numbers offsets = archive.numbers("end_site_offsets", {parents.shape[0], 3});
  const auto names = archive.texts("end_site_names");
  for (std::size_t i = 0; i < parents.values.size() && i < names.size(); ++i) {
    tips.push_back({static_cast<int>(std::clamp(parents.values[i], -1.0, 1e6)),
                    Vec3(&offsets.values[3 * i]) * metres, names[i]});
  }
  return tips;
}

/// Joints in `order`, tips likewise.
Skeleton skeleton_of(const Request& request, const Topology& topology,
                     const std::vector<std::size_t>& order, const std::vector<Vec3>& offsets,
                     double metres) {
  std::vector<int> place(order.size(), -1);
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = static_cast<int>(i);
  std::vector<std::string> names;
  std::vector<int> parents;
  std::vector<Vec3> ordered;
  for (const std::size_t joint : order) {
    const int parent = topology.parents[joint];
    names.push_back(topology.names[joint]);
    parents.push_back(parent < 0 ? -1 : place[static_cast<std::size_t>(parent)]);
    ordered.push_back(offsets[joint]);
  }
  std::vector<EndSite> tips = tips_of(request.archive, metres);
  for (EndSite& tip : tips) {
    const bool inside = tip.parent >= 0 && static_cast<std::size_t>(tip.parent) < order.size();
    tip.parent = inside ? place[static_cast<std::size_t>(tip.parent)] : -1;
  }
  try {
    return {std::move(names), std::move(parents), std::move(ordered), std::move(tips)};
  } catch (const Error& problem) {
    request.archive.fail(problem.what());
  }
}

Motion motion_of(const Recording& recording, const Skeleton& skeleton,
                 const std::vector<std::size_t>& order, double fps, double metres) {
  const Series& places = *recording.local_places;
  const Series& turns = *recording.local_turns;
  const auto frames = static_cast<int>(places.frames());
  Motion motion(skeleton, fps, frames);
  const std::size_t joints = order.size();
  std::vector<bool> moves(joints, false);
  const double* row = places.values.data();
  const double* turn = turns.values.data();
  double* q = motion.rotations().data();
  for (int t = 0; t < frames; ++t, row += 3 * joints, turn += 4 * joints) {
    for (std::size_t j = 0; j < joints; ++j, q += 4) {
      std::copy_n(turn + 4 * order[j], 4, q);
      const Vec3 place = Vec3(row + 3 * order[j]) * metres;
      if (j == 0) {
        motion.set_root_position(t, place);
      } else if ((place - skeleton.offset(static_cast<int>(j))).norm() > kSame) {
        moves[j] = true;
      }
    }
  }
  for (std::size_t j = 1; j < joints; ++j) {
    if (!moves[j]) continue;
    std::vector<Vec3> track;
    for (std::size_t t = 0; t < places.frames(); ++t) {
      track.emplace_back(Vec3(&places.values[3 * (t * joints + order[j])]) * metres);
    }
    motion.set_translation(static_cast<int>(j), std::move(track));
  }
  return motion;
}

/// w x y z of every joint, and its place, in the parent's frame or in the room.
struct Written {
  std::vector<float> places;
  std::vector<float> turns;
  void add(const Vec3& place, const Quat& turn) {
    for (const double length : place) places.push_back(static_cast<float>(length));
    for (const double part : {turn.w(), turn.x(), turn.y(), turn.z()}) {
      turns.push_back(static_cast<float>(part));
    }
  }
};

void add_skeleton(ArchiveWriter& archive, const Skeleton& skeleton) {
  std::vector<double> offsets;
  for (const Vec3& offset : skeleton.offsets())
    offsets.insert(offsets.end(), offset.begin(), offset.end());
  std::vector<std::int32_t> tips;
  std::vector<double> tip_offsets;
  std::vector<std::string> tip_names;
  for (const EndSite& tip : skeleton.end_sites()) {
    tips.push_back(tip.parent);
    tip_offsets.insert(tip_offsets.end(), tip.offset.begin(), tip.offset.end());
    tip_names.push_back(tip.name);
  }
  const std::vector<std::int32_t> parents(skeleton.parents().begin(), skeleton.parents().end());
  archive.add("joint_names", skeleton.names());
  archive.add("joint_parents", std::span<const std::int32_t>(parents), {parents.size()});
  archive.add("joint_offsets", std::span<const double>(offsets), {parents.size(), 3});
  if (tips.empty()) return;
  archive.add("end_site_parents", std::span<const std::int32_t>(tips), {tips.size()});
  archive.add("end_site_offsets", std::span<const double>(tip_offsets), {tips.size(), 3});
  archive.add("end_site_names", tip_names);
}

}  // namespace

bool is_toolbox(const Archive& archive) {
  return !toolbox_performers(archive).empty() || archive.has("rot_local") ||
         archive.has("rot_world");
}

std::vector<std::string> toolbox_performers(const Archive& archive) {
  constexpr std::string_view kStart = "/mocap/";
  std::set<std::pair<int, std::string>> found;
  for (const std::string& name : archive.names()) {
    if (!name.starts_with(kStart)) continue;
    const std::size_t end = name.find('/', kStart.size());
    if (end == std::string::npos) continue;
    const std::string number = name.substr(kStart.size(), end - kStart.size());
    if (const auto value = parse_number<int>(number)) found.emplace(*value, number);
  }
  std::vector<std::string> performers;
  for (const auto& [value, number] : found) performers.push_back(number);
  return performers;
}

Clip read_toolbox(const Request& request) {
  const Selection chosen = selection_of(request);
  Recording recording = recording_of(request, chosen);
  const double said = frame_rate_of(request, {"frame_rate", "fps"});
  const double fps = make_regular(recording.all(), said, request.archive);
  const Archive& archive = request.archive;
  const double metres =
      archive.has("unit_m") ? archive.number("unit_m") : request.options.unit.metres;
  if (!(metres > 1e-9 && metres < 1e6)) archive.fail("array 'unit_m': expected metres per unit");
  const std::size_t joints = recording.all().front()->joints();
  const Topology topology = topology_of(request, chosen, recording, metres, joints);
  const auto order = order_of(archive, topology.parents);
  const bool w_last = has_w_last(recording, topology.parents, order);
  if (w_last) recording = with_w_first(std::move(recording));
  if (!recording.has_local()) make_local(recording, topology.parents);
  const auto offsets = offsets_of(request, *recording.local_places, order.front(), metres);
  const Skeleton skeleton = skeleton_of(request, topology, order, offsets, metres);
  Clip clip{motion_of(recording, skeleton, order, fps, metres)};
  if (w_last) {
    clip.warnings.push_back(fmt::format(
        "{}: rotations are x y z w here, by where the joints lie, and were read so; the AI-Toolbox "
        "has w x y z",
        request.source.path.string()));
  }
  clip.own_unit = archive.has("unit_m");
  if (clip.own_unit) return clip;
  if (const std::string odd = check_height(clip.motion, request.options.unit); !odd.empty()) {
    clip.warnings.push_back(request.source.path.string() + ": " + odd);
  }
  return clip;
}

void write_toolbox(const std::filesystem::path& path, const Motion& motion) {
  Written local;
  Written world;
  std::vector<double> times;
  for (int t = 0; t < motion.frames(); ++t) {
    const mocap::WorldPose pose = forward_kinematics(motion, t);
    times.push_back(t / motion.fps());
    for (int j = 0; j < motion.joints(); ++j) {
      local.add(motion.local_position(t, j), motion.rotation(t, j));
      world.add(pose.positions[static_cast<std::size_t>(j)],
                pose.rotations[static_cast<std::size_t>(j)]);
    }
  }
  const std::size_t frames = times.size();
  const auto joints = static_cast<std::size_t>(motion.joints());
  ArchiveWriter archive;
  const auto add = [&](const char* name, const std::vector<float>& values, std::size_t width) {
    const std::string key = keys_of("0") + name;
    archive.add(key + "_values", std::span<const float>(values), {frames, width * joints});
    archive.add(key + "_timestamps", std::span<const double>(times), {frames});
  };
  add("pos_local", local.places, 3);
  add("rot_local", local.turns, 4);
  add("pos_world", world.places, 3);
  add("rot_world", world.turns, 4);
  archive.add("frame_rate", motion.fps());
  archive.add("unit_m", 1.0);
  add_skeleton(archive, motion.skeleton());
  archive.save(path);
}

}  // namespace poseaae::npz
