#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/clip.hpp"
#include "poseaae/mocap/skeleton.hpp"
#include "poseaae/model/inference.hpp"
#include "poseaae/model/mixture.hpp"
#include "poseaae/model/network.hpp"

namespace poseaae::model {

/// Poses (T, P) of a skeleton as a motion, with the root at the origin. @throws UsageError on
/// another width
[[nodiscard]] mocap::Motion motion_of(const mocap::Skeleton& skeleton, const Batch& poses,
                                      double fps);

/// Mean (Z) and covariance (Z x Z, normalised by N - 1) of the encodings of the training poses, and
/// a mixture fitted to them.
struct LatentStatistics {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
  Mixture mixture{};  ///< of the same encodings; empty in models from before mixtures were added

  /// Mean and covariance alone. @throws UsageError when there are fewer than two encodings
  [[nodiscard]] static LatentStatistics of(const Batch& latents);
  /// With a mixture (fit_mixture()) too.
  [[nodiscard]] static LatentStatistics with_mixture(const Batch& latents);
  /// sqrt of the diagonal.
  [[nodiscard]] Eigen::VectorXd standard_deviation() const;
};

/// A trained model: everything that programs need, in one file.
struct ModelData {
  mocap::Skeleton skeleton;
  Network encoder;  ///< features of the rotations -> Z, or 2Z: mean and log variance (Gaussian)
  Network decoder;  ///< Z -> features of the rotations
  RotationForm rotation = RotationForm::kQuaternion;  ///< of the networks' features
  LatentStatistics latent;
  /// J x 4 or empty: each input quaternion is flipped to the hemisphere of its joint's reference,
  /// so that q and -q, which are one rotation, have the same encoding.
  std::vector<float> reference_pose;
  mocap::ClipOptions clip_options;                ///< how clips are prepared for this model
  double fps = 30.0;                              ///< of the training poses
  std::string config;                             ///< the resolved configuration, YAML
  std::map<std::string, std::string> provenance;  ///< seed, data files and hashes, versions, ...
};

/// A trained encoder and decoder of poses, without libtorch.
///
/// A pose is J unit quaternions (w x y z), P = 4 J numbers, whatever features the networks use. Its
/// encoding has Z numbers.
class PoseAutoencoder {
 public:
  /// @throws ModelError when the sizes of skeleton, networks and statistics do not match, or the
  /// frame rate is not positive
  explicit PoseAutoencoder(ModelData data);

  [[nodiscard]] const ModelData& data() const noexcept { return data_; }
  [[nodiscard]] const mocap::Skeleton& skeleton() const noexcept { return data_.skeleton; }
  [[nodiscard]] const LatentStatistics& latent() const noexcept { return data_.latent; }
  [[nodiscard]] int pose_dim() const { return 4 * data_.skeleton.joints(); }
  [[nodiscard]] int latent_dim() const { return data_.decoder.inputs(); }

  /// (B, P) -> (B, Z); of a Gaussian encoder, the means.
  [[nodiscard]] Batch encode(const Batch& poses) const;
  /// (B, Z) -> (B, P), unit quaternions
  [[nodiscard]] Batch decode(const Batch& latents) const;

  /// The poses (T, P) of a motion that has this model's skeleton.
  /// @throws UsageError naming the first joint that differs
  [[nodiscard]] Batch poses_of(const mocap::Motion& motion) const;
  /// One self-contained HDF5 file with a checksum. @throws OutputError
  void save(const std::filesystem::path& path) const;
  /// @throws InputError, ModelError: missing, not a model, damaged, another version
  [[nodiscard]] static PoseAutoencoder load(const std::filesystem::path& path);

 private:
  ModelData data_;
  Inference encoder_;
  Inference decoder_;
};

}  // namespace poseaae::model
