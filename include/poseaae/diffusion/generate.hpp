#pragma once

#include <cstdint>
#include <vector>

#include "poseaae/diffusion/latent_diffusion.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::diffusion {

/// A label to sample towards, and how strongly (guided()).
struct Guidance {
  int label = LabelSet::kNone;
  double strength = 1.0;
};

/// `count` latents (count, Z), independent: single poses, or the middle frames of as many windows.
[[nodiscard]] Batch sample_poses(const LatentDiffusion& diffusion, int count,
                                 const Guidance& guidance, const SamplerOptions& options,
                                 std::uint64_t seed);

/// Motions of `frames` frames (at least a window), sampled window by window: the next window begins
/// halfway through the last, and its known half replaces the prediction of each step there (as
/// Tevet et al. 2023, "Human Motion Diffusion Model", section 4, edit motion); over these frames
/// the two are cross-faded. Motion i is that of sample_motion() with seed + i.
/// @throws UsageError for a diffusion of single poses
[[nodiscard]] std::vector<LatentPath> sample_motions(const LatentDiffusion& diffusion, int count,
                                                     int frames, const Guidance& guidance,
                                                     const SamplerOptions& options,
                                                     std::uint64_t seed);
[[nodiscard]] LatentPath sample_motion(const LatentDiffusion& diffusion, int frames,
                                       const Guidance& guidance, const SamplerOptions& options,
                                       std::uint64_t seed);

struct EditOptions {
  /// t in [0, 1]: noise is added up to this level, then removed again (Meng et al. 2022, "SDEdit").
  /// 0 changes nothing; a low level changes details and keeps the pose; near 1, little of the pose
  /// is left.
  double level = 0.3;
  /// The direction that is added to the noisy codes at that level, times strength: the mean code of
  /// the windows labelled `towards` minus that of the windows labelled `from`, or of all windows
  /// when `from` is kNone. kNone: nothing is added.
  int towards = LabelSet::kNone;
  int from = LabelSet::kNone;
  double strength = 1.0;
  Guidance guidance{};  ///< of the denoising
  SamplerOptions sampler{};
  std::uint64_t seed = 1;

  /// @throws UsageError
  void validate() const;
};

/// The path with noise added and removed again. Single poses all get the same noise, so that a clip
/// stays smooth. Windows overlap by half and share the noise there; after every step, their
/// predictions are cross-faded so that they agree (after Bar-Tal et al. 2023, "MultiDiffusion").
/// The part of the path that the codes do not represent is kept, so that level 0 without a
/// direction returns the path.
/// @throws UsageError when the path has another Z or fewer frames than a window
[[nodiscard]] LatentPath edit(const LatentDiffusion& diffusion, const LatentPath& path,
                              const EditOptions& options);

}  // namespace poseaae::diffusion
