#include "poseaae/model/model_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "poseaae/base/error.hpp"
#include "poseaae/io/file_kind.hpp"
#include "poseaae/model/network_io.hpp"
#include "poseaae/motion_io/clip_io.hpp"
#include "poseaae/motion_io/skeleton_io.hpp"

namespace poseaae::model {

namespace {

constexpr h5::FileKind kKind{.format = "PoseAAE model",
                             .version = 1.0,
                             .noun = "model",
                             .what = "a PoseAAE model (best.h5, last.h5)",
                             .remedy = "use the version of PoseAAE that wrote it, or train again"};

template <typename T>
void hash(Sha256& digest, const std::vector<T>& values) {
  digest.update(std::as_bytes(std::span(values)));
}

void hash(Sha256& digest, std::span<const double> numbers) {
  digest.update(std::as_bytes(numbers));
}

/// With its length, so that neighbours cannot exchange letters.
void hash(Sha256& digest, const std::string& text) {
  digest.update(fmt::format("{}:{}", text.size(), text));
}

void hash(Sha256& digest, const mocap::Skeleton& skeleton) {
  for (const auto& name : skeleton.names()) hash(digest, name);
  hash(digest, skeleton.parents());
  for (const auto& offset : skeleton.offsets()) hash(digest, std::span(offset.data(), 3));
  for (const auto& tip : skeleton.end_sites()) {
    hash(digest, std::vector<int>{tip.parent});
    hash(digest, std::span(tip.offset.data(), 3));
    hash(digest, tip.name);
  }
}

/// A clip option: as a double, or a list of texts.
template <typename Value>
void hash_option(Sha256& digest, const Value& value) {
  const auto number = static_cast<double>(value);
  hash(digest, std::span(&number, 1));
}
/// Nothing where older files have none.
void hash_option(Sha256& digest, mocap::Up up) {
  if (up != mocap::Up::kY) hash(digest, name_of(up, mocap::up_names()));
}
void hash_option(Sha256& digest, const std::vector<std::string>& texts) {
  for (const auto& text : texts) hash(digest, text);
}

void hash(Sha256& digest, const mocap::ClipOptions& options) {
  mocap::for_each_field(options,
                        [&](const char*, const auto& value) { hash_option(digest, value); });
}

void hash_numbers(Sha256& digest, const Eigen::Ref<const Eigen::MatrixXd>& matrix) {
  hash(digest, std::span(matrix.data(), static_cast<std::size_t>(matrix.size())));
}

/// Nothing for a model without one, so that the checksums of older files hold.
void hash(Sha256& digest, const codec::Mixture& mixture) {
  hash_numbers(digest, mixture.weights);
  hash_numbers(digest, mixture.means);
  for (const Eigen::MatrixXd& covariance : mixture.covariances) hash_numbers(digest, covariance);
}

/// Likewise.
void hash(Sha256& digest, const codec::LatentFlow& flow) {
  hash(digest, flow.mixture);
  hash_numbers(digest, flow.quantiles);
  hash_numbers(digest, flow.log_densities);
}

/// Nothing for a model of poses, as older files have it.
void hash(Sha256& digest, const std::optional<codec::Window>& window) {
  if (!window) return;
  hash(digest, std::vector<int>{window->frames, window->hop, window->body});
  hash(digest, std::span(&window->fps, 1));
}

/// Covers every stored fact, whatever program wrote the file.
std::string checksum_of(const codec::ModelData& data) {
  Sha256 digest;
  hash(digest, data.format.skeleton());
  hash_network(digest, data.encoder);
  hash_network(digest, data.decoder);
  if (data.format.form() != codec::RotationForm::kQuaternion) {  // as older files did without it
    hash(digest, name_of(data.format.form(), codec::rotation_names()));
  }
  const auto& [mean, covariance, mixture, step, flow] = data.latent;
  hash(digest, std::span(mean.data(), static_cast<std::size_t>(mean.size())));
  hash(digest, std::span(covariance.data(), static_cast<std::size_t>(covariance.size())));
  hash(digest, mixture);
  hash(digest, std::span(step.data(), static_cast<std::size_t>(step.size())));
  hash(digest, flow);
  hash(digest, data.format.reference());
  hash(digest, data.format.window());
  hash(digest, data.clip_options);
  hash(digest, std::span(&data.fps, 1));
  hash(digest, data.config);
  for (const auto& [name, value] : data.provenance) {
    hash(digest, name);
    hash(digest, value);
  }
  return digest.hex_digest();
}

codec::RotationForm rotation_of(const h5::Group& root) {
  if (!root.has_attribute("rotation")) return codec::RotationForm::kQuaternion;
  const std::string name = root.text_attribute("rotation");
  if (const auto form = value_of(name, codec::rotation_names())) return *form;
  throw ModelError(
      fmt::format("unknown form of rotations '{}'; this model needs a newer PoseAAE", name));
}

/// weights (K), means (K, Z), covariances (K, Z, Z).
void save_mixture(h5::Group group, const codec::Mixture& mixture) {
  const auto count = static_cast<std::size_t>(mixture.components());
  const auto dim = static_cast<std::size_t>(mixture.dim());
  const BatchOf<double> means = mixture.means;
  std::vector<double> covariances;
  for (const Eigen::MatrixXd& covariance : mixture.covariances) {
    covariances.insert(covariances.end(), covariance.data(), covariance.data() + covariance.size());
  }
  group.write<double>("weights", {mixture.weights.data(), count}, {count});
  group.write<double>("means", {means.data(), count * dim}, {count, dim});
  group.write<double>("covariances", covariances, {count, dim, dim});
}

/// Of `dim` latents. @throws ModelError when shapes do not fit
codec::Mixture load_mixture(const h5::Group& group, std::size_t dim) {
  const auto weights = group.read<double>("weights").values;
  const std::size_t count = weights.size();
  const auto means = group.read<double>("means", {count, dim});
  const auto covariances = group.read<double>("covariances", {count, dim, dim});
  const auto rows = static_cast<Eigen::Index>(count);
  const auto size = static_cast<Eigen::Index>(dim);
  codec::Mixture mixture{Eigen::Map<const Eigen::VectorXd>(weights.data(), rows),
                         Eigen::Map<const BatchOf<double>>(means.data(), rows, size),
                         {}};
  for (std::size_t k = 0; k < count; ++k) {
    mixture.covariances.emplace_back(
        Eigen::Map<const Eigen::MatrixXd>(&covariances[k * dim * dim], size, size));
  }
  return mixture;
}

/// A mixture/, quantiles (Q, Z) where there are some, and log_densities.
void save_flow(h5::Group group, const codec::LatentFlow& flow) {
  const auto size = [](const auto& numbers) { return static_cast<std::size_t>(numbers); };
  save_mixture(group.create_group("mixture"), flow.mixture);
  const BatchOf<double> quantiles = flow.quantiles;
  if (quantiles.rows() > 0) {
    group.write<double>("quantiles", {quantiles.data(), size(quantiles.size())},
                        {size(quantiles.rows()), size(quantiles.cols())});
  }
  group.write<double>("log_densities", {flow.log_densities.data(), size(flow.log_densities.size())},
                      {size(flow.log_densities.size())});
}

codec::LatentFlow load_flow(const h5::Group& group, std::size_t dim) {
  codec::LatentFlow flow{load_mixture(group.group("mixture"), dim), {}, {}};
  if (group.has("quantiles")) {
    const auto found = group.read<double>("quantiles");
    const bool matrix = found.shape.size() == 2;
    const auto rows = static_cast<Eigen::Index>(matrix ? found.shape[0] : 0);
    const auto columns = static_cast<Eigen::Index>(matrix ? found.shape[1] : 0);
    flow.quantiles = Eigen::Map<const BatchOf<double>>(found.values.data(), rows, columns);
  }
  const auto densities = group.read<double>("log_densities").values;
  flow.log_densities = Eigen::Map<const Eigen::VectorXd>(densities.data(), std::ssize(densities));
  return flow;
}

codec::LatentStatistics load_statistics(const h5::Group& group) {
  const auto mean = group.read<double>("mean");
  const std::size_t dim = mean.values.size();
  const auto covariance = group.read<double>("covariance", {dim, dim});
  const auto size = static_cast<Eigen::Index>(dim);
  Eigen::MatrixXd step;
  if (group.has("step")) {
    const auto numbers = group.read<double>("step", {dim, dim});
    step = Eigen::Map<const BatchOf<double>>(numbers.data(), size, size);
  }
  return {Eigen::Map<const Eigen::VectorXd>(mean.values.data(), size),
          Eigen::Map<const Eigen::MatrixXd>(covariance.data(), size, size),
          group.has("mixture") ? load_mixture(group.group("mixture"), dim) : codec::Mixture{},
          std::move(step),
          group.has("flow") ? load_flow(group.group("flow"), dim) : codec::LatentFlow{}};
}

std::optional<codec::Window> load_window(const h5::Group& root) {
  if (!root.has("window")) return std::nullopt;
  const h5::Group group = root.group("window");
  const auto number = [&](const char* name) {
    return static_cast<int>(std::clamp(group.number_attribute(name), -1.0, 1e6));
  };
  return codec::Window{.frames = number("frames"),
                       .hop = number("hop"),
                       .body = number("body"),
                       .fps = group.number_attribute("fps")};
}

void save_window(h5::Group group, const codec::Window& window) {
  group.set_attribute("frames", std::int64_t{window.frames});
  group.set_attribute("hop", std::int64_t{window.hop});
  group.set_attribute("body", std::int64_t{window.body});
  group.set_attribute("fps", window.fps);
}

codec::PoseFormat load_format(const h5::Group& root) {
  std::vector<float> reference;
  if (root.has("reference_pose")) reference = root.read<float>("reference_pose").values;
  codec::PoseFormat format(mocap::load_skeleton(root.group("skeleton")), rotation_of(root),
                           std::move(reference), load_window(root));
  if (root.has_attribute("pose_channels")) {  // older files have no others
    format.require_channels(root.text_attribute("pose_channels"));
  }
  return format;
}

void save_format(h5::Group& root, const codec::PoseFormat& format) {
  root.set_attribute("pose_channels", format.channel_names());
  root.set_attribute("rotation", name_of(format.form(), codec::rotation_names()));
  if (format.window()) save_window(root.create_group("window"), *format.window());
  h5::Group skeleton = root.create_group("skeleton");
  mocap::save_skeleton(skeleton, format.skeleton());
  const std::vector<float>& reference = format.reference();
  if (reference.empty()) return;
  root.write<float>("reference_pose", reference,
                    {format.skeleton().names().size(), math::kQuatSize});
  root.set_attribute("order", "w x y z", "reference_pose");
}

codec::ModelData read_model(const h5::Group& root) {
  codec::ModelData data{.format = load_format(root),
                        .encoder = load_network(root.group("encoder")),
                        .decoder = load_network(root.group("decoder")),
                        .latent = load_statistics(root.group("latent")),
                        .clip_options = mocap::load_clip_options(root.group("clip_options")),
                        .fps = root.number_attribute("fps"),
                        .config = h5::one_text(root, "config"),
                        .provenance = {}};
  data.provenance = h5::read_texts(root.group("provenance"));
  if (checksum_of(data) != root.text_attribute("checksum_sha256")) {
    throw ModelError(
        "the contents do not match their checksum; the file is damaged, copy it again");
  }
  return data;
}

}  // namespace

void save(const codec::PoseAutoencoder& model, const std::filesystem::path& path) {
  h5::write_file(path, [&data = model.data()](h5::Group& root) {
    h5::write_kind(root, kKind);
    root.set_attribute("checksum_sha256", checksum_of(data));
    root.set_attribute("config", data.config);
    root.set_attribute("fps", data.fps);
    save_format(root, data.format);
    save_network(root.create_group("encoder"), data.encoder);
    save_network(root.create_group("decoder"), data.decoder);
    const auto& [mean, covariance, mixture, step, flow] = data.latent;
    const auto dim = static_cast<std::size_t>(mean.size());
    root.write<double>("latent/mean", {mean.data(), dim}, {dim});
    root.write<double>("latent/covariance", {covariance.data(), dim * dim}, {dim, dim});
    if (step.size() > 0) {
      const BatchOf<double> rows = step;
      root.write<double>("latent/step", {rows.data(), dim * dim}, {dim, dim});
    }
    if (!mixture.empty()) save_mixture(root.create_group("latent/mixture"), mixture);
    if (!flow.empty()) save_flow(root.create_group("latent/flow"), flow);
    mocap::save_clip_options(root.create_group("clip_options"), data.clip_options);
    h5::write_texts(root.create_group("provenance"), data.provenance);
  });
}

codec::PoseAutoencoder load(const std::filesystem::path& path) {
  return h5::load(path, kKind,
                  [](const h5::Group& root) { return codec::PoseAutoencoder(read_model(root)); });
}

}  // namespace poseaae::model
