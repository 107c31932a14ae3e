#include <cmath>

#include "evaluation_data.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/latent/interpolation.hpp"
#include "poseaae/metrics/interpolation.hpp"
#include "poseaae/metrics/neighbours.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::evaluation {

namespace {

constexpr Eigen::Index kPictured = 8;

/// Decoded poses beside train poses and what the held-out ones are held to.
void measure_samples(const EvaluationData& data, const Batch& poses, const std::string& group,
                     Report& report) {
  const auto& options = data.options;
  const auto made = metrics::generation(data.space.points(poses, options.threads),
                                        data.train_points, {.threads = options.threads});
  const metrics::HeldOut& real = data.held_out;
  const auto add = [&](const char* name, const char* unit, double value) {
    report.measures.push_back({group, name, unit, value});
  };
  const double nearest = made.nearest_m.mean();
  const auto yardstick =
      metrics::clip_bootstrap(real.nearest_m, data.test_clips, options.resamples, options.seed);
  add("dnn", "mm", kMillimetres * nearest);
  report.measures.push_back(over_clips(group, "dnn of held out", "mm", yardstick, kMillimetres));
  report.measures.push_back(
      over_clips(group, "dnn / held out", "",
                 {nearest / yardstick.mean, nearest / yardstick.high, nearest / yardstick.low}));
  add("apd", "mm", kMillimetres * made.pairwise_m);
  add("apd of real", "mm", kMillimetres * real.train_pairwise_m);
  add("apd / real", "", made.pairwise_m / real.train_pairwise_m);
  add("fpd", "m^2", made.frechet_m2);
  add("fpd floor", "m^2", real.frechet_m2);
  add("fpd / floor", "", made.frechet_m2 / real.frechet_m2);
  add("precision", "", made.quality.precision);
  add("precision of held out", "", real.quality.precision);
  add("recall", "", made.quality.recall);
  add("recall of held out", "", real.quality.recall);
}

/// From each point of a path to the next; none from the last.
Batch directions(const Batch& points, int steps) {
  Batch next = Batch::Zero(points.rows(), points.cols());
  for (Eigen::Index i = 0; i + 1 < points.rows(); ++i) {
    if ((i + 1) % steps != 0) next.row(i) = points.row(i + 1) - points.row(i);
  }
  return next;
}

/// Between the `ends` (N, Z), from which `decode` makes points.
void measure_way(const EvaluationData& data, const Batch& ends, const metrics::DecodePoints& decode,
                 Report& report, const std::string& name, Way way) {
  const int threads = data.options.threads;
  const Batch path = ways_between(ends, data.options, way);
  const Batch points = decode(path);
  const auto quality = metrics::path_quality(points, data.options.steps);
  const auto add = [&](const std::string& what, const char* unit, double value) {
    report.measures.push_back({"interpolation", what + " " + name, unit, value});
  };
  add("dnn", "mm",
      kMillimetres * metrics::nearest(points, data.train_points, threads).distance_m.mean());
  add("length / distance", "", quality.mean_length_ratio());
  add("speed variation", "", quality.mean_speed_variation());
  // Encodings that are all the same have no way between them.
  const Batch along = directions(path, data.options.steps);
  add("perceptual path length", "m^2",
      along.isZero(0.0F) ? Measure::kNone : metrics::perceptual_path_length(decode, path, along));
}

}  // namespace

Batch ways_between(const Batch& ends, const Options& options, Way way) {
  Random random(options.seed + 1);
  const auto any = [&] { return static_cast<Eigen::Index>(random.below(ends.rows())); };
  Batch points(static_cast<Eigen::Index>(options.paths) * options.steps, ends.cols());
  for (int path = 0; path < options.paths; ++path) {
    const Eigen::VectorXf from = ends.row(any());
    const Eigen::VectorXf to = ends.row(any());
    for (int s = 0; s < options.steps; ++s) {
      points.row(static_cast<Eigen::Index>(path) * options.steps + s) =
          way(from, to, static_cast<double>(s) / (options.steps - 1)).transpose();
    }
  }
  return points;
}

void measure_generation(const EvaluationData& data, const Coded& coded, Report& report) {
  const auto& options = data.options;
  const Codec& codec = coded.codec;
  const Batch poses =
      codec.decode(prior_samples(options.generated, codec.latent_dim, options.seed));
  measure_samples(data, poses, "generation", report);
  for (const auto& [name, draw] : codec.samplers) {
    measure_samples(data, codec.decode(draw(options.generated, options.seed)), name, report);
  }
  report.details.generated = poses.topRows(std::min(kPictured, poses.rows()));
}

void measure_interpolation(const EvaluationData& data, const Coded& coded, Report& report) {
  const Codec& codec = coded.codec;
  const metrics::DecodePoints decode = [&](const Batch& latents) {
    return data.space.points(codec.decode(latents), data.options.threads);
  };
  measure_way(data, coded.latents, decode, report, "lerp", &latent::lerp);
  measure_way(data, coded.latents, decode, report, "slerp", &latent::slerp);
  if (!codec.flow) return;
  const metrics::DecodePoints by_flow = [&](const Batch& e) {
    return decode(codec.flow->from_normal(e));
  };
  measure_way(data, codec.flow->to_normal(coded.latents), by_flow, report, "slerp by flow",
              &latent::slerp);
}

}  // namespace poseaae::evaluation
