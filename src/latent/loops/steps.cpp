#include <optional>
#include <utility>
#include <vector>

#include "../steps_law.hpp"
#include "../walks/walks.hpp"
#include "loops.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/latent/mixture.hpp"
#include "poseaae/latent/walk.hpp"

namespace poseaae::latent::loops {

namespace {

constexpr int kCandidates = 256;

/// Walks of `points` points in whitened coordinates.
std::vector<Eigen::MatrixXd> walked(const LoopContext& context, int points, int walks) {
  WalkOptions options;
  options.kind = "steps";
  options.count = points;
  options.spread = context.options.spread;
  return walks::walks_of_steps({context.space, context.start, options, 1.0, context.random}, walks);
}

/// frames + 1 points each: walks that begin at the start, or the stretches of a long one.
std::vector<Eigen::MatrixXd> candidates(const LoopContext& context) {
  const int points = context.frames + 1;
  if (context.start) return walked(context, points, kCandidates);
  const Eigen::MatrixXd walk = walked(context, points + kCandidates - 1, 1).front();
  std::vector<Eigen::MatrixXd> stretches;
  for (int i = 0; i < kCandidates; ++i) stretches.emplace_back(walk.middleRows(i, points));
  return stretches;
}

/// The one that is likeliest once it is closed, by the model's mixture of points.
Eigen::MatrixXd best_return(const LoopContext& context) {
  const bool held = context.start.has_value();
  const LatentMixture mixture(context.space.mixture());
  Eigen::MatrixXd best;
  double most = 0.0;
  for (Eigen::MatrixXd& path : candidates(context)) {
    Eigen::MatrixXd round = closed_by_steps(std::move(path), context.space.steps(), held);
    double likely = 0.0;
    for (int t = 0; t < context.frames; ++t) {
      likely += mixture.log_density(round.row(t).transpose());
    }
    if (best.size() != 0 && likely <= most) continue;
    most = likely;
    best = std::move(round);
  }
  return best;
}

Batch sample(const LoopContext& context) {
  if (context.space.steps().size() == 0) {
    throw UsageError(
        "kind of loop: 'steps' needs a model that knows how its points follow one another, one of "
        "windows; use fourier");
  }
  const Eigen::MatrixXd round = best_return(context);
  const UnitSpace unit{context.space, context.start, 1.0};
  return unit.latents(round.topRows(context.frames));
}

}  // namespace

LoopKind steps() {
  return {"steps", "each window goes on from the one before, and the first one from the last",
          std::nullopt, sample};
}

}  // namespace poseaae::latent::loops
