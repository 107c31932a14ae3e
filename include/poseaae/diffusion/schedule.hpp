#pragma once

#include "poseaae/math/batch.hpp"
#include "poseaae/nn/network.hpp"

/// Latent diffusion over the encodings of a model: a network learns to remove noise from them.
namespace poseaae::diffusion {

/// The shares of data and noise at level t in [0, 1]:
///   x_t = alpha(t) x + sigma(t) e,  e ~ N(0, I),  alpha^2 + sigma^2 = 1,
///   alpha(t) = cos(u(t)) / cos(u(0)),  u(t) = (t + s) / (1 + s) pi / 2,  s = 0.008:
/// the cosine schedule of Nichol and Dhariwal (2021, "Improved Denoising Diffusion Probabilistic
/// Models", equation 17) with t continuous and without their bound on the last steps: level 0 is
/// all data, level 1 all noise. A denoiser that predicts v (below) is well behaved at both.
class CosineSchedule {
 public:
  /// @throws UsageError unless s is in [0, 1)
  explicit CosineSchedule(double offset = 0.008);

  [[nodiscard]] double offset() const noexcept { return offset_; }
  [[nodiscard]] double alpha(double t) const;
  [[nodiscard]] double sigma(double t) const;
  /// atan2(sigma, alpha) in [0, pi/2]: the noise level as an angle, cot of which squared is the
  /// signal-to-noise ratio.
  [[nodiscard]] double angle(double t) const;

 private:
  double offset_;
};

/// The features by which a network knows the noise level: cos(k a) and sin(k a) of the schedule's
/// angle a for k = 1, 2, 4, 8 (the first two are alpha and sigma themselves).
inline constexpr int kTimeFeatures = 8;
void write_time_features(double angle, float* features);

/// The prediction target v = alpha e - sigma x (Salimans and Ho 2022, "Progressive Distillation for
/// Fast Sampling of Diffusion Models", section 4): it approaches -x towards pure noise and e
/// towards pure data. Conversions, (B, K) each:
///   x = alpha x_t - sigma v,  e = sigma x_t + alpha v.
struct State {
  double alpha;
  double sigma;

  [[nodiscard]] Batch noisy(const Batch& clean, const Batch& noise) const {
    return static_cast<float>(alpha) * clean + static_cast<float>(sigma) * noise;
  }
  [[nodiscard]] Batch velocity(const Batch& clean, const Batch& noise) const {
    return static_cast<float>(alpha) * noise - static_cast<float>(sigma) * clean;
  }
  [[nodiscard]] Batch clean(const Batch& noisy, const Batch& velocity) const {
    return static_cast<float>(alpha) * noisy - static_cast<float>(sigma) * velocity;
  }
  [[nodiscard]] Batch noise(const Batch& noisy, const Batch& velocity) const {
    return static_cast<float>(sigma) * noisy + static_cast<float>(alpha) * velocity;
  }
};

[[nodiscard]] inline State state_at(const CosineSchedule& schedule, double t) {
  return {schedule.alpha(t), schedule.sigma(t)};
}

}  // namespace poseaae::diffusion
