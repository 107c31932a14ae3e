#include "poseaae/latent/trajectory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/territory.hpp"
#include "poseaae/metrics/gamma.hpp"

namespace poseaae::latent {

namespace {

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double maximum(const std::vector<double>& values) {
  return *std::max_element(values.begin(), values.end());
}

}  // namespace

double chi_quantile(int dim, double probability) {
  if (dim < 1 || !(probability > 0.0 && probability < 1.0)) {
    throw UsageError(
        fmt::format("chi quantile: expected at least 1 dimension and a probability between 0 and "
                    "1, found {} and {}",
                    dim, probability));
  }
  return metrics::chi_quantile(dim, probability);
}

double TrajectoryDiagnostics::share_in_shell() const {
  const auto inside = std::count_if(norm.begin(), norm.end(), [&](double value) {
    return value >= shell_low && value <= shell_high;
  });
  return norm.empty() ? 0.0 : static_cast<double>(inside) / static_cast<double>(norm.size());
}

TrajectoryDiagnostics diagnose(const LatentPath& path, const LatentGaussian& space,
                               const codec::FlowMap* flow) {
  if (path.frames() == 0 || path.dim() != space.dim()) {
    throw UsageError(fmt::format("diagnostics: expected a path of {} latents, found {} x {}",
                                 space.dim(), path.frames(), path.dim()));
  }
  const int frames = path.frames();
  const Eigen::MatrixXd e = space.whiten(path.points).cast<double>();
  TrajectoryDiagnostics result;
  result.fps = path.fps;
  result.dim = path.dim();
  constexpr double kTail = 0.025;
  result.shell = std::sqrt(static_cast<double>(path.dim()));
  result.shell_low = chi_quantile(path.dim(), kTail);
  result.shell_high = chi_quantile(path.dim(), 1.0 - kTail);
  const auto end_speed = [&](int t, int inward) {  // one-sided, second order where three points are
    if (frames == 1) return 0.0;
    if (frames == 2) return (e.row(1) - e.row(0)).norm() * path.fps;
    return (-3.0 * e.row(t) + 4.0 * e.row(t + inward) - e.row(t + 2 * inward)).norm() * path.fps /
           2.0;
  };
  for (int t = 0; t < frames; ++t) {
    const bool first = t == 0;
    const bool last = t == frames - 1;
    result.time_s.push_back(t / path.fps);
    result.norm.push_back(e.row(t).norm());
    result.speed.push_back(first || last ? end_speed(t, first ? 1 : -1)
                                         : (e.row(t + 1) - e.row(t - 1)).norm() * path.fps / 2.0);
    const int middle = std::clamp(t, 1, std::max(frames - 2, 1));
    result.acceleration.push_back(
        frames < 3 ? 0.0
                   : (e.row(middle + 1) - 2.0 * e.row(middle) + e.row(middle - 1)).norm() *
                         path.fps * path.fps);
  }
  if (flow != nullptr) {
    const Eigen::VectorXd rarity = 100.0 * (1.0 - commonness(path.points, *flow).array());
    result.rarer_than_percent.assign(rarity.begin(), rarity.end());
  }
  return result;
}

std::string format_diagnostics(const TrajectoryDiagnostics& d) {
  std::string text;
  auto out = std::back_inserter(text);
  fmt::format_to(out, "speed {:.2f} std/s, largest {:.2f}\n", mean_of(d.speed), maximum(d.speed));
  fmt::format_to(out, "acceleration {:.1f} std/s^2, largest {:.1f}\n", mean_of(d.acceleration),
                 maximum(d.acceleration));
  if (d.rarer_than_percent.empty()) {
    fmt::format_to(out,
                   "norm {:.2f}, largest {:.2f}; the shell of likely poses has radius {:.2f} (95 % "
                   "lie between {:.2f} and {:.2f}), {:.0f} % of the frames are in it\n",
                   mean_of(d.norm), maximum(d.norm), d.shell, d.shell_low, d.shell_high,
                   100.0 * d.share_in_shell());
  } else {
    const Eigen::Map<const Eigen::ArrayXd> rarity(d.rarer_than_percent.data(),
                                                  std::ssize(d.rarer_than_percent));
    fmt::format_to(out, "{}\n", describe_commonness(1.0 - rarity / 100.0));
  }
  return text;
}

}  // namespace poseaae::latent
