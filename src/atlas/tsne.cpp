#include "poseaae/atlas/tsne.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/metrics/pca.hpp"

namespace poseaae::atlas {

namespace {

constexpr double kEarlyMomentum = 0.5;
constexpr double kMomentum = 0.8;
constexpr int kReportEvery = 50;

/// |x_i - x_j|^2 from point i to all, double precision.
Eigen::ArrayXd squared_distances(const Eigen::MatrixXd& points, Eigen::Index i) {
  return (points.rowwise() - points.row(i)).rowwise().squaredNorm().array();
}

/// p_j|i of one row: bisection on b, whose entropy falls as it grows.
Eigen::ArrayXd conditional(const Eigen::ArrayXd& distances, Eigen::Index i, double perplexity) {
  constexpr int kMaxSteps = 200;
  constexpr double kTolerance = 1e-10;
  const double wanted = std::log(perplexity);
  // What is nearest costs nothing: the exponentials of far rows cannot all vanish.
  Eigen::ArrayXd shifted = distances;
  shifted[i] = std::numeric_limits<double>::infinity();
  shifted -= shifted.minCoeff();
  const double mean_distance = shifted.isFinite().select(shifted, 0.0).mean();
  const double scale = mean_distance > 0.0 ? mean_distance : 1.0;
  constexpr double kSteepest = 1e12;  // more equally near points than the perplexity asks for
  double low = 0.0;
  double high = std::numeric_limits<double>::infinity();
  double beta = 1.0 / scale;
  Eigen::ArrayXd weights;
  for (int step = 0; step < kMaxSteps; ++step) {
    weights = (-beta * shifted).exp();
    weights[i] = 0.0;
    const double sum = weights.sum();
    const double mean = (weights > 0.0).select(weights * shifted, 0.0).sum() / sum;
    const double entropy = std::log(sum) + beta * mean;
    weights /= sum;
    if (std::abs(entropy - wanted) < kTolerance || beta * scale > kSteepest) break;
    (entropy > wanted ? low : high) = beta;
    beta = std::isinf(high) ? 2.0 * beta : 0.5 * (low + high);
  }
  return weights;
}

Eigen::MatrixX2d first_positions(const Batch& points) {
  constexpr double kSpread = 1e-4;
  Eigen::MatrixX2d positions = Eigen::MatrixX2d::Zero(points.rows(), 2);
  const int axes = static_cast<int>(std::min<Eigen::Index>(2, points.cols()));
  positions.leftCols(axes) =
      metrics::Pca::fit(points, axes).latents(points).cast<double>() * kSpread;
  return positions;
}

}  // namespace

void TsneOptions::validate() const {
  const auto require = [](bool good, const char* what, double found) {
    if (!good) throw UsageError(fmt::format("t-SNE: expected {}, found {:g}", what, found));
  };
  require(perplexity > 1.0, "a perplexity above 1", perplexity);
  require_between("t-SNE", iterations, 1, 1'000'000, " iterations");
  require(exaggerated >= 0, "0 or more exaggerated iterations", exaggerated);
  require(exaggeration >= 1.0, "an exaggeration of at least 1", exaggeration);
}

Eigen::MatrixXd neighbour_affinities(const Batch& points, double perplexity, int threads) {
  const Eigen::Index n = points.rows();
  if (!(perplexity > 1.0 && perplexity <= static_cast<double>(n - 1) / 3.0)) {
    throw UsageError(
        fmt::format("t-SNE: expected a perplexity above 1 and at most a third of the number of "
                    "other points ({:.4g}), found {:g}; use more points or a smaller perplexity",
                    static_cast<double>(n - 1) / 3.0, perplexity));
  }
  if (!points.allFinite())
    throw UsageError("t-SNE: expected finite coordinates, found one that is not");
  const Eigen::MatrixXd exact = points.cast<double>();
  Eigen::MatrixXd p(n, n);
  parallel_for(static_cast<std::size_t>(n), threads, [&](std::size_t row) {
    const auto i = static_cast<Eigen::Index>(row);
    p.col(i) = conditional(squared_distances(exact, i), i, perplexity);
  });
  return (p + p.transpose().eval()) / (2.0 * static_cast<double>(n));
}

template <typename Scalar>
double tsne_divergence(const Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>& affinities,
                       const Eigen::Matrix<Scalar, Eigen::Dynamic, 2>& positions) {
  // sum p log(p / w) + log(sum w), as p sums to 1.
  double crossed = 0.0, weights = 0.0;
  const Eigen::MatrixX2d exact = positions.template cast<double>();
  for (Eigen::Index i = 0; i < positions.rows(); ++i) {
    const Eigen::ArrayXd p = affinities.col(i).array().template cast<double>();
    const Eigen::ArrayXd w =
        (1.0 + (exact.rowwise() - exact.row(i)).rowwise().squaredNorm().array()).inverse();
    weights += w.sum() - w[i];
    crossed += (p > 0.0).select(p * (p / w).log(), 0.0).sum();
  }
  return crossed + std::log(weights);
}

template <typename Scalar>
Eigen::Matrix<Scalar, Eigen::Dynamic, 2> tsne_gradient(
    const Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>& affinities,
    const Eigen::Matrix<Scalar, Eigen::Dynamic, 2>& positions, double exaggeration, int threads) {
  using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;
  const Eigen::Index n = positions.rows();
  const Array x = positions.col(0).array(), y = positions.col(1).array();
  // sum_j (p_ij - q_ij) w_ij d_ij falls into attraction and repulsion; the sum of all w, by which q
  // is divided, is known after one pass over all pairs.
  Eigen::Matrix<Scalar, Eigen::Dynamic, 2> attraction(n, 2), repulsion(n, 2);
  Eigen::VectorXd weights(n);
  parallel_for(static_cast<std::size_t>(n), threads, [&](std::size_t row) {
    const auto i = static_cast<Eigen::Index>(row);
    const Scalar xi = x[i], yi = y[i];
    const Array w = (Scalar(1) + (xi - x).square() + (yi - y).square()).inverse();
    const Array pulled = affinities.col(i).array() * w;
    const Array pushed = w.square();
    attraction.row(i) << (pulled * (xi - x)).sum(), (pulled * (yi - y)).sum();
    repulsion.row(i) << (pushed * (xi - x)).sum(), (pushed * (yi - y)).sum();
    weights[i] = static_cast<double>(w.sum()) - 1.0;  // without its own
  });
  return Scalar(4) * (static_cast<Scalar>(exaggeration) * attraction -
                      static_cast<Scalar>(1.0 / weights.sum()) * repulsion);
}

template double tsne_divergence(const Eigen::MatrixXf&, const Eigen::MatrixX2f&);
template double tsne_divergence(const Eigen::MatrixXd&, const Eigen::MatrixX2d&);
template Eigen::MatrixX2f tsne_gradient(const Eigen::MatrixXf&, const Eigen::MatrixX2f&, double,
                                        int);
template Eigen::MatrixX2d tsne_gradient(const Eigen::MatrixXd&, const Eigen::MatrixX2d&, double,
                                        int);

TsneResult tsne(const Batch& points, const TsneOptions& options) {
  options.validate();
  const Eigen::Index n = points.rows();
  const Eigen::MatrixXf affinities =
      neighbour_affinities(points, options.perplexity, options.threads).cast<float>();
  Eigen::MatrixX2d positions = first_positions(points);
  Eigen::MatrixX2d velocity = Eigen::MatrixX2d::Zero(n, 2);
  Eigen::ArrayX2d gains = Eigen::ArrayX2d::Ones(n, 2);
  // Belkina's N / exaggeration, whose gradient lacks the factor 4.
  const double rate = std::max(static_cast<double>(n) / options.exaggeration / 4.0, 50.0);
  TsneResult result;
  for (int i = 0; i < options.iterations; ++i) {
    const bool early = i < options.exaggerated;
    const Eigen::MatrixX2d gradient =
        tsne_gradient<float>(affinities, positions.cast<float>(),
                             early ? options.exaggeration : 1.0, options.threads)
            .cast<double>();
    // A coordinate that keeps its direction speeds up, one that swings slows down (Jacobs 1988).
    const auto swings = velocity.array() * gradient.array() >= 0.0;
    gains = swings.select(0.8 * gains, gains + 0.2).max(0.01);
    velocity = (early ? kEarlyMomentum : kMomentum) * velocity -
               rate * (gains * gradient.array()).matrix();
    positions += velocity;
    positions.rowwise() -= positions.colwise().mean().eval();
    if ((i + 1) % kReportEvery == 0 || i + 1 == options.iterations) {
      result.divergence.push_back(tsne_divergence<float>(affinities, positions.cast<float>()));
    }
  }
  result.positions = std::move(positions);
  return result;
}

}  // namespace poseaae::atlas
