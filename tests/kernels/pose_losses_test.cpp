#include <Eigen/Geometry>
#include <array>
#include <cmath>

#include "levels.hpp"

namespace poseaae {
namespace {

using kernels::kLanes;
using kernels::PoseLossForm;
using Quat = Eigen::Quaterniond;
using Vec3 = Eigen::Vector3d;

using kernels::RotationForm;

struct Case {
  PoseLossForm form;
  RotationForm rotation;
};
constexpr std::array kCases{Case{PoseLossForm::kNumbers, RotationForm::kQuaternion},
                            Case{PoseLossForm::kRotations, RotationForm::kQuaternion},
                            Case{PoseLossForm::kRotations, RotationForm::kSixD}};

/// A tree of seven joints with branches.
template <typename T>
struct Body {
  std::vector<int> parents{-1, 0, 1, 1, 3, 0, 5};
  std::vector<T> offsets;
  std::vector<T> joint_weights{T(1), T(0.5), T(2), T(1), T(1.5), T(0.25), T(0.75)};
  Body() {
    Random random(11);
    for (std::size_t i = 0; i < 3 * parents.size(); ++i) {
      offsets.push_back(static_cast<T>(random.normal()));
    }
  }
  [[nodiscard]] std::size_t joints() const { return parents.size(); }
  [[nodiscard]] kernels::Chain<T> chain() const {
    return {joints(), parents.data(), offsets.data()};
  }
  [[nodiscard]] kernels::PoseLossWeights<T> weights(const Case& c) const {
    const bool tutorial = c.form == PoseLossForm::kNumbers;
    const bool six = c.rotation == RotationForm::kSixD;
    return {c.form,
            c.rotation,
            six ? T(0) : T(0.3),
            T(0.7),
            T(1.1),
            tutorial ? T(0) : T(0.9),
            joint_weights.data()};
  }
  [[nodiscard]] std::size_t features(const Case& c) const {
    return kernels::features_of(c.rotation) * joints() * kLanes;
  }
};

template <typename T>
Quat quaternion(const kernels::Buffer<T>& panel, std::size_t joint, std::size_t lane) {
  const T* p = &panel[4 * joint * kLanes + lane];
  return {p[0], p[kLanes], p[2 * kLanes], p[3 * kLanes]};
}

template <typename T>
kernels::Buffer<T> random_unit_panel(Random& random, std::size_t joints) {
  auto panel = test::random_numbers<T>(random, 4 * joints * kLanes);
  for (std::size_t j = 0; j < joints; ++j) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double length = quaternion(panel, j, lane).norm();
      for (std::size_t k = 0; k < 4; ++k) {
        T& x = panel[(4 * j + k) * kLanes + lane];
        x = static_cast<T>(x / length);
      }
    }
  }
  return panel;
}

/// p + 2 (w u x p + u x (u x p)), also for quaternions that are not of length 1.
Vec3 turned(const Quat& q, const Vec3& p) {
  const Vec3 c = q.vec().cross(p);
  return p + 2 * (q.w() * c + q.vec().cross(c));
}

/// What the numbers of a joint stand for, before anything is done to its length.
template <typename T>
Quat predicted(const kernels::Buffer<T>& panel, RotationForm rotation, std::size_t joint,
               std::size_t lane) {
  if (rotation == RotationForm::kQuaternion) return quaternion(panel, joint, lane);
  const T* p = &panel[6 * joint * kLanes + lane];
  const Vec3 a(p[0], p[kLanes], p[2 * kLanes]);
  const Vec3 b(p[3 * kLanes], p[4 * kLanes], p[5 * kLanes]);
  Eigen::Matrix3d matrix;
  matrix.col(0) = a.normalized();
  matrix.col(1) = (b - matrix.col(0).dot(b) * matrix.col(0)).normalized();
  matrix.col(2) = matrix.col(0).cross(matrix.col(1));
  return Quat(matrix);
}

/// The losses written out once more, sample by sample, from the definitions.
template <typename T>
kernels::PoseLossSums expected_sums(const Body<T>& body, const Case& c, std::size_t lanes,
                                    const kernels::Buffer<T>& target,
                                    const kernels::Buffer<T>& prediction) {
  kernels::PoseLossSums sums;
  const bool corrected = c.form == PoseLossForm::kRotations;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    std::vector<Quat> truth, guess;
    std::vector<Vec3> true_position, guessed_position;
    for (std::size_t j = 0; j < body.joints(); ++j) {
      const double weight = body.joint_weights[j];
      const Quat t = quaternion(target, j, lane);
      const Quat q = predicted(prediction, c.rotation, j, lane);
      sums.norm += weight * std::pow(q.norm() - 1, 2);
      const Quat d = q.conjugate() * t;
      sums.quaternion += weight * (corrected ? 2 * std::atan2(d.vec().norm(), std::abs(d.w()))
                                             : std::atan2(d.vec().norm(), d.w()));
      if (corrected) {
        const double angle = 2 * std::atan2(d.vec().norm(), std::abs(d.w()));
        sums.rotation += weight * (std::hypot(angle, kernels::kSoftAngle) - kernels::kSoftAngle);
      }
      const Quat local = corrected ? q.normalized() : q;
      if (j == 0) {
        truth.push_back(t);
        guess.push_back(local);
        true_position.emplace_back(0, 0, 0);
        guessed_position.emplace_back(0, 0, 0);
        continue;
      }
      const auto up = static_cast<std::size_t>(body.parents[j]);
      const Vec3 offset(body.offsets[3 * j], body.offsets[3 * j + 1], body.offsets[3 * j + 2]);
      true_position.push_back(true_position[up] + turned(truth[up], offset));
      guessed_position.push_back(guessed_position[up] + turned(guess[up], offset));
      truth.push_back(truth[up] * t);
      guess.push_back(guess[up] * local);
      sums.position += weight * (true_position[j] - guessed_position[j]).norm();
    }
  }
  return sums;
}

TEST(PoseLosses, AreTheDefinitionsSummedOverTheLanesAskedFor) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    const Body<T> body;
    Random random(12);
    const auto target = random_unit_panel<T>(random, body.joints());
    kernels::Buffer<T> scratch(kernels::pose_loss_scratch(body.joints()));
    for (const Case& c : kCases) {
      const auto prediction = test::random_numbers<T>(random, body.features(c));
      for (const std::size_t lanes : {std::size_t{1}, std::size_t{13}, kLanes}) {
        kernels::PoseLossSums sums;
        kernel.pose_losses(body.chain(), body.weights(c), lanes, T(1), target.data(),
                           prediction.data(), scratch.data(), nullptr, sums);
        const auto expected = expected_sums(body, c, lanes, target, prediction);
        EXPECT_NEAR(sums.norm, expected.norm, tolerance * (1 + expected.norm));
        EXPECT_NEAR(sums.position, expected.position, tolerance * (1 + expected.position));
        EXPECT_NEAR(sums.quaternion, expected.quaternion, tolerance * (1 + expected.quaternion));
        EXPECT_NEAR(sums.rotation, expected.rotation, tolerance * (1 + expected.rotation));
      }
    }
  });
}

TEST(PoseLosses, GradientIsTheSlopeOfTheWeightedSum) {
  for (const auto level : kernels::supported_levels()) {
    SCOPED_TRACE(kernels::level_name(level));
    const auto& kernel = kernels::table<double>(level);
    const Body<double> body;
    Random random(13);
    const auto target = random_unit_panel<double>(random, body.joints());
    kernels::Buffer<double> scratch(kernels::pose_loss_scratch(body.joints()));
    for (const Case& c : kCases) {
      auto prediction = test::random_numbers<double>(random, body.features(c));
      const auto weights = body.weights(c);
      constexpr double kScale = 0.5;
      constexpr std::size_t kSamples = 14;
      const auto objective = [&] {
        const auto s = expected_sums(body, c, kSamples, target, prediction);
        return kScale * (weights.norm * s.norm + weights.position * s.position +
                         weights.quaternion * s.quaternion + weights.rotation * s.rotation);
      };
      kernels::Buffer<double> gradient(prediction.size());
      kernels::PoseLossSums sums;
      kernel.pose_losses(body.chain(), weights, kSamples, kScale, target.data(), prediction.data(),
                         scratch.data(), gradient.data(), sums);
      for (std::size_t i = 0; i < prediction.size(); ++i) {
        if (i % kLanes >= kSamples) {
          EXPECT_EQ(gradient[i], 0.0);
          continue;
        }
        const double kept = prediction[i];
        constexpr double kStep = 1e-6;
        prediction[i] = kept + kStep;
        const double above = objective();
        prediction[i] = kept - kStep;
        const double below = objective();
        prediction[i] = kept;
        ASSERT_NEAR(gradient[i], (above - below) / (2 * kStep), 1e-6 * (1 + std::abs(gradient[i])))
            << "number " << i / kLanes << ", lane " << i % kLanes;
      }
    }
  }
}

// Where a loss has a corner or a pole the gradient must still be a number.
TEST(PoseLosses, GradientIsFiniteWhereThePredictionIsRightOrZero) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double) {
    const Body<T> body;
    Random random(14);
    const auto target = random_unit_panel<T>(random, body.joints());
    kernels::Buffer<T> scratch(kernels::pose_loss_scratch(body.joints()));
    kernels::Buffer<T> gradient(6 * body.joints() * kLanes);
    kernels::Buffer<T> right(gradient.size());
    const kernels::Buffer<T> zero(gradient.size(), T(0));
    for (const Case& c : kCases) {
      if (c.rotation == RotationForm::kSixD) {
        kernel.to_six(body.joints(), 1, target.data(), right.data());
      } else {
        std::copy(target.begin(), target.end(), right.begin());
      }
      for (const kernels::Buffer<T>* prediction :
           std::array<const kernels::Buffer<T>*, 2>{&right, &zero}) {
        kernels::PoseLossSums sums;
        kernel.pose_losses(body.chain(), body.weights(c), kLanes, T(1), target.data(),
                           prediction->data(), scratch.data(), gradient.data(), sums);
        for (const T g : gradient) ASSERT_TRUE(std::isfinite(g));
        ASSERT_TRUE(std::isfinite(sums.norm + sums.position + sums.quaternion + sums.rotation));
      }
    }
  });
}

// g . positions of the rotations that the numbers stand for, by finite differences.
TEST(PositionsBackward, IsTheGradientOfTheJointPositions) {
  for (const auto level : kernels::supported_levels()) {
    const auto& kernel = kernels::table<double>(level);
    const Body<double> body;
    Random random(17);
    kernels::Buffer<double> scratch(kernels::pose_loss_scratch(body.joints()));
    for (const auto rotation : {RotationForm::kQuaternion, RotationForm::kSixD}) {
      const std::size_t rows = kernels::features_of(rotation) * body.joints();
      auto prediction = test::random_numbers<double>(random, rows * kLanes);
      const auto by_positions = test::random_numbers<double>(random, 3 * body.joints() * kLanes);
      kernels::Buffer<double> gradient(prediction.size());
      constexpr std::size_t kSamples = 14;
      kernel.positions_backward(body.chain(), rotation, kSamples, prediction.data(),
                                by_positions.data(), scratch.data(), gradient.data());
      const auto objective = [&](std::size_t lane) {
        std::vector<Quat> world;
        std::vector<Vec3> positions;
        double total = 0.0;
        for (std::size_t j = 0; j < body.joints(); ++j) {
          const Quat local = predicted(prediction, rotation, j, lane).normalized();
          const auto up = static_cast<std::size_t>(std::max(0, body.parents[j]));
          const Vec3 offset(body.offsets[3 * j], body.offsets[3 * j + 1], body.offsets[3 * j + 2]);
          positions.push_back(j == 0 ? Vec3::Zero().eval()
                                     : (positions[up] + world[up] * offset).eval());
          world.push_back(j == 0 ? local : world[up] * local);
          for (std::size_t k = 0; k < 3; ++k) {
            total += by_positions[(3 * j + k) * kLanes + lane] * positions[j][static_cast<int>(k)];
          }
        }
        return total;
      };
      for (std::size_t i = 0; i < prediction.size(); ++i) {
        const std::size_t lane = i % kLanes;
        if (lane >= kSamples) {
          EXPECT_EQ(gradient[i], 0.0);
          continue;
        }
        const double kept = prediction[i];
        prediction[i] = kept + 1e-6;
        const double above = objective(lane);
        prediction[i] = kept - 1e-6;
        const double below = objective(lane);
        prediction[i] = kept;
        ASSERT_NEAR(gradient[i], (above - below) / 2e-6, 1e-6 * (1 + std::abs(gradient[i]))) << i;
      }
    }
  }
}

// The soft angle is what lets a prediction that is right stay where it is.
TEST(PoseLosses, SoftAngleHasNoSlopeWhereThePredictionIsRight) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double) {
    const Body<T> body;
    Random random(16);
    const auto target = random_unit_panel<T>(random, body.joints());
    kernels::Buffer<T> right(6 * body.joints() * kLanes);
    kernel.to_six(body.joints(), 1, target.data(), right.data());
    kernels::Buffer<T> scratch(kernels::pose_loss_scratch(body.joints()));
    kernels::Buffer<T> gradient(right.size());
    const kernels::PoseLossWeights<T> soft{
        PoseLossForm::kRotations, RotationForm::kSixD, T(0), T(0), T(0), T(1),
        body.joint_weights.data()};
    kernels::PoseLossSums sums;
    kernel.pose_losses(body.chain(), soft, kLanes, T(1), target.data(), right.data(),
                       scratch.data(), gradient.data(), sums);
    for (const T g : gradient) EXPECT_NEAR(g, 0.0, 0.02);  // of the angle alone it would be 1
  });
}

TEST(PoseLosses, NormaliseMakesUnitLengthAndTheZeroQuaternionTheIdentity) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    Random random(15);
    auto poses = test::random_numbers<T>(random, 2 * 3 * 4 * kLanes);
    const auto before = poses;
    for (std::size_t k = 0; k < 4; ++k) poses[k * kLanes + 5] = T(0);
    kernel.normalise(3, 2, poses.data());
    EXPECT_EQ(quaternion(poses, 0, 5).coeffs(), Quat::Identity().coeffs());
    for (std::size_t j = 0; j < 6; ++j) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        if (j == 0 && lane == 5) continue;
        const Quat expected = quaternion(before, j, lane).normalized();
        EXPECT_LT((quaternion(poses, j, lane).coeffs() - expected.coeffs()).norm(), tolerance);
      }
    }
  });
}

}  // namespace
}  // namespace poseaae
