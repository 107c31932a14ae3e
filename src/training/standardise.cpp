#include "standardise.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/math/symmetric_eigen.hpp"

namespace poseaae::training {

namespace {

/// z' = forward (z - mean), z = backward z' + mean.
struct Whitening {
  Eigen::VectorXd mean;
  Eigen::MatrixXd forward;
  Eigen::MatrixXd backward;
};

Whitening whitening_of(const Batch& latents) {
  constexpr double kLeast = 1e-6;
  const auto statistics = codec::LatentStatistics::of(latents);
  const math::SymmetricEigen solver(statistics.covariance);
  const Eigen::VectorXd& found = solver.eigenvalues();
  const double largest = found.maxCoeff();
  const Eigen::VectorXd roots = largest > 0.0 ? found.cwiseMax(kLeast * largest).cwiseSqrt().eval()
                                              : Eigen::VectorXd::Ones(found.size()).eval();
  return {statistics.mean, solver.with_eigenvalues(roots.cwiseInverse()),
          solver.with_eigenvalues(roots)};
}

using Matrix = BatchOf<double>;

/// (outputs, inputs) of a layer that is linear in them but for its activation. @throws Error
Eigen::Map<const Batch> weights_of(const nn::Layer& layer) {
  if (layer.spec.kind != nn::LayerSpec{}.kind) {
    throw Error(fmt::format("standardise: expected a dense layer, found '{}'", layer.spec.kind));
  }
  return {layer.array("weight").data(), layer.spec.outputs, layer.spec.inputs};
}

/// The same layer with other weights (outputs, inputs) and biases.
nn::Layer layer_of(const nn::Layer& layer, const Matrix& weights, const Eigen::VectorXd& bias) {
  const Batch narrow = weights.cast<float>();
  const Eigen::VectorXf narrow_bias = bias.cast<float>();
  nn::Layer changed{layer.spec,
                    {{narrow.data(), narrow.data() + narrow.size()},
                     {narrow_bias.data(), narrow_bias.data() + narrow_bias.size()}}};
  changed.spec.outputs = static_cast<int>(weights.rows());
  return changed;
}

Eigen::VectorXd bias_of(const nn::Layer& layer) {
  return Eigen::Map<const Eigen::VectorXf>(layer.array("bias").data(), layer.spec.outputs)
      .cast<double>();
}

/// The layer whose last Z inputs are z, for z' instead.
nn::Layer with_new_latents(const nn::Layer& layer, const Whitening& map) {
  Matrix weights = weights_of(layer).cast<double>();
  const Matrix old = weights.rightCols(map.mean.size());
  weights.rightCols(map.mean.size()) = old * map.backward;
  return layer_of(layer, weights, bias_of(layer) + old * map.mean);
}

Batch mapped(const Batch& latents, const Whitening& map) {
  const Eigen::MatrixXf forward = map.forward.transpose().cast<float>();
  const Eigen::RowVectorXf mean = map.mean.transpose().cast<float>();
  return (latents.rowwise() - mean) * forward;
}

}  // namespace

void standardise(objective::Networks& networks, Batch& latents) {
  const Whitening map = whitening_of(latents);
  const Eigen::Index dim = latents.cols();
  auto encoder = networks.encoder.layers();
  const Matrix weights = weights_of(encoder.back()).cast<double>().topRows(dim);
  encoder.back() = layer_of(encoder.back(), map.forward * weights,
                            map.forward * (bias_of(encoder.back()).head(dim) - map.mean));
  auto decoder = networks.decoder.layers();
  decoder.front() = with_new_latents(decoder.front(), map);
  for (std::size_t i = 0; i < decoder.size(); ++i) {
    if (networks.decoder.skips_to(i)) decoder[i] = with_new_latents(decoder[i], map);
  }
  networks.encoder = nn::Network(std::move(encoder), networks.encoder.skip());
  networks.decoder = nn::Network(std::move(decoder), networks.decoder.skip());
  latents = mapped(latents, map);
}

Batch standardised(const Batch& latents, const Batch& scale) {
  return mapped(latents, whitening_of(scale));
}

}  // namespace poseaae::training
