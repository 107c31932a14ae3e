#include "footing/supports.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "poseaae/footing/root_path.hpp"

namespace poseaae::footing {

namespace {

using Eigen::Vector2d;

Vector2d seen_from_above(const mocap::Vec3& place) { return {place.x(), place.z()}; }

/// For legs of scale 1.
constexpr double kFar = std::numeric_limits<double>::infinity();
constexpr double kHeight_m = 0.02;          // s_h
constexpr double kSlip_mps = 0.1;           // s_v
constexpr double kTwist_rps = 1.0;          // s_w
constexpr double kAcceleration = 4.0;       // s_a, m/s^2
constexpr double kTurnAcceleration = 15.0;  // of the turn, rad/s^2
constexpr double kTakeOff_mps = 0.4;        // of vertical velocities, at take-off
constexpr double kLanding_mps = 0.7;        // and landing
constexpr double kPull_mps = 0.1;           // of what only a floor that pulls would do
constexpr double kOff = 3.0;                // a point that carries no weight
constexpr double kSwitch = 1.0;             // a point that comes or goes
constexpr double kFlight = 3.0;             // a flight
constexpr double kRest = 6.0;               // the rest of the body
constexpr double kBound = 20.0;             // of a term
constexpr double kLongest_s = 1.0;          // flight
constexpr double kSteps_hz = 40.0;
constexpr int kTakeOffs = 4;  // supports from which flights are tried, those of least cost

/// -log of a Gaussian without its constant, bounded.
double cost(double square, double sigma, double bound = kBound) {
  return std::min(0.5 * square / (sigma * sigma), bound);
}

/// Of a change of vertical velocity in `time`: a floor may push, but not pull.
double pushed(double before, double after, double sigma, double time) {
  const double pull = std::min(0.0, after - before + kGravity * time);
  const double push = std::max(0.0, after - before);
  return cost(pull * pull, kPull_mps, kFar) + cost(push * push, sigma, kFar);
}

/// Every set of points of one foot, or of two, and the rest of the body.
std::vector<Support> kinds_of_support(const Soles& soles) {
  std::vector<std::vector<std::uint32_t>> of_foot;
  for (int first = 0; first < soles.points();) {
    int last = first;
    while (last < soles.points() && soles.foot(last) == soles.foot(first)) ++last;
    auto& sets = of_foot.emplace_back();
    for (std::uint32_t set = 1; set < (1U << (last - first)); ++set) sets.push_back(set << first);
    first = last;
  }
  std::vector<Support> kinds;
  for (std::size_t a = 0; a < of_foot.size(); ++a) {
    for (const auto one : of_foot[a]) {
      kinds.push_back({one, false});
      for (std::size_t b = 0; b < a; ++b) {
        for (const auto other : of_foot[b]) kinds.push_back({one | other, false});
      }
    }
  }
  kinds.push_back({0, true});
  return kinds;
}

class Search {
 public:
  Search(const Soles& soles, double fps, bool turns)
      : soles_(soles),
        turns_(turns),
        stride_(std::max(1, static_cast<int>(std::lround(fps / kSteps_hz)))),
        dt_(stride_ / fps),
        steps_((soles.frames() - 1) / stride_),
        longest_(static_cast<int>(kLongest_s / dt_)),
        kinds_(kinds_of_support(soles)) {}

  Supports best() {
    for (int n = 0; n < steps_; ++n) add(n);
    Supports found;
    const auto traced = trace(found.cost);
    found.steps = expanded(traced);
    return found;
  }

 private:
  struct Node {
    Vector2d begins{0, 0};  ///< way of the centre of mass, in the frame of the heading at first
    Vector2d ends{0, 0};    ///< and in that of the heading at last
    double spin = 0.0;      ///< of the whole body
    double own = 0.0;       ///< cost of the step
    double total = kFar;    ///< of all up to it
    int step = -1;          ///< the step before it that is no flight
    int kind = -1;
  };

  [[nodiscard]] int count() const { return static_cast<int>(kinds_.size()); }
  Node& at(int n, int kind) { return nodes_[static_cast<std::size_t>(n) * kinds_.size() + kind]; }
  /// Of the centre of mass above the floor, while something touches it.
  [[nodiscard]] double height(int n) const {
    return soles_.centre(n * stride_).y() - soles_.lowest(n * stride_);
  }

  double cost_of(int n, const Support& support, const Stay& stay) const {
    const int from = n * stride_;
    const int to = from + stride_;
    const double unit = kHeight_m * soles_.scale();
    const auto above = [&](const auto& height) {
      const double h = std::max(height(from) - soles_.lowest(from), height(to) - soles_.lowest(to));
      return cost(h * h, unit);
    };
    double sum = kOff * (soles_.points() - std::popcount(support.points));
    for (int i = 0; i < soles_.points(); ++i) {
      if ((support.points >> i & 1U) == 0) continue;
      sum += above([&](int t) { return soles_.height(t, i); });
    }
    if (support.rest) sum += kRest + above([&](int t) { return soles_.rest_height(t); });
    return sum + cost(stay.slip2, kSlip_mps * soles_.scale() * dt_) +
           cost(stay.twist2, kTwist_rps * dt_);
  }

  /// Of the change of the root's movement from one step to another.
  double change(const Node& a, const Node& b) const {
    const double dv2 = (b.begins - a.ends).squaredNorm() / (dt_ * dt_);
    double sum = cost(dv2, kAcceleration * dt_ * soles_.scale());
    if (turns_) {
      const double dw = (b.spin - a.spin) / dt_;
      sum += cost(dw * dw, kTurnAcceleration * dt_);
    }
    return sum;
  }

  /// Of a flight between step n, after which it begins, and step m.
  double flight(int n, int m) const {
    const double start = height(n + 1);
    const double end = height(m);
    const double time = (m - n - 1) * dt_;
    const double mean = (end - start) / time;
    const double up = mean + 0.5 * kGravity * time;
    const double down = mean - 0.5 * kGravity * time;
    const double before = (start - height(n)) / dt_;
    const double after = (height(m + 1) - end) / dt_;
    double sum = kFlight + pushed(before, up, kTakeOff_mps, 0.5 * dt_) +
                 pushed(down, after, kLanding_mps, 0.5 * dt_);
    for (int k = n + 2; k < m; ++k) {
      const double u = (k - n - 1) * dt_;
      const double y = start + up * u - 0.5 * kGravity * u * u;
      const double below = std::min(0.0, y - height(k));
      sum += kOff * soles_.points() + cost(below * below, kHeight_m * soles_.scale());
    }
    return sum + kOff * soles_.points();
  }

  void add(int n) {
    const int from = n * stride_;
    nodes_.resize(nodes_.size() + kinds_.size());
    moves_.clear();
    for (int i = 0; i < soles_.points(); ++i) {
      moves_.push_back(soles_.move(from, from + stride_, i));
    }
    double spin = 0.0;
    for (int t = from; t < from + stride_; ++t) spin += soles_.spin(t);
    double pull = 0.0;
    if (n > 0) {
      const double up = (height(n) - height(n - 1)) / dt_;
      const double next = (height(n + 1) - height(n)) / dt_;
      pull = pushed(up, next, kFar, dt_);
    }
    for (int kind = 0; kind < count(); ++kind) {
      Node& node = at(n, kind);
      const Stay found = stay(chosen(kinds_[kind], from), turns_);
      const double half = 0.5 * found.turn;
      const Vector2d way = found.way +
                           turned(seen_from_above(soles_.centre(from + stride_)), half) -
                           turned(seen_from_above(soles_.centre(from)), -half);
      node.begins = turned(way, half);
      node.ends = turned(way, -half);
      node.spin = found.turn + spin;
      node.own = cost_of(n, kinds_[kind], found);
      if (n <= longest_) node.total = n * kOff * soles_.points() + (n > 0 ? kFlight : 0.0);
      for (int before = 0; n > 0 && before < count(); ++before) {
        const std::uint32_t differ = kinds_[kind].points ^ kinds_[before].points;
        const int changes = std::popcount(differ) + (kinds_[kind].rest != kinds_[before].rest);
        offer(node, n - 1, before, pull + kSwitch * changes + change(at(n - 1, before), node));
      }
    }
    double worst = 0.0;
    for (int kind = 0; kind < count(); ++kind) worst = std::max(worst, at(n, kind).total);
    for (int first = n - 2; first >= std::max(0, n - 1 - longest_); --first) {
      const double least = at(first, cheapest_[first].front()).total;
      if (least + kFlight + (n - 1 - first) * kOff * soles_.points() >= worst) continue;
      const double flying = flight(first, n);
      for (const int before : cheapest_[first]) {
        for (int kind = 0; kind < count(); ++kind) {
          Node& node = at(n, kind);
          offer(node, first, before, flying + change(at(first, before), node));
        }
      }
    }
    for (int kind = 0; kind < count(); ++kind) at(n, kind).total += at(n, kind).own;
    auto& order = cheapest_.emplace_back(kinds_.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, {}, [&](int kind) { return at(n, kind).total; });
    order.resize(std::min<std::size_t>(order.size(), kTakeOffs));
  }

  /// Of the points that carry weight, from frame `from` on.
  const std::vector<Soles::Move>& chosen(const Support& support, int from) {
    chosen_.clear();
    for (int i = 0; i < soles_.points(); ++i) {
      if (support.points >> i & 1U) chosen_.push_back(moves_[i]);
    }
    if (support.rest) chosen_.push_back(soles_.rest_move(from, from + stride_));
    return chosen_;
  }

  void offer(Node& node, int step, int kind, double more) {
    const double total = at(step, kind).total + more;
    if (total >= node.total) return;
    node.total = total;
    node.step = step;
    node.kind = kind;
  }

  /// Per step of the search.
  std::vector<Support> trace(double& least) {
    std::vector<Support> result(static_cast<std::size_t>(steps_));
    int step = -1;
    int kind = -1;
    least = kFar;
    for (int n = std::max(0, steps_ - 1 - longest_); n < steps_; ++n) {
      const double flying =
          (steps_ - 1 - n) * kOff * soles_.points() + (n < steps_ - 1 ? kFlight : 0);
      const int best = cheapest_[n].front();
      if (at(n, best).total + flying >= least) continue;
      least = at(n, best).total + flying;
      step = n;
      kind = best;
    }
    while (step >= 0) {
      result[step] = kinds_[kind];
      const Node& node = at(step, kind);
      step = node.step;
      kind = node.kind;
    }
    return result;
  }

  [[nodiscard]] std::vector<Support> expanded(const std::vector<Support>& found) const {
    std::vector<Support> result;
    for (int t = 0; t + 1 < soles_.frames(); ++t) {
      result.push_back(found.empty() ? Support{0, true} : found[std::min(t / stride_, steps_ - 1)]);
    }
    return result;
  }

  const Soles& soles_;
  bool turns_;
  int stride_;  ///< frames of a step
  double dt_;   ///< of a step
  int steps_;
  int longest_;  ///< flight, in steps
  std::vector<Support> kinds_;
  std::vector<Node> nodes_;
  std::vector<Soles::Move> moves_;  ///< of all points in the last step
  std::vector<Soles::Move> chosen_;
  std::vector<std::vector<int>> cheapest_;
};

}  // namespace

Supports supports_of(const Soles& soles, double fps, bool turns) {
  return Search(soles, fps, turns).best();
}

double thickness_of(Soles soles, double fps, bool turns) {
  constexpr double kStep_m = 0.01;
  constexpr int kMost = 5;
  constexpr double kUsual_m = 0.03;
  constexpr double kDeviation_m = 0.02;
  double best = 0.0;
  double least = kFar;
  for (int k = 0; k <= kMost; ++k) {
    soles.set_thickness(k * kStep_m * soles.scale());
    const double thickness = k * kStep_m;
    const double cost = supports_of(soles, fps, turns).cost +
                        0.5 * std::pow((thickness - kUsual_m) / kDeviation_m, 2);
    if (cost >= least) continue;
    least = cost;
    best = k * kStep_m * soles.scale();
  }
  return best;
}

}  // namespace poseaae::footing
