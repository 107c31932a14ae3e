#include <cmath>
#include <numbers>

#include "poseaae/math/quaternion.hpp"

int main() {
  using poseaae::math::Vec3;
  const auto half = poseaae::math::from_rotation_vector(std::numbers::pi * Vec3::UnitY());
  return std::abs(half.w()) < 1e-12 ? 0 : 1;
}
