#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "poseaae/base/file_kind.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/diffusion/sampler.hpp"
#include "poseaae/diffusion/windows.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/nn/inference.hpp"

namespace poseaae::diffusion {

inline constexpr FileKind kDiffusionFile{
    .format = "PoseAAE diffusion",
    .version = 2.0,
    .noun = "diffusion",
    .what = "a diffusion (diffusion.safetensors, made by latent_diffusion train)",
    .remedy = "use the version of PoseAAE that wrote it, or train again"};

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

  /// @throws UsageError, naming both, when the model in `file` is not the one whose latents it has
  /// learned (model::goes_by())
  void require_model(const codec::PoseAutoencoder& model, const std::filesystem::path& file) const;

  /// As safetensors (docs/FILES.md), whole or not at all. @throws OutputError
  void save(const std::filesystem::path& path) const;
  /// @throws InputError, ModelError: missing, another kind of file, damaged, another version. Those
  /// in HDF5, as older versions wrote them, are refused with a message that says how to take them
  /// along.
  [[nodiscard]] static LatentDiffusion load(const std::filesystem::path& path);
  /// From the bytes of such a file; messages begin with `name`.
  [[nodiscard]] static LatentDiffusion load(std::span<const std::byte> bytes,
                                            const std::filesystem::path& name);

 private:
  DiffusionData data_;
  CosineSchedule schedule_;
  nn::Inference network_;
};

}  // namespace poseaae::diffusion
