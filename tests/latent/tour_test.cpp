#include "poseaae/latent/tour.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/decode.hpp"
#include "samples.hpp"

namespace poseaae::latent {
namespace {

Batch draw_keys(const LatentGaussian& space, int count, std::uint64_t seed = 1) {
  Random random(seed);
  Batch keys(count, space.dim());
  for (int i = 0; i < count; ++i) keys.row(i) = space.sample(random).cast<float>();
  return keys;
}

/// Lengths of the steps (T - 1; T with the one from the last frame to the first).
Eigen::VectorXd steps(const Eigen::MatrixXd& points, bool closed) {
  const Eigen::Index count = closed ? points.rows() : points.rows() - 1;
  Eigen::VectorXd lengths(count);
  for (Eigen::Index t = 0; t < count; ++t) {
    lengths[t] = (points.row((t + 1) % points.rows()) - points.row(t)).norm();
  }
  return lengths;
}

double median(Eigen::VectorXd values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Eigen::MatrixXd whitened(const LatentGaussian& space, const LatentPath& path) {
  return space.whiten(path.points).cast<double>();
}

class Ways : public testing::TestWithParam<std::pair<std::string, Way>> {
 protected:
  LatentGaussian space_{test::model_like()};
};

TEST_P(Ways, PassesKeysToTheBitAndHasTheFramesItSays) {
  rc::check([this](std::uint64_t seed, bool closed) {
    const int count = 2 + static_cast<int>(seed % 5);
    const Batch keys = draw_keys(space_, count, seed);
    for (const auto& [name, easing] : easing_names()) {
      const TourOptions options{
          .way = GetParam().second, .easing = easing, .closed = closed, .frames_per_segment = 12};
      const auto path = tour(keys, space_, options, 25);
      RC_ASSERT(path.fps == 25);
      RC_ASSERT(path.frames() == (closed ? 12 * count : 12 * (count - 1) + 1));
      for (int i = 0; i < count; ++i) RC_ASSERT(path.points.row(12 * i) == keys.row(i));
    }
  });
}

TEST_P(Ways, ClosesWithoutADoubledFrameOrAJump) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Batch keys = draw_keys(space_, 5, seed);
    for (const Pace pace : {Pace::kEased, Pace::kConstant}) {
      const TourOptions options{.way = GetParam().second, .pace = pace, .closed = true};
      const auto path = tour(keys, space_, options, 30);
      Eigen::VectorXd lengths = steps(whitened(space_, path), true);
      EXPECT_GT(lengths.minCoeff(), 1e-4);  // no frame twice
      const double closing = lengths[lengths.size() - 1];
      // Eased, each segment has a length of its own: the closing step must fit the one before.
      const double before = pace == Pace::kEased ? lengths[lengths.size() - 2] : lengths.mean();
      EXPECT_LT(closing, 1.5 * before) << seed;
    }
  }
}

TEST_P(Ways, AtAConstantPaceHasEqualSteps) {
  const auto model = test::small_model(3.0F);
  const LatentGaussian space(model.latent());
  const PointMetric joints = joint_positions(model);
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    for (const bool closed : {false, true}) {
      TourOptions options{.way = GetParam().second, .closed = closed};
      const Batch keys = draw_keys(space, 4, seed);
      const auto uneven = [&](const Eigen::MatrixXd& points) -> Eigen::ArrayXd {
        const Eigen::VectorXd lengths = steps(points, closed);
        return (lengths.array() / median(lengths) - 1.0).abs();
      };
      const auto eased = tour(keys, space, options, 30);
      options.pace = Pace::kConstant;
      const auto in_latents = tour(keys, space, options, 30);
      const auto in_joints = tour(keys, space, options, 30, joints);
      EXPECT_EQ(in_joints.points.row(0), keys.row(0));
      EXPECT_EQ(in_joints.frames(), eased.frames());
      if (!closed) {
        EXPECT_EQ(in_joints.points.row(in_joints.frames() - 1), keys.row(3));
      }
      // A step over a sharp corner, or a bend as tight as that, is shorter: eight of the 90 or 120
      // may be.
      const auto most = [](Eigen::ArrayXd values) {
        std::sort(values.begin(), values.end());
        return values[values.size() - 9];
      };
      EXPECT_LT(most(uneven(whitened(space, in_latents))), 0.01) << seed;
      EXPECT_LT(most(uneven(joints(in_joints.points))), 0.04) << seed;
      if (GetParam().second == Way::kCurve) {
        EXPECT_LT(uneven(whitened(space, in_latents)).maxCoeff(), 0.05) << seed;
        EXPECT_LT(uneven(joints(in_joints.points)).maxCoeff(), 0.15) << seed;
      }
      EXPECT_GT(uneven(joints(eased.points)).maxCoeff(), 0.05);  // or nothing was to be done
    }
  }
}

TEST_P(Ways, OfOneKeyStaysThere) {
  const Batch key = draw_keys(space_, 1);
  for (const Pace pace : {Pace::kEased, Pace::kConstant}) {
    TourOptions options{.way = GetParam().second, .pace = pace, .frames_per_segment = 4};
    EXPECT_EQ(tour(key, space_, options, 30).points, key);
    options.closed = true;
    const auto path = tour(key, space_, options, 30);
    ASSERT_EQ(path.frames(), 4);
    EXPECT_TRUE(path.points.isApprox(key.replicate(4, 1), 1e-5F));
  }
}

INSTANTIATE_TEST_SUITE_P(All, Ways, testing::ValuesIn(way_names()), [](const auto& info) {
  return info.param.second == Way::kVariancePreserving ? "variance_preserving" : info.param.first;
});

TEST(Tour, GoesInWhitenedCoordinatesAboutTheModelsMean) {
  const LatentGaussian space(test::model_like());
  const Batch keys = draw_keys(space, 2);
  const Batch e = space.whiten(keys);
  const TourOptions options{.way = Way::kSlerp, .easing = Easing::kCosine, .frames_per_segment = 4};
  const auto path = tour(keys, space, options, 30);
  const Batch found = space.whiten(path.points);
  for (int t = 0; t <= 4; ++t) {
    const double eased = (1 - std::cos(M_PI * t / 4)) / 2;
    EXPECT_TRUE(found.row(t).transpose().isApprox(slerp(e.row(0), e.row(1), eased), 1e-3F));
    EXPECT_NEAR(found.row(t).norm(), (1 - eased) * e.row(0).norm() + eased * e.row(1).norm(), 1e-3);
  }
}

TEST(Tour, OfACurveIsContinuousOverKeysInTime) {
  const LatentGaussian space(test::model_like());
  const auto path =
      tour(draw_keys(space, 6), space, {.closed = true, .frames_per_segment = 60}, 60);
  const Eigen::MatrixXd points = whitened(space, path);
  const Eigen::Index frames = points.rows();
  const Eigen::VectorXd lengths = steps(points, true);
  for (Eigen::Index t = 0; t < frames; ++t) {
    const Eigen::RowVectorXd before = points.row(t) - points.row((t + frames - 1) % frames);
    const Eigen::RowVectorXd after = points.row((t + 1) % frames) - points.row(t);
    EXPECT_LT((after - before).norm(), 0.2 * lengths.maxCoeff()) << t;
  }
}

TEST(Tour, SaysWhatIsWrong) {
  const LatentGaussian space(test::model_like());
  EXPECT_THROW((void)tour(Batch(0, 8), space, {}, 30), UsageError);
  EXPECT_THROW((void)tour(Batch::Zero(2, 3), space, {}, 30), UsageError);
  EXPECT_THROW((void)tour(Batch::Zero(2, 8), space, {.frames_per_segment = 0}, 30), UsageError);
}

// A way whose speed is known: angle u^2 on a circle, so that equal steps are at sqrt(k / n).
TEST(ConstantPace, InvertsTheLengthOfTheWay) {
  const auto circle = [](const std::vector<double>& parameters) {
    Batch points(static_cast<Eigen::Index>(parameters.size()), 2);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const double angle = 6.0 * parameters[i] * parameters[i];
      points.row(static_cast<Eigen::Index>(i)) =
          Eigen::RowVector2d(std::cos(angle), std::sin(angle)).cast<float>();
    }
    return points;
  };
  const PointMetric metric = [](const Batch& z) -> Eigen::MatrixXd { return z.cast<double>(); };
  const auto open = constant_pace(circle, 1.0, 101, false, metric);
  ASSERT_EQ(open.size(), 101u);
  EXPECT_EQ(open.back(), 1.0);
  for (int k = 5; k <= 100; ++k) EXPECT_NEAR(open[k], std::sqrt(k / 100.0), 1e-3);
  const auto closed = constant_pace(circle, 1.0, 100, true, metric);
  ASSERT_EQ(closed.size(), 100u);
  for (int k = 5; k < 100; ++k) EXPECT_NEAR(closed[k], open[k], 1e-9);

  const auto still = [](const std::vector<double>& parameters) {
    return Batch(Batch::Zero(static_cast<Eigen::Index>(parameters.size()), 2));
  };
  EXPECT_EQ(constant_pace(still, 2.0, 3, false, metric), (std::vector<double>{0.0, 1.0, 2.0}));
  EXPECT_EQ(constant_pace(circle, 1.0, 1, false, metric), std::vector<double>{0.0});
  EXPECT_THROW((void)constant_pace(circle, 1.0, 0, true, metric), UsageError);
}

// On a line at speed 1 but for a stretch at speed 10, from 40 to 41: at most 2 a frame, that takes
// five frames instead of one.
TEST(UnhurriedPace, TakesTimeWhereACurveIsFast) {
  const auto line = [](const std::vector<double>& parameters) {
    Batch points(static_cast<Eigen::Index>(parameters.size()), 1);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const double u = parameters[i];
      points(static_cast<Eigen::Index>(i), 0) =
          static_cast<float>(u + 9.0 * std::clamp(u - 40.0, 0.0, 1.0));
    }
    return points;
  };
  const PointMetric metric = [](const Batch& z) -> Eigen::MatrixXd { return z.cast<double>(); };
  const auto moments = unhurried_pace(line, 100, false, metric, 2.0);
  ASSERT_EQ(moments.size(), 100U);
  for (int t = 0; t <= 40; ++t) EXPECT_NEAR(moments[t], t, 1e-9);
  for (int t = 45; t < 100; ++t) EXPECT_NEAR(moments[t], t - 4, 0.02);
  const Batch points = line(moments);
  const Batch steps = points.bottomRows(99) - points.topRows(99);
  EXPECT_LT(steps.maxCoeff(), 2.01F);
  EXPECT_GT(steps.minCoeff(), 0.99F);
  // Closed, it comes round in the same number of frames.
  const auto round = unhurried_pace(line, 100, true, metric, 2.0);
  ASSERT_EQ(round.size(), 100U);
  EXPECT_EQ(round.front(), 0.0);
  EXPECT_NEAR(round.back() + round[1], 100.0, 1e-6);
  EXPECT_NEAR(round[1], 1.04, 1e-3);  // 104 frames' worth in 100
  // What does not move, and a single frame, have nothing to slow down.
  const auto still = [](const std::vector<double>& parameters) {
    return Batch(Batch::Zero(static_cast<Eigen::Index>(parameters.size()), 1));
  };
  EXPECT_EQ(unhurried_pace(still, 3, false, metric, 2.0), (std::vector<double>{0.0, 1.0, 2.0}));
  EXPECT_EQ(unhurried_pace(still, 1, false, metric, 2.0), std::vector<double>{0.0});
  EXPECT_THROW((void)unhurried_pace(still, 0, true, metric, 2.0), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
