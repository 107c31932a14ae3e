#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "poseaae/diffusion/sampler.hpp"
#include "poseaae/diffusion/windows.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/nn/inference.hpp"

namespace poseaae::diffusion {

/// A label of whole clips that a denoiser is conditioned on: "style" and its values in training.
struct LabelSet {
  std::string key;                  ///< empty: none
  std::vector<std::string> values;  ///< L, ascending

  static constexpr int kNone = -1;
  /// The index of a value. @throws UsageError with the nearest value, or when there are no labels
  [[nodiscard]] int index_of(const std::string& value) const;
  /// The index for "style=old"; kNone for "". @throws UsageError also for another key
  [[nodiscard]] int parse(const std::string& assignment) const;
};

/// Everything that makes up a diffusion, as stored in one file.
struct DiffusionData {
  WindowCode code;
  double schedule_offset = 0.008;
  LabelSet labels;
  Batch label_means;         ///< (L, K): mean code of the training windows with each label
  nn::Network network;       ///< EMA weights: [c_t, time features, one-hot of label or none] -> v
  double fps = 30.0;         ///< of windows; not used for single poses
  std::string model_sha256;  ///< of the model file whose latents these are
  std::map<std::string, std::string> provenance;
};

/// Number of inputs of the network: K + kTimeFeatures + L + 1.
[[nodiscard]] int denoiser_inputs(int codes, const LabelSet& labels);
/// Writes the inputs that follow the K codes of one row; `label` may be kNone.
void write_condition(double angle, int label, const LabelSet& labels, float* after_codes);

/// A trained denoiser over the whitened latents of single poses, or of windows of a motion.
class LatentDiffusion {
 public:
  /// @throws ModelError when sizes do not fit together
  explicit LatentDiffusion(DiffusionData data);

  [[nodiscard]] const DiffusionData& data() const noexcept { return data_; }
  [[nodiscard]] const WindowCode& code() const noexcept { return data_.code; }
  [[nodiscard]] const LabelSet& labels() const noexcept { return data_.labels; }
  [[nodiscard]] const CosineSchedule& schedule() const noexcept { return schedule_; }

  /// v (B, K) of noisy codes at level t. @throws UsageError when the width differs
  [[nodiscard]] Batch velocity(const Batch& noisy, double t, int label = LabelSet::kNone) const;
  /// The denoiser guided towards the label with this strength (guided()); without a label,
  /// `strength` has no effect.
  [[nodiscard]] Denoiser denoiser(int label = LabelSet::kNone, double strength = 1.0) const;

  /// @throws UsageError, naming both, when the model is not the one whose latents it has learned
  void require_model(const std::filesystem::path& model) const;

  /// HDF5, whole or not at all, with a checksum. @throws OutputError
  void save(const std::filesystem::path& path) const;
  /// @throws InputError, ModelError: missing, another kind of file, damaged, another version
  [[nodiscard]] static LatentDiffusion load(const std::filesystem::path& path);

 private:
  DiffusionData data_;
  CosineSchedule schedule_;
  nn::Inference network_;
};

}  // namespace poseaae::diffusion
