#include "poseaae/latent/walk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/core/error.hpp"
#include "steps/steps.hpp"

namespace poseaae::latent {

const std::vector<StepKind>& step_kinds() {
  static const std::vector<StepKind> kinds{steps::gaussian(), steps::uniform(), steps::tutorial()};
  return kinds;
}

const StepKind& find_step_kind(const std::string& name) {
  std::vector<std::string> names;
  for (const StepKind& kind : step_kinds()) {
    if (kind.name == name) return kind;
    names.push_back(kind.name);
  }
  const std::string nearest = nearest_word(name, names);
  throw UsageError(fmt::format("step: expected {}, found '{}'{}", fmt::join(names, " | "), name,
                               nearest.empty() ? "" : "; did you mean " + nearest + "?"));
}

void WalkOptions::validate() const {
  (void)find_step_kind(step);
  if (count < 1) throw UsageError(fmt::format("count: expected at least 1 pose, found {}", count));
  if (frames_per_step < 1) {
    throw UsageError(
        fmt::format("frames per step: expected at least 1, found {}", frames_per_step));
  }
}

LatentPath walk(const LatentStatistics& statistics, const std::optional<Eigen::VectorXf>& start,
                const WalkOptions& options, double fps) {
  options.validate();
  const LatentGaussian gaussian(statistics);
  if (start && start->size() != gaussian.dim()) {
    throw UsageError(fmt::format("start of the walk: expected {} latents, found {}", gaussian.dim(),
                                 start->size()));
  }
  Random random(options.seed);
  Eigen::VectorXd z = start ? Eigen::VectorXd(start->cast<double>()) : gaussian.sample(random);
  const StepKind& kind = find_step_kind(options.step);
  const auto step = kind.make(
      {gaussian, options.step_size.value_or(kind.default_step_size), options.seed, random});

  const int spacing = options.frames_per_step;
  const int steps = (options.count - 1 + spacing - 1) / spacing;
  Batch keys(steps + 1, gaussian.dim());
  keys.row(0) = z.cast<float>();
  for (int i = 1; i <= steps; ++i) {
    z = step->next(z);
    keys.row(i) = z.cast<float>();
  }
  return {curve_through(keys, spacing, options.count), fps};
}

}  // namespace poseaae::latent
