#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/live/frame.hpp"
#include "poseaae/live/frame_ring.hpp"
#include "poseaae/live/kinematics.hpp"
#include "poseaae/live/settings.hpp"
#include "poseaae/live/sources.hpp"
#include "poseaae/live/stander.hpp"
#include "poseaae/live/triple_buffer.hpp"

namespace poseaae::live {

/// What a player plays, and where it takes what is set and leaves what is recorded.
struct PlayerSetup {
  const codec::PoseAutoencoder& model;
  const latent::LatentGaussian& space;
  std::vector<Eigen::VectorXd> styles;  ///< S vectors (Z)
  double fps = 50.0;
  std::uint64_t seed = 1;
  StandOptions stand{};
  TripleBuffer<Settings>& settings;
  TripleBuffer<Performer>& performer;
  FrameRing& recorded;  ///< rows of 3 + 4 J + Z: root, rotations, latents
};

/// The half of the instrument that belongs to the clock's thread: from what is set to a frame,
///   z = source + way left from the last source + deviations * sliders + offset + styles,
/// decoded, stood on its feet, placed in the room. It never locks or waits, and after the first
/// frame it does not allocate (a model of model.space: normal does, in its map).
class Player {
 public:
  explicit Player(PlayerSetup setup);

  /// The frame of that number, which is larger than the last; what lies between was dropped, and
  /// its time passes. The frame lasts until the next call.
  const Frame& play(std::uint32_t number);
  /// What is recorded ends here, as after the next frame it would. Where nobody plays any more.
  void end_recording();

 private:
  void follow_sliders(const Settings& settings, double dt);
  const Eigen::VectorXd& source_point(const Settings& settings, double dt);
  void add_changes();
  void decode();
  void stand(const Settings& settings, double dt);
  void face_as(const Performer& performer, double dt);
  void record(const Settings& settings);
  [[nodiscard]] bool end_take();

  PlayerSetup setup_;
  WhitenedSpace space_;
  std::vector<std::unique_ptr<Source>> sources_;
  LiveSource& live_;
  const Performer* performer_ = nullptr;
  SourceKind source_ = SourceKind::kWalk;
  bool begun_ = false;
  Glide sliders_;
  Glide offset_;
  Glide styles_;
  Glide tempo_;
  Crossing crossing_;
  Eigen::VectorXd deviations_;
  Eigen::VectorXd z_;
  Batch latents_;  ///< (1, Z)
  Batch poses_;    ///< (1, 4 J)
  Stander stander_;
  PoseKinematics kinematics_;
  Crossing room_{3};     ///< from where the dancer stands to where a performer is, and back
  Crossing heading_{1};  ///< by which the pose is turned
  double turned_ = 0.0;
  bool faces_ = false;         ///< as a performer does
  bool by_performer_ = false;  ///< it is where a performer is
  std::uint32_t number_ = 0;
  std::uint32_t take_ = 0;
  std::vector<float> root_;
  std::vector<float> world_positions_;
  std::vector<float> world_rotations_;
  Frame frame_;
};

}  // namespace poseaae::live
