#include "poseaae/evaluation/evaluator.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "evaluation_data.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"

namespace poseaae::evaluation {

namespace {

using dataset::Clip;
using dataset::PoseDataset;
using dataset::Split;

constexpr int kPictured = 8;  // poses kept for pictures

/// The number of the clip that a row of the dataset is of; clips lie one after the other.
int clip_of(const PoseDataset& data, int row) {
  const auto after =
      std::upper_bound(data.clips.begin(), data.clips.end(), row,
                       [](int value, const Clip& clip) { return value < clip.first; });
  return static_cast<int>(after - data.clips.begin()) - 1;
}

std::vector<int> clips_of(const PoseDataset& data, const std::vector<int>& rows) {
  std::vector<int> clips;
  for (const int row : rows) clips.push_back(clip_of(data, row));
  return clips;
}

std::vector<TestStretch> stretches_of(const PoseDataset& data, const std::vector<int>& rows) {
  std::vector<TestStretch> stretches;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const int clip = clip_of(data, rows[i]);
    const bool goes_on = i > 0 && rows[i] == rows[i - 1] + 1 && stretches.back().clip == clip;
    if (goes_on) {
      ++stretches.back().frames;
    } else {
      stretches.push_back({clip, rows[i] - data.clips[static_cast<std::size_t>(clip)].first,
                           static_cast<int>(i), 1});
    }
  }
  return stretches;
}

metrics::Leakage audit(const PoseDataset& data, const metrics::PoseSpace& space,
                       const metrics::HeldOut& held_out, int threads) {
  std::vector<metrics::Stretch> clips;
  for (const Clip& clip : data.clips) clips.emplace_back(clip.first, clip.frames);
  return metrics::leakage(held_out.nearest_m, space.points(data.poses, threads), clips);
}

}  // namespace

void Options::validate() const {
  require_between("evaluation", generated, 10, 1'000'000, " generated poses");
  require_between("evaluation", walks, 2, 100'000, " walks");
  require_between("evaluation", paths, 1, 1'000'000, " paths");
  require_between("evaluation", steps, 3, 1'000'000, " steps");
  require_between("evaluation", resamples, 1, 1'000'000, " resamples");
  require_between("evaluation", shuffles, 0, 1'000'000, " shuffles");
  require_between("evaluation", labelled, 100, 10'000'000, " labelled poses");
}

EvaluationData::EvaluationData(const PoseDataset& poses, const Split& split, const Options& chosen)
    : dataset(poses),
      options(chosen),
      train(BatchRows(poses.poses, split.train).copy()),
      test(BatchRows(poses.poses, split.test).copy()),
      test_clips(clips_of(poses, split.test)),
      stretches(stretches_of(poses, split.test)),
      space(poses.skeleton, train),
      train_points(space.points(train, chosen.threads)),
      test_points(space.points(test, chosen.threads)),
      held_out(metrics::held_out(test_points, train_points, {.threads = chosen.threads})),
      leakage(audit(poses, space, held_out, chosen.threads)),
      world(read_world(poses, space, stretches, chosen.threads)),
      known(chosen.shuffles > 0 ? known_factors(poses, chosen) : KnownFactors{}) {}

void require_enough(const Split& split) {
  constexpr std::size_t kFewest = 10;
  if (split.train.size() >= kFewest && split.test.size() >= kFewest) return;
  throw UsageError(fmt::format(
      "evaluation: expected at least {} training poses and as many held out, found {} and {}",
      kFewest, split.train.size(), split.test.size()));
}

Evaluator::Evaluator(const PoseDataset& data, const Split& split, const Options& options) {
  options.validate();
  require_enough(split);
  data_ = std::make_unique<const EvaluationData>(data, split, options);
}

Evaluator::~Evaluator() = default;

const metrics::Leakage& Evaluator::leakage() const { return data_->leakage; }

Report Evaluator::evaluate(const Codec& codec) const {
  const EvaluationData& data = *data_;
  Coded coded{codec, codec.encode(data.test), codec.encode(data.train), {}, {}};
  coded.rebuilt = codec.decode(coded.latents);
  coded.rebuilt_points = data.space.points(coded.rebuilt, data.options.threads);

  Report report{codec.name, 1, {}, {}};
  report.details.joint_names = data.dataset.skeleton.names();
  report.details.latents = coded.latents;
  report.details.held_out = metrics::spread_rows(data.test, kPictured);
  report.details.rebuilt = metrics::spread_rows(coded.rebuilt, kPictured);
  measure_data(data, report);
  measure_reconstruction(data, coded, report);
  measure_prior(data, coded, report);
  measure_generation(data, coded, report);
  measure_interpolation(data, coded, report);
  measure_smoothness(data, coded, report);
  measure_disentanglement(data, coded, report);
  return report;
}

}  // namespace poseaae::evaluation
