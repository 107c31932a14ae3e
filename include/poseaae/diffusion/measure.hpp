#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/dataset/split.hpp"
#include "poseaae/diffusion/latent_diffusion.hpp"

/// Comparison of a diffusion with simpler ways of sampling.
namespace poseaae::diffusion {

/// The scores of one way of sampling, one per column: mean and standard deviation (n - 1) over
/// seeds.
struct Score {
  std::string name;
  std::vector<double> means;
  std::vector<double> deviations;  ///< 0 where nothing depends on a seed
};

struct Scores {
  std::vector<std::string> columns;
  std::vector<Score> rows;

  /// @throws UsageError with the nearest name
  [[nodiscard]] double value(const std::string& row, const std::string& column) const;
};

struct MeasureOptions {
  int poses = 2000;   ///< of each way of sampling
  int motions = 200;  ///< of each, `seconds` long: many and short, since one motion shows only one
                      ///< kind of movement
  double seconds = 2.0;
  int seeds = 3;
  std::uint64_t seed = 1;
  SamplerOptions sampler{};
  int threads = 0;

  /// @throws UsageError
  void validate() const;
};

/// Poses decoded from samples against the train poses, with held-out poses as the yardstick: the
/// measures of aae_eval (metrics/generation.hpp), and `fpd held out`, the same distance to the
/// held-out poses, which does not improve by memorising the training poses. Rows: held out (real
/// poses), prior N(0, I), gaussian N(m, C) of the encodings, mixture (where the model has one),
/// diffusion.
[[nodiscard]] Scores measure_poses(const codec::PoseAutoencoder& model,
                                   const LatentDiffusion& diffusion,
                                   const dataset::PoseDataset& data, const dataset::Split& split,
                                   const MeasureOptions& options = {});

/// Motion decoded from sampled windows against held-out and train motion. Positions are relative to
/// the body, which always faces the same way (metrics::PoseSpace), in windows of the diffusion's
/// length:
///   windows m^2      Frechet distance of windows to those of the train clips, a window being the
///                    positions of all joints at five evenly spaced frames of it
///   held out m^2     the same to those of held-out clips
///   precision, recall  of windows against train windows (metrics::precision_recall())
///   speed m/s        mean speed of joints
///   speeds m/s       Wasserstein-1 distance of the distribution of frames' mean speeds to that of
///                    the train clips
///   jerk m/s^3       metrics::mean_jerk()
/// Rows: held out (real motion), rebuilt (held-out motion, encoded and decoded by the model), walk
/// (the random walk of pose_walk through the model's latent Gaussian), gaussian (windows sampled
/// from a Gaussian with the same mean and covariance, which is what an untrained denoiser gives),
/// diffusion. @throws UsageError for a diffusion of single poses, or clips too short
[[nodiscard]] Scores measure_motion(const codec::PoseAutoencoder& model,
                                    const LatentDiffusion& diffusion,
                                    const dataset::PoseDataset& data, const dataset::Split& split,
                                    const MeasureOptions& options = {});

/// A table to print.
[[nodiscard]] std::string format_scores(const Scores& scores);
/// Rows of CSV with sampler, measure, mean and deviation.
[[nodiscard]] std::string scores_csv(const Scores& scores);

}  // namespace poseaae::diffusion
