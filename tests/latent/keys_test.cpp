#include "poseaae/latent/keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "keys/course.hpp"
#include "keys/minimise.hpp"
#include "keys/objective.hpp"
#include "keys/reach.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"

namespace poseaae::latent {
namespace {

using codec::PoseFormat;
using codec::RotationForm;
using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;

/// A hip with a leg and an arm of two bones each.
mocap::Skeleton body() {
  return {{"hip", "knee", "ankle", "shoulder", "elbow", "hand"},
          {-1, 0, 1, 0, 3, 4},
          {Vec3(0, 1, 0), Vec3(0.1, -0.5, 0), Vec3(0, -0.4, 0), Vec3(0.2, 0.4, 0), Vec3(0.3, 0, 0),
           Vec3(0.25, 0, 0)},
          {{2, Vec3(0, -0.1, 0.2), "toe"}}};
}

/// Somebody with two legs and feet.
mocap::Skeleton biped() {
  return {{"Hips", "LeftUpLeg", "LeftLeg", "LeftFoot", "RightUpLeg", "RightLeg", "RightFoot"},
          {-1, 0, 1, 2, 0, 4, 5},
          {Vec3(0, 0.9, 0), Vec3(0.1, 0, 0), Vec3(0, -0.42, 0), Vec3(0, -0.4, 0), Vec3(-0.1, 0, 0),
           Vec3(0, -0.42, 0), Vec3(0, -0.4, 0)},
          {{3, Vec3(0, -0.08, 0.15), "toe"}, {6, Vec3(0, -0.08, 0.15), "toe"}}};
}

/// The network with outputs that are near the features of joints that do not turn, as trained ones
/// are, and a hip that never turns, which would have a heading that its windows do not know of.
nn::Network upright(const nn::Network& network, const PoseFormat& format) {
  Batch still = Batch::Zero(1, format.width());
  const int frames = format.shape().frames;
  for (int t = 0; t < frames; ++t) {
    for (int j = 0; j < format.skeleton().joints(); ++j) {
      still(0, t * format.shape().frame_width() + 4 * j) = 1.0F;
    }
  }
  const Batch features = format.features_of(still);
  std::vector<nn::Layer> layers = network.layers();
  std::vector<float>& bias = layers.back().array("bias");
  std::vector<float>& weight = layers.back().array("weight");
  const auto inputs = static_cast<std::size_t>(layers.back().spec.inputs);
  const std::size_t frame = bias.size() / static_cast<std::size_t>(frames);
  const std::size_t hip = kernels::features_of(format.form());
  for (std::size_t i = 0; i < bias.size(); ++i) {
    const bool turns = i % frame >= hip;
    bias[i] = (turns ? bias[i] : 0.0F) + features(0, static_cast<Eigen::Index>(i));
    // Features of trained networks have nearly unit length.
    for (std::size_t k = 0; k < inputs; ++k) weight[i * inputs + k] *= turns ? 0.05F : 0.0F;
  }
  return nn::Network(std::move(layers));
}

/// Random networks of windows of 8 frames.
codec::PoseAutoencoder window_model(RotationForm form, bool steps = true,
                                    const mocap::Skeleton& skeleton = body()) {
  constexpr int kLatent = 5;
  const codec::Window window{.frames = 8, .hop = 6, .body = 0, .fps = 30.0};
  const PoseFormat format(skeleton, form, {}, window);
  Random random(4);
  const auto network = [&](const std::vector<int>& sizes) {
    using nn::Activation;
    return nn::Network(nn::make_mlp(sizes, Activation::kElu, Activation::kLinear), random);
  };
  codec::ModelData data{.format = format,
                        .encoder = network({format.features(), 12, kLatent}),
                        .decoder = upright(network({kLatent, 12, format.features()}), format),
                        .latent = test::model_like(kLatent),
                        .clip_options = {},
                        .fps = 30.0,
                        .config = "",
                        .provenance = {}};
  if (steps) data.latent.step = 0.6 * data.latent.covariance;
  return codec::PoseAutoencoder(std::move(data));
}

std::vector<float> a_pose(double angle) {
  std::vector<float> pose;
  for (int j = 0; j < body().joints(); ++j) {
    const Quat q = math::from_rotation_vector(Vec3(angle, 0.1 * j, j % 2 == 0 ? -0.2 : angle));
    pose.insert(pose.end(), {static_cast<float>(q.w()), static_cast<float>(q.x()),
                             static_cast<float>(q.y()), static_cast<float>(q.z())});
  }
  return pose;
}

std::vector<Key> all_kinds() {
  return {{.frame = 1, .pose = a_pose(0.3), .x = 0.2, .z = -0.1, .heading = 0.4},
          {.frame = 7, .joints = {{5, Vec3(0.6, 1.2, 0.3)}, {2, Vec3(0.1, 0.1, 0.2)}}},
          {.frame = 12, .pose = a_pose(-0.4), .height = 0.9, .joints = {{2, Vec3(0, 0.2, 0)}}}};
}

/// The largest difference between the gradient and central differences, against the largest of it.
double off_gradient(const codec::PoseAutoencoder& model, int points) {
  const LatentGaussian space(model.latent());
  const int frames = model.format().frames_for(points);
  keys::Objective<double> objective(model, space, all_kinds(), keys::way_of(all_kinds(), frames),
                                    {.sigma_m = 0.1, .agreement = 0.5}, points);
  Eigen::VectorXd x(objective.size());
  Random random(9);
  for (double& value : x) value = 0.5 * random.normal();
  Eigen::VectorXd gradient(x.size());
  Eigen::VectorXd unused(x.size());
  (void)objective(x, gradient);
  double most = 0.0;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    constexpr double kStep = 1e-5;
    Eigen::VectorXd left = x;
    Eigen::VectorXd right = x;
    left[i] -= kStep;
    right[i] += kStep;
    const double slope = (objective(right, unused) - objective(left, unused)) / (2.0 * kStep);
    most = std::max(most, std::abs(slope - gradient[i]));
  }
  return most / gradient.cwiseAbs().maxCoeff();
}

/// The same networks behind a map that bends.
codec::PoseAutoencoder bent(const codec::PoseAutoencoder& model) {
  codec::ModelData data = model.data();
  Random random(11);
  Batch encodings(600, model.latent_dim());
  for (float& value : encodings.reshaped()) {
    const double x = random.normal();
    value = static_cast<float>(x * x + 0.3 * random.normal());
  }
  data.space = codec::fit_flow(codec::fit_mixture(encodings).mixture, encodings);
  return codec::PoseAutoencoder(std::move(data));
}

TEST(KeyObjective, HasTheGradientOfItsValueThroughAMap) {
  EXPECT_LT(off_gradient(bent(window_model(RotationForm::kSixD)), 3), 1e-6);
  EXPECT_LT(off_gradient(bent(test::small_model(1.0F, body())), 20), 1e-6);
}

TEST(KeyObjective, HasTheGradientOfItsValue) {
  EXPECT_LT(off_gradient(window_model(RotationForm::kSixD), 3), 1e-7);
  EXPECT_LT(off_gradient(window_model(RotationForm::kQuaternion), 3), 1e-7);
  EXPECT_LT(off_gradient(window_model(RotationForm::kQuaternion, false), 3), 1e-7);
  EXPECT_LT(off_gradient(test::small_model(1.0F, body()), 14), 1e-7);
  EXPECT_LT(off_gradient(test::small_model(1.0F, body()), 20), 1e-7);  // more than one panel
}

TEST(KeyMinimise, FindsTheMinimumOfRosenbrock) {
  Eigen::VectorXd x(2);
  x << -1.2, 1.0;
  const double value = keys::minimise(
      [](const Eigen::VectorXd& p, Eigen::VectorXd& g) {
        const double a = 1.0 - p[0];
        const double b = p[1] - p[0] * p[0];
        g << -2.0 * a - 400.0 * p[0] * b, 200.0 * b;
        return a * a + 100.0 * b * b;
      },
      x, 200);
  EXPECT_LT(value, 1e-5);
  EXPECT_NEAR(x[0], 1.0, 0.01);
  EXPECT_NEAR(x[1], 1.0, 0.02);
}

TEST(KeyCourse, PassesThroughItsValuesAndStaysBetweenThem) {
  const auto found = keys::course({{2, 1.0}, {6, 3.0}, {8, 2.0}}, 11);
  EXPECT_DOUBLE_EQ(found[0], 1.0);
  EXPECT_DOUBLE_EQ(found[2], 1.0);
  EXPECT_DOUBLE_EQ(found[4], 2.0);  // slopes are 0 at both sides: half way at half time
  EXPECT_DOUBLE_EQ(found[6], 3.0);
  EXPECT_DOUBLE_EQ(found[8], 2.0);
  EXPECT_DOUBLE_EQ(found[10], 2.0);
  // Two slopes of 1 and 3 have the harmonic mean 1.5: at u = 1/2, (0 + 1) / 2 - 1.5 / 8.
  EXPECT_NEAR(keys::course({{0, 0.0}, {2, 2.0}, {4, 8.0}}, 5)[1], 1.0 - 2.0 * 1.5 / 8.0, 1e-12);
  EXPECT_EQ(keys::course({}, 2), (std::vector<double>{0.0, 0.0}));
}

TEST(KeyReach, BendsAnArmToAPlace) {
  Motion motion(body(), 1.0, 1);
  const Vec3 place(0.5, 1.6, 0.25);  // 0.39 m from the shoulder, whose arm is 0.55 m long
  keys::reach(motion, 0, {{5, place}}, false);
  const auto pose = mocap::forward_kinematics(motion, 0);
  EXPECT_LT((pose.positions[5] - place).norm(), 1e-4);
  EXPECT_EQ(motion.root_position(0), Vec3(0, 1, 0));
  keys::reach(motion, 0, {{5, Vec3(3, 1.4, 0)}}, false);
  const auto far = mocap::forward_kinematics(motion, 0);
  EXPECT_NEAR((far.positions[5] - far.positions[3]).norm(), 0.55, 0.01);  // stretched out to it
}

/// What the model decodes to can be had: keys taken from one of its own windows.
TEST(PassThrough, FindsAMotionOfTheModelsOwn) {
  const auto model = window_model(RotationForm::kSixD);
  const LatentGaussian space(model.latent());
  Random random(2);
  const Batch z = space.unwhiten(Batch::NullaryExpr(
      1, 5, [&](Eigen::Index, Eigen::Index) { return static_cast<float>(random.normal()); }));
  const Batch rows = model.format().frames_of_rows(model.decode(z));
  const Motion truth = model.format().motion_of_frames(rows, 30.0);
  std::vector<Key> keys;
  for (const int frame : {0, 3, 7}) {
    Key key{.frame = frame};
    key.pose.assign(rows.row(frame).data(), rows.row(frame).data() + 24);
    const Vec3 place = truth.root_position(frame);
    key.x = place.x();
    key.z = place.z();
    key.height = place.y();
    key.heading =
        footing::place_of(footing::root_path_of(truth.slice(frame, frame + 1), 0), 0).heading;
    keys.push_back(key);
  }
  EXPECT_LT(key_errors(model, truth, keys).pose_cm, 0.01);
  EXPECT_LT(key_errors(model, truth, keys).root_cm, 0.01);
  const Keyed found = pass_through(model, space, keys, 8, {.plant = false, .iterations = 1000});
  EXPECT_LT(found.decoded.pose_cm, 1.0);
  EXPECT_LT(found.decoded.root_cm, 1.0);
  EXPECT_EQ(found.motion.frames(), 8);
  EXPECT_EQ(found.path.frames(), 1);
}

void expect_passed(const KeyErrors& errors) {
  EXPECT_LT(errors.pose_cm, 1.0);
  EXPECT_LT(errors.root_cm, 1.0);
  EXPECT_LT(errors.heading_deg, 0.5);
  EXPECT_LT(errors.joint_cm, 1.0);
}

/// Random networks know no such poses; the correction leads there.
TEST(PassThrough, PassesKeysOfEveryKind) {
  std::vector<Key> keys = all_kinds();
  keys.back().joints.clear();
  for (const auto form : {RotationForm::kSixD, RotationForm::kQuaternion}) {
    const auto model = window_model(form);
    const Keyed found = pass_through(model, LatentGaussian(model.latent()), keys, 20);
    expect_passed(found.reached);
    EXPECT_EQ(found.motion.frames(), 20);
  }
  const auto poses = test::small_model(1.0F, body());
  const Keyed found = pass_through(poses, LatentGaussian(poses.latent()), keys, 20);
  expect_passed(found.reached);
  EXPECT_EQ(found.path.frames(), 20);
}

/// Windows through a key that changes nothing but where they begin stand as windows always do.
TEST(PassThrough, StandsAsWindowsDoElsewhere) {
  const auto model = window_model(RotationForm::kSixD, true, biped());
  const std::vector<Key> keys{{.frame = 0, .x = 0.0, .z = 0.0, .heading = 0.0}};
  const Keyed found = pass_through(model, LatentGaussian(model.latent()), keys, 20);
  const Motion stands = decode(model, found.path);
  const Motion slides = decode(model, found.path, {.plant = Plant::kRoot});
  double planted = 0.0;
  for (int t = 0; t < 20; ++t) {
    for (int j = 1; j < stands.joints(); ++j) {
      const Quat wanted = stands.rotation(t, j);
      EXPECT_LT(math::angle_between(found.motion.rotation(t, j), wanted), 1e-3) << t << " " << j;
      planted = std::max(planted, math::angle_between(slides.rotation(t, j), wanted));
    }
  }
  EXPECT_GT(planted, 0.01);
}

TEST(PassThrough, TheCorrectionFades) {
  const auto model = test::small_model(1.0F, body());
  const LatentGaussian space(model.latent());
  const std::vector<Key> keys{{.frame = 20, .pose = a_pose(1.0)}};
  const Keyed found = pass_through(model, space, keys, 60, {.fade_s = 0.25});
  const Batch poses = model.decode(found.path.points);
  for (const int frame : {0, 20 - 8, 20 + 8, 59}) {  // a quarter of a second is 7.5 frames
    const Quat decoded = math::load_wxyz(poses.row(frame).data() + 4).cast<double>();
    EXPECT_LT(math::angle_between(found.motion.rotation(frame, 1), decoded), 1e-5) << frame;
  }
  const Quat wanted = math::load_wxyz(keys[0].pose.data() + 4).cast<double>();
  EXPECT_LT(math::angle_between(found.motion.rotation(20, 1), wanted), 1e-5);
}

TEST(PassThrough, RefusesWhatItCannotPass) {
  const auto model = test::small_model(1.0F, body());
  const LatentGaussian space(model.latent());
  const auto attempt = [&](const std::vector<Key>& keys) {
    (void)pass_through(model, space, keys, 10);
  };
  EXPECT_THROW(attempt({}), UsageError);
  EXPECT_THROW(attempt({{.frame = 10, .x = 0.0}}), UsageError);
  EXPECT_THROW(attempt({{.frame = 3, .x = 0.0}, {.frame = 3, .z = 0.0}}), UsageError);
  EXPECT_THROW(attempt({{.frame = 3, .pose = {1.0F}}}), UsageError);
  EXPECT_THROW(attempt({{.frame = 3, .joints = {{6, Vec3::Zero()}}}}), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
