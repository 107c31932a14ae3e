#pragma once

#include <limits>
#include <optional>

#include "poseaae/metrics/positions.hpp"
#include "poseaae/training/evaluation.hpp"
#include "poseaae/training/history.hpp"
#include "poseaae/training/session.hpp"

namespace poseaae::training {

/// What the held-out poses say of a model under way.
class Tester {
 public:
  Tester(const Session& session, const Networks& networks);

  /// Whether this epoch (from 1) is a tested one: the first, the last, and every interval().
  [[nodiscard]] bool tests(int epoch) const;
  /// output.test_every; or, where that is 0, the least number of epochs between tests that keeps
  /// them below a twentieth of the work of training, by a count of multiplications and not by a
  /// clock, so that the same configuration always gives the same history. Never more than
  /// training.patience, where that is set.
  [[nodiscard]] int interval() const noexcept { return interval_; }

  /// Fills everything of the record that is measured on held-out poses but its test loss.
  void measure(Engine& engine, EpochRecord& record) const;

 private:
  void measure_reconstructions(Engine& engine, EpochRecord& record) const;
  void measure_encodings(Engine& engine, EpochRecord& record) const;

  const Session& session_;
  int threads_;
  int interval_;
  std::optional<metrics::PoseSpace> space_;  ///< empty where no joint is left to compare
};

}  // namespace poseaae::training
