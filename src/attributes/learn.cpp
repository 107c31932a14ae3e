#include "poseaae/attributes/learn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

#include "attributes/points.hpp"
#include "attributes/tempo.hpp"
#include "effects.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/dataset/split.hpp"
#include "poseaae/latent/density_support.hpp"

namespace poseaae::attributes {

namespace {

using latent::Attribute;
using latent::AttributeSet;

/// Number of the clip of each pose.
std::vector<int> clips_of_poses(const dataset::PoseDataset& data) {
  std::vector<int> numbers(static_cast<std::size_t>(data.size()));
  for (std::size_t c = 0; c < data.clips.size(); ++c) {
    std::fill_n(numbers.begin() + data.clips[c].first, data.clips[c].frames, static_cast<int>(c));
  }
  return numbers;
}

/// All poses, or `max_count` of them, evenly spread, with their latents; without features.
Sample sample_of(const dataset::PoseDataset& data, const Batch& latents,
                 const LearnOptions& options, int max_count) {
  const auto clips = clips_of_poses(data);
  const auto groups = dataset::groups_of(data, options.group);
  const auto total = static_cast<std::int64_t>(data.size());
  const std::int64_t count = max_count > 0 ? std::min<std::int64_t>(max_count, total) : total;
  Sample sample;
  sample.poses.resize(count, data.pose_dim());
  sample.latents.resize(count, latents.cols());
  for (std::int64_t i = 0; i < count; ++i) {
    const auto row = static_cast<std::size_t>(i * total / count);
    sample.rows.push_back(static_cast<int>(row));
    sample.clips.push_back(clips[row]);
    sample.groups.push_back(groups[static_cast<std::size_t>(clips[row])]);
    sample.poses.row(i) = data.poses.row(static_cast<Eigen::Index>(row));
    sample.latents.row(i) = latents.row(static_cast<Eigen::Index>(row));
  }
  return sample;
}

Attribute direction_of(const Sample& all, const Labelling& labels) {
  const Contrast contrast = contrast_of(all, labels.of, labels.content);
  const Eigen::VectorXd difference = mean_difference(all.latents, contrast);
  const auto probe =
      metrics::Logistic::fit(all.latents(contrast.rows, Eigen::all), contrast.labels);
  Attribute attribute{.name = labels.name,
                      .vector = difference.cast<float>(),
                      .logistic = logistic_direction(probe, difference).cast<float>(),
                      .probe = probe.gradient().cast<float>(),
                      .bias = probe.intercept - probe.gradient().dot(probe.mean),
                      .neutral = labels.neutral,
                      .matched = labels.matched,
                      .figures = {}};
  std::set<int> clips[2];
  for (std::size_t i = 0; i < contrast.rows.size(); ++i) {
    clips[contrast.labels[i]].insert(all.clips[static_cast<std::size_t>(contrast.rows[i])]);
    ++(contrast.labels[i] == 1 ? attribute.poses : attribute.neutral_poses);
  }
  attribute.clips = static_cast<int>(clips[1].size());
  attribute.neutral_clips = static_cast<int>(clips[0].size());
  return attribute;
}

latent::ProbeFigures probe_figures(const Sample& sample, const std::vector<signed char>& kinds,
                                   const LearnOptions& options) {
  const Contrast contrast = contrast_of(sample, kinds, {});
  std::vector<int> groups;
  for (const int row : contrast.rows) {
    groups.push_back(sample.groups[static_cast<std::size_t>(row)]);
  }
  const std::set<int> different(groups.begin(), groups.end());
  const std::set<int> told(contrast.labels.begin(), contrast.labels.end());
  if (different.size() < 2 || told.size() < 2) return {};
  const auto found =
      metrics::probe(sample.latents(contrast.rows, Eigen::all), contrast.labels, groups,
                     {.folds = options.fold_count(),
                      .shuffles = options.shuffles,
                      .seed = options.seed,
                      .threads = options.threads,
                      .logistic = {.tolerance = 1e-5}});
  if (found.null.shuffles == 0) return {.accuracy = found.accuracy};
  return {found.accuracy, found.null.mean, found.null.high, found.null.p};
}

/// Values of the keys that attributes are matched within, unless they are learned themselves.
std::vector<Labelling> contents_of(const dataset::PoseDataset& data,
                                   const std::vector<Labelling>& attributes) {
  std::set<std::string> learned;
  std::set<std::string> matched;
  for (const Labelling& labels : attributes) {
    learned.insert(labels.name);
    if (!labels.matched.empty()) matched.insert(labels.matched);
  }
  std::vector<Labelling> contents;
  for (const auto& key : matched) {
    for (Labelling& labels : label(data, {.attributes = {key}, .neutral = "", .within = ""})) {
      if (!learned.contains(labels.name)) contents.push_back(std::move(labels));
    }
  }
  return contents;
}

double beyond_from(const latent::DensitySupport& support, const Sample& sample,
                   const Labelling& labels, const Attribute& attribute) {
  const Contrast contrast = contrast_of(sample, labels.of, {});
  std::vector<int> neutral;
  for (std::size_t i = 0; i < contrast.rows.size(); ++i) {
    if (contrast.labels[i] == 0) neutral.push_back(contrast.rows[i]);
  }
  return support.exit_strength(sample.latents(neutral, Eigen::all), attribute.vector.transpose())
      .value_or(std::numeric_limits<double>::infinity());
}

void measure(AttributeSet& set, const codec::PoseAutoencoder& model,
             const dataset::PoseDataset& data, const Batch& latents,
             const std::vector<Labelling>& labellings, const LearnOptions& options,
             const Report& report) {
  Sample sample = sample_of(data, latents, options, options.max_poses);
  const PoseFeatures features(data.skeleton, sample.poses, data.clip_options.root_rotation);
  sample.features = features.of(sample.poses);
  const latent::DensitySupport support(model.latent(), set.support_floor);
  for (std::size_t a = 0; a < labellings.size(); ++a) {
    if (report) report(a, labellings.size(), "probes");
    const Labelling& labels = labellings[a];
    auto& figures = set.attributes[a].figures;
    figures.against_neutral = probe_figures(sample, labels.of, options);
    figures.against_others = labels.others == labels.of
                                 ? figures.against_neutral
                                 : probe_figures(sample, labels.others, options);
    figures.beyond_from = beyond_from(support, sample, labels, set.attributes[a]);
  }
  const Effects effects = measure_effects(model, sample, features, labellings,
                                          contents_of(data, labellings), options, report);
  for (std::size_t a = 0; a < labellings.size(); ++a) {
    auto& figures = set.attributes[a].figures;
    figures.spearman = effects.spearman[a];
    figures.reach = effects.reach[a];
    figures.leakage = effects.leakage[a];
    figures.natural_leakage = effects.natural_leakage[a];
    figures.effect_probe_accuracy = effects.probe_accuracy[a];
    figures.content_loss = effects.content_loss[a];
  }
  set.leakage = effects.moved;
  set.natural_leakage = effects.natural;
}

}  // namespace

void LearnOptions::validate() const {
  const auto require = [](bool holds, const char* text) {
    if (!holds) throw UsageError(text);
  };
  require(fold_count() >= 2, "folds: expected 2 or more");
  require_between("shuffles", shuffles, 0, 1'000'000);
  require_between("shuffles of vectors", vector_shuffles, 0, 1'000'000);
  require_between("poses to measure on", max_poses, 100, 10'000'000);
  for (const double needed : {0.0, 1.0}) {
    require(std::find(strengths.begin(), strengths.end(), needed) != strengths.end(),
            "strengths: expected 0 and 1 to be among them");
  }
}

AttributeSet learn(const codec::PoseAutoencoder& model, const dataset::PoseDataset& gathered,
                   const LearnOptions& options, const Report& report) {
  options.validate();
  if (gathered.size() == 0) throw UsageError("expected poses to learn from, found none");
  const std::vector<Labelling> of_frames = label(gathered, options.labels);
  const Encoded points = encoded(model, gathered);
  const bool windows = points.data.has_value();
  const dataset::PoseDataset& data = windows ? *points.data : gathered;
  const std::vector<Labelling> labellings = windows ? label(data, options.labels) : of_frames;
  const Batch& latents = points.latents;
  const Sample all = sample_of(data, latents, options, 0);
  const int groups = 1 + *std::ranges::max_element(all.groups);
  if (options.folds && *options.folds > groups) {
    throw UsageError(
        fmt::format("folds: expected at most {}, the number of groups of clips, found {}", groups,
                    *options.folds));
  }
  AttributeSet set;
  set.data = fmt::format("{} {} of {} clips", data.size(),
                         model.format().window() ? "windows" : "poses", data.clips.size());
  set.support_floor = latent::DensitySupport(model.latent(), latents).floor();
  for (std::size_t a = 0; a < labellings.size(); ++a) {
    set.attributes.push_back(direction_of(all, labellings[a]));
    set.attributes.back().tempo =
        tempo_ratio(gathered, windows ? points.rotations : latents, of_frames[a]);
  }
  if (options.measure) measure(set, model, data, latents, labellings, options, report);
  return set;
}

}  // namespace poseaae::attributes
