#include "poseaae/diffusion/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"

namespace poseaae::diffusion {

namespace {

double phase(double t, double offset) {
  return (t + offset) / (1.0 + offset) * 0.5 * std::numbers::pi;
}

}  // namespace

CosineSchedule::CosineSchedule(double offset) : offset_(offset) {
  if (!(offset >= 0.0 && offset < 1.0)) {
    throw UsageError(
        fmt::format("noise schedule: expected an offset from 0 to below 1, found {}", offset));
  }
}

double CosineSchedule::alpha(double t) const {
  if (t >= 1.0) return 0.0;  // where the cosine is but almost 0
  return std::cos(phase(std::max(t, 0.0), offset_)) / std::cos(phase(0.0, offset_));
}

double CosineSchedule::sigma(double t) const {
  const double a = alpha(t);
  return std::sqrt((1.0 - a) * (1.0 + a));
}

double CosineSchedule::angle(double t) const { return std::atan2(sigma(t), alpha(t)); }

void write_time_features(double angle, float* features) {
  int harmonic = 1;
  for (int i = 0; i < kTimeFeatures; i += 2, harmonic *= 2) {
    features[i] = static_cast<float>(std::cos(harmonic * angle));
    features[i + 1] = static_cast<float>(std::sin(harmonic * angle));
  }
}

}  // namespace poseaae::diffusion
