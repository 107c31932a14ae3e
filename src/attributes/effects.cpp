#include "effects.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

#include "poseaae/base/parallel.hpp"
#include "poseaae/metrics/rank.hpp"
#include "poseaae/metrics/statistics.hpp"
#include "probes.hpp"

namespace poseaae::attributes {

namespace {

using latent::EffectFigures;

/// Over the clips of the neutral poses and all strengths.
double spearman(const Probes& probes, const Moved& moved) {
  const auto strengths = static_cast<Eigen::Index>(probes.options.strengths.size());
  const auto pairs = strengths * static_cast<Eigen::Index>(moved.clips.size());
  if (pairs < 2) return latent::kNotMeasured;
  Eigen::VectorXd told(pairs);
  Eigen::VectorXd measured(pairs);
  Eigen::Index at = 0;
  for (const auto& [clip, part] : moved.clips) {
    for (Eigen::Index s = 0; s < strengths; ++s, ++at) {
      told[at] = probes.options.strengths[static_cast<std::size_t>(s)];
      measured[at] = part.first[s] / part.second;
    }
  }
  return metrics::spearman(told, measured);
}

double reach(const Probes& probes, std::size_t attribute, const Moved& moved) {
  const double unit = probes.neutral.unit[static_cast<Eigen::Index>(attribute)];
  double by = 0.0;
  for (const auto& [clip, part] : moved.clips) {
    by += part.first[static_cast<Eigen::Index>(probes.one)] -
          part.first[static_cast<Eigen::Index>(probes.zero)];
  }
  return unit > 0.0 && moved.poses > 0.0 ? by / moved.poses / unit : latent::kNotMeasured;
}

/// (W) moved by strength 1, in units of each.
Eigen::VectorXd shift_of(const Probes& probes, const Moved& moved) {
  Eigen::VectorXd shift(probes.others.unit.size());
  for (Eigen::Index w = 0; w < shift.size(); ++w) {
    const double by = (moved.sums(static_cast<Eigen::Index>(probes.one), w) -
                       moved.sums(static_cast<Eigen::Index>(probes.zero), w)) /
                      moved.poses;
    const double unit = probes.others.unit[w];
    shift[w] = unit > 0.0 && moved.poses > 0.0 ? by / unit : latent::kNotMeasured;
  }
  return shift;
}

double leakage(const Probes& probes, std::size_t attribute, const Eigen::VectorXd& shift) {
  double sum = 0.0;
  int count = 0;
  for (std::size_t b = 0; b < probes.attributes.size(); ++b) {
    const double by = shift[static_cast<Eigen::Index>(b)];
    const bool related =
        probes.attributes[b].key == probes.attributes[attribute].key ||
        probes.attributes[b].key == probes.attributes[b].name;  // labels of frames: all
    if (b == attribute || !related || !std::isfinite(by)) continue;
    sum += std::abs(by);
    ++count;
  }
  return count == 0 ? latent::kNotMeasured : sum / count;
}

/// (W) by which real poses with the attribute differ from neutral ones, in units of each.
Eigen::VectorXd natural(const Probes& probes, std::size_t attribute) {
  const Labelling& labels = probes.attributes[attribute];
  const Contrast contrast = contrast_of(probes.sample, labels.of, labels.content);
  Eigen::VectorXd by = Eigen::VectorXd::Constant(probes.others.unit.size(), latent::kNotMeasured);
  if (!has_both(contrast.labels)) return by;
  const Eigen::VectorXd difference = mean_difference(probes.others.real.cast<float>(), contrast);
  for (Eigen::Index w = 0; w < by.size(); ++w) {
    if (probes.others.unit[w] > 0.0) by[w] = difference[w] / probes.others.unit[w];
  }
  return by;
}

/// Values without NaN, beside those of shuffles.
EffectFigures with_null(double value, const std::vector<double>& shuffled) {
  EffectFigures figures{.value = value};
  std::vector<double> known;
  std::vector<double> absolute;
  for (const double v : shuffled) {
    if (!std::isfinite(v)) continue;
    known.push_back(v);
    absolute.push_back(std::abs(v));
  }
  if (known.empty()) return figures;
  figures.null_mean =
      std::accumulate(known.begin(), known.end(), 0.0) / static_cast<double>(known.size());
  figures.null_high = metrics::percentile(absolute, 95.0);
  return figures;
}

}  // namespace

Effects measure_effects(const codec::PoseAutoencoder& model, const Sample& sample,
                        const PoseFeatures& features, const std::vector<Labelling>& attributes,
                        const std::vector<Labelling>& watched, const LearnOptions& options,
                        const Report& report) {
  const Probes probes(model, sample, features, attributes, watched, options);
  const std::size_t count = probes.attributes.size();
  const auto size = static_cast<Eigen::Index>(count);
  const auto runs = static_cast<std::size_t>(probes.options.vector_shuffles) + 1;
  struct Found {
    double spearman = 0.0;
    double reach = 0.0;
    double content_loss = latent::kNotMeasured;
    Eigen::VectorXd shift;
  };
  std::vector<Found> found(count * runs);
  std::mutex reporting;
  std::size_t done = 0;
  parallel_for(found.size(), probes.options.threads, [&](std::size_t i) {
    const Moved moved = move_neutral_poses(probes, i / runs, static_cast<int>(i % runs));
    found[i] = {
        spearman(probes, moved), reach(probes, i / runs, moved),
        moved.content_poses > 0.0 ? moved.content_sum / moved.content_poses : latent::kNotMeasured,
        shift_of(probes, moved)};
    const std::scoped_lock lock(reporting);
    if (report) report(++done, found.size(), "decoded motion");
  });
  Effects effects;
  effects.moved = Eigen::MatrixXd(size, size);
  effects.natural = Eigen::MatrixXd(size, size);
  for (std::size_t a = 0; a < count; ++a) {
    const auto own = static_cast<Eigen::Index>(a);
    std::vector<double> rhos;
    std::vector<double> reaches;
    std::vector<double> leaks;
    for (std::size_t run = 1; run < runs; ++run) {
      const Found& shuffled = found[a * runs + run];
      rhos.push_back(shuffled.spearman);
      reaches.push_back(shuffled.reach);
      leaks.push_back(leakage(probes, a, shuffled.shift));
    }
    const Found& true_one = found[a * runs];
    const Eigen::VectorXd of_real = natural(probes, a);
    effects.spearman.push_back(with_null(true_one.spearman, rhos));
    effects.reach.push_back(with_null(true_one.reach, reaches));
    effects.leakage.push_back(with_null(leakage(probes, a, true_one.shift), leaks));
    effects.natural_leakage.push_back(leakage(probes, a, of_real));
    effects.probe_accuracy.push_back(probes.neutral.accuracy[own]);
    effects.content_loss.push_back(true_one.content_loss);
    effects.moved.row(own) = true_one.shift.head(size).transpose();
    effects.natural.row(own) = of_real.head(size).transpose();
  }
  return effects;
}

}  // namespace poseaae::attributes
