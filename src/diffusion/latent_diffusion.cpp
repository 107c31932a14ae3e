#include "poseaae/diffusion/latent_diffusion.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/model/origin.hpp"

namespace poseaae::diffusion {

int LabelSet::index_of(const std::string& value) const {
  if (values.empty()) {
    throw UsageError(fmt::format(
        "label '{}': this diffusion was trained without labels; train one with --label", value));
  }
  const auto found = std::find(values.begin(), values.end(), value);
  if (found != values.end()) return static_cast<int>(found - values.begin());
  const std::string nearest = nearest_word(value, values);
  throw UsageError(fmt::format("label '{}': expected one of {}{}", value, fmt::join(values, ", "),
                               nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
}

int LabelSet::parse(const std::string& assignment) const {
  if (assignment.empty()) return kNone;
  const auto equals = assignment.find('=');
  if (equals == std::string::npos) {
    throw UsageError(fmt::format("label: expected KEY=VALUE, as in {}, found '{}'",
                                 values.empty() ? "style=old" : key + "=" + values.front(),
                                 assignment));
  }
  if (!values.empty() && assignment.substr(0, equals) != key) {
    throw UsageError(fmt::format("label '{}': this diffusion was trained with the label '{}' only",
                                 assignment, key));
  }
  return index_of(assignment.substr(equals + 1));
}

int denoiser_inputs(int codes, const LabelSet& labels) {
  return codes + kTimeFeatures + static_cast<int>(labels.values.size()) + 1;
}

void write_condition(double angle, int label, const LabelSet& labels, float* after_codes) {
  write_time_features(angle, after_codes);
  float* const hot = after_codes + kTimeFeatures;
  std::fill_n(hot, labels.values.size() + 1, 0.0F);
  hot[label == LabelSet::kNone ? labels.values.size() : static_cast<std::size_t>(label)] = 1.0F;
}

LatentDiffusion::LatentDiffusion(DiffusionData data)
    : data_(std::move(data)), schedule_(data_.schedule_offset), network_(data_.network) {
  const auto require = [](bool holds, const char* what, auto expected, auto found) {
    if (holds) return;
    throw ModelError(fmt::format("diffusion: {}: expected {}, found {}", what, expected, found));
  };
  const auto& [window, latents, pca] = data_.code;
  const int codes = data_.code.size();
  require(window >= 1 && latents >= 1, "window and latents", "at least 1", window);
  require(codes >= 1 && pca.encode.rows() == codes && pca.decode.cols() == codes, "codes", codes,
          pca.encode.rows());
  require(pca.mean.size() == static_cast<Eigen::Index>(window) * latents &&
              pca.encode.cols() == pca.mean.size() && pca.decode.rows() == pca.mean.size(),
          "features of a window", window * latents, pca.mean.size());
  require(data_.network.inputs() == denoiser_inputs(codes, data_.labels), "denoiser inputs",
          denoiser_inputs(codes, data_.labels), data_.network.inputs());
  require(data_.network.outputs() == codes, "denoiser outputs", codes, data_.network.outputs());
  const auto labels = static_cast<Eigen::Index>(data_.labels.values.size());
  require(labels == 0 || !data_.labels.key.empty(), "labels", "one name each", "none");
  require(data_.label_means.rows() == labels && (labels == 0 || data_.label_means.cols() == codes),
          "mean codes of labels", labels, data_.label_means.rows());
  require(data_.fps > 0.0, "frames per second", "a positive number", data_.fps);
}

Batch LatentDiffusion::velocity(const Batch& noisy, double t, int label) const {
  const Eigen::Index codes = code().size();
  if (noisy.cols() != codes) {
    throw UsageError(
        fmt::format("diffusion: expected codes of {} components, found {}", codes, noisy.cols()));
  }
  Batch inputs(noisy.rows(), data_.network.inputs());
  inputs.leftCols(codes) = noisy;
  Eigen::RowVectorXf condition(inputs.cols() - codes);
  write_condition(schedule_.angle(t), label, labels(), condition.data());
  inputs.rightCols(condition.size()).rowwise() = condition;
  return network_(inputs);
}

Denoiser LatentDiffusion::denoiser(int label, double strength) const {
  const auto told = [this](int what) -> Denoiser {
    return [this, what](const Batch& noisy, double t) { return velocity(noisy, t, what); };
  };
  if (label == LabelSet::kNone) return told(label);
  return guided(told(label), told(LabelSet::kNone), strength);
}

void LatentDiffusion::require_model(const codec::PoseAutoencoder& model,
                                    const std::filesystem::path& file) const {
  if (model::goes_by(data_.model_sha256, model, file)) return;
  const std::string found = sha256_of_file(file);
  const auto name = data_.provenance.find("model");
  constexpr std::size_t kDigits = 12;
  throw UsageError(
      fmt::format("{}: expected the model whose latents this diffusion has learned{}, sha256 "
                  "{}..., found {}...; use that model, or train a diffusion for this one",
                  file.string(), name == data_.provenance.end() ? "" : " (" + name->second + ")",
                  data_.model_sha256.substr(0, kDigits), found.substr(0, kDigits)));
}

}  // namespace poseaae::diffusion
