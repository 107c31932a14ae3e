#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/mocap/motion.hpp"

/// Paths that pass through keys: poses, places and joints that are given for some frames.
namespace poseaae::latent {

/// What a motion is to be in one frame. What is not given is free.
struct Key {
  int frame = 0;
  /// 4J local rotations w x y z, the body's without its heading; empty: free.
  std::vector<float> pose{};
  std::optional<double> x{};                          ///< of the body in the room, metres
  std::optional<double> z{};                          ///< likewise
  std::optional<double> height{};                     ///< of the body above the floor, metres
  std::optional<double> heading{};                    ///< radians, 0 faces +Z
  std::vector<std::pair<int, mocap::Vec3>> joints{};  ///< where they are in the room, metres

  [[nodiscard]] bool places() const { return x || z || height || heading; }
};

/// How far a motion passes its keys by; 0 where no key asks for it.
struct KeyErrors {
  double pose_cm = 0.0;      ///< the farthest joint of a pose, seen from the body and its heading
  double root_cm = 0.0;      ///< the farthest body
  double heading_deg = 0.0;  ///< the largest angle
  double joint_cm = 0.0;     ///< the farthest joint
};

struct KeyOptions {
  double sigma_m = 0.005;      ///< standard deviation of joints and places at keys, metres
  double agreement = 0.05;     ///< of the features of windows in the frames that they share
  double acceleration = 40.0;  ///< of the points of a model of poses, deviations per second squared
  bool plant = true;           ///< feet of windows stay (stand_as_told()), before the correction
  int iterations = 200;        ///< of L-BFGS, at most
  /// Time in which the last correction fades on either side of a key.
  double fade_s = 0.4;

  /// @throws UsageError
  void validate() const;
};

struct Keyed {
  LatentPath path;
  mocap::Motion motion;  ///< decoded, in its place, corrected
  KeyErrors decoded;     ///< of the motion before the correction
  KeyErrors reached;     ///< afterwards
};

/// The path of the most likely motion of `frames` frames through the keys, and the motion.
///
/// Over the whitened points e_k of the path and the place where it begins, L-BFGS minimises
///   sum over keys of d^2 / (2 sigma^2)  +  A  +  P,
/// where d are the distances from the keys of joints and body (headings count as the way of a point
/// half a metre from the body; of a pose, rotations count beside positions), A = sum of squared
/// differences between the features of windows in the frames that they share, over 2 agreement^2,
/// and P the negative logarithm of the prior: of windows, with R = LatentGaussian::steps(),
///   |e_0|^2 / 2 + sum (e_k+1 - R e_k)^T (I - R R^T)^-1 (e_k+1 - R e_k) / 2;
/// of poses, that of accelerations with the standard deviation in the options. It starts from the
/// encodings of the poses of the keys, interpolated, and at first with ten times the sigma.
/// Gradients are those of the training loops.
///
/// What the decoder cannot reach is corrected over time: the way of the body by a monotone cubic
/// through its errors at the keys; rotations of joints by those that lead to the key (of a joint
/// that is to be somewhere, damped least squares over the joints between it and the body), which
/// fade by a raised cosine within fade_s, or until the next key. A joint that a key puts beyond
/// its reach stays short of it, which `reached` tells. The body of a model of poses goes from place
/// to place along that same cubic, and stands on the floor.
/// @throws UsageError for a key beyond the frames, two of one frame, an unknown joint, none
[[nodiscard]] Keyed pass_through(const codec::PoseAutoencoder& model, const LatentGaussian& space,
                                 const std::vector<Key>& keys, int frames,
                                 const KeyOptions& options = {});

/// The errors of a motion of the model's skeleton.
[[nodiscard]] KeyErrors key_errors(const codec::PoseAutoencoder& model, const mocap::Motion& motion,
                                   const std::vector<Key>& keys);

}  // namespace poseaae::latent
