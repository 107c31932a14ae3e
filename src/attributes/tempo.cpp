#include "attributes/tempo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

#include "attributes/directions.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::attributes {

double frequency(const Batch& latents, double fps) {
  if (latents.rows() < 2) {
    throw UsageError(
        fmt::format("frequency: expected at least two frames, found {}", latents.rows()));
  }
  const Eigen::MatrixXd z = latents.cast<double>();
  const Eigen::Index steps = z.rows() - 1;
  const double travelled = (z.bottomRows(steps) - z.topRows(steps)).squaredNorm();
  const double spread = (z.rowwise() - z.colwise().mean()).squaredNorm();
  return spread > 0.0 ? fps / (2.0 * std::numbers::pi) * std::sqrt(travelled / spread) : 0.0;
}

double tempo_ratio(const dataset::PoseDataset& data, const Batch& latents,
                   const Labelling& labels) {
  Contrast contrast;  // of clips, one row each
  std::vector<float> logs;
  for (const auto& clip : data.clips) {
    if (clip.frames < 2) continue;
    const auto kinds = std::span(labels.of).subspan(static_cast<std::size_t>(clip.first),
                                                    static_cast<std::size_t>(clip.frames));
    const bool one_kind = std::all_of(kinds.begin(), kinds.end(),
                                      [&](signed char kind) { return kind == kinds.front(); });
    if (!one_kind || kinds.front() == Labelling::kNeither) continue;
    const double f = frequency(latents.middleRows(clip.first, clip.frames), data.fps);
    if (f <= 0.0) continue;
    contrast.rows.push_back(static_cast<int>(logs.size()));
    contrast.labels.push_back(kinds.front() == Labelling::kHas ? 1 : 0);
    if (!labels.content.empty()) {
      contrast.content.push_back(labels.content[static_cast<std::size_t>(clip.first)]);
    }
    logs.push_back(static_cast<float>(std::log(f)));
  }
  const auto has = std::count(contrast.labels.begin(), contrast.labels.end(), 1);
  if (has == 0 || has == static_cast<std::ptrdiff_t>(contrast.labels.size())) return 1.0;
  const Batch column =
      Eigen::Map<const Eigen::VectorXf>(logs.data(), static_cast<Eigen::Index>(logs.size()));
  return std::exp(mean_difference(column, contrast)[0]);
}

}  // namespace poseaae::attributes
