#include "poseaae/diffusion/sampler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"

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
  require_between("sampling", steps, 1, 100'000, " steps");
  require_between("sampling: eta", eta, 0.0, 1.0);
  require_between("sampling: order", order, 1, 2);
}

namespace {

/// One step of DDIM, from x_t with its v.
Batch first_order(const State& now, const State& next, const Batch& noisy, const Batch& velocity,
                  double eta, const FreshNoise& fresh) {
  // alpha_t / alpha_s is below 1, since noise only grows with t
  const double share = now.alpha / next.alpha;
  const double chance = eta * next.sigma / now.sigma * std::sqrt(1.0 - share * share);
  const double rest = std::sqrt(std::max(0.0, next.sigma * next.sigma - chance * chance));
  Batch result = static_cast<float>(next.alpha) * now.clean(noisy, velocity) +
                 static_cast<float>(rest) * now.noise(noisy, velocity);
  if (chance > 0.0) result += static_cast<float>(chance) * fresh();
  return result;
}

/// v of x_t after its clean codes have been corrected.
Batch corrected(const State& now, const Batch& noisy, const Batch& velocity,
                const Correction& correction) {
  Batch clean = now.clean(noisy, velocity);
  correction(clean);
  return (static_cast<float>(now.alpha) * noisy - clean) / static_cast<float>(now.sigma);
}

}  // namespace

Batch denoise(const Denoiser& denoiser, const CosineSchedule& schedule, Batch noisy, double from,
              const SamplerOptions& options, const FreshNoise& fresh,
              const Correction& correction) {
  options.validate();
  if (!(from >= 0.0 && from <= 1.0)) {
    throw UsageError(fmt::format("noise level: expected 0 to 1, found {}", from));
  }
  if (options.eta > 0.0 && !fresh)
    throw UsageError("sampling: expected a source of fresh noise for eta above 0, found none");
  if (from == 0.0) return noisy;
  const auto level = [&](int i) { return from * (options.steps - i) / options.steps; };
  Batch before;
  double angle_before = 0.0;
  for (int i = 0; i < options.steps; ++i) {
    const double t = level(i);
    const State now = state_at(schedule, t);
    Batch velocity = denoiser(noisy, t);
    if (correction) velocity = corrected(now, noisy, velocity, correction);
    if (options.order == 1 || options.eta > 0.0) {
      noisy =
          first_order(now, state_at(schedule, level(i + 1)), noisy, velocity, options.eta, fresh);
      continue;
    }
    const double angle = schedule.angle(t) - schedule.angle(level(i + 1));
    noisy -= static_cast<float>(angle) * velocity;
    if (i > 0) {
      noisy -= static_cast<float>(0.5 * angle * angle / angle_before) * (velocity - before);
    }
    before = std::move(velocity);
    angle_before = angle;
  }
  return noisy;
}

}  // namespace poseaae::diffusion
