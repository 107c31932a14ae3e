#include <algorithm>
#include <functional>
#include <limits>

#include "poseaae/base/error.hpp"
#include "poseaae/dataset/windows.hpp"
#include "poseaae/diffusion/corpus.hpp"
#include "poseaae/diffusion/generate.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/metrics/motion_windows.hpp"
#include "poseaae/metrics/positions.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "scores.hpp"

namespace poseaae::diffusion {

namespace {

/// The columns of a row; held-out motion is no distance from itself.
std::vector<double> columns_of(const metrics::MotionQuality& found, bool is_held_out = false) {
  return {found.train_m2,
          is_held_out ? std::numeric_limits<double>::quiet_NaN() : found.held_out_m2,
          found.quality.precision,
          found.quality.recall,
          found.speed_m_s,
          found.speeds_m_s,
          found.jerk_m_s3};
}

/// Windows of the Gaussian with the training windows' mean and covariance: v = 0.
LatentDiffusion knowing_nothing(const LatentDiffusion& diffusion) {
  DiffusionData data = diffusion.data();
  const nn::LayerSpec spec{data.network.inputs(), data.network.outputs(), nn::Activation::kLinear};
  const auto size = static_cast<std::size_t>(spec.inputs) * static_cast<std::size_t>(spec.outputs);
  data.network = nn::Network(
      {{spec,
        {std::vector<float>(size), std::vector<float>(static_cast<std::size_t>(spec.outputs))}}});
  return LatentDiffusion(std::move(data));
}

/// (T, 4J): the poses of a stretch, encoded and decoded.
Batch rebuilt_poses(const codec::PoseAutoencoder& model, const dataset::PoseDataset& data,
                    const Stretch& stretch) {
  if (!model.format().window()) {
    return model.decode(model.encode(data.poses.middleRows(stretch.first, stretch.frames)));
  }
  const dataset::Clip& clip = data.clips[static_cast<std::size_t>(stretch.clip)];
  const int first = stretch.first - clip.first;
  return codec::PoseFormat(data.skeleton)
      .rows_of(latent::reconstruct(
          model, dataset::motion_of(data, clip).slice(first, first + stretch.frames)));
}

}  // namespace

Scores measure_motion(const codec::PoseAutoencoder& model, const LatentDiffusion& diffusion,
                      const dataset::PoseDataset& data, const dataset::Split& split,
                      const MeasureOptions& options) {
  options.validate();
  const codec::PoseFormat& format = model.format();
  const int window = format.frames_for(diffusion.code().window);
  if (diffusion.code().window == 1)
    throw UsageError(
        "this diffusion has learned single poses; measuring motion needs one trained with a "
        "--window above 1");
  const metrics::PoseSpace space(data.skeleton, BatchRows(data.poses, split.train).copy());
  const auto real = [&](const std::vector<int>& rows, bool rebuilt) {
    metrics::Motions motions{{}, data.fps};
    for (const Stretch& stretch : stretches_of(data, frames_of_rows(data, rows, format))) {
      const Batch poses = data.poses.middleRows(stretch.first, stretch.frames);
      motions.points.push_back(
          space.points(rebuilt ? rebuilt_poses(model, data, stretch) : poses, options.threads));
    }
    return motions;
  };
  const metrics::Motions held_out = real(split.test, false);
  const metrics::MotionYardstick yardstick(real(split.train, false), held_out, window,
                                           options.threads);

  Scores scores{{"windows m^2", "held out m^2", "precision", "recall", "speed m/s", "speeds m/s",
                 "jerk m/s^3"},
                {}};
  add_score(scores, "held out", {columns_of(yardstick.measure(held_out), true)});
  add_score(scores, "rebuilt", {columns_of(yardstick.measure(real(split.test, true)))});
  const int points =
      std::max(diffusion.code().window,
               format.rows_for(mocap::frames_in(options.seconds, data.fps, "motions", 0)));
  using Sampler = std::function<std::vector<LatentPath>(std::uint64_t)>;
  const auto add = [&](const std::string& name, const Sampler& sample) {
    std::vector<std::vector<double>> runs;
    for (int run = 0; run < options.seeds; ++run) {
      metrics::Motions motions{{}, data.fps};
      for (const LatentPath& path : sample(seed_of(options, run))) {
        const Batch frames = latent::decode_frames(model, path);
        motions.points.push_back(
            space.points(frames.leftCols(format.shape().rotations()), options.threads));
      }
      runs.push_back(columns_of(yardstick.measure(motions)));
    }
    add_score(scores, name, runs);
  };
  const latent::LatentGaussian space_of_model(model.latent());
  const std::string kind = space_of_model.steps().size() > 0 ? "steps" : latent::WalkOptions{}.kind;
  add("walk", [&](std::uint64_t seed) {
    std::vector<LatentPath> paths;
    for (int i = 0; i < options.motions; ++i) {
      paths.push_back(latent::walk(
          space_of_model, std::nullopt,
          {.kind = kind, .count = points, .seed = seed + static_cast<std::uint64_t>(i)},
          data.fps / format.hop()));
    }
    return paths;
  });
  const LatentDiffusion nothing = knowing_nothing(diffusion);
  add("gaussian", [&](std::uint64_t seed) {
    return sample_motions(nothing, options.motions, points, {}, options.sampler, seed);
  });
  add("diffusion", [&](std::uint64_t seed) {
    return sample_motions(diffusion, options.motions, points, {}, options.sampler, seed);
  });
  return scores;
}

}  // namespace poseaae::diffusion
