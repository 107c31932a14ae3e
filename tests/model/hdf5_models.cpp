#include "model/hdf5_models.hpp"

#include "model/checksum.hpp"
#include "poseaae/io/file_kind.hpp"
#include "poseaae/model/network_io.hpp"
#include "poseaae/motion_io/clip_io.hpp"
#include "poseaae/motion_io/skeleton_io.hpp"

namespace poseaae::model::test {

namespace {

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

void save_window(h5::Group group, const codec::Window& window) {
  group.set_attribute("frames", std::int64_t{window.frames});
  group.set_attribute("hop", std::int64_t{window.hop});
  group.set_attribute("body", std::int64_t{window.body});
  group.set_attribute("fps", window.fps);
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

}  // namespace

void save_hdf5(const codec::PoseAutoencoder& model, const std::filesystem::path& path) {
  h5::write_file(path, [&data = model.data()](h5::Group& root) {
    root.set_attribute("format", "PoseAAE model");
    root.set_attribute("version", 1.0);
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

}  // namespace poseaae::model::test
