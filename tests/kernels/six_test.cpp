#include <Eigen/Geometry>

#include "levels.hpp"

namespace poseaae {
namespace {

using kernels::kLanes;
using Quat = Eigen::Quaterniond;
using Vec3 = Eigen::Vector3d;

constexpr std::size_t kJoints = 3;
constexpr std::size_t kPanels = 2;

template <typename T>
kernels::Buffer<T> panels_of(const std::vector<Quat>& rotations) {
  kernels::Buffer<T> panels(4 * kJoints * kPanels * kLanes);
  for (std::size_t i = 0; i < rotations.size(); ++i) {
    T* p = &panels[4 * (i / kLanes) * kLanes + i % kLanes];
    p[0] = static_cast<T>(rotations[i].w());
    for (int k = 0; k < 3; ++k) p[(k + 1) * kLanes] = static_cast<T>(rotations[i].vec()[k]);
  }
  return panels;
}

/// Random ones, and half turns about each axis and the identity, where w vanishes or rules.
std::vector<Quat> rotations() {
  Random random(21);
  std::vector<Quat> all{Quat(1, 0, 0, 0), Quat(0, 1, 0, 0), Quat(0, 0, 1, 0), Quat(0, 0, 0, 1)};
  while (all.size() < kJoints * kPanels * kLanes) {
    all.push_back(
        Quat(random.normal(), random.normal(), random.normal(), random.normal()).normalized());
  }
  return all;
}

TEST(SixNumbers, AreTheFirstTwoColumnsOfTheRotationMatrix) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    const auto all = rotations();
    kernels::Buffer<T> six(6 * kJoints * kPanels * kLanes);
    kernel.to_six(kJoints, kPanels, panels_of<T>(all).data(), six.data());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Eigen::Matrix3d matrix = all[i].toRotationMatrix();
      for (std::size_t k = 0; k < 6; ++k) {
        EXPECT_NEAR(six[(6 * (i / kLanes) + k) * kLanes + i % kLanes], matrix(k % 3, k / 3),
                    tolerance);
      }
    }
  });
}

TEST(SixNumbers, ComeBackAsTheSameRotation) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    const auto all = rotations();
    kernels::Buffer<T> six(6 * kJoints * kPanels * kLanes);
    kernels::Buffer<T> back(4 * kJoints * kPanels * kLanes);
    kernel.to_six(kJoints, kPanels, panels_of<T>(all).data(), six.data());
    for (T& x : six) x *= T(1.7);  // Gram-Schmidt does not see lengths
    kernel.from_six(kJoints, kPanels, six.data(), back.data());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const T* p = &back[4 * (i / kLanes) * kLanes + i % kLanes];
      const Quat q(p[0], p[kLanes], p[2 * kLanes], p[3 * kLanes]);
      EXPECT_NEAR(q.norm(), 1.0, tolerance);
      EXPECT_NEAR(std::abs(q.dot(all[i])), 1.0, tolerance) << i;
    }
  });
}

// A decoder may say anything.
TEST(SixNumbers, ThatSpanNoPlaneStillGiveAUnitQuaternion) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    kernels::Buffer<T> six(6 * kLanes, T(0));
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      for (std::size_t k = 0; k < 6; ++k) six[k * kLanes + lane] = T(lane) * T(k % 3);  // parallel
    }
    kernels::Buffer<T> q(4 * kLanes);
    kernel.from_six(1, 1, six.data(), q.data());
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      double squares = 0.0;
      for (std::size_t k = 0; k < 4; ++k) squares += std::pow(q[k * kLanes + lane], 2);
      EXPECT_NEAR(squares, 1.0, tolerance) << lane;
    }
  });
}

}  // namespace
}  // namespace poseaae
