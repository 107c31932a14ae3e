#include "poseaae/training/body_components.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "initial_networks.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/training/session.hpp"
#include "support/support.hpp"

namespace poseaae {
namespace {

using codec::PoseFormat;
using codec::RotationForm;

mocap::Motion clip() {
  return mocap::read_bvh(test::source_dir() / "data" / "street_step.bvh").motion.slice(0, 240);
}

/// (N, 3J), the root at the origin, in double precision.
Eigen::MatrixXd positions(const mocap::Skeleton& skeleton, const Batch& poses) {
  const BatchOf<double> wide = poses.cast<double>();
  BatchOf<double> found(poses.rows(), 3 * skeleton.joints());
  mocap::forward_kinematics<double>(skeleton, {wide.data(), static_cast<std::size_t>(wide.size())},
                                    {found.data(), static_cast<std::size_t>(found.size())});
  return found;
}

class PositionMetric : public testing::TestWithParam<RotationForm> {};

/// dx^T G dx against how far the joints really move: the root of the mean square over joints.
TEST_P(PositionMetric, IsHowFarASmallChangeMovesTheJoints) {
  const mocap::Motion motion = clip();
  const PoseFormat format(motion.skeleton(), GetParam());
  const Batch pose = format.rows_of(motion).row(100);
  const Batch features = format.features_of(pose);
  const Eigen::MatrixXd metric = training::position_metric(format, 0, pose);
  Random random(5);
  for (int trial = 0; trial < 20; ++trial) {
    Batch change(1, features.cols());
    for (float& value : change.reshaped()) value = 1e-3F * static_cast<float>(random.normal());
    const Eigen::MatrixXd moved =
        positions(motion.skeleton(), format.rows_of_features(features + change)) -
        positions(motion.skeleton(), format.rows_of_features(features - change));
    const double expected = 0.25 * moved.squaredNorm() / motion.joints();
    const Eigen::VectorXd wide = change.transpose().cast<double>();
    const double floor = 0.02 * 0.02 * wide.squaredNorm();
    EXPECT_NEAR(wide.dot(metric * wide) - floor, expected, 0.02 * expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, PositionMetric,
                         testing::Values(RotationForm::kQuaternion, RotationForm::kSixD));

/// Three quarters of a window overlap with nothing: by hand, for W = 4 and hop 3, only the first
/// and the last frame share, with h = sin^2(pi/8) = 0.1464 each, and the others count wholly.
TEST(FrameWeights, AreTheSharesOfWhatIsDecoded) {
  const mocap::Motion motion = clip();
  const auto weights_of = [&](int frames, int hop) {
    return training::frame_weights(
        PoseFormat(motion.skeleton(), RotationForm::kQuaternion, {},
                   codec::Window{.frames = frames, .hop = hop, .body = 0, .fps = 30.0}));
  };
  const auto some = weights_of(4, 3);
  ASSERT_EQ(some.size(), 4U);
  EXPECT_NEAR(some[0], 0.5 / 0.75, 1e-12);
  EXPECT_NEAR(some[1], 1.0 / 0.75, 1e-12);
  EXPECT_NEAR(some[0], some[3], 1e-12);
  for (const double weight : weights_of(8, 8)) EXPECT_NEAR(weight, 1.0, 1e-12);
  const auto half = weights_of(16, 8);  // hann sums to 1: its least is the floor
  EXPECT_NEAR(half[0] / half[8], 0.3 / std::pow(std::sin(8.5 * 3.14159265358979 / 16), 2), 1e-9);
  EXPECT_TRUE(training::frame_weights(PoseFormat(motion.skeleton())).empty());
}

training::Session session_of(const std::vector<std::string>& more) {
  std::vector<std::string> assignments{
      "data.clips=[" + (test::source_dir() / "data" / "street_step.bvh").string() + ":0:600]",
      "data.split=block",
      "data.mirror=false",
      "model.window=16",
      "model.hop=12",
      "model.components=60",
      "model.latent=20",
      "model.encoder=[12]"};
  assignments.insert(assignments.end(), more.begin(), more.end());
  return training::prepare(training::Config::parse("preset: motion", "test", assignments));
}

/// Mean distance of joints over all frames of held-out windows that are sent through networks.
double error_of(const training::Session& session, const objective::Networks& networks) {
  const Batch rows = session.test().copy();
  const Batch features = session.format.features_of(rows);
  const Batch back =
      session.format.rows_of_features(networks.decoder.forward(networks.encoder.forward(features)));
  const auto& skeleton = session.data.skeleton;
  double sum = 0.0;
  const int width = session.format.shape().frame_width();
  const int rotations = session.format.shape().rotations();
  for (int i = 0; i < session.format.shape().frames; ++i) {
    sum += (positions(skeleton, rows.middleCols(i * width, rotations)) -
            positions(skeleton, back.middleCols(i * width, rotations)))
               .array()
               .square()
               .mean();
  }
  return std::sqrt(sum / session.format.shape().frames);
}

TEST(BodyComponents, KeepPositionsBetterThanPlainComponents) {
  const training::Session body = session_of({});
  const training::Session plain =
      session_of({"model.skip=whitened_pca", "model.components=0", "model.latent=20"});
  EXPECT_LT(error_of(body, body.engine_setup().initial),
            0.7 * error_of(plain, plain.engine_setup().initial));
}

/// Coefficients of poses have the deviation s / 3 mm where a component varies by less than that,
/// and 1 elsewhere; there and back is still the component itself.
TEST(BodyComponents, OfPosesThatHardlyVaryAreNotBlownUp) {
  constexpr double kLeast_m = 0.003;
  const mocap::Motion motion = clip();
  const PoseFormat format(motion.skeleton());
  const Batch rows = format.rows_of(motion);
  const metrics::Pca pca = training::body_components(format, 0, rows, 60);
  const Eigen::MatrixXd centred =
      format.features_of(rows).cast<double>().rowwise() - pca.mean.transpose();
  const Eigen::MatrixXd coefficients = centred * pca.encode.transpose();
  int small = 0;
  for (Eigen::Index k = 0; k < 60; ++k) {
    const double expected = std::min(1.0, std::sqrt(pca.variances[k]) / kLeast_m);
    const double found =
        std::sqrt(coefficients.col(k).squaredNorm() / static_cast<double>(rows.rows() - 1));
    EXPECT_NEAR(found, expected, 0.01 * expected + 2e-5) << k;
    if (expected > 0.0) {
      EXPECT_NEAR(pca.encode.row(k) * pca.decode.col(k), 1.0, 1e-6) << k;
    }
    if (expected < 0.1) ++small;
  }
  EXPECT_GT(small, 10);
}

/// Fixed layers around networks that see the coefficients are, to begin with, the components alone.
TEST(BodyComponents, AreWhatNetworksBehindFixedLayersBeginAs) {
  const training::Session session = session_of({});
  const objective::Networks inside = session.engine_setup().initial;
  EXPECT_EQ(inside.encoder.layers().front().spec.kind, "fixed");
  EXPECT_EQ(inside.decoder.layers().back().spec.kind, "fixed");
  const training::Session without = session_of({"model.components=0"});
  const objective::Networks direct = without.engine_setup().initial;
  const Batch features = session.format.features_of(session.test().copy());
  const Batch a = inside.encoder.forward(features);
  const Batch b = direct.encoder.forward(features);
  ASSERT_EQ(a.cols(), 20);
  EXPECT_LT((a - b).cwiseAbs().maxCoeff(), 0.02F * a.cwiseAbs().maxCoeff());
  EXPECT_LT((inside.decoder.forward(a) - direct.decoder.forward(b)).cwiseAbs().maxCoeff(), 0.02F);
}

}  // namespace
}  // namespace poseaae
