#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/dataset/split.hpp"
#include "poseaae/diffusion/latent_diffusion.hpp"
#include "poseaae/model/pose_autoencoder.hpp"

/// Whether sampling a diffusion is worth it: beside what needs none.
namespace poseaae::diffusion {

/// One way of sampling, one number a column: mean and standard deviation (n - 1) over seeds.
struct Score {
  std::string name;
  std::vector<double> means;
  std::vector<double> deviations;  ///< 0 for what has no seed
};

struct Scores {
  std::vector<std::string> columns;
  std::vector<Score> rows;

  /// @throws UsageError with the nearest name
  [[nodiscard]] double value(const std::string& row, const std::string& column) const;
};

struct MeasureOptions {
  int poses = 2000;   ///< of each way of sampling
  int motions = 200;  ///< of each, of `seconds`: many and short, since a motion stays in its kind
  double seconds = 2.0;
  int seeds = 3;
  std::uint64_t seed = 1;
  SamplerOptions sampler{};
  int threads = 0;

  /// @throws UsageError
  void validate() const;
};

/// Poses decoded from samples against the train poses, held-out poses being the yardstick: the
/// measures of aae_eval (metrics/generation.hpp), and `fpd held out`, the same distance to the
/// held-out poses, which learning the train poses by heart does not help. Rows: held out (real
/// poses), prior N(0, I), gaussian N(m, C) of the encodings, mixture (where the model has one),
/// diffusion.
[[nodiscard]] Scores measure_poses(const model::PoseAutoencoder& model,
                                   const LatentDiffusion& diffusion,
                                   const dataset::PoseDataset& data, const dataset::Split& split,
                                   const MeasureOptions& options = {});

/// Motion decoded from sampled windows against held-out and train motion. Places are relative to
/// the body, which faces one way (metrics::PoseSpace), in windows of the diffusion's length:
///   windows m^2      Frechet distance of windows to those of the train clips, a window being the
///                    positions of all joints at five evenly spaced frames of it
///   held out m^2     the same to those of held-out clips
///   precision, recall  of windows against train windows (metrics::precision_recall())
///   speed m/s        mean speed of joints
///   speeds m/s       Wasserstein-1 distance of the distribution of frames' mean speeds to that of
///                    the train clips
///   jerk m/s^3       metrics::mean_jerk()
/// Rows: held out (real motion), rebuilt (held-out motion decoded from its encodings: what the
/// model leaves of it), walk (the random walk of pose_walk through the model's latent Gaussian),
/// gaussian (windows of the Gaussian of the same mean and covariance: a denoiser that knows
/// nothing), diffusion. @throws UsageError for a diffusion of single poses, or clips too short
[[nodiscard]] Scores measure_motion(const model::PoseAutoencoder& model,
                                    const LatentDiffusion& diffusion,
                                    const dataset::PoseDataset& data, const dataset::Split& split,
                                    const MeasureOptions& options = {});

/// A table for people.
[[nodiscard]] std::string format_scores(const Scores& scores);
/// sampler, measure, mean, deviation: a row for each number.
[[nodiscard]] std::string scores_csv(const Scores& scores);

}  // namespace poseaae::diffusion
