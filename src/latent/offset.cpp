#include "poseaae/latent/offset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "number_list.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/math/symmetric_eigen.hpp"

namespace poseaae::latent {

namespace {

[[noreturn]] void fail(std::string_view text, int dim) {
  throw UsageError(
      fmt::format("direction: expected 'all', one dimension (0 to {0}), {1} numbers separated by "
                  "commas, or a principal axis (axis:0 to axis:{0}), found '{2}'",
                  dim - 1, dim, text));
}

/// Unit eigenvector of the covariance, the first with the largest eigenvalue.
Eigen::VectorXf principal_axis(const codec::LatentStatistics& statistics, int index) {
  const math::SymmetricEigen eigen(statistics.covariance);
  Eigen::VectorXd axis = eigen.eigenvectors().col(statistics.mean.size() - 1 - index);  // ascending
  Eigen::Index largest = 0;
  axis.cwiseAbs().maxCoeff(&largest);
  return (axis[largest] < 0.0 ? -axis : axis).cast<float>();
}

}  // namespace

const Names<AmplitudeUnit>& amplitude_unit_names() {
  static const Names<AmplitudeUnit> names{{"std", AmplitudeUnit::kStd},
                                          {"latent", AmplitudeUnit::kLatent}};
  return names;
}

const Names<OffsetShape>& offset_shape_names() {
  static const Names<OffsetShape> names{{"sinusoid", OffsetShape::kSinusoid},
                                        {"ramp", OffsetShape::kRamp},
                                        {"envelope", OffsetShape::kEnvelope}};
  return names;
}

Eigen::VectorXd Direction::reach(const codec::LatentStatistics& statistics,
                                 AmplitudeUnit unit) const {
  if (vector.size() != statistics.mean.size()) {
    throw UsageError(fmt::format("direction: expected {} dimensions, found {}",
                                 statistics.mean.size(), vector.size()));
  }
  Eigen::VectorXd d = vector.cast<double>();
  const bool in_std = unit == AmplitudeUnit::kStd;
  if (scale == DirectionScale::kWhole) return d;
  if (scale == DirectionScale::kPerDimension) {
    return in_std ? d.cwiseProduct(statistics.standard_deviation()) : d;
  }
  const double length = d.norm();
  if (length == 0.0) return d;
  const double deviation = std::sqrt(std::max(d.dot(statistics.covariance * d), 0.0)) / length;
  return (in_std ? deviation : 1.0) / length * d;
}

Direction parse_direction(std::string_view text, const codec::LatentStatistics& statistics) {
  const auto dim = static_cast<int>(statistics.mean.size());
  if (text == "all") return Eigen::VectorXf(Eigen::VectorXf::Ones(dim));
  constexpr std::string_view kAxis = "axis:";
  const bool axis = text.starts_with(kAxis);
  if (const auto index = parse_number<int>(axis ? text.substr(kAxis.size()) : text)) {
    if (*index < 0 || *index >= dim) fail(text, dim);
    if (axis) return {principal_axis(statistics, *index), DirectionScale::kAlong};
    return Eigen::VectorXf(Eigen::VectorXf::Unit(dim, *index));
  }
  const auto parts = split_at_commas(text);
  if (static_cast<int>(parts.size()) != dim) fail(text, dim);
  Eigen::VectorXf direction(dim);
  for (int d = 0; d < dim; ++d) {
    const auto value = parse_number<float>(parts[d]);
    if (!value || !std::isfinite(*value)) fail(text, dim);
    direction[d] = *value;
  }
  return direction;
}

void OffsetOptions::validate() const {
  require_between("amplitude", amplitude, -1e6, 1e6);
  require_between("cycles", cycles, 0.0, 1e6);
  if (!(attack >= 0.0 && release >= 0.0 && attack + release <= 1.0)) {
    throw UsageError(
        fmt::format("envelope: expected attack and release as shares of the path, each 0 or more "
                    "and together at most 1, found {} and {}",
                    attack, release));
  }
}

double offset_course(const OffsetOptions& options, double u) {
  switch (options.shape) {
    case OffsetShape::kSinusoid:
      return std::sin(2.0 * std::numbers::pi * options.cycles * u);
    case OffsetShape::kRamp:
      return ease(options.easing, std::clamp(u, 0.0, 1.0));
    case OffsetShape::kEnvelope:
      break;
  }
  if (u < options.attack) return ease(options.easing, std::max(u, 0.0) / options.attack);
  if (u > 1.0 - options.release) {
    return ease(options.easing, std::max(1.0 - u, 0.0) / options.release);
  }
  return 1.0;
}

LatentPath follow_at_offset(const LatentPath& path, const Direction& direction,
                            const codec::LatentStatistics& statistics,
                            const OffsetOptions& options) {
  options.validate();
  const Eigen::RowVectorXf reach =
      (options.amplitude * direction.reach(statistics, options.unit)).cast<float>().transpose();
  if (reach.size() != path.dim()) {
    throw UsageError(
        fmt::format("direction: expected {} dimensions, found {}", path.dim(), reach.size()));
  }
  LatentPath result = path;
  const int last = std::max(path.frames() - 1, 1);
  for (int t = 0; t < path.frames(); ++t) {
    const double course = offset_course(options, static_cast<double>(t) / last);
    result.points.row(t) += static_cast<float>(course) * reach;
  }
  return result;
}

}  // namespace poseaae::latent
