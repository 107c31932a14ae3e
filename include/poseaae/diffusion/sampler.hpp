#pragma once

#include <functional>

#include "poseaae/diffusion/schedule.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::diffusion {

/// v of noisy codes (B, K) at level t.
using Denoiser = std::function<Batch(const Batch& noisy, double t)>;

/// v = v_without + w (v_with - v_without): w = 0 ignores the label, 1 uses it, above 1 exaggerates
/// it (Ho and Salimans 2022, "Classifier-Free Diffusion Guidance"). For w = 0 and 1, only the
/// denoiser that counts is called.
[[nodiscard]] Denoiser guided(Denoiser with_label, Denoiser without, double strength);

struct SamplerOptions {
  int steps = 30;    ///< from the start level down to 0, evenly spaced in t
  double eta = 0.0;  ///< 0: only the start is random; 1: ancestral sampling
  /// 1: DDIM; 2: its second-order form, which is deterministic. With eta above 0, order 1 is used.
  int order = 2;

  /// @throws UsageError unless steps >= 1, 0 <= eta <= 1 and order is 1 or 2
  void validate() const;
};

/// Applied to the clean codes that each step predicts, before the next step: to make overlapping
/// windows agree, or to keep what is known.
using Correction = std::function<void(Batch& clean)>;
/// (B, K) of fresh unit noise, for eta above 0.
using FreshNoise = std::function<Batch()>;

/// Denoises x_t at level `from` to clean codes in steps from t to s < t, with x and e as the
/// denoiser predicts them at t.
///
/// Order 1 (Song, Meng and Ermon 2021, "Denoising Diffusion Implicit Models", equations 12 and 16):
///   x_s = alpha_s x + sqrt(sigma_s^2 - k^2) e + k n,
///   k = eta sigma_s / sigma_t sqrt(1 - alpha_t^2 / alpha_s^2),  n ~ N(0, I).
/// Since x and e are constant over a step, it loses variance: for white noise, where v = 0, a share
/// of 1 - cos(pi / 2n)^2n, which is 8 % in 30 steps.
///
/// Order 2: in the angle a the flow that DDIM follows is dx/da = v (Salimans and Ho 2022, appendix
/// D), so that with d the angle of this step and d' that of the one before
///   x_s = x_t - d (v_t + d / 2d' (v_t - v_before)):
/// the method of Adams and Bashforth for uneven steps; the first step is of order 1.
///
/// With a correction, e and v are those of the corrected x. Level 0 is left as it is.
/// @throws UsageError: options, `from` not in [0, 1], no fresh noise for eta above 0
[[nodiscard]] Batch denoise(const Denoiser& denoiser, const CosineSchedule& schedule, Batch noisy,
                            double from, const SamplerOptions& options = {},
                            const FreshNoise& fresh = {}, const Correction& correction = {});

}  // namespace poseaae::diffusion
