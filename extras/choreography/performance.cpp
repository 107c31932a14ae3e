#include "choreography/performance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "body.hpp"
#include "choreography/phrase.hpp"
#include "loosen.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::choreography {

namespace {

constexpr double kCrossFade = 0.9;       // beats on either side of a boundary
constexpr double kReach = 0.985;         // of the leg's length: knees stay soft
constexpr double kStandingSoft = 0.012;  // metres below the straight leg

/// Turns a score into targets, stage by stage; each stage is a pass over all frames.
class Dancer {
 public:
  Dancer(const Score& score, std::uint64_t seed)
      : score_(score), seed_(seed), timeline_(score), plan_(timeline_) {
    for (std::size_t i = 0; i < score.phrases.size(); ++i) {
      phrases_.push_back(make_phrase(score.phrases[i]));
      phrases_.back()->plan(plan_, timeline_.starts()[i]);
    }
    frames_ = std::max(1, static_cast<int>(std::floor(timeline_.seconds() * score.fps)));
  }

  Performance dance() {
    sample();
    follow_through(carriages_, score_.fps);
    add_irregularity(carriages_, score_.fps, seed_);
    std::vector<Targets> targets(frames_);
    for (int t = 0; t < frames_; ++t) targets[t] = aim(t);
    place_hips(targets);
    Performance result{
        mocap::Motion(humanoid(), score_.fps, frames_), factors_, {}, {}, beats_, {}};
    for (int t = 0; t < frames_; ++t) {
      pose_body(targets[t], result.motion, t);
      result.phrases.push_back(score_.phrases[timeline_.phrase_at(beats_[t])].kind);
      const auto& feet = targets[t].feet;
      result.contacts.push_back({feet[0].state.planted, feet[1].state.planted});
    }
    const auto& starts = timeline_.starts();
    const auto seconds_at = [&](double beat) {
      return std::distance(beats_.begin(), std::lower_bound(beats_.begin(), beats_.end(), beat)) /
             score_.fps;
    };
    for (std::size_t i = 1; i + 1 < starts.size(); ++i) {
      result.boundaries_s.push_back(seconds_at(starts[i]));
    }
    return result;
  }

 private:
  void sample() {
    for (int t = 0; t < frames_; ++t) {
      const double beat = timeline_.beat_at(t / score_.fps);
      beats_.push_back(beat);
      factors_.push_back(timeline_.factors_at(beat));
      weights_.push_back(plan_.feet.weight(beat));
      carriages_.push_back(carriage_at(beat, factors_.back()));
    }
    weights_ = smooth(weights_, 1.0 / score_.fps, 0.05);
  }

  /// The phrase's targets; near a boundary, both neighbours' cross-faded.
  [[nodiscard]] Carriage carriage_at(double beat, const Factors& factors) const {
    const auto& starts = timeline_.starts();
    const int here = timeline_.phrase_at(beat);
    const auto of = [&](int i) { return phrases_[i]->carriage(beat - starts[i], factors); };
    const int last = static_cast<int>(phrases_.size()) - 1;
    if (here < last && starts[here + 1] - beat < kCrossFade) {
      const double boundary = starts[here + 1];
      return mix(of(here), of(here + 1), ease(beat, boundary - kCrossFade, boundary + kCrossFade));
    }
    if (here > 0 && beat - starts[here] < kCrossFade) {
      const double boundary = starts[here];
      return mix(of(here - 1), of(here), ease(beat, boundary - kCrossFade, boundary + kCrossFade));
    }
    return of(here);
  }

  /// What the phrases' targets become once weight, beat and lean act on them.
  [[nodiscard]] Targets aim(int t) const {
    const double beat = beats_[t];
    const Factors& factors = factors_[t];
    Targets targets;
    targets.heading = plan_.heading.at(beat);
    targets.lean_deg = factors[kLean];
    targets.carriage = carriages_[t];
    Carriage& c = targets.carriage;
    const double load = 2.0 * weights_[t] - 1.0;
    // The hip of the leg that carries rises, that of the free one drops; the ribs answer.
    const double tilt = lerp(3.0, 5.5, factors[kEnergy]) * load;
    c.hips.roll += tilt;
    c.spine[0].roll -= 0.6 * tilt;
    c.spine[1].roll -= 0.7 * tilt;
    // The beat goes through the knees, up the spine, and reaches the head last.
    const double accent = factors[kEnergy];
    const double strength = c.bounce * lerp(0.25, 1.0, accent);
    const auto beat_pulse = [&](double lag) { return pulse(beat - lag, 0.6 * accent) - 0.4; };
    c.drop += 0.03 * strength * (beat_pulse(0.06) + 0.4);
    c.spine[1].pitch += 2.2 * strength * beat_pulse(0.12);
    c.spine[2].pitch += 1.8 * strength * beat_pulse(0.2);
    c.gaze.pitch += 3.5 * strength * beat_pulse(0.22);
    c.left.elbow += 5.0 * strength * beat_pulse(0.24);
    c.right.elbow += 5.0 * strength * beat_pulse(0.24);
    for (const Side side : {Side::kLeft, Side::kRight}) {
      FootTarget& foot = targets.feet[index(side)];
      foot.state = plan_.feet.at(side, beat);
      const double carried = side == Side::kLeft ? weights_[t] : 1.0 - weights_[t];
      const double free = 1.0 - ease(carried, 0.0, 0.42);
      foot.heel = lerp(10.0, 24.0, factors[kEnergy]) * kDegree * free;
    }
    return targets;
  }

  /// Over the feet by weight, then as high as the legs allow.
  void place_hips(std::vector<Targets>& targets) const {
    const double step = 1.0 / score_.fps;
    std::array<std::vector<double>, 3> track;
    for (auto& axis : track) axis.resize(frames_);
    for (int t = 0; t < frames_; ++t) {
      const Vec3 hips = over_support(targets[t], weights_[t]);
      for (int axis : {0, 2}) track[axis][t] = hips[axis];
    }
    for (int axis : {0, 2}) track[axis] = smooth(track[axis], step, 0.07);
    for (int t = 0; t < frames_; ++t) {
      targets[t].hips = Vec3(track[0][t], 0.0, track[2][t]);
      raise_heels(targets[t], weights_[t]);
    }
    smooth_heels(targets);
    for (int t = 0; t < frames_; ++t) {
      const double wanted = Body::kHipsHeight - kStandingSoft - targets[t].carriage.drop;
      track[1][t] = soft_min(wanted, highest(targets[t], kReach), 0.012);
    }
    track[1] = smooth(track[1], step, 0.04);
    // Smoothing may overshoot the limit by millimetres; a foot that slides by them is seen.
    for (int t = 0; t < frames_; ++t) {
      targets[t].hips.y() = soft_min(track[1][t], highest(targets[t], 0.99), 0.003);
    }
  }

  [[nodiscard]] static Vec3 over_support(const Targets& targets, double weight) {
    std::array<Vec3, 2> support;
    for (int i = 0; i < 2; ++i) {
      const FootState& foot = targets.feet[i].state;
      const Vec3 toes(std::sin(foot.yaw), 0.0, std::cos(foot.yaw));
      support[i] = foot.ball - 0.085 * toes;
    }
    const Carriage& c = targets.carriage;
    // A trunk that leans forward needs the hips behind the feet, and the other way round.
    const double back = 0.16 * std::sin(targets.lean_deg * kDegree);
    const Vec3 offset(c.aside, 0.0, c.forward - back);
    return support[1] + weight * (support[0] - support[1]) +
           Eigen::AngleAxisd(targets.heading, Vec3::UnitY()) * offset;
  }

  [[nodiscard]] static Vec3 hip_joint(const Targets& targets, int side) {
    const double x = side == 0 ? Body::kHipHalfWidth : -Body::kHipHalfWidth;
    return hips_rotation(targets) * Vec3(x, -Body::kHipDrop, 0.0);
  }

  /// A free foot that stands far away lifts its heel instead of pulling the hips down.
  void raise_heels(Targets& targets, double weight) const {
    const double wanted = Body::kHipsHeight - kStandingSoft - targets.carriage.drop;
    for (int i = 0; i < 2; ++i) {
      FootTarget& foot = targets.feet[i];
      Vec3 hip = targets.hips + hip_joint(targets, i);
      hip.y() += wanted;
      const double stretch =
          (ankle_target(foot) - foot.state.displacement - hip).norm() / Body::kLeg;
      const double carried = i == 0 ? weight : 1.0 - weight;
      foot.heel += 34.0 * kDegree * ease(stretch, 0.94, 1.12) * (1.0 - ease(carried, 0.1, 0.6));
    }
  }

  void smooth_heels(std::vector<Targets>& targets) const {
    for (int i = 0; i < 2; ++i) {
      std::vector<double> heel;
      for (const Targets& frame : targets) {
        // Toes point a little in every step.
        heel.push_back(frame.feet[i].heel + 8.0 * kDegree * frame.feet[i].state.air);
      }
      heel = smooth(heel, 1.0 / score_.fps, 0.05);
      for (int t = 0; t < frames_; ++t) targets[t].feet[i].heel = heel[t];
    }
  }

  /// The greatest height of the hips at which both legs still reach their feet with soft knees. A
  /// foot in the air counts less and less: it can be pulled in.
  [[nodiscard]] static double highest(const Targets& targets, double stretch) {
    double height = 2.0;
    for (int i = 0; i < 2; ++i) {
      const FootTarget& foot = targets.feet[i];
      const Vec3 ankle = ankle_target(foot) - foot.state.displacement;
      const Vec3 hip = hip_joint(targets, i);
      const Vec3 across =
          targets.hips + Vec3(hip.x(), 0.0, hip.z()) - Vec3(ankle.x(), 0, ankle.z());
      const double reach = stretch * Body::kLeg;
      const double rise = std::sqrt(std::max(reach * reach - across.squaredNorm(), 0.01));
      const double slack = 0.015 * foot.state.air + 0.3 * foot.state.gesture;
      height = soft_min(height, ankle.y() + rise - hip.y() + slack, 0.012);
    }
    return height;
  }

  const Score& score_;
  std::uint64_t seed_;
  Timeline timeline_;
  Plan plan_;
  std::vector<std::unique_ptr<Phrase>> phrases_;
  int frames_ = 0;
  std::vector<double> beats_, weights_;
  std::vector<Factors> factors_;
  std::vector<Carriage> carriages_;
};

}  // namespace

Performance perform(const Score& score, std::uint64_t seed) { return Dancer(score, seed).dance(); }

std::string format_labels(const Performance& performance) {
  std::string text = "frame";
  for (const FactorInfo& info : factor_infos()) text += fmt::format(",{}", info.column);
  text += ",phrase\n";
  for (std::size_t t = 0; t < performance.labels.size(); ++t) {
    text += fmt::format("{}", t);
    for (const double value : performance.labels[t]) text += fmt::format(",{:.5g}", value);
    text += fmt::format(",{}\n", performance.phrases[t]);
  }
  return text;
}

std::filesystem::path labels_path(const std::filesystem::path& bvh) {
  std::filesystem::path path = bvh;
  return path.replace_extension(".labels.csv");
}

}  // namespace poseaae::choreography
