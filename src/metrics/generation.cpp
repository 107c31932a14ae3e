#include "poseaae/metrics/generation.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <algorithm>

#include "moments.hpp"
#include "pose_panels.hpp"
#include "poseaae/core/error.hpp"
#include "poseaae/core/parallel.hpp"

namespace poseaae::metrics {

namespace {

using Solver = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;

Eigen::MatrixXd square_root(const Eigen::MatrixXd& covariance) {
  const Solver eigen(covariance);
  return eigen.eigenvectors() * eigen.eigenvalues().cwiseMax(0.0).cwiseSqrt().asDiagonal() *
         eigen.eigenvectors().transpose();
}

/// Share of `points` that lie within the ball of some row of `centres`.
double share_covered(const Rows& centres, const Eigen::VectorXd& radius, const Rows& points,
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

}  // namespace

double frechet_distance(const Rows& a, const Rows& b) {
  require_same_width(a, b);
  const Moments first = Moments::of(a);
  const Moments second = Moments::of(b);
  const Eigen::MatrixXd root = square_root(first.covariance);
  const Eigen::MatrixXd product = root * second.covariance * root;
  const Solver eigen(0.5 * (product + product.transpose()), Eigen::EigenvaluesOnly);
  const double overlap = eigen.eigenvalues().cwiseMax(0.0).cwiseSqrt().sum();
  return (first.mean - second.mean).squaredNorm() + first.covariance.trace() +
         second.covariance.trace() - 2.0 * overlap;
}

PrecisionRecall precision_recall(const Rows& real, const Rows& generated, int k, int threads) {
  require_same_width(real, generated);
  return {
      .precision = share_covered(real, neighbour_radius(real, k, threads), generated, threads),
      .recall = share_covered(generated, neighbour_radius(generated, k, threads), real, threads)};
}

Generation generation(const Rows& generated, const Rows& train, const Rows& held_out,
                      const GenerationOptions& options) {
  // Of every sample as many, so that the generated and the held-out poses are measured alike.
  const auto count = static_cast<int>(std::min({static_cast<Eigen::Index>(options.pairwise_rows),
                                                generated.rows(), train.rows(), held_out.rows()}));
  const Rows some_generated = spread_rows(generated, count);
  const Rows some_train = spread_rows(train, count);
  const Rows some_held_out = spread_rows(held_out, count);
  const int threads = options.threads;
  return {.nearest_m = nearest(generated, train, threads).distance_m,
          .held_out_nearest_m = nearest(held_out, train, threads).distance_m,
          .pairwise_m = average_pairwise_distance(some_generated, threads),
          .train_pairwise_m = average_pairwise_distance(some_train, threads),
          .frechet_m2 = frechet_distance(generated, train),
          .held_out_frechet_m2 = frechet_distance(held_out, train),
          .quality = precision_recall(some_train, some_generated, options.k, threads),
          .held_out_quality = precision_recall(some_train, some_held_out, options.k, threads)};
}

}  // namespace poseaae::metrics
