#include "poseaae/footing/contacts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

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
Scores against_footwork(const Performance& dance) {
  const footing::Contacts contacts = footing::contacts_of(dance.motion);
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

TEST(Contacts, AreThoseOfTheFootworkOfTheShippedDances) {
  for (const std::string& name : shipped_names()) {
    const Score score = shipped_score(name);
    const Scores scores = against_footwork(perform(score, score.seed));
    EXPECT_GT(scores.standing.f1(), 0.95) << name;
  }
}

}  // namespace
}  // namespace poseaae::choreography
