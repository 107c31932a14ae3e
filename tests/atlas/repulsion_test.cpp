#include "poseaae/atlas/repulsion.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "poseaae/base/random.hpp"

namespace poseaae::atlas {
namespace {

/// Places and how often each is taken.
struct Scattered {
  std::vector<float> places;
  std::vector<float> times;
};

/// Around `middles` places on a circle; around the origin if there is one.
Scattered scatter(int count, double scale, int middles, std::uint64_t seed) {
  Random random(seed);
  Scattered made;
  for (int i = 0; i < count; ++i) {
    const double angle = 2.0 * M_PI * (i % middles) / middles;
    const double spread = middles > 1 ? 0.05 * scale : scale, away = middles > 1 ? scale : 0.0;
    made.places.push_back(static_cast<float>(away * std::cos(angle) + spread * random.normal()));
    made.places.push_back(static_cast<float>(away * std::sin(angle) + spread * random.normal()));
    made.times.push_back(i % 5 == 0 ? 3.0F : 1.0F);
  }
  return made;
}

/// By definition.
struct Exact {
  std::vector<double> push;
  double weights = 0.0;

  explicit Exact(const Scattered& of) : push(of.places.size()) {
    for (std::size_t a = 0; a < of.times.size(); ++a) {
      for (std::size_t b = 0; b < of.times.size(); ++b) {
        const double dx = static_cast<double>(of.places[2 * a]) - of.places[2 * b];
        const double dy = static_cast<double>(of.places[2 * a + 1]) - of.places[2 * b + 1];
        const double w = 1.0 / (1.0 + dx * dx + dy * dy);
        weights += static_cast<double>(of.times[a]) * of.times[b] * w;
        push[2 * a] += of.times[b] * w * w * dx;
        push[2 * a + 1] += of.times[b] * w * w * dy;
      }
      weights -= of.times[a];
    }
  }
};

// From the first steps, when all lie within a ten-thousandth, to maps that are wider than any.
TEST(Repulsion, IsThatOfTheDefinition) {
  for (const double scale : {1e-4, 0.03, 0.3, 1.0, 3.0, 10.0, 50.0, 300.0}) {
    for (const int middles : {1, 7}) {
      SCOPED_TRACE(scale);
      SCOPED_TRACE(middles);
      const Scattered points = scatter(2000, scale, middles, 3);
      const Exact exact(points);
      Repulsion repulsion(points.times);
      ThreadTeam team(1);
      std::vector<float> push(points.places.size());
      const double weights = repulsion(points.places, team, push);
      EXPECT_NEAR(weights / exact.weights, 1.0, 2e-4);
      double error = 0.0, size = 0.0;
      for (std::size_t i = 0; i < push.size(); ++i) {
        error += std::pow(push[i] - exact.push[i], 2);
        size += std::pow(exact.push[i], 2);
      }
      EXPECT_LT(std::sqrt(error / size), 0.02);
    }
  }
}

TEST(Repulsion, OfFewPointsIsExact) {
  const Scattered points = scatter(40, 5.0, 1, 4);
  const Exact exact(points);
  Repulsion repulsion(points.times);
  ThreadTeam team(1);
  std::vector<float> push(points.places.size());
  EXPECT_NEAR(repulsion(points.places, team, push) / exact.weights, 1.0, 1e-6);
  for (std::size_t i = 0; i < push.size(); ++i) EXPECT_NEAR(push[i], exact.push[i], 1e-5);
}

TEST(Repulsion, HasTheSameBitsWithAnyTeam) {
  const Scattered points = scatter(5000, 20.0, 7, 5);
  std::vector<float> first(points.places.size());
  double weights = 0.0;
  for (const int size : {1, 2, 3}) {
    Repulsion repulsion(points.times);
    ThreadTeam team(size);
    std::vector<float> push(points.places.size());
    const double sum = repulsion(points.places, team, push);
    if (size == 1) {
      first = push;
      weights = sum;
    }
    EXPECT_EQ(push, first);
    EXPECT_EQ(sum, weights);
  }
}

// The cells are kept from call to call: what an earlier map left in them must not act.
TEST(Repulsion, ForgetsEarlierPlaces) {
  const Scattered points = scatter(3000, 20.0, 7, 6), others = scatter(3000, 300.0, 1, 7);
  ThreadTeam team(1);
  std::vector<float> fresh(points.places.size()), again(points.places.size());
  Repulsion once(points.times), twice(points.times);
  const double expected = once(points.places, team, fresh);
  for (int call = 0; call < 10; ++call) (void)twice(others.places, team, again);
  EXPECT_EQ(twice(points.places, team, again), expected);
  EXPECT_EQ(again, fresh);
}

TEST(Repulsion, OfPointsInOnePlaceIsNone) {
  const std::vector<float> places(2 * 300, 0.0F);
  Repulsion repulsion(std::vector<float>(300, 1.0F));
  ThreadTeam team(1);
  std::vector<float> push(places.size());
  EXPECT_NEAR(repulsion(places, team, push) / (300.0 * 299.0), 1.0, 1e-4);
  for (const float p : push) EXPECT_NEAR(p, 0.0, 0.3);
}

}  // namespace
}  // namespace poseaae::atlas
