#include "poseaae/evaluation/run_verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "evaluation_data.hpp"
#include "frames_by_split.hpp"
#include "poseaae/evaluation/motion.hpp"
#include "poseaae/evaluation/study.hpp"
#include "poseaae/evaluation/verdict.hpp"
#include "poseaae/latent/interpolation.hpp"
#include "poseaae/metrics/generation.hpp"
#include "poseaae/metrics/interpolation.hpp"
#include "poseaae/metrics/neighbours.hpp"
#include "poseaae/metrics/reconstruction.hpp"

namespace poseaae::evaluation {

namespace {

using codec::PoseAutoencoder;
using training::Session;

/// Measures the poses of a session by what verdict() speaks of.
class QuickMeasures {
 public:
  QuickMeasures(const Session& session, const Options& options)
      : options_(options),
        train_(some(session, session.split.train, kVerdictPoses)),
        test_(some(session, session.split.test, kVerdictHeldOut)),
        space_(session.data.skeleton, train_),
        train_points_(space_.points(train_, options.threads)),
        of_held_out_(precision(test_)) {}

  [[nodiscard]] Report report_on(const Codec& codec) const {
    const Batch latents = codec.encode(test_);
    const auto rebuilt =
        metrics::reconstruction(space_, test_, codec.decode(latents), options_.threads);
    const auto drawn_precision = [&](const Batch& points) {  // as many as there are poses
      const auto count = static_cast<int>(train_.rows());
      return precision(codec.decode(metrics::spread_rows(points, count)));
    };
    const Batch anywhere = prior_samples(options_.generated, codec.latent_dim, options_.seed);
    Report report{codec.name, 1, {}, {}};
    report.measures = {
        {"reconstruction", "mpjpe", "mm", kMillimetres * rebuilt.mpjpe_m()},
        {"generation", "precision", "", drawn_precision(anywhere)},
        {"generation", "precision of held out", "", of_held_out_},
        {"interpolation", "speed variation slerp", "", speed_variation(codec, latents)}};
    for (const Codec::Sampler& sampler : codec.samplers) {
      const Batch points = sampler.draw(options_.generated, options_.seed);
      report.measures.push_back({sampler.name, "precision", "", drawn_precision(points)});
    }
    return report;
  }

  [[nodiscard]] const Batch& train() const { return train_; }

 private:
  /// At most `count` of the rows, evenly spread.
  static Batch some(const Session& session, std::vector<int> rows, int count) {
    const std::vector<int> kept = spread_over(std::ssize(rows), count);
    for (std::size_t i = 0; i < kept.size(); ++i) rows[i] = rows[static_cast<std::size_t>(kept[i])];
    rows.resize(kept.size());
    return session.rows(rows).copy();
  }

  [[nodiscard]] double precision(const Batch& poses) const {
    return metrics::precision_beside(space_.points(poses, options_.threads), train_points_,
                                     {.threads = options_.threads});
  }

  [[nodiscard]] double speed_variation(const Codec& codec, const Batch& ends) const {
    const Batch way = codec.decode(ways_between(ends, options_, &latent::slerp));
    return metrics::path_quality(space_.points(way, options_.threads), options_.steps)
        .mean_speed_variation();
  }

  Options options_;
  Batch train_;
  Batch test_;
  metrics::PoseSpace space_;
  Batch train_points_;
  double of_held_out_;
};

std::vector<std::string> verdict_on_motion(const Session& session, const PoseAutoencoder& model,
                                           Options options, bool beside) {
  const motion::Recordings all = motion::recordings_of(session, options.threads);
  const motion::Recordings some{motion::beginnings_of(all.train, kVerdictSeconds),
                                motion::beginnings_of(all.held_out, kVerdictSeconds)};
  options.walks = kVerdictWalks;
  options.brief = true;
  const motion::Evaluator evaluator(some, options);
  const Report report = evaluator.evaluate(motion::codec_of("model", model));
  if (!beside) return verdict(report, nullptr);
  const Report components =
      evaluator.rebuild(motion::codec_of("pca", motion::rebuilding_components(session)));
  return verdict(report, &components);
}

}  // namespace

std::vector<std::string> verdict_on(const Session& session, const PoseAutoencoder& model,
                                    const Options& options) {
  options.validate();
  const bool beside = !default_baselines(model.latent_dim(), model.format().features()).empty();
  if (session.format.window()) return verdict_on_motion(session, model, options, beside);
  require_enough(session.split);
  const QuickMeasures measures(session, options);
  const Report report = measures.report_on(codec_of("model", model));
  if (!beside) return verdict(report, nullptr);
  const Report components =
      measures.report_on(pca_codec(session.format, measures.train(), model.latent_dim()));
  return verdict(report, &components);
}

std::string held_out_of(const Session& session) {
  const dataset::Split split = frames_by_split(session.data, session.config);
  const auto clips = [&](const std::vector<int>& rows) {
    return std::ranges::count_if(session.data.clips, [&](const dataset::Clip& clip) {
      const auto first = std::ranges::lower_bound(rows, clip.first);
      return first != rows.end() && *first < clip.first + clip.frames;
    });
  };
  const auto count = clips(split.test);
  const std::string of_clips = fmt::format("{} clip{}", count, count == 1 ? "" : "s");
  switch (split.kind) {
    case dataset::SplitKind::kFrame:
      return fmt::format("frames of {} whose neighbours it has learned from", of_clips);
    case dataset::SplitKind::kBlock:
      return fmt::format("parts of {} whose other parts it has learned from", of_clips);
    default:
      return fmt::format("{} that it has not learned from", of_clips);
  }
}

}  // namespace poseaae::evaluation
