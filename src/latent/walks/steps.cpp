#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <vector>

#include "poseaae/base/error.hpp"
#include "walks.hpp"

namespace poseaae::latent::walks {

namespace {

/// Of the deviations within a component of the mixture: a little calmer than it is, which makes
/// steps nearer to recorded ones (docs/METHOD.md).
constexpr double kCalm = 0.8;

Eigen::MatrixXd inverse(const Eigen::MatrixXd& positive) {
  return positive.llt().solve(Eigen::MatrixXd::Identity(positive.rows(), positive.cols()));
}

/// x' given x: its prior is the model's mixture (one component of N(0, I), where it has none), and
/// x is seen through the model's steps backwards, x = R^T x' + (I - R^T R)^(1/2) n. A step is
/// expected no farther from its component's mean than sqrt(Z) standard deviations, as far as most
/// points are: what is seen would otherwise lead walks out of wide components, farther with every
/// step.
class Steps {
 public:
  Steps(const LatentGaussian& space, double spread)
      : forward_(inverse(Eigen::MatrixXd::Identity(space.dim(), space.dim()) -
                         space.steps() * space.steps().transpose()) *
                 space.steps()) {
    const Eigen::MatrixXd& follow = space.steps();
    const auto identity = Eigen::MatrixXd::Identity(space.dim(), space.dim());
    const Eigen::MatrixXd seen = inverse(identity - follow * follow.transpose()) - identity;
    const codec::Mixture mixture = space.mixture();
    for (int k = 0; k < mixture.components(); ++k) {
      const Eigen::MatrixXd precision =
          inverse(mixture.covariances[k]) / (kCalm * kCalm * spread * spread);
      const Eigen::MatrixXd covariance = inverse(precision + seen);
      const Eigen::VectorXd mean = mixture.means.row(k).transpose();
      const auto log_determinant = [](const Eigen::MatrixXd& matrix) {
        return 2.0 * matrix.llt().matrixLLT().diagonal().array().log().sum();
      };
      components_.push_back(
          {.precision = precision,
           .pull = precision * mean,
           .covariance = covariance,
           .root = covariance.llt().matrixL(),
           .prior_root = (kCalm * spread) * mixture.covariances[k].llt().matrixL().toDenseMatrix(),
           .mean = mean,
           .weight = mixture.weights[k],
           .log_scale = std::log(mixture.weights[k]) +
                        0.5 * (log_determinant(precision) + log_determinant(covariance) -
                               mean.dot(precision * mean))});
    }
  }

  /// From the mixture alone.
  [[nodiscard]] Eigen::VectorXd first(Random& random) const {
    std::vector<double> weights;
    for (const Component& component : components_) weights.push_back(component.weight);
    const Component& chosen = components_[drawn(weights, random)];
    return chosen.mean +
           chosen.prior_root * UnitSpace::normal(static_cast<int>(chosen.mean.size()), random);
  }

  [[nodiscard]] Eigen::VectorXd next(const Eigen::VectorXd& x, Random& random) const {
    const Eigen::VectorXd seen = forward_ * x;
    std::vector<double> weights;
    std::vector<Eigen::VectorXd> means;
    for (const Component& component : components_) {
      const Eigen::VectorXd pull = component.pull + seen;
      means.emplace_back(component.covariance * pull);
      weights.push_back(component.log_scale + 0.5 * pull.dot(means.back()));
    }
    const double largest = *std::ranges::max_element(weights);
    for (double& weight : weights) weight = std::exp(weight - largest);
    const std::size_t k = drawn(weights, random);
    return components_[k].within(means[k]) +
           components_[k].root * UnitSpace::normal(static_cast<int>(x.size()), random);
  }

 private:
  struct Component {
    /// x', or the point on the way to it from the mean that is as far as most points are.
    [[nodiscard]] Eigen::VectorXd within(const Eigen::VectorXd& x) const {
      const Eigen::VectorXd away = x - mean;
      const double squared = away.dot(precision * away);
      const auto usual = static_cast<double>(x.size());
      if (squared <= usual) return x;
      return mean + std::sqrt(usual / squared) * away;
    }

    Eigen::MatrixXd precision;   ///< C^-1
    Eigen::VectorXd pull;        ///< C^-1 m
    Eigen::MatrixXd covariance;  ///< of x', given x
    Eigen::MatrixXd root;        ///< of that
    Eigen::MatrixXd prior_root;  ///< of C
    Eigen::VectorXd mean;
    double weight;
    double log_scale;
  };

  /// An index with a probability in proportion to its weight.
  static std::size_t drawn(const std::vector<double>& weights, Random& random) {
    double total = 0.0;
    for (const double weight : weights) total += weight;
    double left = random.uniform(0.0, total);
    for (std::size_t k = 0; k + 1 < weights.size(); ++k) {
      left -= weights[k];
      if (left < 0.0) return k;
    }
    return weights.size() - 1;
  }

  Eigen::MatrixXd forward_;  ///< (I - R R^T)^-1 R
  std::vector<Component> components_;
};

/// The law of the space's steps. @throws UsageError where it has none
Steps law_of(const LatentGaussian& space, double spread) {
  if (space.steps().size() == 0) {
    throw UsageError(
        "kind of walk: 'steps' needs a model that knows how its points follow one another, one of "
        "windows; use matern");
  }
  return {space, spread};
}

/// Where a walk begins, in whitened coordinates.
Eigen::VectorXd first_point(const WalkContext& context, const Steps& steps) {
  const UnitSpace unit{context.space, context.start, context.draw, 1.0};
  if (context.start) return *unit.start_point();
  if (context.draw) return context.options.spread * unit.drawn(context.random);
  return steps.first(context.random);
}

class Stepping final : public WalkCourse {
 public:
  explicit Stepping(const WalkContext& context)
      : random_(context.random),
        steps_(law_of(context.space, context.options.spread)),
        x_(first_point(context, steps_)) {}

  [[nodiscard]] Eigen::VectorXd point() const override { return x_; }
  void step() override { x_ = steps_.next(x_, random_); }

 private:
  Random& random_;
  Steps steps_;
  Eigen::VectorXd x_;
};

}  // namespace

std::vector<Eigen::MatrixXd> walks_of_steps(const WalkContext& context, int walks) {
  const Steps steps = law_of(context.space, context.options.spread);
  std::vector<Eigen::MatrixXd> all;
  for (int i = 0; i < walks; ++i) {
    Eigen::VectorXd x = first_point(context, steps);
    Eigen::MatrixXd points(context.options.count, context.space.dim());
    points.row(0) = x;
    for (int t = 1; t < context.options.count; ++t) {
      x = steps.next(x, context.random);
      points.row(t) = x;
    }
    all.push_back(std::move(points));
  }
  return all;
}

WalkKind steps() {
  return {"steps", "each window goes on from the one before as in the clips that were learned",
          std::nullopt, course_of<Stepping>};
}

}  // namespace poseaae::latent::walks
