#pragma once

#include <memory>
#include <string>
#include <vector>

#include "choreography/carriage.hpp"
#include "choreography/flight.hpp"
#include "choreography/footwork.hpp"
#include "choreography/score.hpp"
#include "choreography/support.hpp"
#include "choreography/timeline.hpp"

namespace poseaae::choreography {

/// The plan that phrases write: positions of the feet, distribution of weight, flights, what else
/// touches the floor, heading of the dancer. Beats are absolute.
class Plan {
 public:
  Plan(const Timeline& timeline, const Body& body);

  Footwork feet;
  Flights flights;
  Support support;
  Track heading;        ///< radians about Y, unwrapped
  Vec3 place{0, 0, 0};  ///< on the floor, under the dancer; phrases that travel take it along

  [[nodiscard]] const Body& body() const { return body_; }
  [[nodiscard]] Factors factors(double beat) const { return timeline_.factors_at(beat); }
  [[nodiscard]] double seconds(double beat) const { return timeline_.seconds_at(beat); }
  /// A flight of the body between two beats; the feet are lifted by steps or gestures of their own.
  void fly(double takeoff, double landing, double depth) {
    flights.add(seconds(takeoff), seconds(landing), depth);
  }
  /// A point given relative to place and heading (x to the left, z ahead).
  [[nodiscard]] Vec3 spot(double beat, double x, double z) const;
  /// The neutral placement of the foot for the stance width of that beat, moved by (x, z) in the
  /// dancer's frame, with the toes turned out by `turnout` degrees.
  [[nodiscard]] Placement home(Side foot, double beat, double x = 0.0, double z = 0.0,
                               double turnout = 14.0) const;
  /// The place goes `aside` metres to the left and `ahead` metres forward, by the heading of
  /// `beat`.
  void travel(double beat, double aside, double ahead) { place = spot(beat, aside, ahead); }
  /// A step to home(), if the foot is more than 3 cm or 8 degrees away from it.
  void adjust(Side foot, double lift, double land, double turnout = 14.0);

 private:
  const Timeline& timeline_;
  const Body& body_;
};

/// A kind of movement that lasts some beats. Feet are planned once; the carriage is a function of
/// the beat, also shortly before and after the phrase, where neighbours cross-fade.
///
/// A phrase may start its first step up to kAnticipation beats early and must have every foot on
/// the floor kAnticipation beats before its end, where the next one may start.
class Phrase {
 public:
  static constexpr double kAnticipation = 0.6;

  virtual ~Phrase() = default;
  /// Writes the feet, the weight and the heading of beats [begin, begin + spec.beats].
  virtual void plan(Plan& plan, double begin) const = 0;
  /// Targets at `beat`, counted from the beginning of the phrase.
  [[nodiscard]] virtual Carriage carriage(double beat, const Factors& factors) const = 0;
};

using PhraseMaker = std::unique_ptr<Phrase> (*)(const PhraseSpec&);

/// @throws Error for a kind that is not in phrase_kinds(); scores have been checked before
[[nodiscard]] std::unique_ptr<Phrase> make_phrase(const PhraseSpec& spec);
/// Every kind of phrase, in alphabetical order.
[[nodiscard]] std::vector<std::string> phrase_kinds();

}  // namespace poseaae::choreography
