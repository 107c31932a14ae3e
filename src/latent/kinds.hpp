#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/latent/gaussian.hpp"

/// What the registries of walks and loops share.
namespace poseaae::latent {

/// The kind with this name; `what` says what it is a kind of. @throws UsageError with the nearest
template <typename Kind>
[[nodiscard]] const Kind& find_kind(const std::vector<Kind>& kinds, const char* what,
                                    const std::string& name) {
  std::vector<std::string> names;
  for (const Kind& kind : kinds) {
    if (kind.name == name) return kind;
    names.push_back(kind.name);
  }
  const std::string nearest = nearest_word(name, names);
  throw UsageError(fmt::format("{}: expected {}, found '{}'{}", what, fmt::join(names, " | "), name,
                               nearest.empty() ? "" : "; did you mean " + nearest + "?"));
}

/// @throws UsageError when it is no duration, or the kind has none
template <typename Kind>
void check_time_scale(const Kind& kind, std::optional<double> seconds) {
  if (!seconds) return;
  if (!kind.time_scale_s) {
    throw UsageError(fmt::format("time scale: found {:g}, but {} has no time scale; leave it out",
                                 *seconds, kind.name));
  }
  require_between("time scale", *seconds, 1e-9, 1e9, " seconds");
}

/// A spread of 1 is as wide as the model's poses. @throws UsageError
inline void check_spread(double spread) { require_between("spread", spread, 1e-6, 1e3); }

/// @throws UsageError when it is of another space
inline void check_start(const LatentGaussian& space, const std::optional<Eigen::VectorXf>& start) {
  if (start && (start->size() != space.dim() || !start->allFinite())) {
    throw UsageError(fmt::format("start: expected {} finite latents, found {}", space.dim(),
                                 fmt::join(start->begin(), start->end(), ", ")));
  }
}

}  // namespace poseaae::latent
