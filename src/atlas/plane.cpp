#include "poseaae/atlas/plane.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "poseaae/base/error.hpp"
#include "poseaae/metrics/pca.hpp"

namespace poseaae::atlas {

namespace {

constexpr int kNeighbours = 8;
constexpr int kReach = 4;  ///< the neighbour whose distance is the width of the weights

void check(const Batch& latents) {
  if (latents.rows() >= 3 && latents.cols() >= 2) return;
  throw UsageError(
      fmt::format("map: expected at least 3 encodings with at least 2 latents each, found {} with "
                  "{}; encode more poses",
                  latents.rows(), latents.cols()));
}

}  // namespace

Plane Plane::principal(const Batch& latents, int max_count) {
  check(latents);
  const int dims = static_cast<int>(latents.cols());
  const auto pca = metrics::Pca::fit(latents, dims);
  const double total = std::max(pca.variances.sum(), 1e-300);
  Plane plane;
  Axes axes{pca.mean.transpose(), Eigen::MatrixX2d(dims, 2)};
  for (int k = 0; k < 2; ++k) {
    // D holds the directions times the deviation along them.
    const double deviation = std::sqrt(pca.variances[k]);
    axes.directions.col(k) = deviation > 0.0 ? Eigen::VectorXd(pca.decode.col(k) / deviation)
                                             : Eigen::VectorXd::Zero(dims);
  }
  const auto label = [&](int k) {
    return fmt::format("principal component {} ({:.0f} % of the variance)", k + 1,
                       100.0 * pca.variances[k] / total);
  };
  plane.x_label_ = label(0);
  plane.y_label_ = label(1);
  plane.note_ =
      fmt::format("PCA of {} encodings with {} latents: the plane shows {:.0f} % of their variance",
                  latents.rows(), dims, 100.0 * (pca.variances[0] + pca.variances[1]) / total);
  plane.axes_ = std::move(axes);
  plane.rows_ = spread_over(latents.rows(), max_count);
  plane.positions_ = plane.place(latents(plane.rows_, Eigen::all));
  return plane;
}

Plane Plane::neighbours(const Batch& latents, const TsneOptions& options, int max_count) {
  constexpr int kFewest = 5;  // a perplexity is above 1 and at most a third of the other points
  check(latents);
  if (std::min<Eigen::Index>(latents.rows(), max_count) < kFewest) {
    throw UsageError(fmt::format(
        "map: expected at least {} encodings for t-SNE, found {}; encode more poses, or show the "
        "principal components (pca)",
        kFewest, std::min<Eigen::Index>(latents.rows(), max_count)));
  }
  Plane plane;
  plane.rows_ = spread_over(latents.rows(), max_count);
  plane.latents_ = latents(plane.rows_, Eigen::all);
  const auto result = tsne(plane.latents_, options);
  plane.positions_ = result.positions;
  plane.note_ = fmt::format(
      "t-SNE of {} of {} encodings, perplexity {:g}: points that lie close together are alike; "
      "large distances and the axes have no meaning",
      plane.rows_.size(), latents.rows(), options.perplexity);
  return plane;
}

Eigen::MatrixX2d Plane::place(const Batch& points) const {
  const Eigen::Index dims = axes_ ? axes_->mean.size() : latents_.cols();
  if (points.cols() != dims) {
    throw UsageError(fmt::format(
        "map: expected points with {} latents, found {}; use encodings of the same model", dims,
        points.cols()));
  }
  if (axes_) return (points.cast<double>().rowwise() - axes_->mean) * axes_->directions;

  const auto count = static_cast<std::size_t>(latents_.rows());
  const std::size_t near = std::min<std::size_t>(kNeighbours, count);
  std::vector<int> order(count);
  Eigen::MatrixX2d positions(points.rows(), 2);
  for (Eigen::Index t = 0; t < points.rows(); ++t) {
    const Eigen::VectorXd distance =
        (latents_.rowwise() - points.row(t)).rowwise().norm().cast<double>();
    std::iota(order.begin(), order.end(), 0);
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(near), order.end(),
                      [&](int a, int b) {
                        return distance[a] != distance[b] ? distance[a] < distance[b] : a < b;
                      });
    if (distance[order[0]] == 0.0) {
      positions.row(t) = positions_.row(order[0]);
      continue;
    }
    // Relative to the nearest, so that a point far from all encodings still has weights.
    const double nearest = distance[order[0]];
    const double width = std::max(distance[order[std::min<std::size_t>(kReach, near) - 1]], 1e-12);
    Eigen::RowVector2d sum(0, 0);
    double weights = 0.0;
    for (std::size_t k = 0; k < near; ++k) {
      const double d = distance[order[k]];
      const double weight = std::exp(-(d * d - nearest * nearest) / (2.0 * width * width));
      sum += weight * positions_.row(order[k]);
      weights += weight;
    }
    positions.row(t) = sum / weights;
  }
  return positions;
}

}  // namespace poseaae::atlas
