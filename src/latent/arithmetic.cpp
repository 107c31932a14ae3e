#include "poseaae/latent/arithmetic.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

#include "poseaae/base/decimal.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/latent/interpolation.hpp"

namespace poseaae::latent {

namespace {

void require_dim(int expected, Eigen::Index found, const char* what) {
  if (expected == found) return;
  throw UsageError(fmt::format("{}: expected {} latents, found {}", what, expected, found));
}

/// Differences have no place: S^-1 v = whiten(m + v), and back.
Eigen::VectorXf whitened(const LatentGaussian& space, const Eigen::VectorXf& vector) {
  const Batch at = (vector + space.mean().cast<float>()).transpose();
  return space.whiten(at).row(0).transpose();
}

Eigen::VectorXf unwhitened(const LatentGaussian& space, const Eigen::VectorXf& vector) {
  const Batch e = vector.transpose();
  return space.unwhiten(e).row(0).transpose() - space.mean().cast<float>();
}

}  // namespace

Strength Strength::parse(const std::string& text) {
  const std::string_view whole(text);
  const auto colon = whole.find(':');
  const auto first = parse_number<double>(whole.substr(0, colon));
  const auto last =
      colon == std::string_view::npos ? first : parse_number<double>(whole.substr(colon + 1));
  constexpr double kMost = 1e3;
  if (!first || !last || !std::isfinite(*first) || !std::isfinite(*last)) {
    throw UsageError(fmt::format(
        "strength: expected a number (1.5), or FIRST:LAST for one that changes (0:1.5), found '{}'",
        text));
  }
  for (const double strength : {*first, *last}) {
    require_between("strength", strength, -kMost, kMost);
  }
  return {*first, *last};
}

double Strength::at(int t, int frames) const {
  if (frames <= 1) return first;
  const double progress = static_cast<double>(t) / (frames - 1);
  return (1.0 - progress) * first + progress * last;
}

LatentPath compose(const LatentPath& path, const std::vector<Dose>& doses) {
  LatentPath result = path;
  for (const Dose& dose : doses) {
    require_dim(path.dim(), dose.vector.size(), "attribute");
    for (int t = 0; t < path.frames(); ++t) {
      const auto strength = static_cast<float>(dose.strength.at(t, path.frames()));
      result.points.row(t) += strength * dose.vector.transpose();
    }
  }
  return result;
}

LatentPath gradient(const LatentPath& path, const Eigen::VectorXf& from, const Eigen::VectorXf& to,
                    const LatentGaussian& space, const Strength& strength) {
  require_dim(path.dim(), from.size(), "attribute");
  require_dim(path.dim(), to.size(), "attribute");
  require_dim(path.dim(), space.dim(), "model");
  const Eigen::VectorXf a = whitened(space, from);
  const Eigen::VectorXf b = whitened(space, to);
  LatentPath result = path;
  for (int t = 0; t < path.frames(); ++t) {
    const double progress = path.frames() == 1 ? 0.0 : static_cast<double>(t) / (path.frames() - 1);
    // The ends are the vectors themselves, without the way to whitened coordinates and back.
    const Eigen::VectorXf vector = progress == 0.0   ? from
                                   : progress == 1.0 ? to
                                                     : unwhitened(space, slerp(a, b, progress));
    result.points.row(t) += static_cast<float>(strength.at(t, path.frames())) * vector.transpose();
  }
  return result;
}

Eigen::VectorXf blend(const std::vector<Eigen::VectorXf>& vectors,
                      const std::vector<double>& weights, const LatentGaussian& space) {
  if (vectors.empty() || vectors.size() != weights.size()) {
    throw UsageError(
        fmt::format("blend: expected one weight per attribute, found {} weights for {} attributes",
                    weights.size(), vectors.size()));
  }
  Batch codes(static_cast<Eigen::Index>(vectors.size()), space.dim());
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    require_dim(space.dim(), vectors[i].size(), "attribute");
    codes.row(static_cast<Eigen::Index>(i)) = whitened(space, vectors[i]).transpose();
  }
  return unwhitened(
      space, multi_slerp(codes, Eigen::Map<const Eigen::VectorXd>(
                                    weights.data(), static_cast<Eigen::Index>(weights.size()))));
}

}  // namespace poseaae::latent
