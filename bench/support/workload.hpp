#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/skeleton.hpp"
#include "poseaae/objective/engine.hpp"

/// What the measurements work on: skeletons, poses and networks of a given size.
namespace poseaae::bench {

/// A body of J joints: five chains on one root, of equal length up to one joint; every bone 0.15 m.
[[nodiscard]] mocap::Skeleton synthetic_skeleton(int joints);

/// (N, 4J) unit quaternions that move smoothly from row to row: each joint's rotation vector is a
/// sine of its own frequency, phase and amplitude (up to 1 rad) about each axis.
[[nodiscard]] Batch smooth_poses(int count, int joints, std::uint64_t seed);

struct Workload {
  mocap::Skeleton skeleton;
  Batch poses;
};

/// The dance of the bandai-namco recordings (22 joints) below POSEAAE_MOCAP_DIR, by default
/// ../shared/mocap. @throws InputError when it is not there
[[nodiscard]] Workload recorded_workload();
/// The recorded one for 22 joints, a synthetic one of 4,096 poses for any other number.
[[nodiscard]] const Workload& workload_of(int joints);

/// Widths of the encoder's hidden layers and of the latent space; the decoder mirrors them.
struct NetShape {
  std::vector<int> hidden;
  int latent = 0;
  /// "64-16-8"
  [[nodiscard]] std::string name() const;
};

[[nodiscard]] const NetShape& tutorial_net();  ///< 64-16-8
[[nodiscard]] const NetShape& wide_net();      ///< 512-512-32
[[nodiscard]] const NetShape& window_net();    ///< 512-512-64

/// An engine's setup with the preset's activations and weights, discriminator Z-32-32-1, seed 1.
[[nodiscard]] objective::EngineSetup engine_setup(const mocap::Skeleton& skeleton,
                                                  const NetShape& net, objective::Preset preset,
                                                  int threads);

/// What the networks of windows see: components of rows, by a layer that does not learn.
inline constexpr int kComponents = 256;

/// Windows of 32 frames with root and four contacts, smooth random motion of 22 joints.
struct WindowWorkload {
  objective::EngineSetup setup;  ///< 6D, silu and linear skips; every term of windows counts
  Batch frames;                  ///< the numbers of a clip's frames
  int span;                      ///< frames of a window

  /// (B, P): windows that begin at these frames.
  [[nodiscard]] BatchRows rows(const std::vector<int>& first) const {
    return {frames, first, span};
  }
};
[[nodiscard]] WindowWorkload window_workload(const NetShape& net, int threads);

/// Steps of `preset: best` as training takes them, on one dance of the recordings.
struct BestWorkload {
  objective::EngineSetup setup;
  std::vector<Batch> batches;  ///< poses in random order, and mirror images behind them
  Eigen::Index recorded;       ///< rows of a batch that are no mirror images
  double rate;                 ///< of learning, of the autoencoder
  double discriminator_rate;

  [[nodiscard]] objective::StepInput input(std::int64_t number) const {
    return {.poses = batches[static_cast<std::size_t>(number) % batches.size()],
            .recorded = recorded,
            .number = number};
  }
};
[[nodiscard]] BestWorkload best_workload(int threads);

/// Learning rates of the tutorial.
inline constexpr double kAutoencoderRate = 1e-4;
inline constexpr double kDiscriminatorRate = 5e-4;

/// Floating-point operations of the matrix products of one step on B poses, a multiply-add counted
/// as two. With M = sum over layers of inputs x outputs, and m that of the first layer alone, of
/// the encoder (e), decoder (d) and discriminator (k):
///
///   discriminator half   M_e + 2 M_k forward, 2 M_k weights, 2 (M_k - m_k) inputs
///   autoencoder half     M_d + M_k forward, M_e + M_d weights, M_d + M_e - m_e inputs,
///                        and M_k inputs where the preset lets the prior's gradient through
///   FLOP = 2 B x their sum
///
/// Activations, kinematics, losses and Adam are not counted: the figure is what the arithmetic
/// needs at least, whichever engine does it.
[[nodiscard]] double step_flops(const objective::EngineSetup& setup, int batch);

/// Batches of poses in random order, and prior samples for them: steps take them in turn.
class Batches {
 public:
  Batches(const Batch& poses, int batch, int latent, std::uint64_t seed = 1);
  void next() {
    current_ = (current_ + 1) % poses_.size();
    ++number_;
  }
  [[nodiscard]] objective::StepInput input() const {
    return {poses(), poses().rows(), prior(), prior().leftCols(0), number_};
  }
  [[nodiscard]] const Batch& poses() const { return poses_[current_]; }
  [[nodiscard]] const Batch& prior() const { return priors_[current_]; }

 private:
  std::vector<Batch> poses_;
  std::vector<Batch> priors_;
  std::size_t current_ = 0;
  std::int64_t number_ = 0;
};

}  // namespace poseaae::bench
