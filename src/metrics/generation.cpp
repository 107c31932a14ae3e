#include "poseaae/metrics/generation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "moments.hpp"
#include "pose_panels.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/math/symmetric_eigen.hpp"

namespace poseaae::metrics {

namespace {

Eigen::MatrixXd square_root(const Eigen::MatrixXd& covariance) {
  const math::SymmetricEigen eigen(covariance);
  return eigen.with_eigenvalues(eigen.eigenvalues().cwiseMax(0.0).cwiseSqrt());
}

/// Share of `points` that lie within the ball of some row of `centres`.
double share_covered(const Batch& centres, const Eigen::VectorXd& radius, const Batch& points,
                     int threads) {
  const PosePanels panels(centres);
  std::vector<char> covered(static_cast<std::size_t>(points.rows()), 0);
  parallel_for(covered.size(), threads, [&](std::size_t i) {
    const Eigen::VectorXf arranged = panels.arranged(points.row(static_cast<Eigen::Index>(i)));
    float lanes[PosePanels::kLanes];
    for (Eigen::Index p = 0; p < panels.panels() && covered[i] == 0; ++p) {
      panels.distances(arranged, p, lanes);
      const Eigen::Index first = p * PosePanels::kLanes;
      const Eigen::Index real = std::min<Eigen::Index>(PosePanels::kLanes, panels.rows() - first);
      for (Eigen::Index lane = 0; lane < real; ++lane) {
        if (lanes[lane] <= radius[first + lane]) covered[i] = 1;
      }
    }
  });
  return static_cast<double>(std::count(covered.begin(), covered.end(), 1)) /
         static_cast<double>(covered.size());
}

/// Of both as many, so that generated and held-out poses are measured alike.
int compared(const Batch& poses, const Batch& train, const GenerationOptions& options) {
  return static_cast<int>(
      std::min({static_cast<Eigen::Index>(options.pairwise_rows), poses.rows(), train.rows()}));
}

}  // namespace

double frechet_distance(const Batch& a, const Batch& b) {
  require_same_width(a, b);
  const Moments first = Moments::of(a);
  const Moments second = Moments::of(b);
  const Eigen::MatrixXd root = square_root(first.covariance);
  const Eigen::MatrixXd product = root * second.covariance * root;
  const Eigen::VectorXd variances =
      math::symmetric_eigenvalues(0.5 * (product + product.transpose()));
  const double overlap = variances.cwiseMax(0.0).cwiseSqrt().sum();
  return (first.mean - second.mean).squaredNorm() + first.covariance.trace() +
         second.covariance.trace() - 2.0 * overlap;
}

PrecisionRecall precision_recall(const Batch& real, const Batch& generated, int k, int threads) {
  return {.precision = precision(real, generated, k, threads),
          .recall = precision(generated, real, k, threads)};
}

double precision(const Batch& real, const Batch& generated, int k, int threads) {
  require_same_width(real, generated);
  return share_covered(real, neighbour_radius(real, k, threads), generated, threads);
}

Generation generation(const Batch& generated, const Batch& train,
                      const GenerationOptions& options) {
  const int count = compared(generated, train, options);
  const Batch some = spread_rows(generated, count);
  return {.nearest_m = nearest(generated, train, options.threads).distance_m,
          .pairwise_m = average_pairwise_distance(some, options.threads),
          .frechet_m2 = frechet_distance(generated, train),
          .quality = precision_recall(spread_rows(train, count), some, options.k, options.threads)};
}

double precision_beside(const Batch& poses, const Batch& train, const GenerationOptions& options) {
  const int count = compared(poses, train, options);
  return precision(spread_rows(train, count), spread_rows(poses, count), options.k,
                   options.threads);
}

HeldOut held_out(const Batch& held_out, const Batch& train, const GenerationOptions& options) {
  Generation as_generated = generation(held_out, train, options);
  return {.nearest_m = std::move(as_generated.nearest_m),
          .train_pairwise_m =
              average_pairwise_distance(spread_rows(train, options.pairwise_rows), options.threads),
          .frechet_m2 = as_generated.frechet_m2,
          .quality = as_generated.quality};
}

}  // namespace poseaae::metrics
