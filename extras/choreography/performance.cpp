#include "choreography/performance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "body.hpp"
#include "choreography/phrase.hpp"
#include "hips.hpp"
#include "loosen.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::choreography {

namespace {

constexpr double kCrossFade = 0.9;  // beats on either side of a boundary
constexpr double kPointed = 0.62;   // radians a heel is raised when the toes leave the floor

/// Turns a score into targets, stage by stage; each stage is a pass over all frames.
class Dancer {
 public:
  Dancer(const Score& score, std::uint64_t seed)
      : score_(score), seed_(seed), timeline_(score), plan_(timeline_, score.body) {
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
    place_hips(targets, weights_, score_.body, score_.fps);
    Performance result{mocap::Motion(humanoid(score_.body), score_.fps, frames_),
                       factors_,
                       {},
                       {},
                       {},
                       beats_,
                       {}};
    for (int t = 0; t < frames_; ++t) {
      pose_body(targets[t], score_.body, result.motion, t);
      result.phrases.push_back(score_.phrases[timeline_.phrase_at(beats_[t])].kind);
      result.contacts.push_back({carries(targets[t], Side::kLeft, t),  //
                                 carries(targets[t], Side::kRight, t)});
      result.carriers.push_back(carrier_at(targets[t], t));
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
    const double seconds = t / score_.fps;
    targets.seat = plan_.support.hips(beat);
    targets.rise = plan_.flights.rise(seconds);
    targets.lean_deg = (1.0 - targets.seat.share) * factors[kLean];
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
      foot.heel += kPointed * plan_.flights.pointed(seconds) + foot.state.heel;
      foot.state.ball.y() += plan_.flights.lift(seconds);
      targets.hands[index(side)] = plan_.support.hand(side, beat);
    }
    return targets;
  }

  [[nodiscard]] bool carries(const Targets& targets, Side side, int t) const {
    return targets.feet[index(side)].state.planted && !plan_.support.resting(side, beats_[t]);
  }

  [[nodiscard]] Carrier carrier_at(const Targets& targets, int t) const {
    if (plan_.flights.flying(t / score_.fps)) return Carrier::kNone;
    return targets.seat.share > 0.0 ? Carrier::kFloor : Carrier::kFeet;
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
