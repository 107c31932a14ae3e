#include "poseaae/footing/contacts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <utility>

#include "measures.hpp"

namespace poseaae::choreography {
namespace {

using test::shipped_names;
using test::shipped_score;

/// Counts of what was found against what is so.
struct Counts {
  double hits = 0, misses = 0, false_alarms = 0;
  void add(bool found, bool truth) {
    hits += found && truth ? 1 : 0;
    misses += !found && truth ? 1 : 0;
    false_alarms += found && !truth ? 1 : 0;
  }
  [[nodiscard]] double f1() const { return 2 * hits / (2 * hits + misses + false_alarms); }
};

struct Scores {
  Counts standing, flight;
};

/// Of both feet, frame by frame, by the footwork that the dance was made from.
Scores against_footwork(const Performance& dance, const mocap::Motion& motion) {
  const footing::Contacts contacts = footing::contacts_of(motion);
  EXPECT_EQ(contacts.feet.size(), 2u);
  Scores scores;
  for (int t = 0; t < contacts.frames; ++t) {
    for (const int foot : {0, 1}) {
      const bool found = contacts.carries(t, foot);
      const bool truth = dance.contacts[t][foot];
      scores.standing.add(found, truth);
      scores.flight.add(!found, !truth);
    }
  }
  return scores;
}

void expect_agreement(const Performance& dance, const mocap::Motion& motion,
                      const std::string& name) {
  const Scores scores = against_footwork(dance, motion);
  EXPECT_GT(scores.standing.f1(), 0.95) << name;
  // A step begins and ends with a few frames in which the foot hardly moves.
  EXPECT_GT(scores.flight.f1(), 0.85) << name;
}

/// White noise on the way of the root and on every joint.
mocap::Motion trembling(mocap::Motion motion, double metres, double radians) {
  std::mt19937 generator(5);
  std::normal_distribution<double> noise;
  const auto vector = [&](double size) {
    const double x = noise(generator), y = noise(generator), z = noise(generator);
    return Vec3(size * Vec3(x, y, z));
  };
  for (int t = 0; t < motion.frames(); ++t) {
    motion.set_root_position(t, motion.root_position(t) + vector(metres));
    for (int j = 0; j < motion.joints(); ++j) {
      motion.set_rotation(t, j,
                          motion.rotation(t, j) * math::from_rotation_vector(vector(radians)));
    }
  }
  return motion;
}

/// Phrases whose kinds and factors are uniform and independent, as in scripts/random_dances.sh.
Score random_score(std::uint64_t seed) {
  const std::vector<std::string> kinds{"step_touch", "sway",    "arm_wave", "level",
                                       "body_roll",  "breathe", "kick",     "box_step"};
  constexpr std::array<std::pair<double, double>, kFactorCount> kRanges{
      {{70, 140}, {0, 1}, {0.2, 1}, {-10, 25}, {0.14, 0.5}}};
  std::mt19937 generator(seed);
  Score score;
  score.seed = seed;
  for (int i = 0; i < 8; ++i) {
    PhraseSpec phrase;
    phrase.kind = kinds[std::uniform_int_distribution<int>(0, 7)(generator)];
    phrase.beats = phrase.kind == "box_step" ? 6 : 8;
    phrase.side = std::bernoulli_distribution()(generator) ? Side::kLeft : Side::kRight;
    for (int factor = 0; factor < kFactorCount; ++factor) {
      const auto [low, high] = kRanges[factor];
      const double value = std::uniform_real_distribution<double>(low, high)(generator);
      phrase.factors[factor] = {value, value};
    }
    score.phrases.push_back(phrase);
  }
  return score;
}

TEST(Contacts, AreThoseOfTheFootworkAtEveryFrameRate) {
  for (const std::string& name : shipped_names()) {
    Score score = shipped_score(name);
    for (const double fps : {20.0, 30.0, 60.0, 120.0, 240.0}) {
      score.fps = fps;
      const Performance dance = perform(score, score.seed);
      expect_agreement(dance, dance.motion, fmt::format("{} at {} fps", name, fps));
    }
  }
}

TEST(Contacts, AreThoseOfTheFootworkInNoise) {
  for (const std::string& name : shipped_names()) {
    Score score = shipped_score(name);
    for (const double fps : {30.0, 120.0}) {
      score.fps = fps;
      const Performance dance = perform(score, score.seed);
      expect_agreement(dance, trembling(dance.motion, 0.002, 0.002), name);
    }
  }
}

/// Metres, of a floor that rises by 12 cm a minute.
double drift(const mocap::Motion& motion, int frame) { return 0.002 * frame / motion.fps(); }

/// On a floor that slopes by 8 % across the room and drifts upwards by 12 cm a minute.
mocap::Motion on_a_slope(mocap::Motion motion) {
  for (int t = 0; t < motion.frames(); ++t) {
    Vec3 root = motion.root_position(t);
    root.y() += 0.08 * root.x() + drift(motion, t);
    motion.set_root_position(t, root);
  }
  return motion;
}

/// The same for dances that cross the floor: the room itself is tilted by 2 %, 12 cm over the six
/// metres of a crossing, and a foot that stands does so on the slope.
mocap::Motion in_a_tilted_room(mocap::Motion motion) {
  const math::Quat tilt = math::rotation_between(Vec3::UnitX(), Vec3(1.0, 0.02, 0.0).normalized());
  for (int t = 0; t < motion.frames(); ++t) {
    Vec3 root = tilt * motion.root_position(t);
    root.y() += drift(motion, t);
    motion.set_root_position(t, root);
    motion.set_rotation(t, 0, tilt * motion.rotation(t, 0));
  }
  return motion;
}

TEST(Contacts, AreThoseOfTheFootworkOnAFloorThatSlopesAndDrifts) {
  for (const std::string& name : shipped_names()) {
    const Score score = shipped_score(name);
    const Performance dance = perform(score, score.seed);
    const bool travels = !test::shipped_folder(name).empty();
    expect_agreement(dance, travels ? in_a_tilted_room(dance.motion) : on_a_slope(dance.motion),
                     name);
  }
}

TEST(Contacts, AreThoseOfTheFootworkOfRandomDances) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Performance dance = perform(random_score(seed), seed);
    expect_agreement(dance, dance.motion, fmt::format("seed {}", seed));
  }
}

}  // namespace
}  // namespace poseaae::choreography
