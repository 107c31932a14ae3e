#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/evaluation/inbetween.hpp"
#include "poseaae/evaluation/study.hpp"
#include "poseaae/latent/keys.hpp"
#include "poseaae/training/augmentation.hpp"
#include "poseaae/training/session.hpp"

/// Gaps filled by models.
namespace poseaae::evaluation::inbetween {

/// Keys of a gap are many and say nearly the same: each says less than one alone does, and what the
/// decoder misses them by fades over the whole gap.
inline constexpr latent::KeyOptions kGapOptions{
    .sigma_m = 0.06, .plant = false, .iterations = 100, .fade_s = 1e3};

/// The gap by the path of a model through all frames of the past and the target as keys
/// (latent::pass_through()); what its decoder misses these by is blended over the gap. `fill`
/// throws UsageError where the clips have other joints than the model.
[[nodiscard]] Method by_keys(const codec::PoseAutoencoder& model, const std::string& name = "keys",
                             const latent::KeyOptions& options = kGapOptions);

/// How the method "corrected" learns.
struct CorrectionOptions {
  int examples = 12'000;  ///< of each gap, at most: stretches of the clips, evenly spread
  int epochs = 20;
  int batch = 64;
  int width = 768;  ///< of the two hidden layers
  double dropout = 0.4;
  double learning_rate = 1e-3;  ///< Adam's, falling to a hundredth of it along a cosine
  std::uint64_t seed = 1;
  int threads = 0;
};

/// "corrected": the gap is interpolated, the encoding of the result is corrected by a network, and
/// decoded:
///   z = E(i) + f(c(i)),
/// with i the n windows that cover the past, the interpolation and the target, E and D the model's
/// encoder and decoder, and c(x) coordinates of windows in which a distance is one of joints in
/// metres (training::body_components() of the clips): f sees them divided by their deviations, at
/// most 6 in size. For each of kGaps, a network f of two hidden layers learns all n windows at
/// once: of stretches x of the clips and their interpolation i, it makes
///   |R (c(D(z)) - c(x))|
/// small on average (nn::Corrector); D stays as it is. R measures the errors of joints within the
/// gap, in the room, after the windows are blended and the ends are met, and those elsewhere a
/// little.
///
/// At the last frame of the past and at the target, the decoded motion is off by as much as the
/// model's error: by a place, a heading, and a rotation of each joint. These are taken away, each
/// with a weight that fades over the gap (meet_ends()).
///
/// `clips` are in their room, at the model's rate and with its joints, and must not be among those
/// that are measured. Where `mirror` makes mirror images, every second example is one, and what is
/// filled is the mean of x and the image of what fills the image of the gap, places halfway on a
/// line and local rotations on the shortest arc: two answers to one question are nearer on average
/// than one is. Threads do not matter.
/// @throws UsageError for a model of poses, other joints or rates, or clips too short for a gap
[[nodiscard]] Method corrected(const codec::PoseAutoencoder& model,
                               const std::vector<mocap::Motion>& clips,
                               const training::Augmentation* mirror = nullptr,
                               const CorrectionOptions& options = {});

/// The methods that need nothing but the gap, those of any model, and those of a model of windows,
/// which have learned from the training clips of the session, with the seed of its configuration.
/// @throws UsageError as corrected() does
[[nodiscard]] std::vector<Method> methods(const training::Session& session,
                                          const codec::PoseAutoencoder& model, int threads = 0);

/// Those, measured on the clips that the session holds out.
/// @throws UsageError as methods() and clips_of() do
[[nodiscard]] Comparison evaluate_model(const training::Session& session,
                                        const codec::PoseAutoencoder& model,
                                        const Options& options = {});

/// The same as evaluate_model() with a model trained for each fold and seed, in folders of the
/// experiment as motion::planned_runs() names them. Reports are means over the runs; the runs are
/// kept too. @throws also as training::train()
[[nodiscard]] Comparison cross_validate(const Experiment& experiment, const std::string& name,
                                        const training::Config& config, const Study& study);

}  // namespace poseaae::evaluation::inbetween
