#pragma once

#include <limits>
#include <optional>

#include "poseaae/metrics/positions.hpp"
#include "poseaae/training/evaluation.hpp"
#include "poseaae/training/session.hpp"
#include "training/history.hpp"

namespace poseaae::training {

/// Measures on held-out poses during training.
class Tester {
 public:
  Tester(const Session& session, const objective::Networks& networks);

  /// Whether this epoch (from 1) is tested: the first, the last, and every interval().
  [[nodiscard]] bool tests(int epoch) const;
  /// output.test_every; or, if that is 0, the smallest number of epochs between tests that keeps
  /// their cost below a twentieth of that of training. Cost is a number of multiplications rather
  /// than a time, so that a configuration always gives the same history. At most
  /// training.patience, if that is set.
  [[nodiscard]] int interval() const noexcept { return interval_; }

  /// Sets all fields of the record that are measured on held-out poses, except the test loss.
  void measure(objective::Engine& engine, EpochRecord& record) const;
  /// Held-out encodings (N, Z), standardised if the model's are.
  [[nodiscard]] Batch encodings(objective::Engine& engine) const;

 private:
  void measure_reconstructions(objective::Engine& engine, EpochRecord& record) const;
  void measure_encodings(objective::Engine& engine, EpochRecord& record) const;

  const Session& session_;
  int threads_;
  int interval_;
  std::optional<metrics::PoseSpace> space_;  ///< empty if there is no joint to compare
};

}  // namespace poseaae::training
