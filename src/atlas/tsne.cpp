#include "poseaae/atlas/tsne.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/atlas/affinities.hpp"
#include "poseaae/atlas/repulsion.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/base/thread_team.hpp"
#include "poseaae/kernels/embedding.hpp"
#include "poseaae/metrics/pca.hpp"
#include "share_out.hpp"

namespace poseaae::atlas {

namespace {

constexpr double kEarlyMomentum = 0.5;
constexpr double kMomentum = 0.8;
constexpr int kReportEvery = 50;

/// A point on the map as it moves.
struct Moving {
  double place[2];
  double velocity[2];
  double gain[2];
};

/// What a step does with the gradient.
struct Rates {
  double learning;
  double momentum;
  double exaggeration;
};

/// The distinct points of a map, and their way downhill.
class Descent {
 public:
  Descent(Affinities affinities, const Eigen::MatrixX2d& start, int threads)
      : affinities_(std::move(affinities)),
        repulsion_(affinities_.times),
        team_(members(affinities_.points(), threads)),
        points_(affinities_.points()),
        places_(2 * points_.size()),
        push_(2 * points_.size()) {
    for (std::size_t a = 0; a < points_.size(); ++a) {
      const auto row = static_cast<Eigen::Index>(a);
      points_[a] = {{start(row, 0), start(row, 1)}, {0, 0}, {1, 1}};
      all_ += affinities_.times[a];
    }
  }

  void step(const Rates& rates) {
    const double weights = look();
    share_out(team_, pieces(points_.size()), [&](std::size_t i) {
      const auto [first, end] = piece(i, points_.size());
      for (std::size_t a = first; a < end; ++a) move(a, weights, rates);
    });
    centre();
  }

  /// sum p log(p / w) + log(sum w), as p sums to 1.
  [[nodiscard]] double divergence() {
    const double weights = look();
    std::vector<double> parts(pieces(points_.size()));
    share_out(team_, parts.size(), [&](std::size_t i) {
      const auto [first, end] = piece(i, points_.size());
      for (std::size_t a = first; a < end; ++a) parts[i] += affinities_.times[a] * spread_of(a);
    });
    double sum = affinities_.information + std::log(weights);
    for (const double part : parts) sum += part;
    return sum;
  }

  [[nodiscard]] const std::vector<Moving>& points() const noexcept { return points_; }

 private:
  /// A step of fewer points is over before a second thread is awake.
  static int members(std::size_t points, int threads) {
    constexpr std::size_t kPointsEach = 2048;
    return static_cast<int>(
        std::min(static_cast<std::size_t>(thread_count(threads)), 1 + points / kPointsEach));
  }
  /// Places in single precision, and the push on them; returns the sum of weights.
  double look() {
    for (std::size_t a = 0; a < points_.size(); ++a) {
      places_[2 * a] = static_cast<float>(points_[a].place[0]);
      places_[2 * a + 1] = static_cast<float>(points_[a].place[1]);
    }
    return repulsion_(places_, team_, push_);
  }

  /// Down the gradient 4 (sum_b (P_ab / m_a) w d - push_a / sum w) of one of the points in a's
  /// place. A coordinate that keeps its direction speeds up, one that swings slows down (Jacobs
  /// 1988).
  void move(std::size_t a, double weights, const Rates& rates) {
    const std::size_t first = affinities_.first[a];
    float pull[2];
    table_.attract((affinities_.first[a + 1] - first) / kernels::kLanes, &affinities_.which[first],
                   &affinities_.share[first], places_.data(), &places_[2 * a], pull);
    Moving& point = points_[a];
    for (int d = 0; d < 2; ++d) {
      const double gradient =
          4.0 * (rates.exaggeration * static_cast<double>(pull[d]) -
                 static_cast<double>(push_[2 * a + static_cast<std::size_t>(d)]) / weights);
      double& velocity = point.velocity[d];
      double& gain = point.gain[d];
      gain = std::max(velocity * gradient >= 0.0 ? 0.8 * gain : gain + 0.2, 0.01);
      velocity = rates.momentum * velocity - rates.learning * gain * gradient;
      point.place[d] += velocity;
    }
  }

  /// Moves the mean of all points to the origin.
  void centre() {
    double sum[2] = {0, 0};
    for (std::size_t a = 0; a < points_.size(); ++a) {
      for (int d = 0; d < 2; ++d) sum[d] += affinities_.times[a] * points_[a].place[d];
    }
    for (Moving& point : points_) {
      for (int d = 0; d < 2; ++d) point.place[d] -= sum[d] / all_;
    }
  }

  /// sum_b (P_ab / m_a) log(1 + d_ab^2)
  [[nodiscard]] double spread_of(std::size_t a) const {
    double sum = 0.0;
    for (std::size_t e = affinities_.first[a]; e < affinities_.first[a + 1]; ++e) {
      const auto b = static_cast<std::size_t>(affinities_.which[e]);
      const double dx = points_[a].place[0] - points_[b].place[0];
      const double dy = points_[a].place[1] - points_[b].place[1];
      sum += affinities_.share[e] * std::log(1.0 + dx * dx + dy * dy);
    }
    return sum;
  }

  Affinities affinities_;
  Repulsion repulsion_;
  ThreadTeam team_;
  const kernels::EmbeddingTable& table_ = kernels::embedding_table(kernels::active_level());
  std::vector<Moving> points_;
  std::vector<float> places_;  ///< pairs x y
  std::vector<float> push_;
  double all_ = 0.0;  ///< number of points with their repetitions
};

Eigen::MatrixX2d first_positions(const Batch& points, const Batch& distinct) {
  constexpr double kSpread = 1e-4;
  Eigen::MatrixX2d positions = Eigen::MatrixX2d::Zero(distinct.rows(), 2);
  const int axes = static_cast<int>(std::min<Eigen::Index>(2, points.cols()));
  positions.leftCols(axes) =
      metrics::Pca::fit(points, axes).latents(distinct).cast<double>() * kSpread;
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

TsneResult tsne(const Batch& points, const TsneOptions& options) {
  options.validate();
  const DistinctRows distinct = distinct_rows(points);
  Affinities held = affinities(distinct, options.perplexity, options.threads);
  Descent descent(std::move(held), first_positions(points, distinct.rows), options.threads);
  // Belkina's N / exaggeration, whose gradient lacks the factor 4.
  const double rate =
      std::max(static_cast<double>(points.rows()) / options.exaggeration / 4.0, 50.0);
  TsneResult result;
  for (int i = 0; i < options.iterations; ++i) {
    const bool early = i < options.exaggerated;
    descent.step({.learning = rate,
                  .momentum = early ? kEarlyMomentum : kMomentum,
                  .exaggeration = early ? options.exaggeration : 1.0});
    if ((i + 1) % kReportEvery == 0 || i + 1 == options.iterations) {
      result.divergence.push_back(descent.divergence());
    }
  }
  result.positions.resize(points.rows(), 2);
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    const Moving& point =
        descent.points()[static_cast<std::size_t>(distinct.of[static_cast<std::size_t>(i)])];
    result.positions.row(i) << point.place[0], point.place[1];
  }
  return result;
}

}  // namespace poseaae::atlas
