#include "poseaae/diffusion/generate.hpp"

#include <fmt/format.h>

#include "joined_windows.hpp"
#include "poseaae/core/error.hpp"

namespace poseaae::diffusion {

Batch sample_poses(const LatentDiffusion& diffusion, int count, const Guidance& guidance,
                   const SamplerOptions& options, std::uint64_t seed) {
  if (count < 1) throw UsageError(fmt::format("expected at least 1 pose, found {}", count));
  const WindowCode& code = diffusion.code();
  Random random(seed);
  const FreshNoise fresh = [&] {
    Batch noise(count, code.size());
    random.fill_normal({noise.data(), static_cast<std::size_t>(noise.size())});
    return noise;
  };
  const Batch codes = denoise(diffusion.denoiser(guidance.label, guidance.strength),
                              diffusion.schedule(), fresh(), 1.0, options, fresh);
  const Eigen::Index middle = code.window / 2;
  return code.decode(codes).middleCols(middle * code.latents, code.latents);
}

LatentPath sample_motion(const LatentDiffusion& diffusion, int frames, const Guidance& guidance,
                         const SamplerOptions& options, std::uint64_t seed) {
  const WindowCode& code = diffusion.code();
  if (code.window == 1) {
    throw UsageError(
        "this diffusion knows single poses, not motion: ask for a --count of poses, or train one "
        "with --window 16");
  }
  const JoinedWindows windows(code, frames);
  Random random(seed);
  const FreshNoise fresh = [&] { return windows.noise(random); };
  const Batch codes =
      denoise(diffusion.denoiser(guidance.label, guidance.strength), diffusion.schedule(), fresh(),
              1.0, options, fresh, [&](Batch& clean) { windows.agree(clean); });
  return {windows.join(codes), diffusion.data().fps};
}

}  // namespace poseaae::diffusion
