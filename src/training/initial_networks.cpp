#include "initial_networks.hpp"

#include "lever_arms.hpp"
#include "poseaae/codec/pose_format.hpp"
#include "poseaae/metrics/pca.hpp"
#include "poseaae/nn/affine_layer.hpp"
#include "poseaae/objective/room_positions.hpp"
#include "poseaae/objective/slices.hpp"
#include "poseaae/training/body_components.hpp"

namespace poseaae::training {

namespace {

std::vector<int> chain(int first, std::vector<int> hidden, int last) {
  hidden.insert(hidden.begin(), first);
  hidden.push_back(last);
  return hidden;
}

/// y = matrix x + offset by the skip alone: the hidden layer has no say in the first outputs.
void start_skip(nn::Network& network, const Eigen::MatrixXd& matrix,
                const Eigen::VectorXd& offset) {
  auto layers = network.layers();
  const nn::LayerSpec& spec = layers.back().spec;
  auto& bias = layers.back().array("bias");
  const Eigen::Index hidden = spec.inputs - matrix.cols();
  Eigen::Map<Batch> weights(layers.back().array("weight").data(), spec.outputs, spec.inputs);
  weights.topRows(matrix.rows()).leftCols(hidden).setZero();
  weights.topRows(matrix.rows()).rightCols(matrix.cols()) = matrix.cast<float>();
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    bias[static_cast<std::size_t>(i)] = static_cast<float>(offset[i]);
  }
  network = nn::Network(std::move(layers), network.skip());
}

/// The factor of each of a pose's features before components are sought.
Eigen::RowVectorXf number_weights(SkipStart start, const codec::PoseFormat& format,
                                  const Batch& poses) {
  Eigen::RowVectorXf weights = Eigen::RowVectorXf::Ones(format.features());
  if (start != SkipStart::kLeverPca) return weights;
  const Eigen::VectorXd arms = lever_arms(format.skeleton(), poses);
  const Eigen::Index features = weights.size() / arms.size();
  for (Eigen::Index j = 0; j < arms.size(); ++j) {
    weights.segment(features * j, features).setConstant(static_cast<float>(arms[j]));
  }
  return weights;
}

metrics::Pca components_of(SkipStart start, const codec::PoseFormat& format, const Batch& poses,
                           int count) {
  const Eigen::RowVectorXf weights = number_weights(start, format, poses);
  Batch features = format.features_of(poses);
  features.array().rowwise() *= weights.array();
  metrics::Pca pca = metrics::Pca::fit(features, count);
  const Eigen::VectorXd wide = weights.transpose().cast<double>();
  pca.encode = pca.encode * wide.asDiagonal();
  pca.decode = wide.cwiseInverse().asDiagonal() * pca.decode;
  pca.mean = pca.mean.cwiseQuotient(wide);
  if (start == SkipStart::kPca) {  // not whitened: orthonormal rows
    const Eigen::VectorXd deviations = pca.variances.cwiseSqrt();
    pca.encode = deviations.asDiagonal() * pca.encode;
    pca.decode = pca.encode.transpose();
  }
  return pca;
}

/// As many as asked for, or as there are features.
int seen_components(const Config::Model& model, const codec::PoseFormat& format) {
  return std::min(model.components, format.features());
}

/// Puts the components before the encoder and behind the decoder, which see coefficients; the skips
/// are the first of them.
void see_components(const metrics::Pca& pca, objective::Networks& networks) {
  const Eigen::Index latents = networks.latent_dim();
  const Eigen::Index count = pca.variances.size();
  const Eigen::MatrixXd first = Eigen::MatrixXd::Identity(latents, count);
  start_skip(networks.encoder, first, Eigen::VectorXd::Zero(latents));
  start_skip(networks.decoder, first.transpose(), Eigen::VectorXd::Zero(count));
  auto encoder = networks.encoder.layers();
  auto decoder = networks.decoder.layers();
  encoder.insert(encoder.begin(), nn::affine_layer(pca.encode, -pca.encode * pca.mean, "fixed"));
  decoder.push_back(nn::affine_layer(pca.decode, pca.mean, "fixed"));
  networks.encoder = nn::Network(std::move(encoder), networks.encoder.skip());
  networks.decoder = nn::Network(std::move(decoder), networks.decoder.skip());
}

void start_at_components(const Config::Model& model, const codec::PoseFormat& format, int body,
                         const Batch& poses, objective::Networks& networks) {
  if (model.components > 0) {
    return see_components(body_components(format, body, poses, seen_components(model, format)),
                          networks);
  }
  const metrics::Pca pca = model.skip == SkipStart::kBodyPca
                               ? body_components(format, body, poses, networks.latent_dim())
                               : components_of(model.skip, format, poses, networks.latent_dim());
  start_skip(networks.encoder, pca.encode, -pca.encode * pca.mean);
  start_skip(networks.decoder, pca.decode, pca.mean);
}

bool judges_poses(const Config& config) {
  const std::vector<double> weights = config.effective_weights();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] > 0.0 && objective::loss_terms()[i].judges_poses) return true;
  }
  return false;
}

/// (N, 3 J n): what objective::GeneratedRows compares of rows (N, P).
Batch compared_positions(const objective::EngineSetup& setup, const Batch& rows) {
  using kernels::kLanes;
  const auto& kernels = kernels::table<float>();
  objective::RoomPositions<float> room(
      setup, objective::spread_frames(static_cast<std::size_t>(setup.rows.frames),
                                      objective::kComparedFrames));
  const auto numbers = static_cast<std::size_t>(rows.cols());
  const std::size_t width = 3 * room.points();
  kernels::Buffer<float> panel(numbers * kLanes);
  kernels::Buffer<float> positions(room.size());
  Batch all(rows.rows(), static_cast<Eigen::Index>(width));
  for (Eigen::Index first = 0; first < rows.rows(); first += kLanes) {
    const std::size_t count = std::min(kLanes, static_cast<std::size_t>(rows.rows() - first));
    kernels.to_panels(rows.row(first).data(), nullptr, numbers, count, numbers, panel.data());
    room.of_truth(kernels, panel.data(), positions.data());
    kernels.from_panels(positions.data(), count, width, all.row(first).data(), width);
  }
  return all;
}

}  // namespace

objective::Networks initial_networks(const Config& config, const codec::PoseFormat& format,
                                     int body, const std::function<Batch()>& sample) {
  const Config::Model& model = config.model;
  const int latent = model.latent;
  // What the networks see, inside the fixed layers.
  const int features = model.components > 0 ? seen_components(model, format) : format.features();
  auto decoder = model.decoder;
  if (decoder.empty()) decoder.assign(model.encoder.rbegin(), model.encoder.rend());
  constexpr auto kLinear = nn::Activation::kLinear;
  const auto skip = model.skip == SkipStart::kNone ? nn::Skip::kNone : nn::Skip::kInput;
  const int encoded = config.gaussian_encoder() ? 2 * latent : latent;
  Random random(config.training.seed);
  objective::Networks networks;
  networks.encoder = {nn::make_mlp(chain(features, model.encoder, encoded), model.activation,
                                   model.latent_activation, skip),
                      random};
  networks.decoder = {
      nn::make_mlp(chain(latent, decoder, features), model.activation, kLinear, skip), random};
  networks.discriminator = {
      nn::make_mlp(chain(latent, model.discriminator, 1), model.discriminator_activation, kLinear),
      random};
  if (judges_poses(config)) {
    const int positions =
        3 * format.skeleton().joints() *
        std::min(format.shape().frames, static_cast<int>(objective::kComparedFrames));
    networks.pose_discriminator = {nn::make_mlp(chain(positions, model.pose_discriminator, 1),
                                                model.discriminator_activation, kLinear),
                                   random};
  }
  if (model.skip != SkipStart::kNone && model.skip != SkipStart::kRandom) {
    start_at_components(model, format, body, sample(), networks);
  }
  return networks;
}

void see_standardised_positions(objective::EngineSetup& setup, const Batch& poses) {
  if (setup.initial.pose_discriminator.layers().empty()) return;
  constexpr double kStill = 1e-6;  // m^2; such as the root's, which are all 0
  const Eigen::MatrixXd positions = compared_positions(setup, poses).cast<double>();
  const Eigen::RowVectorXd mean = positions.colwise().mean();
  const Eigen::VectorXd variances =
      (positions.rowwise() - mean).colwise().squaredNorm() / static_cast<double>(poses.rows());
  Eigen::VectorXd scale(variances.size());
  for (Eigen::Index i = 0; i < scale.size(); i += 3) {
    const double variance = variances.segment(i, 3).mean();
    scale.segment(i, 3).setConstant(variance > kStill ? 1.0 / std::sqrt(variance) : 0.0);
  }
  auto layers = setup.initial.pose_discriminator.layers();
  layers.insert(layers.begin(), nn::affine_layer(scale.asDiagonal(),
                                                 -scale.cwiseProduct(mean.transpose()), "fixed"));
  setup.initial.pose_discriminator = nn::Network(std::move(layers));
}

void hold_still(nn::Network& decoder, const codec::PoseFormat& format, int joint,
                const Batch& pose) {
  const Batch features = format.features_of(pose);
  const mocap::RowShape& shape = format.shape();
  const auto count = static_cast<Eigen::Index>(kernels::features_of(format.form()));
  auto layers = decoder.layers();
  const nn::LayerSpec& spec = layers.back().spec;
  auto& bias = layers.back().array("bias");
  Eigen::Map<Batch> weights(layers.back().array("weight").data(), spec.outputs, spec.inputs);
  for (int frame = 0; frame < shape.frames; ++frame) {
    const Eigen::Index first = frame * shape.frame_features(format.form()) + count * joint;
    for (Eigen::Index i = first; i < first + count; ++i) {
      weights.row(i).setZero();
      bias[static_cast<std::size_t>(i)] = features(0, i);
    }
  }
  decoder = nn::Network(std::move(layers), decoder.skip());
}

}  // namespace poseaae::training
