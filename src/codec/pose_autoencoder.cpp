#include "poseaae/codec/pose_autoencoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::codec {

PoseAutoencoder::PoseAutoencoder(ModelData data)
    : data_(std::move(data)), decoder_(data_.decoder, data_.format.form()) {
  const auto require = [](bool holds, const char* what, auto expected, auto found) {
    if (holds) return;
    throw ModelError(fmt::format("model: {}: expected {}, found {}", what, expected, found));
  };
  const int numbers = format().features();
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
  if (const LatentFlow& flow = data_.latent.flow; !flow.empty()) {
    require(flow.mixture.dim() == latents, "latent flow", latents, flow.mixture.dim());
    (void)FlowMap(flow);  // throws where it is none
  }
  if (!data_.space.empty()) {
    require(data_.space.mixture.dim() == latents, "latent space", latents,
            data_.space.mixture.dim());
    space_.emplace(data_.space);
  }
  require(std::isfinite(data_.fps) && data_.fps > 0.0, "frames per second", "a positive number",
          data_.fps);
}

const nn::Inference& PoseAutoencoder::encoder() const {
  std::call_once(encoder_->made,
                 [&] { encoder_->network.emplace(data_.encoder, format().form()); });
  return *encoder_->network;
}

Batch PoseAutoencoder::encode(const Batch& rows) const {
  format().require(rows);
  // What a piece passes through on its way stays near; rows do not depend on each other.
  constexpr Eigen::Index kPiece = 1024;
  if (rows.rows() <= kPiece) return latents_of(rows);
  Batch latents(rows.rows(), latent_dim());
  for (Eigen::Index first = 0; first < rows.rows(); first += kPiece) {
    const Eigen::Index count = std::min(kPiece, rows.rows() - first);
    latents.middleRows(first, count) = latents_of(rows.middleRows(first, count));
  }
  return latents;
}

Batch PoseAutoencoder::latents_of(const Batch& rows) const {
  return space_ ? space_->to_normal(encodings_of(rows)) : encodings_of(rows);
}

Batch PoseAutoencoder::decode(const Batch& latents) const {
  Batch rows;
  decode(latents, rows);
  return rows;
}

void PoseAutoencoder::decode(const Batch& latents, Batch& rows) const {
  if (space_) return into_rows(space_->from_normal(latents), rows);
  into_rows(latents, rows);
}

Batch PoseAutoencoder::encodings_of(const Batch& rows) const {
  if (format().window()) return encoder()(format().features_of(rows)).leftCols(latent_dim());
  if (format().reference().empty()) return encoder().of_rotations(rows).leftCols(latent_dim());
  Batch aligned = rows;
  format().align(aligned);
  return encoder().of_rotations(aligned).leftCols(latent_dim());
}

void PoseAutoencoder::into_rows(const Batch& encodings, Batch& rows) const {
  if (format().window()) {
    rows = format().rows_of_features(decoder_(encodings));
  } else {
    decoder_.to_rotations(encodings, rows);
  }
}

Batch PoseAutoencoder::decode_poses(const Batch& latents) const {
  return format().window() ? format().poses_of(decode(latents)) : decode(latents);
}

}  // namespace poseaae::codec
