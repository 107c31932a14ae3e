#include "poseaae/codec/triangular_map.hpp"

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/math/normal.hpp"

namespace poseaae::codec {

/// A mixture of Gaussians of the coordinate at which the walk stands, given those before it.
class TriangularMap::Walk {
 public:
  explicit Walk(const TriangularMap& map)
      : map_(map),
        log_weights_(map.log_weights_),
        noise_(map.means_.rows(), map.means_.cols()),
        weights_(log_weights_.size()),
        centres_(log_weights_.size()),
        scales_(log_weights_.size()) {
    arrive();
  }

  /// Phi^-1(F(z)) of this coordinate, from the smaller tail, which has all its digits.
  [[nodiscard]] double normal_of(double z) const {
    const bool below = z < middle_;
    double tail = 0.0;
    for (Eigen::Index k = 0; k < weights_.size(); ++k) {
      if (weights_[k] == 0.0) continue;
      const double u = (z - centres_[k]) / scales_[k];
      tail += weights_[k] * math::normal_cdf(below ? u : -u);
    }
    constexpr double kLeast = 1e-300;  // 37 standard deviations
    const double e = math::normal_quantile(std::clamp(tail, kLeast, 1.0 - 1e-16));
    return below ? e : -e;
  }
  /// F'(z), the density.
  [[nodiscard]] double density(double z) const {
    double sum = 0.0;
    for (Eigen::Index k = 0; k < weights_.size(); ++k) {
      if (weights_[k] == 0.0) continue;
      sum += weights_[k] * math::normal_density((z - centres_[k]) / scales_[k]) / scales_[k];
    }
    return sum;
  }
  /// The gradient of normal_of(z) by this coordinate and those before. `inverses` are L_k^-1,
  /// `by_past` (K, Z) the gradients of log w_k p_k(coordinates before).
  [[nodiscard]] Eigen::RowVectorXd slopes_of(double z, const std::vector<Eigen::MatrixXd>& inverses,
                                             const Eigen::MatrixXd& by_past) const {
    const Eigen::Index here = coordinate_ + 1;
    const Eigen::RowVectorXd mean = weights_.transpose() * by_past.leftCols(here);
    Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(here);
    for (Eigen::Index k = 0; k < weights_.size(); ++k) {
      if (weights_[k] == 0.0) continue;
      const double u = (z - centres_[k]) / scales_[k];
      // The gradients of the shares add to nothing, so either tail will do.
      const double tail = z < middle_ ? math::normal_cdf(u) : -math::normal_cdf(-u);
      sum += weights_[k] * (tail * (by_past.row(k).head(here) - mean) +
                            math::normal_density(u) *
                                inverses[static_cast<std::size_t>(k)].row(coordinate_).head(here));
    }
    return sum / math::normal_density(normal_of(z));
  }
  /// n_ki of a coordinate that the walk has passed.
  [[nodiscard]] double noise(Eigen::Index k, Eigen::Index i) const { return noise_(k, i); }
  /// The z with normal_of(z) = e: Newton's method, within bounds that halve where it leaves them. A
  /// component's own quantiles are on both sides of the mixture's.
  [[nodiscard]] double find(double e) const {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (Eigen::Index k = 0; k < weights_.size(); ++k) {
      if (weights_[k] == 0.0) continue;
      low = std::min(low, centres_[k] + scales_[k] * e);
      high = std::max(high, centres_[k] + scales_[k] * e);
    }
    double z = 0.5 * (low + high);
    constexpr int kMost = 100;
    for (int i = 0; i < kMost && high > low; ++i) {
      const double found = normal_of(z);
      (found > e ? high : low) = z;
      const double slope = density(z) / math::normal_density(found);
      double next = z - (found - e) / slope;
      if (!(next > low && next < high)) next = 0.5 * (low + high);
      if (std::abs(next - z) <= 1e-15 * (1.0 + std::abs(z))) return next;
      z = next;
    }
    return z;
  }
  /// Goes on to the next coordinate, this one being z.
  void pass(double z) {
    for (Eigen::Index k = 0; k < weights_.size(); ++k) {
      const double u = (z - centres_[k]) / scales_[k];
      noise_(k, coordinate_) = u;
      log_weights_[k] -= 0.5 * u * u + std::log(scales_[k]);
    }
    if (++coordinate_ < map_.means_.cols()) arrive();
  }

 private:
  void arrive() {
    const double largest = log_weights_.maxCoeff();
    weights_ = (log_weights_.array() - largest).exp();
    weights_ /= weights_.sum();
    middle_ = 0.0;
    for (Eigen::Index k = 0; k < weights_.size(); ++k) {
      const Eigen::MatrixXd& root = map_.roots_[static_cast<std::size_t>(k)];
      scales_[k] = root(coordinate_, coordinate_);
      centres_[k] = map_.means_(k, coordinate_) +
                    root.row(coordinate_).head(coordinate_).dot(noise_.row(k).head(coordinate_));
      middle_ += weights_[k] * centres_[k];
    }
  }

  const TriangularMap& map_;
  Eigen::VectorXd log_weights_;  ///< w_k p_k(coordinates before), but for a common factor
  BatchOf<double> noise_;        ///< (K, Z): L_k^-1 (z - m_k) so far
  Eigen::Index coordinate_ = 0;
  Eigen::VectorXd weights_, centres_, scales_;
  double middle_ = 0.0;  ///< the mean
};

TriangularMap::TriangularMap(const Mixture& mixture)
    : log_weights_(mixture.weights.array().log()), means_(mixture.means) {
  const MixtureDensity checked(mixture);  // throws
  for (int k = 0; k < mixture.components(); ++k) roots_.push_back(checked.root(k));
}

TriangularMap::Point TriangularMap::to_normal(const Eigen::VectorXd& z) const {
  Walk walk(*this);
  Point point{Eigen::VectorXd(z.size()), 0.0};
  for (Eigen::Index i = 0; i < z.size(); ++i) {
    point.normal[i] = walk.normal_of(z[i]);
    point.log_determinant +=
        std::log(walk.density(z[i])) - std::log(math::normal_density(point.normal[i]));
    walk.pass(z[i]);
  }
  return point;
}

Eigen::VectorXd TriangularMap::from_normal(const Eigen::VectorXd& e) const {
  Walk walk(*this);
  Eigen::VectorXd z(e.size());
  for (Eigen::Index i = 0; i < e.size(); ++i) {
    z[i] = walk.find(e[i]);
    walk.pass(z[i]);
  }
  return z;
}

Eigen::MatrixXd TriangularMap::slopes(const Eigen::VectorXd& z) const {
  std::vector<Eigen::MatrixXd> inverses;
  for (const Eigen::MatrixXd& root : roots_) {
    inverses.push_back(root.triangularView<Eigen::Lower>().solve(
        Eigen::MatrixXd::Identity(root.rows(), root.cols())));
  }
  Walk walk(*this);
  Eigen::MatrixXd slopes = Eigen::MatrixXd::Zero(z.size(), z.size());
  Eigen::MatrixXd by_past = Eigen::MatrixXd::Zero(means_.rows(), z.size());
  for (Eigen::Index i = 0; i < z.size(); ++i) {
    slopes.row(i).head(i + 1) = walk.slopes_of(z[i], inverses, by_past);
    walk.pass(z[i]);
    for (Eigen::Index k = 0; k < by_past.rows(); ++k) {
      by_past.row(k) -= walk.noise(k, i) * inverses[static_cast<std::size_t>(k)].row(i);
    }
  }
  return slopes;
}

}  // namespace poseaae::codec
