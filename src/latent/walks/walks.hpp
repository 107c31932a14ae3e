#pragma once

#include <memory>
#include <vector>

#include "../unit_space.hpp"
#include "poseaae/latent/walk.hpp"

/// The kinds of walk, one file each; formulas in walk.hpp.
namespace poseaae::latent::walks {

/// Default of the stationary kinds, seconds: lively, and slow enough to see each pose.
inline constexpr double kTimeScale = 1.0;

/// WalkKind::begin of a class of courses.
template <typename Course>
[[nodiscard]] std::unique_ptr<WalkCourse> course_of(const WalkContext& context) {
  return std::make_unique<Course>(context);
}

[[nodiscard]] WalkKind matern();
[[nodiscard]] WalkKind ou();
[[nodiscard]] WalkKind sphere();
[[nodiscard]] WalkKind steps();
[[nodiscard]] WalkKind tutorial();

/// So many walks of the kind steps, (count, Z) each in whitened coordinates.
[[nodiscard]] std::vector<Eigen::MatrixXd> walks_of_steps(const WalkContext& context, int walks);

[[nodiscard]] inline UnitSpace unit_space(const WalkContext& context) {
  return {context.space, context.start, context.draw, context.options.spread};
}

}  // namespace poseaae::latent::walks
