#pragma once

#include <vector>

#include "decoder.hpp"
#include "key_positions.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/latent/keys.hpp"

namespace poseaae::latent::keys {

/// The sum that pass_through() minimises, and its gradient. Its variables are the whitened points
/// of the path (K x Z, row by row), then x, z and heading of the body in frame 0. T is float, or
/// double for gradient checks.
template <typename T>
class Objective {
 public:
  /// `way` (frames): where the body of a model of poses goes, whose points do not tell; without
  /// places for one of windows. Refers to the model.
  Objective(const codec::PoseAutoencoder& model, const LatentGaussian& space, std::vector<Key> keys,
            std::vector<footing::Place> way, const KeyOptions& options, int points);

  [[nodiscard]] Eigen::Index size() const { return points_ * dim_ + 3; }
  double operator()(const Eigen::VectorXd& x, Eigen::VectorXd& gradient);
  /// The latents (K, Z) of variables.
  [[nodiscard]] Batch latents(const Eigen::VectorXd& x) const;

 private:
  using Rows = BatchOf<T>;
  using Matrix = BatchOf<double>;

  void overlap();
  void follow(const footing::Place& start);
  /// Features of rotations, a row for each key.
  [[nodiscard]] Matrix at_frames_of_keys() const;
  double at_keys();
  double at_root(const Key& key, std::size_t row);
  double at_joints(const Key& key, std::size_t row);
  void back_along_the_way(double* by_start);
  [[nodiscard]] double agreement(Rows& by_features) const;
  [[nodiscard]] double prior(const Matrix& e, Matrix& gradient) const;

  [[nodiscard]] double height_of(std::size_t row, int frame) const;
  void add_height(std::size_t row, int frame, double gradient);

  const codec::PoseFormat& format_;
  std::vector<Key> keys_;
  KeyOptions options_;
  Eigen::Index points_;
  Eigen::Index dim_;
  int frames_;
  Eigen::Index width_;      ///< features of a frame
  Eigen::Index rotations_;  ///< features of its rotations
  double fps_;

  Matrix unwhitening_;
  Eigen::RowVectorXd mean_;
  Eigen::MatrixXd steps_;      ///< R; empty for models of poses
  Eigen::MatrixXd precision_;  ///< (I - R R^T)^-1

  Decoder<T> decoder_;
  KeyPositions<T> kinematics_;

  Matrix target_features_;   ///< (keys, features of rotations), 0 where a key has no pose
  Matrix target_positions_;  ///< (keys, 3J)
  Eigen::VectorXd weights_;  ///< (frames of a window) of Hann

  Rows features_;   ///< (K, F)
  Matrix blended_;  ///< (frames, width)
  Matrix by_blended_;
  std::vector<double> totals_;  ///< of weights in a frame
  std::vector<footing::Place> way_;
  Matrix by_way_;     ///< (frames, 3)
  Matrix positions_;  ///< (keys, 3J), from the body and its heading
  Matrix by_positions_;
};

extern template class Objective<float>;
extern template class Objective<double>;

}  // namespace poseaae::latent::keys
