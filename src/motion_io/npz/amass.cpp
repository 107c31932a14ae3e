#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <optional>
#include <utility>

#include "bodies.hpp"
#include "forms.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/conform.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "smpl_match.hpp"

namespace poseaae::npz {

namespace {

using mocap::Quat;

constexpr std::size_t kVector = 3;     // numbers of a rotation
constexpr std::size_t kSmplxFace = 3;  // jaw and eyes, between body and hands
constexpr std::size_t kSmplhJoints = 52;
constexpr std::size_t kSmplxJoints = 55;

/// From z up to y up: (x, y, z) becomes (x, z, -y).
Quat upright() { return Quat(Eigen::AngleAxisd(-std::numbers::pi / 2.0, Vec3::UnitX())); }

/// What follows '#': "hands", a file with a skeleton, or both with a comma between them.
struct Selection {
  bool hands = false;
  std::filesystem::path skeleton;
};

Selection selection_of(const Request& request) {
  Selection chosen;
  std::string_view rest = request.source.selector;
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    if (word == "hands") {
      chosen.hands = true;
    } else if (lower_extension(word) == ".bvh") {
      const auto beside = request.source.path.parent_path() / word;
      chosen.skeleton = std::filesystem::exists(beside) ? beside : std::filesystem::path(word);
    } else {
      throw UsageError(
          fmt::format("{}: expected 'hands' or the name of a .bvh file with a skeleton after '#', "
                      "found '{}'",
                      request.source.path.string(), word));
    }
  }
  return chosen;
}

/// Rotation vectors (T, D), and where in a row the joints of SMPL-H are.
struct Poses {
  Numbers numbers;
  std::vector<std::size_t> columns;  ///< per joint
};

/// The place of a joint among those that arrays of `count` joints hold.
std::optional<std::size_t> place_in(std::size_t joint, std::size_t count) {
  if (joint < kSmplBody) return joint < count ? std::optional(joint) : std::nullopt;
  if (count == kSmplhJoints) return joint;
  if (count == kSmplxJoints) return joint + kSmplxFace;
  return std::nullopt;
}

[[noreturn]] void fail_hands(const Request& request, std::size_t joints) {
  throw UsageError(
      fmt::format("{}: expected the hands of SMPL-H or SMPL-X, found poses of {} joints",
                  request.source.path.string(), joints));
}

Poses whole_poses(const Request& request, bool hands) {
  Poses poses{request.archive.numbers("poses", {0, 0}), {}};
  const std::size_t width = poses.numbers.shape[1];
  if (width < kVector * kSmplBody || width % kVector != 0) {
    request.archive.fail(fmt::format(
        "array 'poses': expected 3 numbers for each of at least {} joints, found the shape {}",
        kSmplBody, text_of(poses.numbers.shape)));
  }
  for (std::size_t j = 0; j < smpl_joints(hands).size(); ++j) {
    const auto place = place_in(j, width / kVector);
    if (!place) fail_hands(request, width / kVector);
    poses.columns.push_back(kVector * *place);
  }
  return poses;
}

/// Of SMPL-X: root_orient (T, 3), pose_body (T, 63) and pose_hand (T, 90), one beside another.
Poses joined_poses(const Request& request, bool hands) {
  std::vector<Numbers> parts{request.archive.numbers("root_orient", {0, kVector})};
  const std::size_t frames = parts.front().rows();
  parts.push_back(request.archive.numbers("pose_body", {frames, kVector * (kSmplBody - 1)}));
  if (hands) {
    if (!request.archive.has("pose_hand")) fail_hands(request, kSmplBody);
    parts.push_back(request.archive.numbers("pose_hand", {frames, kVector * 2 * kSmplHand}));
  }
  Poses poses;
  const std::size_t width = kVector * smpl_joints(hands).size();
  poses.numbers.shape = {frames, width};
  poses.numbers.values.reserve(frames * width);
  for (std::size_t t = 0; t < frames; ++t) {
    for (const Numbers& part : parts) {
      const auto row = part.values.begin() + static_cast<std::ptrdiff_t>(t * part.shape[1]);
      poses.numbers.values.insert(poses.numbers.values.end(), row,
                                  row + static_cast<std::ptrdiff_t>(part.shape[1]));
    }
  }
  for (std::size_t j = 0; j < width / kVector; ++j) poses.columns.push_back(kVector * j);
  return poses;
}

/// Places of the joints in the rest pose that a BVH file has.
std::vector<Vec3> rest_of_file(const Request& request, const Selection& chosen) {
  const mocap::BvhReadOptions options{.unit = request.options.unit};
  const Skeleton skeleton = mocap::read_bvh(chosen.skeleton, options).motion.skeleton();
  const auto pose = mocap::forward_kinematics(Motion(skeleton, 1.0, 1), 0).positions;
  std::vector<Vec3> rest;
  std::vector<std::string> missing;
  for (const auto& [name, parent] : smpl_joints(chosen.hands)) {
    const auto joint = skeleton.find(name);
    if (!joint) missing.push_back(name);
    rest.push_back(pose[static_cast<std::size_t>(joint.value_or(0))]);
  }
  if (missing.empty()) return rest;
  throw InputError(fmt::format("{}: expected the joints of SMPL, found none of the name {}",
                               chosen.skeleton.string(), fmt::join(missing, ", ")));
}

/// The same in an array of the archive, or those of smpl_rest().
std::vector<Vec3> rest_pose(const Request& request, const Selection& chosen) {
  if (!chosen.skeleton.empty()) return rest_of_file(request, chosen);
  for (const char* key : {"rest_joints", "J"}) {
    if (!request.archive.has(key)) continue;
    const Numbers found = request.archive.numbers(key, {0, kVector});
    std::vector<Vec3> rest;
    for (std::size_t j = 0; j < smpl_joints(chosen.hands).size(); ++j) {
      const auto place = place_in(j, found.rows());
      if (!place) {
        request.archive.fail(
            fmt::format("array '{}': expected places of {} joints, found the shape {}", key,
                        chosen.hands ? "52 or 55" : "at least 22", text_of(found.shape)));
      }
      rest.emplace_back(&found.values[kVector * *place]);
    }
    return rest;
  }
  return smpl_rest(chosen.hands);
}

void set_rotations(Motion& motion, const Poses& poses, const Quat& turn) {
  const std::size_t width = poses.numbers.shape[1];
  double* q = motion.rotations().data();
  for (int t = 0; t < motion.frames(); ++t) {
    const double* const row = &poses.numbers.values[static_cast<std::size_t>(t) * width];
    for (std::size_t j = 0; j < poses.columns.size(); ++j, q += math::kQuatSize) {
      const Quat local = math::from_rotation_vector(Vec3(row + poses.columns[j]));
      math::store_wxyz<double>(j == 0 ? turn * local : local, q);
    }
  }
}

}  // namespace

bool is_amass(const Archive& archive) {
  return archive.has("poses") || (archive.has("root_orient") && archive.has("pose_body"));
}

Clip read_amass(const Request& request) {
  const Selection chosen = selection_of(request);
  const bool whole = request.archive.has("poses");
  const Poses poses =
      whole ? whole_poses(request, chosen.hands) : joined_poses(request, chosen.hands);
  const std::size_t frames = poses.numbers.rows();
  if (frames == 0 || frames > static_cast<std::size_t>(mocap::kMaxFrames)) {
    request.archive.fail(
        fmt::format("expected 1 to {} frames, found {}", mocap::kMaxFrames, frames));
  }
  const double fps =
      frame_rate_of(request, {"mocap_frame_rate", "mocap_framerate", "frame_rate", "fps"});
  if (fps <= 0.0) {
    request.archive.fail(
        "expected the array mocap_frame_rate (or data.fps set to the clip's frames per second), "
        "found neither");
  }
  const std::vector<Vec3> rest = rest_pose(request, chosen);
  Motion motion(smpl_skeleton(rest), fps, static_cast<int>(frames));
  // z is up in AMASS. Where data.up says another axis, load_clip() turns what the file has.
  const Quat turn = request.options.up == mocap::Up::kAuto ? upright() : Quat::Identity();
  set_rotations(motion, poses, turn);
  Clip clip{std::move(motion)};
  std::vector<double> places(kVector * frames, 0.0);
  if (request.archive.has("trans")) {
    places = request.archive.numbers("trans", {frames, kVector}).values;
  } else {
    clip.warnings.push_back(fmt::format("{}: there is no array 'trans'; the body stays in place",
                                        request.source.path.string()));
  }
  for (std::size_t t = 0; t < frames; ++t) {
    const Vec3 place(&places[kVector * t]);
    clip.motion.set_root_position(static_cast<int>(t), turn * Vec3(rest.front() + place));
  }
  clip.own_unit = true;
  return clip;
}

void write_amass(const std::filesystem::path& path, const Motion& motion) {
  const Motion body = on_smpl(motion);
  const auto frames = static_cast<std::size_t>(body.frames());
  const Quat back = upright().conjugate();
  const Vec3 pelvis = smpl_rest(false).front();
  std::vector<double> poses(frames * kVector * kSmplhJoints, 0.0);
  std::vector<double> trans;
  for (int t = 0; t < body.frames(); ++t) {
    double* const row = &poses[static_cast<std::size_t>(t) * kVector * kSmplhJoints];
    for (int j = 0; j < body.joints(); ++j) {
      const Quat q = j == 0 ? back * body.rotation(t, j) : body.rotation(t, j);
      Eigen::Map<Vec3>(row + kVector * static_cast<std::size_t>(j)) = math::to_rotation_vector(q);
    }
    const Vec3 place = back * body.root_position(t) - pelvis;
    trans.insert(trans.end(), place.begin(), place.end());
  }
  std::vector<double> rest;
  for (int j = 0; j < body.joints(); ++j) {
    const auto above = static_cast<std::size_t>(std::max(body.skeleton().parent(j), 0));
    const Vec3 place =
        j == 0 ? pelvis : Vec3(Vec3(&rest[kVector * above]) + body.skeleton().offset(j));
    rest.insert(rest.end(), place.begin(), place.end());
  }
  const std::vector<double> betas(16, 0.0);
  ArchiveWriter archive;
  archive.add("poses", std::span<const double>(poses), {frames, kVector * kSmplhJoints});
  archive.add("trans", std::span<const double>(trans), {frames, kVector});
  archive.add("mocap_frame_rate", body.fps());
  archive.add("mocap_framerate", body.fps());
  archive.add("betas", std::span<const double>(betas), {betas.size()});
  archive.add("gender", std::string("neutral"));
  archive.add("rest_joints", std::span<const double>(rest), {kSmplBody, kVector});
  archive.save(path);
}

}  // namespace poseaae::npz
