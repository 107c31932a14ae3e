#include "poseaae/diffusion/generate.hpp"

#include <fmt/format.h>

#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/mocap/frame_count.hpp"

namespace poseaae::diffusion {

Batch sample_poses(const LatentDiffusion& diffusion, int count, const Guidance& guidance,
                   const SamplerOptions& options, std::uint64_t seed) {
  require_between("count", count, 1, mocap::kMaxFrames, " poses");
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

namespace {

/// Motions that grow together, a window at a time.
class GrowingMotions {
 public:
  GrowingMotions(const WindowCode& code, int count, int frames, std::uint64_t seed)
      : code_(code), paths_(static_cast<std::size_t>(count), Batch(frames, code.latents)) {
    for (std::size_t i = 0; i < paths_.size(); ++i) {
      randoms_.emplace_back(seed + i);
      noise_.push_back(unit_noise(i, frames));
    }
  }

  /// (count, K): the noise of the frames from `start` on; windows that overlap share it.
  [[nodiscard]] Batch noise_at(int start) const {
    return code_.encode_noise(gathered(noise_, start, code_.window));
  }
  [[nodiscard]] Batch fresh_noise() {
    std::vector<Batch> noise;
    for (std::size_t i = 0; i < paths_.size(); ++i) noise.push_back(unit_noise(i, code_.window));
    return code_.encode_noise(gathered(noise, 0, code_.window));
  }

  /// Puts the frames that are known in the place of those foreseen for a window at `start`.
  void keep_known(int start, Batch& clean) const {
    if (made_ <= start) return;
    const Batch known = gathered(paths_, start, made_ - start);
    Batch windows = code_.decode(clean);
    windows.leftCols(known.cols()) = known;
    clean = code_.encode(windows);
  }

  /// Appends windows that begin at `start`, fading over from the frames that are there.
  void append(int start, const Batch& codes) {
    const Batch windows = code_.decode(codes);
    const int overlap = made_ - start;
    for (std::size_t i = 0; i < paths_.size(); ++i) {
      for (int f = 0; f < code_.window; ++f) {
        const float share =
            f < overlap ? static_cast<float>(f + 1) / static_cast<float>(overlap + 1) : 1.0F;
        const auto frame =
            windows.row(static_cast<Eigen::Index>(i))
                .segment(static_cast<Eigen::Index>(f) * code_.latents, code_.latents);
        auto place = paths_[i].row(start + f);
        place = share < 1.0F ? ((1.0F - share) * place + share * frame).eval() : frame.eval();
      }
    }
    made_ = start + code_.window;
  }

  [[nodiscard]] std::vector<Batch>&& paths() && { return std::move(paths_); }

 private:
  [[nodiscard]] Batch unit_noise(std::size_t i, int frames) {
    Batch noise(frames, code_.latents);
    randoms_[i].fill_normal({noise.data(), static_cast<std::size_t>(noise.size())});
    return noise;
  }
  /// (count, frames Z): the same frames of each.
  [[nodiscard]] static Batch gathered(const std::vector<Batch>& from, int start, int frames) {
    Batch rows(static_cast<Eigen::Index>(from.size()), frames * from.front().cols());
    for (std::size_t i = 0; i < from.size(); ++i) {
      rows.row(static_cast<Eigen::Index>(i)) = cut_windows(from[i], {start}, frames);
    }
    return rows;
  }

  const WindowCode& code_;
  std::vector<Random> randoms_;
  std::vector<Batch> noise_;
  std::vector<Batch> paths_;
  int made_ = 0;
};

}  // namespace

std::vector<LatentPath> sample_motions(const LatentDiffusion& diffusion, int count, int frames,
                                       const Guidance& guidance, const SamplerOptions& options,
                                       std::uint64_t seed) {
  const WindowCode& code = diffusion.code();
  if (code.window == 1) {
    throw UsageError(
        "this diffusion has learned single poses, not motion; use --count to sample poses, or "
        "train a diffusion with --window 16");
  }
  if (count < 1 || frames < code.window) {
    throw UsageError(
        fmt::format("motion: expected at least 1 motion of at least {} frames (one window of this "
                    "diffusion), found {} of {}",
                    code.window, count, frames));
  }
  GrowingMotions motions(code, count, frames, seed);
  const Denoiser denoiser = diffusion.denoiser(guidance.label, guidance.strength);
  for (const int start : window_starts(frames, code.window, code.window / 2)) {
    motions.append(start, denoise(
                              denoiser, diffusion.schedule(), motions.noise_at(start), 1.0, options,
                              [&] { return motions.fresh_noise(); },
                              [&](Batch& clean) { motions.keep_known(start, clean); }));
  }
  std::vector<LatentPath> paths;
  for (Batch& points : std::move(motions).paths()) {
    paths.push_back({std::move(points), diffusion.data().fps});
  }
  return paths;
}

LatentPath sample_motion(const LatentDiffusion& diffusion, int frames, const Guidance& guidance,
                         const SamplerOptions& options, std::uint64_t seed) {
  return sample_motions(diffusion, 1, frames, guidance, options, seed).front();
}

}  // namespace poseaae::diffusion
