#include "poseaae/model/hdf5_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "model/checksum.hpp"
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
                             .what = "a PoseAAE model of an older version (best.h5, last.h5)",
                             .remedy = "use the version of PoseAAE that wrote it, or train again"};

codec::RotationForm rotation_of(const h5::Group& root) {
  if (!root.has_attribute("rotation")) return codec::RotationForm::kQuaternion;
  const std::string name = root.text_attribute("rotation");
  if (const auto form = value_of(name, codec::rotation_names())) return *form;
  throw ModelError(
      fmt::format("unknown form of rotations '{}'; this model needs a newer PoseAAE", name));
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

codec::PoseAutoencoder load_hdf5(const std::filesystem::path& path) {
  return h5::load(path, kKind,
                  [](const h5::Group& root) { return codec::PoseAutoencoder(read_model(root)); });
}

}  // namespace poseaae::model
