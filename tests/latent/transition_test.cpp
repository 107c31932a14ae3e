#include "poseaae/latent/transition.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/latent/retime.hpp"

namespace poseaae::latent {
namespace {

LatentGaussian unit_space(int dim) {
  return LatentGaussian({Eigen::VectorXd::Zero(dim), Eigen::MatrixXd::Identity(dim, dim)});
}

/// A clip that swings round `centre`, at `hz`.
LatentPath swing(int frames, double fps, const Eigen::Vector2d& centre, double hz) {
  LatentPath path{Batch(frames, 2), fps};
  for (int t = 0; t < frames; ++t) {
    const double phase = 2.0 * M_PI * hz * t / fps;
    path.points.row(t) << static_cast<float>(centre.x() + std::cos(phase)),
        static_cast<float>(centre.y() + std::sin(phase));
  }
  return path;
}

TEST(Bridge, HasTheFramesBetween) {
  const auto a = swing(40, 30, {0, 0}, 1.0);
  const auto b = swing(40, 30, {3, 0}, 0.7);
  EXPECT_EQ(bridge(a, b, unit_space(2), {.seconds = 0.5}).frames(), 14);
  EXPECT_EQ(bridge(a, b, unit_space(2), {.seconds = 0.0}).frames(), 0);
  EXPECT_EQ(bridge(a, b, unit_space(2), {.seconds = 0.5}).fps, 30);
}

TEST(Join, KeepsEveryFrameOnce) {
  const auto a = swing(40, 30, {0, 0}, 1.0);
  const auto b = swing(25, 30, {3, 0}, 0.7);
  const auto joined = join(a, b, unit_space(2), {.seconds = 0.5});
  ASSERT_EQ(joined.frames(), 40 + 14 + 25);
  EXPECT_EQ(joined.points.topRows(40), a.points);
  EXPECT_EQ(joined.points.bottomRows(25), b.points);
  const auto cut = join(a, b, unit_space(2), {.seconds = 0.0});
  EXPECT_EQ(cut.frames(), 65);
  // A window that is laid back ends with its clip, and nothing follows it every hop.
  auto followed = a;
  followed.clip_frames = 100;
  EXPECT_EQ(join(followed, b, unit_space(2), {.seconds = 0.5}).frames(), 39 + 14 + 25);
  EXPECT_EQ(join(b, followed, unit_space(2), {.seconds = 0.5}).frames(), 25 + 14 + 39);
  // B comes at the frame rate of A.
  const auto other = join(a, swing(49, 60, {3, 0}, 0.7), unit_space(2), {.seconds = 0.5});
  EXPECT_EQ(other.frames(), 40 + 14 + 25);
  EXPECT_TRUE(other.points.bottomRows(25).isApprox(b.points, 1e-5F));
}

/// Both clips are one straight walk with a gap in it: the bridge walks on. With the run-out longer
/// than the gap the velocity fades a little, but both sides fade alike.
TEST(Bridge, GoesOnWhereNothingChanges) {
  LatentPath a{Batch(10, 1), 30};
  LatentPath b = a;
  for (int t = 0; t < 10; ++t) {
    a.points(t, 0) = 0.1F * static_cast<float>(t);
    b.points(t, 0) = 0.1F * static_cast<float>(t + 14);
  }
  const auto middle = bridge(a, b, unit_space(1), {.seconds = 5.0 / 30.0});
  ASSERT_EQ(middle.frames(), 4);
  for (int k = 0; k < 4; ++k) EXPECT_NEAR(middle.points(k, 0), 0.1 * (10 + k), 0.03) << k;
}

/// Finite differences at a high rate: what jumps at a joint does not shrink with the step.
struct Jumps {
  double velocity = 0.0;
  double acceleration = 0.0;
};
Jumps jumps(const LatentPath& path, int joint) {
  const auto d = [&](int t) {
    return Eigen::RowVectorXd((path.points.row(t + 1) - path.points.row(t)).cast<double>() *
                              path.fps);
  };
  return {(d(joint) - d(joint - 1)).norm(),
          ((d(joint + 1) - d(joint)) - (d(joint - 1) - d(joint - 2))).norm() * path.fps};
}

/// At 480 frames a second; speeds are 3.1 and 2.2 a second, accelerations up to 60.
TEST(Join, MatchesVelocitiesAtBothJoints) {
  const auto a = swing(400, 480, {0, 0}, 0.5);
  const auto b = swing(400, 480, {4, -2}, 0.35);
  for (const auto kind :
       {Interpolation::kLerp, Interpolation::kSlerp, Interpolation::kVariancePreserving}) {
    for (const auto easing : {Easing::kCosine, Easing::kCubic, Easing::kQuintic}) {
      for (const double seconds : {1.0, 4.0}) {
        const auto path = join(a, b, unit_space(2),
                               {.seconds = seconds, .easing = easing, .interpolation = kind});
        const double most = 0.03 + 60.0 / 480.0;  // a bias of the estimate, a step's acceleration
        EXPECT_LT(jumps(path, 399).velocity, most) << seconds;
        EXPECT_LT(jumps(path, path.frames() - 400).velocity, most) << seconds;
      }
    }
  }
}

/// The jump of velocity falls with the step; with a quintic easing that of acceleration too.
TEST(Join, IsContinuousInVelocityAndWithQuinticInAcceleration) {
  const auto at = [](double fps, Easing easing) {
    const auto a = swing(static_cast<int>(fps), fps, {0, 0}, 0.5);
    const auto b = swing(static_cast<int>(fps), fps, {4, -2}, 0.35);
    const auto path = join(a, b, unit_space(2), {.seconds = 1.0, .easing = easing});
    const auto left = jumps(path, a.frames() - 1);
    const auto right = jumps(path, path.frames() - b.frames());
    return Jumps{std::max(left.velocity, right.velocity),
                 std::max(left.acceleration, right.acceleration)};
  };
  const auto coarse = at(120, Easing::kQuintic);
  const auto fine = at(480, Easing::kQuintic);
  EXPECT_LT(fine.velocity, 0.4 * coarse.velocity);
  EXPECT_LT(fine.acceleration, 0.6 * coarse.acceleration);
  EXPECT_GT(at(480, Easing::kCosine).acceleration, 3.0 * fine.acceleration);
}

/// As the header says: no further from the straight way than both run-outs reach.
RC_GTEST_PROP(Bridge, DoesNotOvershoot, ()) {
  Random random(*rc::gen::arbitrary<std::uint32_t>());
  const double seconds = *rc::gen::inRange(1, 200) / 20.0;
  const auto a = swing(30, 30, {10.0 * random.normal(), 0.0}, 1.5);
  const auto b = swing(30, 30, {0.0, 10.0 * random.normal()}, 1.5);
  const auto middle = bridge(a, b, unit_space(2), {.seconds = seconds});
  const double w = 2.0 * M_PI * 1.5;
  const double run_out = std::min(TransitionOptions{}.run_out_s, seconds);
  const double reach = 1.2 * (w * run_out / 2.0 + w * w * run_out * run_out / 20.0);
  const Eigen::RowVector2f from = a.points.bottomRows(1);
  const Eigen::RowVector2f way = b.points.topRows(1) - from;
  for (int k = 0; k < middle.frames(); ++k) {
    const Eigen::RowVector2f off = middle.points.row(k) - from;
    const float along = std::clamp(off.dot(way) / std::max(way.squaredNorm(), 1e-9F), 0.0F, 1.0F);
    RC_ASSERT((off - along * way).norm() <= reach);
  }
}

TEST(Bridge, BetweenStillClipsIsTheEasedLineOrArc) {
  const LatentPath a{Batch::Constant(1, 2, 0.0F) + (Batch(1, 2) << 2, 0).finished(), 30};
  const LatentPath b{(Batch(1, 2) << 0, 4).finished(), 30};
  const auto line = bridge(a, b, unit_space(2), {.seconds = 1.0, .easing = Easing::kCubic});
  ASSERT_EQ(line.frames(), 29);
  EXPECT_TRUE(line.points.row(14).isApprox(Eigen::RowVector2f(1, 2), 1e-5F));
  const double quarter = 4.0 * std::pow(10.0 / 30.0, 3);  // at frame 10
  EXPECT_NEAR(line.points(9, 1), 4.0 * quarter, 1e-5);
  const auto arc =
      bridge(a, b, unit_space(2), {.seconds = 1.0, .interpolation = Interpolation::kSlerp});
  EXPECT_NEAR(arc.points.row(14).norm(), 3.0, 1e-5);
}

TEST(Transition, RefusesWhatWouldBreakIt) {
  const auto a = swing(10, 30, {0, 0}, 1.0);
  EXPECT_THROW((void)join(a, a, unit_space(3)), UsageError);
  EXPECT_THROW((void)join(a, {Batch(0, 2), 30}, unit_space(2)), UsageError);
  EXPECT_THROW((void)join(a, a, unit_space(2), {.seconds = -1.0}), UsageError);
  EXPECT_THROW((void)join(a, a, unit_space(2), {.easing = Easing::kLinear}), UsageError);
  EXPECT_THROW((void)join(a, a, unit_space(2), {.run_out_s = 0.0}), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
