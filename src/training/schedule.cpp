#include "poseaae/training/schedule.hpp"

#include <cmath>
#include <numbers>

namespace poseaae::training {

const Names<ScheduleKind>& schedule_names() {
  static const Names<ScheduleKind> names{{"constant", ScheduleKind::kConstant},
                                         {"step", ScheduleKind::kStep},
                                         {"cosine", ScheduleKind::kCosine}};
  return names;
}

double Schedule::factor_at(int epoch, int epochs) const {
  switch (kind) {
    case ScheduleKind::kConstant:
      return 1.0;
    case ScheduleKind::kStep: {
      const int steps_taken = epoch / step_epochs;
      return std::pow(factor, static_cast<double>(steps_taken));
    }
    case ScheduleKind::kCosine:
      if (epochs < 2) return 1.0;
      return factor +
             (1.0 - factor) * 0.5 * (1.0 + std::cos(std::numbers::pi * epoch / (epochs - 1)));
  }
  return 1.0;
}

}  // namespace poseaae::training
