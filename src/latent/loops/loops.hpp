#pragma once

#include "../unit_space.hpp"
#include "poseaae/latent/loop.hpp"
#include "poseaae/math/batch.hpp"

/// The kinds of loop, one file each; formulas in loop.hpp.
namespace poseaae::latent::loops {

/// Default of fourier, seconds; that of walks.
inline constexpr double kTimeScale = 1.0;

[[nodiscard]] LoopKind fourier();
[[nodiscard]] LoopKind great_circle();
[[nodiscard]] LoopKind steps();

/// The same loop (T, Z), begun at the frame to which the shortest step leads, in the metric.
[[nodiscard]] Batch begin_where_slowest(const Batch& latents, const PointMetric& metric);
/// The step from the last frame to the first, in units of the median step, in the metric.
[[nodiscard]] double closing_step(const Batch& latents, const PointMetric& metric);

[[nodiscard]] inline UnitSpace unit_space(const LoopContext& context) {
  return {context.space, context.start, context.draw, context.options.spread};
}

}  // namespace poseaae::latent::loops
