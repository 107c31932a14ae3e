#include "poseaae/latent/offset.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <numbers>
#include <vector>

#include "poseaae/core/error.hpp"

namespace poseaae::latent {

namespace {

[[noreturn]] void fail(std::string_view text, int dim) {
  throw UsageError(fmt::format(
      "direction: expected 'all', one dimension (0 to {}) or {} numbers with commas, found '{}'",
      dim - 1, dim, text));
}

template <typename T>
bool parse_whole(std::string_view text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

Eigen::VectorXf parse_direction(std::string_view text, int dim) {
  if (text == "all") return Eigen::VectorXf::Ones(dim);
  if (int index = 0; parse_whole(text, index)) {
    if (index < 0 || index >= dim) fail(text, dim);
    return Eigen::VectorXf::Unit(dim, index);
  }
  std::vector<float> values;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    float value = 0.0F;
    if (!parse_whole(trimmed(text.substr(begin, end - begin)), value) || !std::isfinite(value)) {
      fail(text, dim);
    }
    values.push_back(value);
    begin = end + 1;
  }
  if (static_cast<int>(values.size()) != dim) fail(text, dim);
  return Eigen::Map<const Eigen::VectorXf>(values.data(), dim);
}

void OffsetOptions::validate() const {
  if (!std::isfinite(amplitude)) {
    throw UsageError(fmt::format("amplitude: expected a number, found {}", amplitude));
  }
  if (!std::isfinite(cycles) || cycles < 0.0) {
    throw UsageError(fmt::format("cycles: expected 0 or more, found {}", cycles));
  }
}

LatentPath follow_at_offset(const LatentPath& path, const Eigen::VectorXf& direction,
                            const model::LatentStatistics& statistics,
                            const OffsetOptions& options) {
  options.validate();
  if (direction.size() != path.dim() || statistics.mean.size() != path.dim()) {
    throw UsageError(
        fmt::format("direction: expected {} dimensions, found {}", path.dim(), direction.size()));
  }
  Eigen::RowVectorXf reach = static_cast<float>(options.amplitude) * direction.transpose();
  if (options.unit == AmplitudeUnit::kStd) {
    reach = reach.cwiseProduct(statistics.standard_deviation().cast<float>().transpose());
  }
  LatentPath result = path;
  const int last = std::max(path.frames() - 1, 1);
  for (int t = 0; t < path.frames(); ++t) {
    const double phase = 2.0 * std::numbers::pi * options.cycles * t / last;
    result.points.row(t) += static_cast<float>(std::sin(phase)) * reach;
  }
  return result;
}

}  // namespace poseaae::latent
