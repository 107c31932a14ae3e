#include "poseaae/codec/model_file.hpp"

#include <fmt/format.h>

#include "codec/model_texts.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/nn/network_tensors.hpp"
#include "poseaae/safetensors/json.hpp"
#include "poseaae/safetensors/safetensors.hpp"

namespace poseaae::codec {

namespace {

using safetensors::Builder;
using safetensors::Shape;
using safetensors::View;

constexpr FileKind kKind{.format = "PoseAAE model",
                         .version = 2.0,
                         .noun = "model",
                         .what = "a PoseAAE model (best.safetensors, last.safetensors)",
                         .remedy = "use the version of PoseAAE that wrote it, or train again"};

std::size_t size_of(Eigen::Index count) { return static_cast<std::size_t>(count); }

void add_vector(Builder& file, const std::string& name, const Eigen::VectorXd& values) {
  file.add<double>(name, {values.data(), size_of(values.size())}, {size_of(values.size())});
}

void add_matrix(Builder& file, const std::string& name, const BatchOf<double>& rows) {
  file.add<double>(name, {rows.data(), size_of(rows.size())},
                   {size_of(rows.rows()), size_of(rows.cols())});
}

Eigen::VectorXd vector_of(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), std::ssize(values));
}

BatchOf<double> matrix_of(const std::vector<double>& values, const Shape& shape) {
  return Eigen::Map<const BatchOf<double>>(values.data(), static_cast<Eigen::Index>(shape[0]),
                                           static_cast<Eigen::Index>(shape[1]));
}

Eigen::MatrixXd read_matrix(const View& file, const std::string& name, const Shape& shape) {
  return matrix_of(file.read<double>(name, shape), shape);
}

/// NAME.weights (K), NAME.means (K, Z), NAME.covariances (K, Z, Z).
void add_mixture(Builder& file, const std::string& name, const Mixture& mixture) {
  const std::size_t dim = size_of(mixture.dim());
  std::vector<double> covariances;
  for (const Eigen::MatrixXd& covariance : mixture.covariances) {
    const BatchOf<double> rows = covariance;
    covariances.insert(covariances.end(), rows.data(), rows.data() + rows.size());
  }
  add_vector(file, name + ".weights", mixture.weights);
  add_matrix(file, name + ".means", mixture.means);
  file.add<double>(name + ".covariances", covariances, {size_of(mixture.components()), dim, dim});
}

Mixture read_mixture(const View& file, const std::string& name, std::size_t dim) {
  Mixture mixture;
  mixture.weights = vector_of(file.read<double>(name + ".weights"));
  const std::size_t count = size_of(mixture.weights.size());
  mixture.means = read_matrix(file, name + ".means", {count, dim});
  const auto covariances = file.read<double>(name + ".covariances", {count, dim, dim});
  const auto size = static_cast<Eigen::Index>(dim);
  for (std::size_t k = 0; k < count; ++k) {
    mixture.covariances.emplace_back(
        Eigen::Map<const BatchOf<double>>(&covariances[k * dim * dim], size, size));
  }
  return mixture;
}

/// NAME.mixture, NAME.quantiles (Q, Z) where there are some, NAME.log_densities.
void add_flow(Builder& file, const std::string& name, const LatentFlow& flow) {
  add_mixture(file, name + ".mixture", flow.mixture);
  if (flow.quantiles.rows() > 0) add_matrix(file, name + ".quantiles", flow.quantiles);
  add_vector(file, name + ".log_densities", flow.log_densities);
}

LatentFlow read_flow(const View& file, const std::string& name, std::size_t dim) {
  LatentFlow flow{read_mixture(file, name + ".mixture", dim), {}, {}};
  if (file.has(name + ".quantiles")) {
    const Shape& shape = file.shape(name + ".quantiles");
    flow.quantiles = read_matrix(file, name + ".quantiles", {shape.empty() ? 0 : shape[0], dim});
  }
  flow.log_densities = vector_of(file.read<double>(name + ".log_densities"));
  return flow;
}

void add_latent(Builder& file, const LatentStatistics& latent) {
  const auto& [mean, covariance, mixture, step, flow] = latent;
  add_vector(file, "latent.mean", mean);
  add_matrix(file, "latent.covariance", covariance);
  if (!mixture.empty()) add_mixture(file, "latent.mixture", mixture);
  if (step.size() > 0) add_matrix(file, "latent.step", step);
  if (!flow.empty()) add_flow(file, "latent.flow", flow);
}

LatentStatistics read_latent(const View& file) {
  LatentStatistics latent;
  latent.mean = vector_of(file.read<double>("latent.mean"));
  const std::size_t dim = size_of(latent.mean.size());
  latent.covariance = read_matrix(file, "latent.covariance", {dim, dim});
  if (file.has_any("latent.mixture.")) {
    latent.mixture = read_mixture(file, "latent.mixture", dim);
  }
  if (file.has("latent.step")) latent.step = read_matrix(file, "latent.step", {dim, dim});
  if (file.has_any("latent.flow.")) latent.flow = read_flow(file, "latent.flow", dim);
  return latent;
}

/// The format, and the frame rate of the training poses. @throws ModelError
std::pair<PoseFormat, double> read_poses(const View& file) {
  const FormatText text = read_format(file.text("pose_format"));
  mocap::Skeleton skeleton = read_skeleton(file.text("skeleton"));
  std::vector<float> reference;
  if (file.has("reference_pose")) {
    reference = file.read<float>("reference_pose", {size_of(skeleton.joints()), math::kQuatSize});
  }
  PoseFormat format(std::move(skeleton), text.form, std::move(reference), text.window);
  format.require_channels(text.channels);
  return {std::move(format), text.fps};
}

PoseAutoencoder read_model(const View& file) {
  try {
    auto [format, fps] = read_poses(file);
    LatentStatistics latent = read_latent(file);
    const std::size_t dim = size_of(latent.mean.size());
    const bool mapped = file.has_any("latent.space.");
    return PoseAutoencoder({.format = std::move(format),
                            .encoder = nn::read_network(file, "encoder"),
                            .decoder = nn::read_network(file, "decoder"),
                            .latent = std::move(latent),
                            .space = mapped ? read_flow(file, "latent.space", dim) : LatentFlow{},
                            .clip_options = read_clip_options(file.text("clip_options")),
                            .fps = fps,
                            .config = file.bytes_text("config"),
                            .provenance = json::read_object(file.text("provenance"))});
  } catch (const InputError&) {
    throw;
  } catch (const Error& problem) {
    throw ModelError(fmt::format("the stored model is damaged: {}", problem.what()));
  }
}

Builder file_of(const PoseAutoencoder& model) {
  const ModelData& data = model.data();
  const PoseFormat& format = data.format;
  Builder file;
  file.kind(kKind);
  file.text("skeleton", json_of(format.skeleton()));
  file.text("pose_format",
            json_of(FormatText{format.form(), format.channel_names(), format.window(), data.fps}));
  if (const std::vector<float>& reference = format.reference(); !reference.empty()) {
    file.add<float>("reference_pose", reference,
                    {size_of(format.skeleton().joints()), math::kQuatSize});
  }
  nn::add_network(file, "encoder", data.encoder);
  nn::add_network(file, "decoder", data.decoder);
  add_latent(file, data.latent);
  if (!data.space.empty()) add_flow(file, "latent.space", data.space);
  file.text("clip_options", json_of(data.clip_options));
  file.bytes_text("config", data.config);
  file.text("provenance", json::object(data.provenance));
  return file;
}

/// What decoding needs: skeleton, what a row is, decoder, and the first two moments of latents.
Builder decoder_file_of(const PoseAutoencoder& model) {
  const ModelData& data = model.data();
  const PoseFormat& format = data.format;
  Builder file;
  file.kind(kKind);
  file.text("skeleton", json_of(format.skeleton()));
  file.text("pose_format",
            json_of(FormatText{format.form(), format.channel_names(), format.window(), data.fps}));
  nn::add_network(file, "decoder", data.decoder);
  add_vector(file, "latent.mean", data.latent.mean);
  add_matrix(file, "latent.covariance", data.latent.covariance);
  if (!data.space.empty()) add_flow(file, "latent.space", data.space);
  return file;
}

}  // namespace

void save_model(const PoseAutoencoder& model, const std::filesystem::path& path) {
  file_of(model).write(path);
}

std::string model_bytes(const PoseAutoencoder& model) { return file_of(model).bytes(); }

std::string decoder_bytes(const PoseAutoencoder& model) { return decoder_file_of(model).bytes(); }

PoseAutoencoder load_model(const std::filesystem::path& path) {
  return safetensors::load(path, kKind, read_model);
}

PoseAutoencoder load_model(std::span<const std::byte> bytes, const std::filesystem::path& name) {
  return safetensors::parse(bytes, kKind, name, read_model);
}

}  // namespace poseaae::codec
