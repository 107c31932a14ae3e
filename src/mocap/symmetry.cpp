#include "symmetry.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include "poseaae/mocap/frame_mirror.hpp"

namespace poseaae::mocap {

namespace {

constexpr double kAlike = 0.34;  // share of two branches that may have no counterpart
constexpr double kOff = 0.5;     // of a bone's length: how far its mirror image may be away

/// Two branches that could be partners.
struct Option {
  int here = 0;
  int there = 0;
  bool named = false;
  double gain = 0.0;  ///< in joints
};

/// How the children of two joints, or of one, go together.
struct Pairing {
  std::vector<Option> pairs;
  std::vector<int> middle;  ///< their own mirror images
  double value = -1e300;    ///< in joints: those that are paired, less what differs
};

/// The best first, names before all; each branch once.
std::vector<Option> chosen(std::vector<Option> options) {
  std::ranges::stable_sort(options, [](const Option& a, const Option& b) {
    return a.named != b.named ? a.named : a.gain > b.gain;
  });
  std::set<int> taken;
  std::erase_if(options, [&](const Option& option) {
    if (taken.contains(option.here) || taken.contains(option.there)) return true;
    taken.insert({option.here, option.there});
    return false;
  });
  return options;
}

bool is_taken(const std::vector<Option>& pairs, int child) {
  return std::ranges::any_of(
      pairs, [&](const Option& pair) { return pair.here == child || pair.there == child; });
}

class Matcher {
 public:
  Matcher(const BodyTree& tree, const std::vector<int>& named)
      : tree_(tree), named_(named), partner_(named.size(), -1) {
    std::vector<double> lengths;
    for (const Vec3& offset : tree.skeleton().offsets()) {
      if (offset.norm() > 0.0) lengths.push_back(offset.norm());
    }
    std::ranges::sort(lengths);
    constexpr double kShort = 0.1;  // of a middling bone: the direction means little
    short_ = lengths.empty() ? 1.0 : kShort * lengths[lengths.size() / 2];
  }

  std::vector<int> partners() {
    place_middle(0);
    return partner_;
  }

 private:
  [[nodiscard]] const Vec3& bone(int joint) const { return tree_.skeleton().offset(joint); }
  [[nodiscard]] double length(int a, int b) const {
    return std::max({bone(a).norm(), bone(b).norm(), short_});
  }
  /// |S l_b - l_a| in parts of the longer bone.
  [[nodiscard]] double off(const FrameMirror& frame, int a, int b) const {
    return (frame(bone(b)) - bone(a)).norm() / length(a, b);
  }
  [[nodiscard]] double longer(int a, int b) const {
    return std::abs(bone(a).norm() - bone(b).norm()) / length(a, b);
  }

  /// Joints of the two branches that are each other's counterparts, less for bones of other
  /// lengths.
  double alike(int a, int b) {
    constexpr double kThemselves = 2.0;
    if (tree_.children(a).empty() || tree_.children(b).empty()) return kThemselves;
    const std::pair<int, int> key = std::minmax(a, b);
    const auto known = alike_.find(key);
    if (known != alike_.end()) return known->second;
    double joints = kThemselves;
    for (const Option& pair : best_between(a, b).pairs) {
      joints += alike(pair.here, pair.there) - kThemselves * longer(pair.here, pair.there);
    }
    return alike_[key] = joints;
  }
  /// The share of the joints without counterpart.
  double unlike(int a, int b) { return 1.0 - alike(a, b) / (tree_.size(a) + tree_.size(b)); }

  /// Two by two, one of each list; of very many those with partners by name alone.
  [[nodiscard]] std::vector<std::pair<int, int>> couples(const std::vector<int>& here,
                                                         const std::vector<int>& there) const {
    constexpr std::size_t kMany = 60;
    std::vector<std::pair<int, int>> found;
    if (there.empty()) return found;
    for (const int c : here) {
      if (std::max(here.size(), there.size()) <= kMany) {
        for (const int d : there) found.emplace_back(c, d);
      } else if (named_[c] >= 0 && tree_.parent(named_[c]) == tree_.parent(there.front())) {
        found.emplace_back(c, named_[c]);
      }
    }
    return found;
  }

  Pairing best_between(int a, int b) {
    Pairing best;
    for (const int half_turn : {1, 2, 3, 0}) {
      Pairing here = between(a, b, FrameMirror::along_axes(half_turn));
      if (here.value > best.value + 1e-9) best = std::move(here);
    }
    return best;
  }

  /// The children of a with those of b.
  Pairing between(int a, int b, const FrameMirror& frame) {
    std::vector<Option> options;
    for (const auto& [c, d] : couples(tree_.children(a), tree_.children(b))) {
      const bool named = named_[c] == d;
      if (!named && longer(c, d) > kOff) continue;
      options.push_back({c, d, named, alike(c, d) - std::min(1.0, off(frame, c, d))});
    }
    Pairing found{.pairs = chosen(std::move(options)), .middle = {}, .value = 0.0};
    for (const Option& pair : found.pairs) found.value += pair.gain;
    return found;
  }

  /// The children of a joint in the middle, under one plane.
  Pairing within(int joint, const FrameMirror& plane, bool by_name) {
    const std::vector<int>& children = tree_.children(joint);
    std::vector<Option> options;
    for (const auto& [c, d] : couples(children, children)) {
      const bool named = by_name && named_[c] == d;
      const double away = off(plane, c, d);
      if (d <= c || (!named && (away > kOff || unlike(c, d) > kAlike))) continue;
      const double sizes = tree_.size(c) + tree_.size(d);
      options.push_back({c, d, named, alike(c, d) - 0.5 * away * sizes});
    }
    Pairing found{.pairs = chosen(std::move(options)), .middle = {}, .value = 0.0};
    for (const Option& pair : found.pairs) found.value += pair.gain;
    for (const int c : children) {
      if (is_taken(found.pairs, c)) continue;
      const double away = off(plane, c, c);
      constexpr double kOfJoints = 0.1;
      found.value -= kOfJoints * std::min(away, 2.0) * tree_.size(c);
      const bool body_goes_on = 2 * tree_.size(c) >= tree_.size(joint);
      if (body_goes_on || away <= kOff) found.middle.push_back(c);
    }
    return found;
  }

  Pairing best_of(int joint, const std::vector<FrameMirror>& planes, bool by_name) {
    Pairing best;
    for (const FrameMirror& plane : planes) {
      Pairing here = within(joint, plane, by_name);
      if (here.value > best.value + 1e-9) best = std::move(here);
    }
    return best;
  }

  /// The planes that map one child to another that is like it.
  std::vector<FrameMirror> slanted_planes(int joint) {
    std::vector<FrameMirror> planes;
    const std::vector<int>& children = tree_.children(joint);
    // Any two bones of one length have a plane between them; a third one must agree. Of many bones,
    // the planes along the axes have to do.
    constexpr std::size_t kFewest = 3;
    constexpr std::size_t kMost = 12;
    if (children.size() < kFewest || children.size() > kMost) return planes;
    for (const int c : children) {
      for (const int d : children) {
        const Vec3 normal = bone(c) - bone(d);
        if (d <= c || normal.norm() < short_ || longer(c, d) > kOff) continue;
        if (unlike(c, d) <= kAlike) planes.push_back(FrameMirror::across(normal));
      }
    }
    return planes;
  }

  Pairing best_within(int joint) {
    const std::vector<FrameMirror> along_axes{
        FrameMirror::along_axes(1), FrameMirror::along_axes(2), FrameMirror::along_axes(3)};
    Pairing by_shape = best_of(joint, along_axes, false);
    Pairing slanted = best_of(joint, slanted_planes(joint), false);
    constexpr double kBetter = 1.0;  // joint
    if (slanted.value > by_shape.value + kBetter) by_shape = std::move(slanted);
    Pairing by_name = best_of(joint, along_axes, true);
    // Names that speak against a clear plane.
    constexpr double kClear = 0.5;  // joints per child
    const bool refuted =
        by_shape.value - by_name.value > kClear * static_cast<double>(tree_.children(joint).size());
    const bool any_named = std::ranges::any_of(by_name.pairs, &Option::named);
    return any_named && !refuted ? by_name : by_shape;
  }

  void place_middle(int joint) {
    partner_[joint] = joint;
    const Pairing pairing = best_within(joint);
    for (const Option& pair : pairing.pairs) place_pair(pair.here, pair.there);
    for (const int child : pairing.middle) place_middle(child);
  }

  void place_pair(int a, int b) {
    partner_[a] = b;
    partner_[b] = a;
    for (const Option& pair : best_between(a, b).pairs) place_pair(pair.here, pair.there);
  }

  const BodyTree& tree_;
  const std::vector<int>& named_;
  double short_ = 1.0;
  std::map<std::pair<int, int>, double> alike_;
  std::vector<int> partner_;
};

}  // namespace

std::vector<int> partners_by_shape(const BodyTree& tree, const std::vector<int>& named) {
  return Matcher(tree, named).partners();
}

}  // namespace poseaae::mocap
