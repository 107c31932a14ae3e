#include "poseaae/model/pose_autoencoder.hpp"

#include <fmt/format.h>

#include <cmath>

#include "mixture_io.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/io/file_kind.hpp"
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
void hash_option(Sha256& digest, const std::vector<std::string>& texts) {
  for (const auto& text : texts) hash(digest, text);
}

void hash(Sha256& digest, const mocap::ClipOptions& options) {
  mocap::for_each_field(options,
                        [&](const char*, const auto& value) { hash_option(digest, value); });
}

/// Nothing for a model without one, so that the checksums of older files hold.
void hash(Sha256& digest, const Mixture& mixture) {
  const auto numbers = [&](const auto& matrix) {
    hash(digest, std::span(matrix.data(), static_cast<std::size_t>(matrix.size())));
  };
  numbers(mixture.weights);
  numbers(mixture.means);
  for (const Eigen::MatrixXd& covariance : mixture.covariances) numbers(covariance);
}

/// Covers every stored fact, whatever program wrote the file.
std::string checksum_of(const ModelData& data) {
  Sha256 digest;
  hash(digest, data.skeleton);
  for (const Network* network : {&data.encoder, &data.decoder}) {
    for (const Layer& layer : network->layers()) {
      hash(digest, name_of(layer.spec.activation, activation_names()));
      hash(digest, layer.weight);
      hash(digest, layer.bias);
    }
  }
  if (data.rotation != RotationForm::kQuaternion) {  // as older files did without it
    hash(digest, name_of(data.rotation, rotation_names()));
  }
  const auto& [mean, covariance, mixture] = data.latent;
  hash(digest, std::span(mean.data(), static_cast<std::size_t>(mean.size())));
  hash(digest, std::span(covariance.data(), static_cast<std::size_t>(covariance.size())));
  hash(digest, mixture);
  hash(digest, data.reference_pose);
  hash(digest, data.clip_options);
  hash(digest, std::span(&data.fps, 1));
  hash(digest, data.config);
  for (const auto& [name, value] : data.provenance) {
    hash(digest, name);
    hash(digest, value);
  }
  return digest.hex_digest();
}

RotationForm rotation_of(const h5::Group& root) {
  if (!root.has_attribute("rotation")) return RotationForm::kQuaternion;
  const std::string name = root.text_attribute("rotation");
  for (const auto& [known, form] : rotation_names()) {
    if (known == name) return form;
  }
  throw ModelError(
      fmt::format("unknown form of rotations '{}'; this model needs a newer PoseAAE", name));
}

LatentStatistics load_statistics(const h5::Group& group) {
  const auto mean = group.read<double>("mean");
  const std::size_t dim = mean.values.size();
  const auto covariance = group.read<double>("covariance", {dim, dim});
  const auto size = static_cast<Eigen::Index>(dim);
  return {Eigen::Map<const Eigen::VectorXd>(mean.values.data(), size),
          Eigen::Map<const Eigen::MatrixXd>(covariance.data(), size, size),
          group.has("mixture") ? load_mixture(group.group("mixture"), dim) : Mixture{}};
}

ModelData read_model(const h5::Group& root) {
  ModelData data{.skeleton = mocap::load_skeleton(root.group("skeleton")),
                 .encoder = Network::load(root.group("encoder")),
                 .decoder = Network::load(root.group("decoder")),
                 .rotation = rotation_of(root),
                 .latent = load_statistics(root.group("latent")),
                 .reference_pose = {},
                 .clip_options = mocap::load_clip_options(root.group("clip_options")),
                 .fps = root.number_attribute("fps"),
                 .config = h5::one_text(root, "config"),
                 .provenance = {}};
  if (root.has("reference_pose")) data.reference_pose = root.read<float>("reference_pose").values;
  data.provenance = h5::read_texts(root.group("provenance"));
  if (checksum_of(data) != root.text_attribute("checksum_sha256")) {
    throw ModelError(
        "the contents do not match their checksum; the file is damaged, copy it again");
  }
  return data;
}

}  // namespace

mocap::Motion motion_of(const mocap::Skeleton& skeleton, const Batch& poses, double fps) {
  if (poses.cols() != 4 * skeleton.joints()) {
    throw UsageError(fmt::format("expected poses of {} features, found {}", 4 * skeleton.joints(),
                                 poses.cols()));
  }
  mocap::Motion motion(skeleton, fps, static_cast<int>(poses.rows()));
  for (Eigen::Index t = 0; t < poses.rows(); ++t) {
    motion.set_root_position(static_cast<int>(t), mocap::Vec3::Zero());
    for (int j = 0; j < motion.joints(); ++j) {
      motion.set_rotation(static_cast<int>(t), j,
                          math::load_wxyz(poses.row(t).data() + 4 * j).cast<double>());
    }
  }
  return motion;
}

LatentStatistics LatentStatistics::of(const Batch& latents) {
  if (latents.rows() < 2) {
    throw UsageError(fmt::format("latent statistics: expected at least two encodings, found {}",
                                 latents.rows()));
  }
  // In pieces: a copy of a million encodings as doubles is worth avoiding.
  constexpr Eigen::Index kPiece = 1024;
  const Eigen::Index rows = latents.rows();
  LatentStatistics statistics{Eigen::VectorXd::Zero(latents.cols()),
                              Eigen::MatrixXd::Zero(latents.cols(), latents.cols()),
                              {}};
  for (Eigen::Index first = 0; first < rows; first += kPiece) {
    const Eigen::MatrixXd piece =
        latents.middleRows(first, std::min(kPiece, rows - first)).cast<double>();
    statistics.mean += piece.colwise().sum();
  }
  statistics.mean /= static_cast<double>(rows);
  for (Eigen::Index first = 0; first < rows; first += kPiece) {
    const Eigen::MatrixXd centred =
        latents.middleRows(first, std::min(kPiece, rows - first)).cast<double>().rowwise() -
        statistics.mean.transpose();
    statistics.covariance.noalias() += centred.transpose() * centred;
  }
  statistics.covariance /= static_cast<double>(rows - 1);
  return statistics;
}

LatentStatistics LatentStatistics::with_mixture(const Batch& latents) {
  LatentStatistics statistics = of(latents);
  statistics.mixture = fit_mixture(latents).mixture;
  return statistics;
}

Eigen::VectorXd LatentStatistics::standard_deviation() const {
  return covariance.diagonal().cwiseSqrt();
}

PoseAutoencoder::PoseAutoencoder(ModelData data)
    : data_(std::move(data)),
      encoder_(data_.encoder, data_.rotation),
      decoder_(data_.decoder, data_.rotation) {
  const auto require = [](bool holds, const char* what, auto expected, auto found) {
    if (holds) return;
    throw ModelError(fmt::format("model: {}: expected {}, found {}", what, expected, found));
  };
  const int joints = data_.skeleton.joints();
  const int numbers = joints * static_cast<int>(kernels::features_of(data_.rotation));
  require(data_.encoder.inputs() == numbers, "encoder inputs (features of the rotations)", numbers,
          data_.encoder.inputs());
  require(data_.decoder.outputs() == numbers, "decoder outputs (features of the rotations)",
          numbers, data_.decoder.outputs());
  const int latents = data_.decoder.inputs();
  require(data_.encoder.outputs() == latents || data_.encoder.outputs() == 2 * latents,
          "encoder outputs (the decoder's inputs, or twice as many)", latents,
          data_.encoder.outputs());
  require(data_.latent.mean.size() == latents && data_.latent.covariance.rows() == latents &&
              data_.latent.covariance.cols() == latents,
          "latent statistics", latents, data_.latent.mean.size());
  if (const Mixture& mixture = data_.latent.mixture; !mixture.empty()) {
    require(mixture.dim() == latents, "latent mixture", latents, mixture.dim());
    (void)MixtureDensity(mixture);  // throws where it is none
  }
  require(data_.reference_pose.empty() ||
              data_.reference_pose.size() == static_cast<std::size_t>(4 * joints),
          "reference pose", 4 * joints, data_.reference_pose.size());
  require(std::isfinite(data_.fps) && data_.fps > 0.0, "frames per second", "a positive number",
          data_.fps);
}

Batch PoseAutoencoder::encode(const Batch& poses) const {
  if (data_.reference_pose.empty() || poses.cols() != pose_dim()) {
    return encoder_.of_rotations(poses).leftCols(latent_dim());
  }
  Batch aligned = poses;
  math::align_hemispheres_wxyz(
      std::span<float>(aligned.data(), static_cast<std::size_t>(aligned.size())),
      std::span<const float>(data_.reference_pose));
  return encoder_.of_rotations(aligned).leftCols(latent_dim());
}

Batch PoseAutoencoder::decode(const Batch& latents) const { return decoder_.to_rotations(latents); }

Batch PoseAutoencoder::poses_of(const mocap::Motion& motion) const {
  const auto& expected = skeleton();
  const auto& found = motion.skeleton();
  for (int j = 0; j < std::max(expected.joints(), found.joints()); ++j) {
    if (j < expected.joints() && j < found.joints() && expected.name(j) == found.name(j) &&
        expected.parent(j) == found.parent(j)) {
      continue;
    }
    throw UsageError(fmt::format(
        "this clip does not have the model's skeleton: joint {}: expected '{}', found '{}' ({} and "
        "{} joints); use a clip with the skeleton that the model was trained on",
        j, j < expected.joints() ? expected.name(j) : "nothing",
        j < found.joints() ? found.name(j) : "nothing", expected.joints(), found.joints()));
  }
  using Rows = BatchOf<double>;
  return Eigen::Map<const Rows>(motion.rotations().data(), motion.frames(), pose_dim())
      .cast<float>();
}

void PoseAutoencoder::save(const std::filesystem::path& path) const {
  h5::write_file(path, [this](h5::Group& root) {
    h5::write_kind(root, kKind);
    root.set_attribute("checksum_sha256", checksum_of(data_));
    // As arrays: HDF5 limits attributes to 64 KB, and many clips have many names.
    root.write_strings("config", std::span(&data_.config, 1));
    root.set_attribute("fps", data_.fps);
    root.set_attribute("rotation", name_of(data_.rotation, rotation_names()));
    h5::Group skeleton = root.create_group("skeleton");
    mocap::save_skeleton(skeleton, data_.skeleton);
    data_.encoder.save(root.create_group("encoder"));
    data_.decoder.save(root.create_group("decoder"));
    const auto& [mean, covariance, mixture] = data_.latent;
    const auto dim = static_cast<std::size_t>(mean.size());
    root.write<double>("latent/mean", {mean.data(), dim}, {dim});
    root.write<double>("latent/covariance", {covariance.data(), dim * dim}, {dim, dim});
    if (!mixture.empty()) save_mixture(root.create_group("latent/mixture"), mixture);
    if (!data_.reference_pose.empty()) {
      root.write<float>("reference_pose", data_.reference_pose,
                        {data_.reference_pose.size() / 4, 4});
      root.set_attribute("order", "w x y z", "reference_pose");
    }
    mocap::save_clip_options(root.create_group("clip_options"), data_.clip_options);
    h5::write_texts(root.create_group("provenance"), data_.provenance);
  });
}

PoseAutoencoder PoseAutoencoder::load(const std::filesystem::path& path) {
  return h5::load(path, kKind,
                  [](const h5::Group& root) { return PoseAutoencoder(read_model(root)); });
}

}  // namespace poseaae::model
