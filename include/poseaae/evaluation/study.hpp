#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/evaluation/evaluator.hpp"
#include "poseaae/evaluation/write.hpp"
#include "poseaae/objective/engine.hpp"
#include "poseaae/training/config.hpp"
#include "poseaae/training/session.hpp"

namespace poseaae::evaluation {

/// The baselines by name, each fitted to the same training poses:
///   pca   whitened principal components, as many as the model has latents (pca_codec())
///   ae    the same networks without a prior (model.kind=ae)
///   vae   the same with a Gaussian encoder and the divergence in closed form (model.kind=vae), at
///         the configuration's losses.kl, 0.01 where that is 0
///   beta-vae  the vae at four times that weight. The beta of 4 of Higgins et al. (beta-VAE, ICLR
///         2017) weighs against a likelihood; the pose losses are not likelihoods, so the factor is
///         relative
///   wae   the same with a maximum mean discrepancy in place of the discriminator (model.kind=wae),
///         at the configuration's losses.mmd, 10 where that is 0
[[nodiscard]] const std::vector<std::string>& baseline_names();
/// Those of a comparison in which none is named: pca, unless rows have fewer `features` than the
/// model has `latents`.
[[nodiscard]] std::vector<std::string> default_baselines(int latents, int features);
/// @throws UsageError with the nearest name
void check_baselines(const std::vector<std::string>& names);

/// Where and how evaluations train.
struct Experiment {
  std::filesystem::path runs;  ///< each training run gets a folder in it, which replaces that of an
                               ///< earlier evaluation with the same name
  objective::EngineFactory engine;
  Options options;
};

/// A run that an evaluation trains: the name of its folder, and its configuration.
struct PlannedRun {
  std::string name;
  training::Config config;
};
/// Those that evaluate_model() trains, for the session's configuration.
[[nodiscard]] std::vector<PlannedRun> planned_runs(const training::Config& config,
                                                   const std::vector<std::string>& baselines);
/// Before anything is trained: runs that an earlier evaluation has left in `folder` may be replaced
/// by the same runs only. @throws UsageError that names the first setting that differs
void require_same_runs(const std::filesystem::path& folder, const std::vector<PlannedRun>& runs);

/// Trains in the folder `name` of the experiment and takes the model of the last epoch, since the
/// best one is chosen on the held-out poses. @throws as training::train()
[[nodiscard]] Codec trained(const Experiment& experiment, const std::string& name,
                            const training::Session& session);

/// A warning, in a line, when the split of the session into training and held-out poses is not the
/// model's: some of its clips are not among the files that the model was made from (by their
/// SHA-256), or clips that it holds out are, and the model may have learned from them, by another
/// split or because the other clips are not the same. "" when there is nothing of this: by the
/// model's own clips and split, on clips of which it has seen none, or when it does not record its
/// files.
[[nodiscard]] std::string data_warning(const codec::PoseAutoencoder& model,
                                       const training::Session& session);

/// Evaluates a model and its baselines on the data of `session`; `session.config` configures the
/// training of baselines that are networks. The model's report gains the group `baselines`, the
/// ratios of its error to theirs. @throws UsageError, ConfigError, TrainingError
[[nodiscard]] Comparison evaluate_model(const Experiment& experiment,
                                        const training::Session& session, const Codec& model,
                                        const std::vector<std::string>& baselines);

/// The settings of a cross-validation.
struct Study {
  int folds = 3;  ///< parts of the clips, each held out once (data.folds); 0: the split as it is
  int seeds = 1;  ///< runs per fold; training.seed counts up from the configuration's
  std::vector<std::string> baselines{};
  int jobs = 0;  ///< runs at a time, each on one thread; 0 for as many as there are cores

  /// @throws UsageError
  void validate() const;
};

/// The runs that cross_validate() trains.
[[nodiscard]] std::vector<PlannedRun> planned_runs(const std::string& name,
                                                   const training::Config& config,
                                                   const Study& study);

/// Trains a configuration folds x seeds times, each time evaluated on the fold held out, the split
/// being the same for every seed. Reports are means over the runs; the runs are kept too. The
/// method's report has the groups `baselines` and `training` (the time that a run took) beside the
/// others. `name` is what the method is called in reports.
/// @throws UsageError, ConfigError, InputError, TrainingError, Interrupted
[[nodiscard]] Comparison cross_validate(const Experiment& experiment, const std::string& name,
                                        const training::Config& config, const Study& study);

}  // namespace poseaae::evaluation
