#pragma once

#include "poseaae/base/names.hpp"

namespace poseaae::training {

/// How the learning rates change over E epochs, as a factor of their first value. At epoch e,
/// from 0:
///   constant  1
///   step      factor^floor(e / step_epochs)
///   cosine    factor + (1 - factor) (1 + cos(pi e / (E - 1))) / 2, from 1 down to `factor`
///             (Loshchilov and Hutter 2017, without restarts)
enum class ScheduleKind { kConstant, kStep, kCosine };

[[nodiscard]] const Names<ScheduleKind>& schedule_names();

struct Schedule {
  ScheduleKind kind = ScheduleKind::kConstant;
  double factor = 0.1;
  int step_epochs = 50;

  [[nodiscard]] double factor_at(int epoch, int epochs) const;
};

}  // namespace poseaae::training
