#pragma once

#include <Eigen/Core>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/codec/latent_statistics.hpp"
#include "poseaae/codec/pose_format.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/clip.hpp"
#include "poseaae/nn/inference.hpp"
#include "poseaae/nn/network.hpp"

namespace poseaae::codec {

/// A trained model: everything that programs need, and that a file of it holds.
struct ModelData {
  PoseFormat format;    ///< of the poses, and of what the networks see of them
  nn::Network encoder;  ///< F features -> Z, or 2Z: mean and log variance (Gaussian)
  nn::Network decoder;  ///< Z -> F features
  LatentStatistics latent;
  /// The map between what the networks encode and the latents of the model, which it makes very
  /// nearly N(0, I) (FlowMap); empty: they are the same.
  LatentFlow space{};
  mocap::ClipOptions clip_options;                ///< how clips are prepared for this model
  double fps = 30.0;                              ///< of the training poses
  std::string config;                             ///< the resolved configuration, YAML
  std::map<std::string, std::string> provenance;  ///< seed, data files and hashes, versions, ...
};

/// A trained encoder and decoder of poses or of windows, without libtorch: between rows of P
/// numbers (PoseFormat) and encodings of Z,
///   z = T(encoder(row)),  row = decoder(T^-1(z)),
/// T being the map of the model's `space`.
class PoseAutoencoder {
 public:
  /// @throws ModelError when the sizes of skeleton, networks and statistics do not match, or the
  /// frame rate is not positive
  explicit PoseAutoencoder(ModelData data);

  [[nodiscard]] const ModelData& data() const noexcept { return data_; }
  [[nodiscard]] const PoseFormat& format() const noexcept { return data_.format; }
  [[nodiscard]] const mocap::Skeleton& skeleton() const noexcept { return format().skeleton(); }
  [[nodiscard]] const LatentStatistics& latent() const noexcept { return data_.latent; }
  /// T; null where networks and model have the same latents.
  [[nodiscard]] const FlowMap* space() const noexcept { return space_ ? &*space_ : nullptr; }
  [[nodiscard]] int pose_dim() const { return format().width(); }
  [[nodiscard]] int latent_dim() const { return data_.decoder.inputs(); }

  /// (B, P) -> (B, Z); of a Gaussian encoder, the means. Many rows go through in pieces, with the
  /// same bits.
  [[nodiscard]] Batch encode(const Batch& rows) const;
  /// (B, Z) -> (B, P), unit quaternions
  [[nodiscard]] Batch decode(const Batch& latents) const;
  /// The same into `rows`; of poses without allocating (Inference::to_rotations()), unless there is
  /// a map.
  void decode(const Batch& latents, Batch& rows) const;
  /// (B, Z) -> (B, 4J): of each point one pose, that in the middle of a window's time.
  [[nodiscard]] Batch decode_poses(const Batch& latents) const;

 private:
  [[nodiscard]] Batch latents_of(const Batch& rows) const;
  /// What the networks do.
  [[nodiscard]] Batch encodings_of(const Batch& rows) const;
  void into_rows(const Batch& encodings, Batch& rows) const;

  /// The encoder as it runs, made by whoever encodes first: a program that decodes alone does not
  /// wait for it. Copies of a model share it.
  struct Encoder {
    std::once_flag made;
    std::optional<nn::Inference> network{};
  };
  [[nodiscard]] const nn::Inference& encoder() const;

  ModelData data_;
  std::shared_ptr<Encoder> encoder_ = std::make_shared<Encoder>();
  nn::Inference decoder_;
  std::optional<FlowMap> space_;
};

}  // namespace poseaae::codec
