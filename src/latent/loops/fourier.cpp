#include <algorithm>
#include <cmath>
#include <numbers>

#include "loops.hpp"

namespace poseaae::latent::loops {

namespace {

/// w_h (harmonics + 1): the Matern spectrum at the loop's frequencies, of sum 1.
Eigen::VectorXd weights(double seconds, double time_scale_s, int harmonics) {
  Eigen::VectorXd w(harmonics + 1);
  for (int h = 0; h <= harmonics; ++h) {
    const double turns = 2.0 * std::numbers::pi * h / seconds * time_scale_s;  // times l: no units
    w[h] = (h == 0 ? 1.0 : 2.0) / std::pow(3.0 + turns * turns, 2);
  }
  return w / w.sum();
}

/// x(p) = sum_h a_h cos(h p) + b_h sin(h p), rows of a and b by harmonic, columns by dimension.
struct Series {
  Eigen::MatrixXd a;
  Eigen::MatrixXd b;

  Series(const Eigen::VectorXd& w, int dim, Random& random)
      : a(w.size(), dim), b(Eigen::MatrixXd::Zero(w.size(), dim)) {
    // By harmonics first, so that a loop of another frame rate, which can show more of them, is
    // the same loop.
    for (Eigen::Index h = 0; h < w.size(); ++h) {
      a.row(h) = std::sqrt(w[h]) * UnitSpace::normal(dim, random);
      if (h > 0) b.row(h) = std::sqrt(w[h]) * UnitSpace::normal(dim, random);
    }
  }

  /// Given x(0) = place, the law is that of x + Cov (what is missing), as below.
  void pass(const Eigen::VectorXd& place, const Eigen::VectorXd& w) {
    const Eigen::RowVectorXd missing = place.transpose() - a.colwise().sum();
    a += w * missing;
  }

  /// Given x(0) = place and x'(0) = 0, the law of the series is that of x + Cov (what is missing):
  /// the covariance of x(p) with x(0) is sum w_h cos(h p), with x'(0) sum w_h h sin(h p).
  void pass_at_rest(const Eigen::VectorXd& place, const Eigen::VectorXd& w) {
    const Eigen::VectorXd h =
        Eigen::VectorXd::LinSpaced(w.size(), 0.0, static_cast<double>(w.size() - 1));
    const Eigen::RowVectorXd velocity = h.transpose() * b;
    pass(place, w);
    b -= w.cwiseProduct(h) * velocity / w.dot(h.cwiseProduct(h));
  }

  [[nodiscard]] Eigen::MatrixXd points(int frames) const {
    Eigen::MatrixXd cosines(frames, a.rows());
    Eigen::MatrixXd sines(frames, a.rows());
    for (int t = 0; t < frames; ++t) {
      for (Eigen::Index h = 0; h < a.rows(); ++h) {
        // The angle within one turn, exactly: h t may be large.
        const auto turn = static_cast<double>((h * t) % frames) / frames;
        cosines(t, h) = std::cos(2.0 * std::numbers::pi * turn);
        sines(t, h) = std::sin(2.0 * std::numbers::pi * turn);
      }
    }
    return cosines * a + sines * b;
  }
};

Batch sample(const LoopContext& context) {
  const LoopOptions& options = context.options;
  const UnitSpace unit = unit_space(context);
  const int shown = (context.frames - 1) / 2;  // below half the frame rate
  const int harmonics = options.harmonics > 0 ? std::min(options.harmonics, shown) : shown;
  const Eigen::VectorXd w = weights(options.seconds, options.time_scale_s.value(), harmonics);
  Series series(w, context.space.dim(), context.random);
  if (context.start) {
    series.pass_at_rest(*unit.start_point(), w);
    return unit.latents(series.points(context.frames));
  }
  if (context.draw) series.pass(unit.drawn(context.random), w);
  return begin_where_slowest(unit.latents(series.points(context.frames)), context.metric);
}

}  // namespace

LoopKind fourier() {
  return {"fourier", "a smooth random walk that returns to its start", kTimeScale, sample};
}

}  // namespace poseaae::latent::loops
