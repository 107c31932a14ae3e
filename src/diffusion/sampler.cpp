#include "poseaae/diffusion/sampler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "poseaae/core/error.hpp"

namespace poseaae::diffusion {

Denoiser guided(Denoiser with_label, Denoiser without, double strength) {
  if (strength == 0.0) return without;
  if (strength == 1.0) return with_label;
  return [with_label = std::move(with_label), without = std::move(without),
          w = static_cast<float>(strength)](const Batch& noisy, double t) -> Batch {
    const Batch plain = without(noisy, t);
    return plain + w * (with_label(noisy, t) - plain);
  };
}

void SamplerOptions::validate() const {
  if (steps < 1 || !(eta >= 0.0 && eta <= 1.0)) {
    throw UsageError(fmt::format(
        "sampling: expected at least 1 step and eta from 0 to 1, found {} and {}", steps, eta));
  }
}

Batch denoise(const Denoiser& denoiser, const CosineSchedule& schedule, Batch noisy, double from,
              const SamplerOptions& options, const FreshNoise& fresh,
              const Correction& correction) {
  options.validate();
  if (!(from >= 0.0 && from <= 1.0)) {
    throw UsageError(fmt::format("noise level: expected 0 to 1, found {}", from));
  }
  if (options.eta > 0.0 && !fresh) throw UsageError("eta above 0 needs fresh noise");
  if (from == 0.0) return noisy;
  for (int i = 0; i < options.steps; ++i) {
    const double t = from * (options.steps - i) / options.steps;
    const State now = state_at(schedule, t);
    const State next = state_at(schedule, from * (options.steps - i - 1) / options.steps);
    const Batch velocity = denoiser(noisy, t);
    Batch clean = now.clean(noisy, velocity);
    Batch noise = now.noise(noisy, velocity);
    if (correction) {
      correction(clean);
      noise = (noisy - static_cast<float>(now.alpha) * clean) / static_cast<float>(now.sigma);
    }
    // alpha_t / alpha_s is below 1, since noise only grows with t
    const double share = now.alpha / next.alpha;
    const double chance = options.eta * next.sigma / now.sigma * std::sqrt(1.0 - share * share);
    const double rest = std::sqrt(std::max(0.0, next.sigma * next.sigma - chance * chance));
    noisy = static_cast<float>(next.alpha) * clean + static_cast<float>(rest) * noise;
    if (chance > 0.0) noisy += static_cast<float>(chance) * fresh();
  }
  return noisy;
}

}  // namespace poseaae::diffusion
