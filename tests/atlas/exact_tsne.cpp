#include "exact_tsne.hpp"

#include <cmath>
#include <limits>

#include "poseaae/metrics/pca.hpp"

namespace poseaae::test {

Eigen::MatrixXd exact_affinities(const Batch& points, double perplexity) {
  const Eigen::Index n = points.rows();
  const Eigen::MatrixXd exact = points.cast<double>();
  Eigen::MatrixXd p(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    Eigen::ArrayXd d = (exact.rowwise() - exact.row(i)).rowwise().squaredNorm().array();
    d[i] = std::numeric_limits<double>::infinity();
    d -= d.minCoeff();
    Eigen::ArrayXd weights;
    double low = 0.0, high = 1e12;
    for (int step = 0; step < 200; ++step) {
      const double beta = step < 60 ? std::sqrt(std::max(low, 1e-12) * high) : 0.5 * (low + high);
      weights = (-beta * d).exp();
      weights[i] = 0.0;
      const double sum = weights.sum();
      const double mean = (weights > 0.0).select(weights * d, 0.0).sum() / sum;
      (std::log(sum) + beta * mean > std::log(perplexity) ? low : high) = beta;
      weights /= sum;
    }
    p.col(i) = weights;
  }
  return (p + p.transpose().eval()) / (2.0 * static_cast<double>(n));
}

double exact_divergence(const Eigen::MatrixXd& affinities, const Eigen::MatrixX2d& positions) {
  double crossed = 0.0, sum = 0.0;
  for (Eigen::Index i = 0; i < positions.rows(); ++i) {
    for (Eigen::Index j = 0; j < positions.rows(); ++j) {
      if (i == j) continue;
      const double w = 1.0 / (1.0 + (positions.row(i) - positions.row(j)).squaredNorm());
      sum += w;
      if (affinities(i, j) > 0.0) crossed += affinities(i, j) * std::log(affinities(i, j) / w);
    }
  }
  return crossed + affinities.sum() * std::log(sum);
}

Eigen::MatrixX2d exact_gradient(const Eigen::MatrixXd& affinities,
                                const Eigen::MatrixX2d& positions, double exaggeration) {
  const Eigen::Index n = positions.rows();
  Eigen::MatrixX2d attraction(n, 2), repulsion(n, 2);
  double sum = 0.0;
  for (Eigen::Index i = 0; i < n; ++i) {
    const Eigen::ArrayXd dx = positions(i, 0) - positions.col(0).array();
    const Eigen::ArrayXd dy = positions(i, 1) - positions.col(1).array();
    const Eigen::ArrayXd w = (1.0 + dx.square() + dy.square()).inverse();
    const Eigen::ArrayXd pulled = affinities.col(i).array() * w;
    attraction.row(i) << (pulled * dx).sum(), (pulled * dy).sum();
    repulsion.row(i) << (w.square() * dx).sum(), (w.square() * dy).sum();
    sum += w.sum() - 1.0;  // without its own
  }
  return 4.0 * (exaggeration * attraction - repulsion / sum);
}

Eigen::MatrixX2d exact_tsne(const Batch& points, const atlas::TsneOptions& options) {
  const Eigen::MatrixXd p = exact_affinities(points, options.perplexity);
  Eigen::MatrixX2d y = metrics::Pca::fit(points, 2).latents(points).cast<double>() * 1e-4;
  Eigen::MatrixX2d velocity = Eigen::MatrixX2d::Zero(y.rows(), 2);
  Eigen::ArrayX2d gains = Eigen::ArrayX2d::Ones(y.rows(), 2);
  const double rate = std::max(static_cast<double>(y.rows()) / options.exaggeration / 4.0, 50.0);
  for (int i = 0; i < options.iterations; ++i) {
    const bool early = i < options.exaggerated;
    const Eigen::MatrixX2d gradient = exact_gradient(p, y, early ? options.exaggeration : 1.0);
    const auto swings = velocity.array() * gradient.array() >= 0.0;
    gains = swings.select(0.8 * gains, gains + 0.2).max(0.01);
    velocity = (early ? 0.5 : 0.8) * velocity - rate * (gains * gradient.array()).matrix();
    y += velocity;
    y.rowwise() -= y.colwise().mean().eval();
  }
  return y;
}

}  // namespace poseaae::test
