#include "choreography/flight.hpp"

#include <gtest/gtest.h>

#include "measures.hpp"

/// Jumps, from the curve to the dancers who make them.
namespace poseaae::choreography {
namespace {

using test::Traced;

TEST(FlightsTest, TheBodyFallsFreelyInFlight) {
  Flights flights(9.81);
  flights.add(2.0, 2.4, 0.2);
  const double h = 1e-3;
  for (double t = 2.0 + h; t < 2.4 - h; t += 0.01) {
    const double fall =
        (flights.rise(t + h) - 2.0 * flights.rise(t) + flights.rise(t - h)) / (h * h);
    EXPECT_NEAR(fall, -9.81, 1e-4) << t;
  }
  // g T^2 / 8 above where it began.
  EXPECT_NEAR(flights.rise(2.2) - flights.rise(2.0), 9.81 * 0.16 / 8.0, 1e-12);
  EXPECT_NEAR(flights.lift(2.2), 9.81 * 0.16 / 8.0, 1e-12);
  EXPECT_EQ(flights.lift(2.0), 0.0);
  EXPECT_EQ(flights.lift(2.5), 0.0);
  EXPECT_TRUE(flights.flying(2.2));
  EXPECT_FALSE(flights.flying(2.45));
}

TEST(FlightsTest, TheLegsPushIntoItAndTakeItUpWithoutAJerk) {
  Flights flights(9.81);
  flights.add(2.0, 2.4, 0.2);
  double lowest = 0.0;
  const double h = 1e-4;
  for (double t = 0.5; t < 5.0; t += h) {
    const double before = (flights.rise(t) - flights.rise(t - h)) / h;
    const double after = (flights.rise(t + h) - flights.rise(t)) / h;
    EXPECT_LT(std::abs(after - before), 60.0 * h) << t;  // metres per second squared
    lowest = std::min(lowest, flights.rise(t));
  }
  EXPECT_NEAR(lowest, -0.2, 0.01);
  EXPECT_EQ(flights.rise(0.0), 0.0);
  EXPECT_EQ(flights.rise(5.0), 0.0);
}

struct Danced {
  explicit Danced(const std::string& text)
      : score(parse_score(text, "made in a test")),
        performance(perform(score, score.seed)),
        traced(performance.motion) {}
  Score score;
  Performance performance;
  Traced traced;
};

/// Metres per second squared of the centre of mass over the middle of each flight, where the poses
/// hardly change: half of the way down from the highest point, g t^2 / 2.
std::vector<double> falls(const Danced& danced) {
  const double fps = danced.score.fps;
  std::vector<double> found;
  const auto& carriers = danced.performance.carriers;
  for (int t = 1; t + 1 < danced.traced.frames(); ++t) {
    if (carriers[t - 1] != Carrier::kNone || carriers[t + 1] != Carrier::kNone) continue;
    const double before = test::centre_of_mass(danced.traced, t - 1).y();
    const double here = test::centre_of_mass(danced.traced, t).y();
    const double after = test::centre_of_mass(danced.traced, t + 1).y();
    found.push_back((after - 2.0 * here + before) * fps * fps);
  }
  return found;
}

TEST(Flights, DancersOfEverySizeFallAsBodiesDo) {
  for (const char* body : {"{height: 1.7}", "{height: 1.2, legs: 0.9}", "{height: 1.95}"}) {
    const Danced danced(std::string("fps: 60\nbody: ") + body +
                        "\nphrases: [{kind: jump, beats: 12, energy: 0.6}]\n");
    const auto accelerations = falls(danced);
    ASSERT_GT(accelerations.size(), 30U);
    EXPECT_NEAR(test::quantile(accelerations, 0.5), -9.81, 1.5) << body;
  }
}

TEST(Flights, JumpsAndLeapsLeaveTheFloorWithBothFeet) {
  for (const char* kind : {"jump", "leap"}) {
    const Danced danced(std::string("phrases: [{kind: ") + kind + ", beats: 16, energy: 0.6}]\n");
    double highest = 0.0;
    int airborne = 0;
    for (int t = 0; t < danced.traced.frames(); ++t) {
      const auto& contacts = danced.performance.contacts[t];
      if (danced.performance.carriers[t] != Carrier::kNone) continue;
      EXPECT_FALSE(contacts[0] || contacts[1]) << kind << ", frame " << t;
      const double lower = std::min(danced.traced.at(t, kLeftToeBase).y(),  //
                                    danced.traced.at(t, kRightToeBase).y());
      highest = std::max(highest, lower - Body::kBallHeight);
      ++airborne;
    }
    EXPECT_GT(airborne, 20) << kind;
    EXPECT_GT(highest, 0.12) << kind;
  }
}

TEST(Flights, ALeapGoesAheadAsFarAsItsStepsSay) {
  const Danced danced("phrases: [{kind: leap, beats: 8, stride: 0.4, energy: 0.5}]\n");
  const int last = danced.traced.frames() - 1;
  const Vec3 way = 0.5 * (danced.traced.at(last, kLeftFoot) + danced.traced.at(last, kRightFoot));
  // 0.7 and 1 of a stride, and 1.8 through the air, twice.
  EXPECT_NEAR(way.z(), 2.0 * 3.5 * 0.4, 0.05);
  EXPECT_NEAR(way.x(), 0.0, 0.08);
}

}  // namespace
}  // namespace poseaae::choreography
