#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "poseaae/base/error.hpp"
#include "poseaae/dataset/windows.hpp"
#include "poseaae/diffusion/corpus.hpp"
#include "poseaae/diffusion/generate.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/metrics/generation.hpp"
#include "poseaae/metrics/positions.hpp"
#include "poseaae/metrics/smoothness.hpp"
#include "poseaae/metrics/statistics.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "scores.hpp"

namespace poseaae::diffusion {

namespace {

constexpr int kFramesOfWindow = 5;  ///< that are looked at: neighbours differ little
constexpr int kMaxWindows = 2000;   ///< of each kind; the distance depends on how many there are

/// What is measured of motion, as positions of joints (T, 3K) a clip.
struct Motions {
  std::vector<Batch> positions;
  double fps;

  /// (N, kFramesOfWindow 3K), a window of `window` frames at every second frame.
  [[nodiscard]] Batch windows(int window) const;
  /// Mean over joints of |x_{t+1} - x_t| fps, of every frame but the last of a clip.
  [[nodiscard]] std::vector<double> speeds() const;
  [[nodiscard]] double jerk() const;
};

Batch Motions::windows(int window) const {
  std::vector<Eigen::RowVectorXf> rows;
  for (const Batch& clip : positions) {
    for (Eigen::Index start = 0; start + window <= clip.rows(); start += 2) {
      Eigen::RowVectorXf row(kFramesOfWindow * clip.cols());
      for (int i = 0; i < kFramesOfWindow; ++i) {
        const Eigen::Index frame = start + i * (window - 1) / (kFramesOfWindow - 1);
        row.segment(i * clip.cols(), clip.cols()) = clip.row(frame);
      }
      rows.push_back(std::move(row));
    }
  }
  if (rows.size() < 2) {
    throw UsageError(
        "measuring motion: expected clips longer than the diffusion's windows, found none");
  }
  Batch all(static_cast<Eigen::Index>(rows.size()), rows.front().size());
  for (std::size_t i = 0; i < rows.size(); ++i) all.row(static_cast<Eigen::Index>(i)) = rows[i];
  return all;
}

std::vector<double> Motions::speeds() const {
  std::vector<double> values;
  for (const Batch& clip : positions) {
    const Eigen::Index joints = clip.cols() / 3;
    for (Eigen::Index t = 0; t + 1 < clip.rows(); ++t) {
      const Eigen::RowVectorXf step = clip.row(t + 1) - clip.row(t);
      double sum = 0.0;
      for (Eigen::Index k = 0; k < joints; ++k) sum += step.segment<3>(3 * k).norm();
      values.push_back(sum * fps / static_cast<double>(joints));
    }
  }
  return values;
}

double Motions::jerk() const {
  constexpr Eigen::Index kFewest = 4;
  double sum = 0.0;
  double frames = 0.0;
  for (const Batch& clip : positions) {
    if (clip.rows() < kFewest) continue;
    const auto weight = static_cast<double>(clip.rows() - kFewest + 1);
    sum += weight * metrics::mean_jerk(clip, fps);
    frames += weight;
  }
  return frames > 0.0 ? sum / frames : 0.0;
}

/// Wasserstein-1 distance of two samples on a line: the mean distance of their quantiles.
double distance_of(std::vector<double> a, std::vector<double> b) {
  constexpr int kQuantiles = 500;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  const auto at = [](const std::vector<double>& sorted, double share) {
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size()))];
  };
  double sum = 0.0;
  for (int i = 0; i < kQuantiles; ++i) {
    const double share = (i + 0.5) / kQuantiles;
    sum += std::abs(at(a, share) - at(b, share));
  }
  return sum / kQuantiles;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// The train and held-out clips, ready to be compared with.
class Yardstick {
 public:
  Yardstick(const Motions& train, const Motions& test, int window, int threads)
      : window_(window),
        threads_(threads),
        train_(metrics::spread_rows(train.windows(window), kMaxWindows)),
        test_(metrics::spread_rows(test.windows(window), kMaxWindows)),
        speeds_(train.speeds()) {}

  [[nodiscard]] std::vector<double> measure(const Motions& motions, bool is_test = false) const {
    const Batch windows = metrics::spread_rows(motions.windows(window_), kMaxWindows);
    const auto speeds = motions.speeds();
    const auto quality = metrics::precision_recall(train_, windows, 3, threads_);
    return {metrics::frechet_distance(windows, train_),
            is_test ? std::numeric_limits<double>::quiet_NaN()
                    : metrics::frechet_distance(windows, test_),
            quality.precision,
            quality.recall,
            mean_of(speeds),
            distance_of(speeds, speeds_),
            motions.jerk()};
  }

 private:
  int window_;
  int threads_;
  Batch train_;
  Batch test_;
  std::vector<double> speeds_;
};

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

}  // namespace

namespace {

mocap::Motion motion_of(const dataset::PoseDataset& data, const Stretch& stretch) {
  const dataset::Clip& clip = data.clips[static_cast<std::size_t>(stretch.clip)];
  const int first = stretch.first - clip.first;
  return dataset::motion_of(data, clip).slice(first, first + stretch.frames);
}

}  // namespace

Scores measure_motion(const codec::PoseAutoencoder& model, const LatentDiffusion& diffusion,
                      const dataset::PoseDataset& data, const dataset::Split& split,
                      const MeasureOptions& options) {
  options.validate();
  const codec::PoseFormat& format = model.format();
  const codec::PoseFormat single(data.skeleton);
  const int window = format.frames_for(diffusion.code().window);
  if (diffusion.code().window == 1)
    throw UsageError(
        "this diffusion has learned single poses; measuring motion needs one trained with a "
        "--window above 1");
  const metrics::PoseSpace space(data.skeleton, BatchRows(data.poses, split.train).copy());
  const auto real = [&](const std::vector<int>& rows, bool rebuilt) {
    Motions motions{{}, data.fps};
    for (const Stretch& stretch : stretches_of(data, frames_of_rows(data, rows, format))) {
      const Batch poses = data.poses.middleRows(stretch.first, stretch.frames);
      motions.positions.push_back(space.points(
          rebuilt ? single.rows_of(latent::reconstruct(model, motion_of(data, stretch))) : poses,
          options.threads));
    }
    return motions;
  };
  const Motions held_out = real(split.test, false);
  const Yardstick yardstick(real(split.train, false), held_out, window, options.threads);

  Scores scores{{"windows m^2", "held out m^2", "precision", "recall", "speed m/s", "speeds m/s",
                 "jerk m/s^3"},
                {}};
  add_score(scores, "held out", {yardstick.measure(held_out, true)});
  add_score(scores, "rebuilt", {yardstick.measure(real(split.test, true))});
  const int points =
      std::max(diffusion.code().window,
               format.rows_for(mocap::frames_in(options.seconds, data.fps, "motions", 0)));
  using Sampler = std::function<std::vector<LatentPath>(std::uint64_t)>;
  const auto add = [&](const std::string& name, const Sampler& sample) {
    std::vector<std::vector<double>> runs;
    for (int run = 0; run < options.seeds; ++run) {
      Motions motions{{}, data.fps};
      for (const LatentPath& path : sample(seed_of(options, run))) {
        const Batch frames = latent::decode_frames(model, path);
        motions.positions.push_back(
            space.points(frames.leftCols(format.shape().rotations()), options.threads));
      }
      runs.push_back(yardstick.measure(motions));
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
