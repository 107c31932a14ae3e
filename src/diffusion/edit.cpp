#include <fmt/format.h>

#include "joined_windows.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/diffusion/generate.hpp"

namespace poseaae::diffusion {

namespace {

/// Mean code of the windows with a label; the mean of all, which is 0, for kNone.
Eigen::RowVectorXf mean_code(const LatentDiffusion& diffusion, int label) {
  if (label == LabelSet::kNone) return Eigen::RowVectorXf::Zero(diffusion.code().size());
  return diffusion.data().label_means.row(label);
}

Eigen::RowVectorXf direction_of(const LatentDiffusion& diffusion, const EditOptions& options) {
  if (options.towards == LabelSet::kNone) return mean_code(diffusion, LabelSet::kNone);
  return static_cast<float>(options.strength) *
         (mean_code(diffusion, options.towards) - mean_code(diffusion, options.from));
}

/// One row of noise for all: frames that are edited alike stay neighbours.
Batch same_noise(Random& random, Eigen::Index rows, Eigen::Index columns) {
  Eigen::RowVectorXf row(columns);
  random.fill_normal({row.data(), static_cast<std::size_t>(columns)});
  return row.replicate(rows, 1);
}

}  // namespace

void EditOptions::validate() const {
  sampler.validate();
  if (!(level >= 0.0 && level <= 1.0)) {
    throw UsageError(fmt::format(
        "--level: expected 0 (everything stays) to 1 (nothing stays), found {}", level));
  }
  if (from != LabelSet::kNone && towards == LabelSet::kNone) {
    throw UsageError(
        "--from: expected --towards as well, which says where the direction from --from leads");
  }
}

LatentPath edit(const LatentDiffusion& diffusion, const LatentPath& path,
                const EditOptions& options) {
  options.validate();
  const WindowCode& code = diffusion.code();
  if (path.dim() != code.latents) {
    throw UsageError(
        fmt::format("expected a path with {} latents, found {}", code.latents, path.dim()));
  }
  const JoinedWindows windows(code, path.frames());
  Random random(options.seed);
  const FreshNoise fresh = [&]() -> Batch {
    return code.window == 1 ? same_noise(random, path.frames(), code.size())
                            : windows.noise(random);
  };
  const Correction agree =
      code.window == 1 ? Correction{} : [&](Batch& clean) { windows.agree(clean); };
  const Batch codes = windows.codes(path.points);
  const Batch noisy =
      state_at(diffusion.schedule(), options.level).noisy(codes, fresh()).rowwise() +
      direction_of(diffusion, options);
  const Batch edited =
      denoise(diffusion.denoiser(options.guidance.label, options.guidance.strength),
              diffusion.schedule(), noisy, options.level, options.sampler, fresh, agree);
  latent::LatentPath result = path;
  result.points = path.points + windows.join(edited) - windows.join(codes);
  return result;
}

}  // namespace poseaae::diffusion
