#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/codec/pose_format.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "support/support.hpp"
#include "support/traveller.hpp"

namespace poseaae::codec {
namespace {

using mocap::Motion;
using mocap::Quat;
using mocap::RowShape;
using mocap::Vec3;

Motion clip() {
  return mocap::read_bvh(test::source_dir() / "data" / "street_step.bvh").motion.slice(0, 100);
}

PoseFormat windows(const mocap::Skeleton& skeleton, double fps, int frames = 16, int hop = 8,
                   RotationForm form = RotationForm::kQuaternion) {
  return PoseFormat(skeleton, form, {},
                    Window{.frames = frames, .hop = hop, .body = 0, .fps = fps});
}

/// The largest distance of a joint between two motions when both begin at the same place and in the
/// same heading, metres.
double farthest(const Motion& a, const Motion& b) {
  const auto local = [](const Motion& motion, int t) {
    static constexpr int kFirst = 0;
    const auto root = footing::root_path_of(motion.slice(0, 1));
    const auto start = footing::place_of(root, kFirst);
    auto positions = mocap::forward_kinematics(motion, t).positions;
    for (Vec3& p : positions) {
      const auto [x, z] = footing::turned(p.x() - start.x, p.z() - start.z, -start.heading);
      p = {x, p.y(), z};
    }
    return positions;
  };
  double largest = 0.0;
  for (int t = 0; t < a.frames(); ++t) {
    const auto p = local(a, t);
    const auto q = local(b, t);
    for (std::size_t j = 0; j < p.size(); ++j) largest = std::max(largest, (p[j] - q[j]).norm());
  }
  return largest;
}

TEST(Windows, HaveChannelsForTheWayAndTheContacts) {
  const Motion motion = clip();
  const PoseFormat format = windows(motion.skeleton(), motion.fps());
  EXPECT_EQ(format.channel_names(), "rotations root contacts");
  const int joints = motion.joints();
  EXPECT_EQ(format.shape().contacts, 4);  // heel and toe of either foot
  EXPECT_EQ(format.width(), 16 * (4 * joints + 4 + 4));
  EXPECT_EQ(windows(motion.skeleton(), 50, 16, 8, RotationForm::kSixD).features(),
            16 * (6 * joints + 4 + 4));
  EXPECT_THROW(format.require_channels("rotations"), ModelError);
  EXPECT_THROW(windows(motion.skeleton(), 50, 16, 17), ModelError);
  EXPECT_THROW(windows(motion.skeleton(), 0.0), ModelError);
}

/// Numbers by hand: one metre a second forwards and 0.2 to the left, turning once in 89 steps.
TEST(Windows, TellTheWayInTheDancersOwnFrame) {
  const Motion motion = test::traveller(test::leg());
  const PoseFormat format = windows(motion.skeleton(), motion.fps());
  const Batch frames = format.frames_of(motion);
  const double turn = 2.0 * std::numbers::pi / 89.0;
  for (int t = 0; t < motion.frames(); ++t) {
    const float* const root = frames.row(t).data() + format.shape().root();
    // The clip's steps are along the heading at their end, half a turn of a frame further on.
    const double c = std::cos(0.5 * turn);
    const double s = std::sin(0.5 * turn);
    EXPECT_NEAR(root[RowShape::kSideways], 0.2 * c + 1.0 * s, 1e-4);
    EXPECT_NEAR(root[RowShape::kForwards], 1.0 * c - 0.2 * s, 1e-4);
    EXPECT_NEAR(root[RowShape::kTurn], turn * 30.0, 1e-4);
    EXPECT_NEAR(root[RowShape::kHeight],
                motion.root_position(t).y() - footing::contacts_of(motion).floor_m, 1e-5);
  }
}

TEST(Windows, GiveAMotionItsWayBack) {
  for (const Motion& motion : {clip(), test::traveller(test::leg())}) {
    const PoseFormat format = windows(motion.skeleton(), motion.fps());
    const Batch frames = format.frames_of(motion);
    const Motion back = format.motion_of_frames(frames, motion.fps());
    Motion floored = motion;  // windows stand on a floor at 0
    const double floor = footing::contacts_of(motion).floor_m;
    for (int t = 0; t < motion.frames(); ++t) {
      floored.set_root_position(t, motion.root_position(t) - floor * Vec3::UnitY());
    }
    EXPECT_LT(farthest(back, floored), 2e-4);
    const Motion whole = format.motion_of(format.rows_of(motion), motion.fps());
    EXPECT_LT(farthest(whole.slice(0, motion.frames()), floored), 2e-4);
  }
}

/// Wherever the clip is danced, and in whichever direction, its windows are the same.
TEST(Windows, DoNotDependOnPlaceAndHeading) {
  const Motion motion = clip();
  Motion elsewhere = motion;
  const Quat turn(Eigen::AngleAxisd(2.1, Vec3::UnitY()));
  for (int t = 0; t < motion.frames(); ++t) {
    elsewhere.set_rotation(t, 0, turn * motion.rotation(t, 0));
    elsewhere.set_root_position(t, turn * motion.root_position(t) + Vec3(7, 0, -4));
  }
  const PoseFormat format = windows(motion.skeleton(), motion.fps());
  Batch a = format.frames_of(motion);
  Batch b = format.frames_of(elsewhere);
  const PoseFormat canonical =
      format.with_reference({a.row(0).data(), a.row(0).data() + format.shape().rotations()});
  canonical.align(a);
  canonical.align(b);
  EXPECT_LT((a - b).cwiseAbs().maxCoeff(), 1e-4F);
}

TEST(Windows, CoverAllFramesAndStandStillBeyond) {
  const Motion motion = clip();
  const PoseFormat format = windows(motion.skeleton(), motion.fps());
  const Batch frames = format.frames_of(motion);
  for (const auto& [count, rows, covered] :
       {std::tuple{5, 1, 16}, {16, 1, 16}, {17, 2, 24}, {24, 2, 24}, {100, 12, 104}}) {
    EXPECT_EQ(format.rows_for(count), rows) << count;
    EXPECT_EQ(format.frames_for(rows), covered) << count;
    const Batch windows = format.rows_of_frames(frames.topRows(count));
    ASSERT_EQ(windows.rows(), rows);
    const Batch back = format.frames_of_rows(windows);
    ASSERT_EQ(back.rows(), covered);
    EXPECT_LT((back.topRows(count) - frames.topRows(count)).cwiseAbs().maxCoeff(), 1e-5F);
    for (int t = count; t < covered; ++t) {
      EXPECT_EQ(back.row(t).segment(format.shape().root(), 3).cwiseAbs().maxCoeff(), 0.0F);
    }
  }
  EXPECT_EQ(format.rows_for(0), 0);
  EXPECT_EQ(format.frames_for(5, true), 40);
}

TEST(Windows, LaidBackEndWithTheLastFrame) {
  const Motion motion = clip();
  const PoseFormat format = windows(motion.skeleton(), motion.fps());
  const Batch frames = format.frames_of(motion);
  for (const int count : {5, 16, 17, 24, 31, 100}) {
    const Batch some = frames.topRows(count);
    const Batch rows = format.rows_to_end(some);
    ASSERT_EQ(rows.rows(), format.rows_for(count));
    if (count >= 16) {
      EXPECT_EQ(rows.row(rows.rows() - 1).tail(frames.cols()), frames.row(count - 1)) << count;
    }
    const Batch back = format.frames_to_end(rows, count);
    ASSERT_EQ(back.rows(), count);
    EXPECT_LT((back - some).cwiseAbs().maxCoeff(), 1e-5F) << count;
    EXPECT_EQ(rows == format.rows_of_frames(some), count == 5 || count % 8 == 0) << count;
    if (count % 8 == 0) {
      EXPECT_EQ(back, format.frames_of_rows(rows)) << count;
    }
  }
  EXPECT_THROW((void)format.frames_to_end(format.rows_to_end(frames.topRows(17)), 25), UsageError);
}

/// Windows that begin at frames 0 and 1 of 17: frame t is the mean with the weights
/// sin^2(pi (t + 1/2) / 16) and sin^2(pi (t - 1/2) / 16).
TEST(Windows, LaidBackOverlapByTheWeightsOfHann) {
  const Motion motion = clip();
  const PoseFormat format = windows(motion.skeleton(), motion.fps());
  Batch rows = format.rows_to_end(format.frames_of(motion).topRows(17));
  const int height = format.shape().root() + RowShape::kHeight;
  for (int i = 0; i < 16; ++i) {
    rows(0, i * format.shape().frame_width() + height) = 1.0F;
    rows(1, i * format.shape().frame_width() + height) = 2.0F;
  }
  const Batch frames = format.frames_to_end(rows, 17);
  EXPECT_EQ(frames(0, height), 1.0F);
  EXPECT_EQ(frames(16, height), 2.0F);
  for (int t = 1; t < 16; ++t) {
    const double first = std::pow(std::sin(std::numbers::pi * (t + 0.5) / 16), 2);
    const double second = std::pow(std::sin(std::numbers::pi * (t - 0.5) / 16), 2);
    EXPECT_NEAR(frames(t, height), (first + 2.0 * second) / (first + second), 1e-5);
  }
}

/// Two windows that overlap by half: at frame i of the overlap the weights are
/// cos^2 and sin^2(pi (i + 1/2) / 16).
TEST(Windows, OverlapByTheWeightsOfHann) {
  const Motion motion = clip();
  const PoseFormat format = windows(motion.skeleton(), motion.fps());
  Batch rows = format.rows_of_frames(format.frames_of(motion).topRows(24));
  const int height = format.shape().root() + RowShape::kHeight;
  const int width = format.shape().frame_width();
  for (int i = 0; i < 16; ++i) {
    rows(0, i * width + height) = 1.0F;
    rows(1, i * width + height) = 2.0F;
  }
  rows.row(1).segment(8 * width, 4) *= -1.0F;  // the same rotation
  const Batch frames = format.frames_of_rows(rows);
  EXPECT_EQ(frames(3, height), 1.0F);
  EXPECT_EQ(frames(20, height), 2.0F);
  for (int i = 0; i < 8; ++i) {
    const double s = std::sin(std::numbers::pi * (i + 0.5) / 16);
    EXPECT_NEAR(frames(8 + i, height), 1.0 + s * s, 1e-5);
  }
  for (int t = 0; t < 24; ++t) EXPECT_NEAR(frames.row(t).head(4).norm(), 1.0F, 1e-5F);
}

/// A loop: the last windows reach into the first frames.
TEST(Windows, GoRoundInALoop) {
  const Motion motion = clip();
  const PoseFormat format = windows(motion.skeleton(), motion.fps());
  const Batch frames = format.frames_of(motion).topRows(24);
  Batch rows(3, format.width());
  for (int k = 0; k < 3; ++k) {
    for (int i = 0; i < 16; ++i) {
      rows.row(k).segment(i * frames.cols(), frames.cols()) = frames.row((8 * k + i) % 24);
    }
  }
  const Batch back = format.frames_of_rows(rows, true);
  ASSERT_EQ(back.rows(), 24);
  EXPECT_LT((back - frames).cwiseAbs().maxCoeff(), 1e-5F);
}

TEST(Windows, AreFeaturesOfEitherFormAndBack) {
  const Motion motion = clip();
  for (const RotationForm form : {RotationForm::kQuaternion, RotationForm::kSixD}) {
    const PoseFormat format = windows(motion.skeleton(), motion.fps(), 16, 8, form);
    const Batch rows = format.rows_of(motion);
    const Batch features = format.features_of(rows);
    ASSERT_EQ(features.cols(), format.features());
    const int extras = format.shape().extras();
    EXPECT_EQ(features.rightCols(extras), rows.rightCols(extras));
    const Motion back = format.motion_of(format.rows_of_features(features), motion.fps());
    EXPECT_LT(farthest(back, format.motion_of(rows, motion.fps())), 1e-4);
  }
}

TEST(Windows, HaveAPoseInTheMiddle) {
  const Motion motion = clip();
  const PoseFormat format = windows(motion.skeleton(), motion.fps());
  const Batch frames = format.frames_of(motion);
  const Batch poses = format.poses_of(format.rows_of_frames(frames));
  EXPECT_EQ(poses.cols(), 4 * motion.joints());
  EXPECT_EQ(poses.row(2), frames.row(16 + 8).head(poses.cols()));
}

TEST(Windows, KnowTheirContacts) {
  const Motion motion = clip();
  const PoseFormat format = windows(motion.skeleton(), motion.fps());
  const footing::Contacts found = format.contacts_of(format.frames_of(motion));
  EXPECT_EQ(found.touches, footing::contacts_of(motion).touches);
  EXPECT_EQ(found.frames, 100);
  EXPECT_EQ(PoseFormat(motion.skeleton()).contacts_of(Batch(3, 4 * motion.joints())).points(), 0);
}

}  // namespace
}  // namespace poseaae::codec
