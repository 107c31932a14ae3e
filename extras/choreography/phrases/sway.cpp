#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// Hips from side to side over planted feet: slow, slow, quick quick quick quick in eight beats.
class Sway : public Phrase {
 public:
  explicit Sway(const PhraseSpec& spec) : spec_(spec), side_(0.0) {
    Side side = spec.side;
    for (double bar = 0.0; bar < spec.beats; bar += 8.0) {
      for (const double beat : {0.0, 2.0, 4.0, 5.0, 6.0, 7.0}) {
        if (bar + beat > spec.beats - 0.5) break;
        const double way = beat < 4.0 ? 0.8 : 0.55;
        side_.move(bar + beat - way, bar + beat + 0.3, sign(side));
        changes_.push_back({bar + beat, beat < 4.0, side});
        side = other(side);
      }
    }
  }

  void plan(Plan& plan, double begin) const override {
    for (const auto& [beat, slow, side] : changes_) {
      const double reach = slow ? 0.36 : 0.26;
      plan.feet.shift(begin + beat - 0.7, begin + beat + 0.3, 0.5 + reach * sign(side));
      // The free foot mends its place while the weight is away.
      if (slow && beat + 2.0 <= spec_.beats) {
        plan.adjust(other(side), begin + beat + 0.35, begin + beat + 1.05);
      }
    }
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = amplitude(factors);
    const double hips = side_.at(beat);
    const double ribs = side_.at(beat - 0.18);
    const double arms = side_.at(beat - 0.34);
    Carriage c = at_ease(factors);
    c.aside = 0.035 * size * hips;
    c.drop = 0.04 * size * (1.0 - hips * hips);
    c.hips = {.pitch = 2.0, .yaw = -9.0 * size * hips, .roll = 4.5 * size * hips};
    c.spine[0] = {.pitch = 0.0, .yaw = 3.0 * size * ribs, .roll = -3.0 * size * hips};
    c.spine[1] = {.pitch = 1.5, .yaw = 5.0 * size * ribs, .roll = -6.0 * size * ribs};
    c.spine[2] = {.pitch = 0.0, .yaw = 11.0 * size * arms, .roll = -6.0 * size * ribs};
    c.gaze = {.pitch = 2.0 + 3.0 * (1.0 - hips * hips), .yaw = 16.0 * ribs, .roll = -6.0 * arms};
    swing_arms(c, arms, size);
    return c;
  }

 private:
  struct Change {
    double beat;
    bool slow;
    Side side;
  };
  PhraseSpec spec_;
  Track side_;
  std::vector<Change> changes_;
};

}  // namespace

std::unique_ptr<Phrase> make_sway(const PhraseSpec& spec) { return std::make_unique<Sway>(spec); }

}  // namespace poseaae::choreography
