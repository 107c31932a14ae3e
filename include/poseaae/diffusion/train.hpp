#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "poseaae/diffusion/latent_diffusion.hpp"

namespace poseaae::diffusion {

/// The training data: encoded stretches of motion, each with its label.
struct Corpus {
  std::vector<LatentPath> paths;
  std::vector<int> path_labels;  ///< as many: index in `labels`, or LabelSet::kNone
  LabelSet labels;
};

struct TrainOptions {
  int window = 1;  ///< frames; 1: single poses
  /// Share of the windows' variance that is kept (WindowCode); single poses keep all of it. With
  /// more codes than the clips can determine, samples lose variance.
  double variance = 0.97;
  int hidden_layers = 3;
  int width = 0;  ///< of hidden layers; 0: 256 for single poses, 384 for windows
  int steps = 2000;
  int batch = 512;
  double learning_rate = 2e-3;  ///< falls to 0 over the steps as (1 + cos) / 2
  double label_dropout = 0.15;  ///< how often the label is hidden from the network
  double ema_decay = 0.999;     ///< a step
  std::uint64_t seed = 1;
  int threads = 0;  ///< 0: all cores; the result is the same

  /// @throws UsageError
  void validate() const;
};

struct TrainProgress {
  int step;
  int steps;
  double loss;  ///< mean over the last steps
};

/// Minimises E |v(c_t, t, label) - (alpha e - sigma c)|^2 / K over windows, t in [0, 1) and noise.
/// The t of a batch are spread evenly with one random shift (Kingma et al. 2021, "Variational
/// Diffusion Models", appendix I.1). The network's last layer starts at 0: v = 0 is optimal for a
/// Gaussian.
///
/// `progress` is called now and then; when it returns false, training ends and the average so far
/// is returned. The same corpus and options give the same bits. The caller fills in `fps`, the
/// model and the provenance. @throws UsageError, TrainingError when the loss is not finite
[[nodiscard]] DiffusionData train(const Corpus& corpus, const TrainOptions& options,
                                  const std::function<bool(const TrainProgress&)>& progress = {});

/// The loss above on other data, with the same t and noise at every call.
[[nodiscard]] double validation_loss(const LatentDiffusion& diffusion, const Corpus& corpus,
                                     std::uint64_t seed = 1);

}  // namespace poseaae::diffusion
