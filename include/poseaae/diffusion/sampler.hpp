#pragma once

#include <functional>

#include "poseaae/diffusion/schedule.hpp"

namespace poseaae::diffusion {

/// v of noisy codes (B, K) at level t.
using Denoiser = std::function<Batch(const Batch& noisy, double t)>;

/// v = v_without + w (v_with - v_without): w = 0 without a label, 1 with it, above 1 more of it
/// than the data has (Ho and Salimans 2022, "Classifier-Free Diffusion Guidance"). For w = 0 and 1
/// only the one that counts is asked.
[[nodiscard]] Denoiser guided(Denoiser with_label, Denoiser without, double strength);

struct SamplerOptions {
  int steps = 30;    ///< from the level where it starts down to 0, evenly spaced in t
  double eta = 0.0;  ///< 0: no chance but the start's; 1: ancestral sampling
  /// 1: DDIM; 2: the second-order form of it, without chance. eta above 0 takes 1.
  int order = 2;

  /// @throws UsageError unless steps >= 1, 0 <= eta <= 1 and order is 1 or 2
  void validate() const;
};

/// What happens to the clean codes that each step foresees, before it goes on: bringing
/// overlapping windows to agreement, keeping what is known.
using Correction = std::function<void(Batch& clean)>;
/// (B, K) of fresh unit noise, for eta above 0.
using FreshNoise = std::function<Batch()>;

/// From x_t at level `from` down to clean codes, a step being from t to s < t, with x and e as the
/// denoiser foresees them at t.
///
/// Order 1 (Song, Meng and Ermon 2021, "Denoising Diffusion Implicit Models", equations 12 and 16):
///   x_s = alpha_s x + sqrt(sigma_s^2 - k^2) e + k n,
///   k = eta sigma_s / sigma_t sqrt(1 - alpha_t^2 / alpha_s^2),  n ~ N(0, I).
/// Holding x and e still over a step, it loses variance: of white noise, for which v = 0, a share
/// of 1 - cos(pi / 2n)^2n, 8 % in 30 steps.
///
/// Order 2: in the angle a the flow that DDIM follows is dx/da = v (Salimans and Ho 2022, appendix
/// D), so that with d the angle of this step and d' that of the one before
///   x_s = x_t - d (v_t + d / 2d' (v_t - v_before)):
/// the method of Adams and Bashforth for uneven steps; the first step has no one before it.
///
/// With a correction, e and v are those of the corrected x. Level 0 is left as it is.
/// @throws UsageError: options, `from` not in [0, 1], no fresh noise for eta above 0
[[nodiscard]] Batch denoise(const Denoiser& denoiser, const CosineSchedule& schedule, Batch noisy,
                            double from, const SamplerOptions& options = {},
                            const FreshNoise& fresh = {}, const Correction& correction = {});

}  // namespace poseaae::diffusion
