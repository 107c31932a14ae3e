#include "symmetry.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

namespace poseaae::mocap {

namespace {

constexpr double kAlike = 0.34;  // share of a branch that may have no counterpart in the other one
constexpr double kOff = 0.5;     // of a bone's length: how far its mirror image may be away

struct Pair {
  int here = 0;
  int there = 0;
};

/// How the children of two joints, or of one, go together.
struct Pairing {
  std::vector<Pair> pairs;
  std::vector<int> left_over;
  std::vector<int> middle;  ///< their own mirror images
  double value = -1e300;    ///< of two joints: minus the joints without counterpart
};

class Matcher {
 public:
  Matcher(const Skeleton& skeleton, const std::vector<int>& named)
      : skeleton_(skeleton), named_(named), children_(named.size()), size_(named.size(), 1) {
    std::vector<double> lengths;
    for (int j = skeleton.joints() - 1; j > 0; --j) {
      children_[skeleton.parent(j)].insert(children_[skeleton.parent(j)].begin(), j);
      size_[skeleton.parent(j)] += size_[j];
      if (skeleton.offset(j).norm() > 0.0) lengths.push_back(skeleton.offset(j).norm());
    }
    std::sort(lengths.begin(), lengths.end());
    constexpr double kShort = 0.1;  // of a middling bone: the direction means little
    short_ = lengths.empty() ? 1.0 : kShort * lengths[lengths.size() / 2];
  }

  std::vector<int> partners() {
    partner_.assign(named_.size(), -1);
    place_middle(0);
    return partner_;
  }

 private:
  /// |S l_b - l_a| in parts of the longer bone.
  [[nodiscard]] double off(int half_turn, int a, int b) const {
    const Vec3& here = skeleton_.offset(a);
    const Vec3& there = skeleton_.offset(b);
    return (reflected(half_turn, there) - here).norm() /
           std::max({here.norm(), there.norm(), short_});
  }

  /// Joints of the two branches that have no counterpart, in parts of them.
  double unlike(int a, int b) {
    if (size_[a] == 1 && size_[b] == 1) return 0.0;
    const double both = size_[a] + size_[b] + 2.0;
    if (std::abs(size_[a] - size_[b]) > kAlike * both) return 1.0;
    const std::pair<int, int> key = std::minmax(a, b);
    const auto known = unlike_.find(key);
    if (known != unlike_.end()) return known->second;
    return unlike_[key] = -2.0 * best_between(a, b).value / both;
  }

  [[nodiscard]] bool named_pair(int a, int b) const { return named_[a] == b; }

  Pairing best_between(int a, int b) {
    Pairing best;
    for (const int half_turn : {1, 2, 3, 0}) {
      Pairing here = between(a, b, half_turn);
      if (here.value > best.value + 1e-9) best = std::move(here);
    }
    return best;
  }

  /// The children of a with those of b: names first, then the likest.
  Pairing between(int a, int b, int half_turn) {
    struct Option {
      Pair pair;
      double cost;  // joints without counterpart
    };
    std::vector<Option> options;
    for (const int c : children_[a]) {
      for (const int d : children_[b]) {
        const double missing = unlike(c, d);
        if (missing > kAlike && !named_pair(c, d)) continue;
        const double cost = std::min(1.0, off(half_turn, c, d)) + missing * size_[c];
        options.push_back({{c, d}, named_pair(c, d) ? cost - 1e6 : cost});
      }
    }
    std::stable_sort(options.begin(), options.end(),
                     [](const Option& x, const Option& y) { return x.cost < y.cost; });
    Pairing found;
    found.value = 0.0;
    std::set<int> taken;
    for (const auto& [pair, cost] : options) {
      if (taken.contains(pair.here) || taken.contains(pair.there)) continue;
      taken.insert({pair.here, pair.there});
      found.pairs.push_back(pair);
      found.value -= cost < 0.0 ? cost + 1e6 : cost;
    }
    for (const int joint : {a, b}) {
      for (const int c : children_[joint]) {
        if (taken.contains(c)) continue;
        found.left_over.push_back(c);
        found.value -= 0.5 * size_[c];
      }
    }
    return found;
  }

  /// The children of a joint in the middle, under one plane.
  Pairing within(int joint, int half_turn, bool by_name) {
    struct Option {
      Pair pair;
      double gain;
    };
    const std::vector<int>& children = children_[joint];
    std::vector<Option> options;
    for (std::size_t i = 0; i < children.size(); ++i) {
      for (std::size_t k = i + 1; k < children.size(); ++k) {
        const int c = children[i];
        const int d = children[k];
        const bool named = by_name && named_pair(c, d);
        const double away = off(half_turn, c, d);
        if (!named && (unlike(c, d) > kAlike || away > kOff)) continue;
        const double gain = (size_[c] + size_[d]) * (1.0 - 0.5 * away - unlike(c, d));
        options.push_back({{c, d}, named ? gain + 1e6 : gain});
      }
    }
    std::stable_sort(options.begin(), options.end(),
                     [](const Option& x, const Option& y) { return x.gain > y.gain; });
    Pairing found;
    found.value = 0.0;
    std::set<int> taken;
    for (const auto& [pair, gain] : options) {
      if (taken.contains(pair.here) || taken.contains(pair.there)) continue;
      taken.insert({pair.here, pair.there});
      found.pairs.push_back(pair);
      found.value += gain > 1e5 ? gain - 1e6 : gain;
    }
    for (const int c : children) {
      if (taken.contains(c)) continue;
      const bool goes_on = 2 * size_[c] > size_[joint];
      const double away = off(half_turn, c, c);
      found.value -= 0.1 * std::min(away, 2.0) * size_[c];
      (goes_on || away <= kOff ? found.middle : found.left_over).push_back(c);
    }
    return found;
  }

  Pairing best_within(int joint) {
    Pairing best;
    Pairing shape;
    for (const int plane : {1, 2, 3}) {
      Pairing here = within(joint, plane, true);
      if (here.value > best.value + 1e-9) best = std::move(here);
      Pairing unnamed = within(joint, plane, false);
      if (unnamed.value > shape.value + 1e-9) shape = std::move(unnamed);
    }
    // Names that speak against a clear plane.
    constexpr double kClear = 0.5;  // joints per child
    const double gain = shape.value - best.value;
    return gain > kClear * static_cast<double>(children_[joint].size()) ? shape : best;
  }

  void place_middle(int joint) {
    partner_[joint] = joint;
    const Pairing pairing = best_within(joint);
    for (const auto& [here, there] : pairing.pairs) place_pair(here, there);
    for (const int child : pairing.middle) place_middle(child);
  }

  void place_pair(int a, int b) {
    partner_[a] = b;
    partner_[b] = a;
    for (const auto& [here, there] : best_between(a, b).pairs) place_pair(here, there);
  }

  const Skeleton& skeleton_;
  const std::vector<int>& named_;
  std::vector<std::vector<int>> children_;
  std::vector<int> size_;  ///< joints of the branch
  double short_ = 1.0;
  std::map<std::pair<int, int>, double> unlike_;
  std::vector<int> partner_;
};

}  // namespace

Vec3 reflected(int half_turn, const Vec3& l) {
  Vec3 image = half_turn == 0 ? Vec3(-l) : l;
  if (half_turn > 0) image[half_turn - 1] = -image[half_turn - 1];
  return image;
}

std::vector<int> partners_by_shape(const Skeleton& skeleton, const std::vector<int>& named) {
  return Matcher(skeleton, named).partners();
}

}  // namespace poseaae::mocap
