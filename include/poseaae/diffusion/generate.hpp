#pragma once

#include <cstdint>
#include <vector>

#include "poseaae/diffusion/latent_diffusion.hpp"

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

/// Motions of `frames` frames (at least a window), made a window at a time: the next one begins
/// halfway through the last, and what is known of it takes the place of what each step foresees
/// there (as Tevet et al. 2023, "Human Motion Diffusion Model", section 4, edit motion); over these
/// frames the two are cross-faded. Motion i is that of sample_motion() with seed + i.
/// @throws UsageError for a diffusion of single poses
[[nodiscard]] std::vector<LatentPath> sample_motions(const LatentDiffusion& diffusion, int count,
                                                     int frames, const Guidance& guidance,
                                                     const SamplerOptions& options,
                                                     std::uint64_t seed);
[[nodiscard]] LatentPath sample_motion(const LatentDiffusion& diffusion, int frames,
                                       const Guidance& guidance, const SamplerOptions& options,
                                       std::uint64_t seed);

struct EditOptions {
  /// t in [0, 1]: noise is added up to here, then taken away again (Meng et al. 2022, "SDEdit").
  /// 0 leaves all as it is; low changes detail and keeps the pose; near 1 little of it is left.
  double level = 0.3;
  /// Added to the noisy codes at that level, strength times: mean code of the windows labelled
  /// `towards` less that of `from`, or of all without it. kNone: nothing is added.
  int towards = LabelSet::kNone;
  int from = LabelSet::kNone;
  double strength = 1.0;
  Guidance guidance{};  ///< of the denoising
  SamplerOptions sampler{};
  std::uint64_t seed = 1;

  /// @throws UsageError
  void validate() const;
};

/// The path noised and denoised: single poses all with the same noise, so that a clip stays smooth;
/// windows that overlap by half with the same noise where they do, brought to agreement after every
/// step by cross-fading what they foresee (after Bar-Tal et al. 2023, "MultiDiffusion"). What the
/// codes do not hold of the path is kept as it is, so that level 0 without a direction gives the
/// path back.
/// @throws UsageError when the path has another Z or fewer frames than a window
[[nodiscard]] LatentPath edit(const LatentDiffusion& diffusion, const LatentPath& path,
                              const EditOptions& options);

}  // namespace poseaae::diffusion
