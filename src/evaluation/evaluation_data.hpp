#pragma once

#include <optional>
#include <vector>

#include "known_factors.hpp"
#include "poseaae/evaluation/evaluator.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/metrics/generation.hpp"
#include "poseaae/metrics/positions.hpp"
#include "poseaae/metrics/smoothness.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::evaluation {

/// Consecutive frames of one clip among the held-out poses.
struct TestStretch {
  int clip = 0;        ///< number of the clip in the dataset
  int clip_frame = 0;  ///< where in the clip it begins
  int row = 0;         ///< of the held-out poses
  int frames = 0;
};

/// A held-out stretch in the world, as the file has it.
struct WorldStretch {
  TestStretch where;
  mocap::Motion motion;  ///< of the stretch
  metrics::Contacts contacts;
  double skating_m_s = 0.0;  ///< of the original
};

/// What every codec is measured on: the two sets, and all that can be computed before there is a
/// codec.
struct EvaluationData {
  EvaluationData(const dataset::PoseDataset& poses, const dataset::Split& split,
                 const Options& chosen);

  const dataset::PoseDataset& dataset;
  Options options;
  Batch train;                  ///< (N_train, 4J)
  Batch test;                   ///< (N_test, 4J)
  std::vector<int> test_clips;  ///< (N_test): number of the clip
  std::vector<TestStretch> stretches;
  metrics::PoseSpace space;
  Batch train_points;  ///< (N_train, 3K)
  Batch test_points;   ///< (N_test, 3K)
  metrics::HeldOut held_out;
  metrics::Leakage leakage;
  std::vector<WorldStretch> world;  ///< of the clips whose files are there
  KnownFactors known;               ///< poses whose labels are known
};

/// What a codec made of the held-out poses.
struct Coded {
  const Codec& codec;
  Batch latents;         ///< (N_test, Z)
  Batch train_latents;   ///< (N_train, Z)
  Batch rebuilt;         ///< (N_test, 4J)
  Batch rebuilt_points;  ///< (N_test, 3K)
};

/// @throws UsageError when there are too few poses to learn from or to measure on
void require_enough(const dataset::Split& split);

using Way = Eigen::VectorXf (*)(const Eigen::VectorXf&, const Eigen::VectorXf&, double);
/// (options.paths x options.steps, Z): ways between pairs of the `ends` (N, Z) chosen at random.
[[nodiscard]] Batch ways_between(const Batch& ends, const Options& options, Way way);

/// Each adds its group of measures (see Evaluator).
void measure_data(const EvaluationData& data, Report& report);
void measure_reconstruction(const EvaluationData& data, const Coded& coded, Report& report);
void measure_prior(const EvaluationData& data, const Coded& coded, Report& report);
void measure_generation(const EvaluationData& data, const Coded& coded, Report& report);
void measure_interpolation(const EvaluationData& data, const Coded& coded, Report& report);
void measure_smoothness(const EvaluationData& data, const Coded& coded, Report& report);
void measure_disentanglement(const EvaluationData& data, const Coded& coded, Report& report);

/// The clips of the stretches in the world; those without a file, or whose file has changed, are
/// left out.
[[nodiscard]] std::vector<WorldStretch> read_world(const dataset::PoseDataset& data,
                                                   const metrics::PoseSpace& space,
                                                   const std::vector<TestStretch>& stretches,
                                                   int threads);

inline constexpr double kMillimetres = 1000.0;

}  // namespace poseaae::evaluation
