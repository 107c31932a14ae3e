#include "gltf_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "bones.hpp"
#include "content.hpp"
#include "key_track.hpp"
#include "node_tree.hpp"
#include "poseaae/mocap/frame_count.hpp"

namespace poseaae::mocap::gltf {

namespace {

std::vector<std::string> names_of(const Document& document) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (std::size_t i = 0; i < document.animations.size(); ++i) {
    const std::string& given = document.animations[i].name;
    const std::string name = given.empty() ? fmt::format("animation_{}", i + 1) : given;
    std::string unique = name;
    for (int k = 2; !taken.insert(unique).second; ++k) unique = fmt::format("{}_{}", name, k);
    names.push_back(unique);
  }
  return names;
}

bool moves_nodes(const Animation& animation) {
  return std::ranges::any_of(animation.channels, [](const Channel& channel) {
    return channel.node >= 0 && (channel.path == "rotation" || channel.path == "translation");
  });
}

const Animation* chosen(const Document& document, const MotionSource& source) {
  const auto& all = document.animations;
  if (source.selector.empty()) {
    const auto first = std::ranges::find_if(all, moves_nodes);
    return first == all.end() ? nullptr : &*first;
  }
  const auto names = names_of(document);
  const auto found = std::ranges::find(names, source.selector);
  if (found != names.end()) return &all[found - names.begin()];
  const std::string near = nearest_word(source.selector, names);
  throw UsageError(
      fmt::format("{}: expected the name of an animation ({}), found '#{}'{}", source.path.string(),
                  names.empty() ? "it has none" : fmt::format("{}", fmt::join(names, ", ")),
                  source.selector, near.empty() ? "" : "; did you mean '#" + near + "'?"));
}

/// The keys of a node.
struct Moves {
  std::optional<KeyTrack> rotation;
  std::optional<KeyTrack> place;
};

class Reader {
 public:
  Reader(const MotionSource& source, const ClipOptions& options)
      : source_(source),
        options_(options),
        content_(source.bytes, source.path),
        tree_(content_),
        animation_(chosen(content_.document(), source)),
        bones_(bones_of(content_, tree_, animation_)),
        axes_(axes_of(content_, tree_, bones_)) {}

  Clip clip() {
    for (const std::string& line : bones_.warnings) warn(line);
    read_keys();
    find_times();
    Motion motion(skeleton(), fps_, frames_);
    for (int j = 0; j < motion.joints(); ++j) fill(motion, j);
    require_finite(motion);
    Clip clip{std::move(motion)};
    clip.axes = axes_;
    const bool plain = std::ranges::all_of(
        axes_, [](const Quat& axes) { return math::angle_between(axes, Quat::Identity()) < 1e-9; });
    if (plain) clip.axes.clear();
    if (!source_.selector.empty()) clip.name = source_.selector;
    clip.warnings = std::move(warnings_);
    clip.own_unit = true;
    return clip;
  }

  std::map<std::string, HumanBone> human_bones() {
    std::map<std::string, HumanBone> found;
    const Skeleton body = skeleton();
    for (const auto& [name, node] : content_.document().human_bones) {
      const auto bone = value_of(name, human_bone_names());
      const auto at = std::ranges::find(bones_.nodes, node);
      if (!bone || at == bones_.nodes.end()) continue;
      found.emplace(body.name(static_cast<int>(at - bones_.nodes.begin())), *bone);
    }
    return found;
  }

 private:
  void warn(const std::string& line) {
    if (options_.strict) throw content_.error(line);
    warnings_.push_back(fmt::format("{}: {}", source_.path.string(), line));
  }

  void read_keys() {
    if (animation_ == nullptr) return;
    std::set<std::size_t> wanted(bones_.nodes.begin(), bones_.nodes.end());
    for (auto at = tree_.parent(bones_.nodes[0]); at >= 0; at = tree_.parent(at)) {
      wanted.insert(static_cast<std::size_t>(at));
    }
    bool scales = false;
    for (const Channel& channel : animation_->channels) {
      if (channel.node < 0 || !wanted.contains(static_cast<std::size_t>(channel.node))) continue;
      if (channel.sampler >= animation_->samplers.size()) {
        throw content_.error(fmt::format("animation '{}': expected a sampler below {}, found {}",
                                         animation_->name, animation_->samplers.size(),
                                         channel.sampler));
      }
      const Sampler& sampler = animation_->samplers[channel.sampler];
      Moves& moves = moves_[static_cast<std::size_t>(channel.node)];
      if (channel.path == "rotation") moves.rotation.emplace(content_, sampler, 4);
      if (channel.path == "translation") moves.place.emplace(content_, sampler, 3);
      scales = scales || channel.path == "scale";
    }
    if (scales && changes_scale(wanted)) {
      warn(
          "expected bones that keep their size, found scales that an animation changes; the sizes "
          "of the rest pose are read");
    }
  }

  /// Many exporters write scales of 1 over and over.
  bool changes_scale(const std::set<std::size_t>& wanted) {
    constexpr double kSame = 1e-3;
    for (const Channel& channel : animation_->channels) {
      const bool ours =
          channel.node >= 0 && wanted.contains(static_cast<std::size_t>(channel.node));
      if (!ours || channel.path != "scale" || channel.sampler >= animation_->samplers.size())
        continue;
      const KeyTrack track(content_, animation_->samplers[channel.sampler], 3);
      const Vec3 first = track.place(track.times().front());
      for (const double time : track.times()) {
        if ((track.place(time) - first).cwiseAbs().maxCoeff() > kSame) return true;
      }
    }
    return false;
  }

  void find_times() {
    std::vector<std::span<const double>> tracks;
    std::size_t keys = 0;
    std::size_t all_keys = 0;
    for (const auto& [node, moves] : moves_) {
      for (const auto* track : {&moves.rotation, &moves.place}) {
        if (*track) tracks.push_back((*track)->times());
        if (!*track) continue;
        keys = std::max(keys, tracks.back().size());
        all_keys += tracks.back().size();
      }
    }
    fps_ = options_.source_fps > 0.0 ? options_.source_fps : rate_of(tracks);
    if (tracks.empty()) return;
    start_ = tracks.front().front();
    double end = start_;
    for (const auto& times : tracks) {
      start_ = std::min(start_, times.front());
      end = std::max(end, times.back());
    }
    frames_ = limited_frames((end - start_) * fps_, keys, all_keys);
  }

  /// A few keys that are hours apart would fill the memory.
  [[nodiscard]] int limited_frames(double last, std::size_t keys, std::size_t all_keys) const {
    constexpr double kPerKey = 1000.0;
    constexpr double kFew = 100'000.0;
    constexpr double kManyRotations = 1e7;
    const double rotations = std::max(kManyRotations, 4.0 * static_cast<double>(all_keys));
    constexpr double kWhole = 1e-3;  // of a frame, which times in float precision may lack
    const double most = std::min({std::max(kFew, kPerKey * static_cast<double>(keys)),
                                  rotations / static_cast<double>(bones_.nodes.size()),
                                  static_cast<double>(kMaxFrames)});
    const double frames = std::floor(last + kWhole) + 1.0;
    if (frames <= most) return static_cast<int>(frames);
    throw content_.error(fmt::format(
        "expected at most {:.0f} frames, found {:.0f} at {:.6g} frames per second, of {} joints; "
        "give a lower rate with data.source_fps, or fewer keys",
        most, frames, fps_, bones_.nodes.size()));
  }

  [[noreturn]] void refuse_size(std::size_t node) const {
    throw content_.error(fmt::format(
        "node {} and below: expected numbers of the size of a body, found some beyond", node));
  }

  Skeleton skeleton() {
    const Document& document = content_.document();
    std::set<std::string> taken;
    std::vector<std::string> names;
    std::vector<Vec3> offsets;
    for (std::size_t j = 0; j < bones_.nodes.size(); ++j) {
      const std::size_t node = bones_.nodes[j];
      names.push_back(unique_name(node, taken));
      offsets.push_back(bones_.parents[j] < 0 ? root_place(std::nullopt)
                                              : axes_[bones_.parents[j]] * still_place(node));
      if (!offsets.back().allFinite()) refuse_size(node);
    }
    std::vector<EndSite> tips;
    for (const std::size_t node : bones_.tips) {
      const auto at = std::ranges::find(bones_.nodes, static_cast<std::size_t>(tree_.parent(node)));
      const auto joint = static_cast<int>(at - bones_.nodes.begin());
      tips.push_back({joint, axes_[joint] * tree_.place(node, tree_.still_place(node)),
                      document.nodes[node].name});
      if (!tips.back().offset.allFinite()) refuse_size(node);
    }
    if (std::ranges::any_of(bones_.nodes, [&](auto node) { return tree_.is_uneven(node); })) {
      warn(
          "expected one scale for all axes, found bones that are stretched along one; their mean "
          "is read");
    }
    return {std::move(names), bones_.parents, std::move(offsets), std::move(tips)};
  }

  std::string unique_name(std::size_t node, std::set<std::string>& taken) {
    const std::string& given = content_.document().nodes[node].name;
    const std::string name = given.empty() ? fmt::format("node_{}", node) : given;
    std::string unique = name;
    for (int k = 2; !taken.insert(unique).second; ++k) unique = fmt::format("{}_{}", name, k);
    if (unique != name) {
      warn(fmt::format("joint name '{}' occurs more than once; this one was renamed to '{}'", name,
                       unique));
    }
    return unique;
  }

  /// l' of a joint below the root outside animations, or that at which an animation holds it.
  [[nodiscard]] Vec3 still_place(std::size_t node) const {
    const KeyTrack* track = place_track(node);
    const bool held = track != nullptr && !wanders(*track);
    return tree_.place(node, held ? track->place(start_) : tree_.still_place(node));
  }

  [[nodiscard]] const KeyTrack* place_track(std::size_t node) const {
    const auto moves = moves_.find(node);
    return moves == moves_.end() || !moves->second.place ? nullptr : &*moves->second.place;
  }

  [[nodiscard]] bool wanders(const KeyTrack& track) const {
    constexpr double kSame = 1e-6;
    const Vec3 first = track.place(start_);
    return std::ranges::any_of(track.times(), [&](double time) {
      return (track.place(time) - first).cwiseAbs().maxCoeff() > kSame;
    });
  }

  /// r' and l' of a node at a time, or outside animations.
  [[nodiscard]] Quat rotation_at(std::size_t node, std::optional<double> time) const {
    const auto moves = moves_.find(node);
    const bool keyed = time && moves != moves_.end() && moves->second.rotation;
    return tree_.rotation(
        node, keyed ? moves->second.rotation->rotation(*time) : tree_.still_rotation(node));
  }
  [[nodiscard]] Vec3 place_at(std::size_t node, std::optional<double> time) const {
    const KeyTrack* track = time ? place_track(node) : nullptr;
    return tree_.place(node, track != nullptr ? track->place(*time) : tree_.still_place(node));
  }

  /// The root in the world, with all that is above it.
  [[nodiscard]] Vec3 root_place(std::optional<double> time) const {
    const std::size_t root = bones_.nodes[0];
    Vec3 place = place_at(root, time);
    for (auto at = tree_.parent(root); at >= 0; at = tree_.parent(at)) {
      place = place_at(at, time) + rotation_at(at, time) * place;
    }
    return place;
  }
  [[nodiscard]] Quat root_rotation(double time) const {
    const std::size_t root = bones_.nodes[0];
    Quat rotation = rotation_at(root, time);
    for (auto at = tree_.parent(root); at >= 0; at = tree_.parent(at)) {
      rotation = rotation_at(at, time) * rotation;
    }
    return rotation;
  }

  [[nodiscard]] double time_of(int frame) const { return start_ + frame / fps_; }

  /// Numbers of JSON can be so large that their products are none.
  void require_finite(const Motion& motion) const {
    const auto finite = [](double x) { return std::isfinite(x); };
    bool all = std::ranges::all_of(motion.rotations(), finite) &&
               std::ranges::all_of(motion.root_positions(), finite);
    for (const auto& [joint, track] : motion.translations()) {
      all = all && std::ranges::all_of(track, [](const Vec3& place) { return place.allFinite(); });
    }
    if (!all) refuse_size(bones_.nodes[0]);
  }

  void fill(Motion& motion, int joint) const {
    const std::size_t node = bones_.nodes[joint];
    const Quat back = axes_[joint].conjugate();
    const int parent = bones_.parents[joint];
    for (int t = 0; t < frames_; ++t) {
      const Quat r = parent < 0 ? root_rotation(time_of(t)) : rotation_at(node, time_of(t));
      motion.set_rotation(t, joint, parent < 0 ? r * back : axes_[parent] * r * back);
      if (parent < 0) motion.set_root_position(t, root_place(time_of(t)));
    }
    const KeyTrack* track = place_track(node);
    if (parent < 0 || track == nullptr || !wanders(*track)) return;
    std::vector<Vec3> places;
    for (int t = 0; t < frames_; ++t) {
      places.push_back(axes_[parent] * place_at(node, time_of(t)));
    }
    motion.set_translation(joint, std::move(places));
  }

  const MotionSource& source_;
  const ClipOptions& options_;
  Content content_;
  NodeTree tree_;
  const Animation* animation_;
  Bones bones_;
  std::vector<Quat> axes_;
  std::map<std::size_t, Moves> moves_;
  std::vector<std::string> warnings_;
  double start_ = 0.0;
  double fps_ = 30.0;
  int frames_ = 1;
};

}  // namespace

Clip read_gltf(const MotionSource& source, const ClipOptions& options) {
  return Reader(source, options).clip();
}

std::map<std::string, HumanBone> list_human_bones(const MotionSource& source) {
  return Reader(source, {}).human_bones();
}

std::vector<std::string> list_animations(const MotionSource& source) {
  return names_of(Content(source.bytes, source.path).document());
}

}  // namespace poseaae::mocap::gltf
