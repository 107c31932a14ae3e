#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "poseaae/diffusion/sampler.hpp"
#include "poseaae/diffusion/windows.hpp"
#include "poseaae/model/inference.hpp"

namespace poseaae::diffusion {

/// A label of whole clips that a denoiser can be told: "style" and the values it has seen.
struct LabelSet {
  std::string key;                  ///< empty: none
  std::vector<std::string> values;  ///< L, ascending

  static constexpr int kNone = -1;
  /// The number of a value. @throws UsageError with the nearest value, or that there are none
  [[nodiscard]] int index_of(const std::string& value) const;
  /// Of "style=old"; "" is kNone. @throws UsageError also for another key
  [[nodiscard]] int parse(const std::string& assignment) const;
};

/// All that a diffusion is, in one file.
struct DiffusionData {
  WindowCode code;
  double schedule_offset = 0.008;
  LabelSet labels;
  Batch label_means;         ///< (L, K): mean code of the training windows with each label
  model::Network network;    ///< EMA weights: [c_t, time features, one-hot of label or none] -> v
  double fps = 30.0;         ///< of windows; single poses do not care
  std::string model_sha256;  ///< of the model file whose latents these are
  std::map<std::string, std::string> provenance;
};

/// K + kTimeFeatures + L + 1: what the network is given.
[[nodiscard]] int denoiser_inputs(int codes, const LabelSet& labels);
/// One row of it, after the K codes; `label` may be kNone.
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

  /// v (B, K) of noisy codes at level t. @throws UsageError on another width
  [[nodiscard]] Batch velocity(const Batch& noisy, double t, int label = LabelSet::kNone) const;
  /// With the label, as strongly as asked for (guided()); without one, `strength` means nothing.
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
  model::Inference network_;
};

}  // namespace poseaae::diffusion
