#include "effects.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numeric>
#include <optional>

#include "poseaae/core/parallel.hpp"
#include "poseaae/metrics/rank.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::attributes {

namespace {

using latent::EffectFigures;

/// Features of 63 joint coordinates hang together closely: a firmer ridge than of latents.
constexpr metrics::LogisticOptions kOfPlaces{
    .ridge = 1e-2, .most_iterations = 50, .tolerance = 1e-6};
constexpr int kMostMoved = 400;  ///< neutral poses of an attribute that are moved and decoded

Rows picked(const Rows& rows, const std::vector<int>& which) {
  Rows some(static_cast<Eigen::Index>(which.size()), rows.cols());
  for (std::size_t i = 0; i < which.size(); ++i) {
    some.row(static_cast<Eigen::Index>(i)) = rows.row(which[i]);
  }
  return some;
}

bool has_both(const metrics::Labels& labels) {
  return std::find(labels.begin(), labels.end(), 0) != labels.end() &&
         std::find(labels.begin(), labels.end(), 1) != labels.end();
}

/// What moving poses along a vector does, summed over poses and folds.
struct Moved {
  explicit Moved(std::size_t strengths, std::size_t watched)
      : sums(Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(strengths),
                                   static_cast<Eigen::Index>(watched))) {}

  Eigen::MatrixXd sums;  ///< (S, W) of measured values
  double poses = 0.0;
  double content_sum = 0.0;  ///< of the loss of own contents, in their units
  double content_poses = 0.0;
  std::map<int, std::pair<Eigen::VectorXd, double>> clips;  ///< own value by strength, poses

  void add(const Moved& other) {
    sums += other.sums;
    poses += other.poses;
    content_sum += other.content_sum;
    content_poses += other.content_poses;
    for (const auto& [clip, part] : other.clips) {
      auto& [values, count] = clips[clip];
      if (values.size() == 0) values = Eigen::VectorXd::Zero(part.first.size());
      values += part.first;
      count += part.second;
    }
  }
};

/// A probe whose log odds are divided by how far they part the poses it was fitted on: those of
/// different folds, and of different attributes, are then in like units.
metrics::Logistic probe_in_units(const Rows& features, const Contrast& known) {
  auto probe = metrics::Logistic::fit(picked(features, known.rows), known.labels, kOfPlaces);
  const Rows odds = probe.log_odds(features).cast<float>();
  const double unit = mean_difference(odds, known)[0];
  if (unit > 0.0) {
    probe.weights /= unit;
    probe.intercept /= unit;
  }
  return probe;
}

using Kinds = std::vector<signed char> Labelling::*;

/// Probes on features of real poses, one an attribute and fold, fitted on the other folds; and what
/// they say of real poses.
struct Ruler {
  std::vector<std::optional<metrics::Logistic>> probes;  ///< (W, folds); empty: nothing to tell
  Eigen::MatrixXd real;      ///< (M, W) what probes say of real poses, each that of its fold
  Eigen::VectorXd unit;      ///< (W) mean of those with the attribute - mean of those without
  Eigen::VectorXd accuracy;  ///< (W) balanced, of `real`; NaN where nothing was told
};

class Study {
 public:
  Study(const model::PoseAutoencoder& model, const Sample& sample, const PoseFeatures& features,
        const std::vector<Labelling>& attributes, const std::vector<Labelling>& watched,
        const LearnOptions& options, const Report& report)
      : model_(model),
        sample_(sample),
        features_(features),
        attributes_(attributes),
        options_(options),
        report_(report),
        all_(attributes) {
    all_.insert(all_.end(), watched.begin(), watched.end());
    const int groups = *std::max_element(sample.groups.begin(), sample.groups.end()) + 1;
    fold_of_group_ = metrics::deal_folds(std::vector<bool>(static_cast<std::size_t>(groups), true),
                                         options.folds, options.seed);
    folds_ = *std::max_element(fold_of_group_.begin(), fold_of_group_.end()) + 1;
    zero_ = index_of(0.0);
    one_ = index_of(1.0);
    others_ = ruler(all_, &Labelling::others);
    neutral_ = ruler(attributes_, &Labelling::of);
  }

  [[nodiscard]] Effects effects();

 private:
  [[nodiscard]] std::size_t index_of(double strength) const {
    const auto& strengths = options_.strengths;
    return static_cast<std::size_t>(std::find(strengths.begin(), strengths.end(), strength) -
                                    strengths.begin());
  }
  [[nodiscard]] std::size_t probe_at(std::size_t watched, int fold) const {
    return watched * static_cast<std::size_t>(folds_) + static_cast<std::size_t>(fold);
  }
  [[nodiscard]] int fold_of_row(std::size_t row) const {
    return fold_of_group_[static_cast<std::size_t>(sample_.groups[row])];
  }

  [[nodiscard]] Ruler ruler(const std::vector<Labelling>& labellings, Kinds kinds) const;
  void measure_real(Ruler& ruler, std::size_t watched, const Labelling& labels, Kinds kinds) const;
  [[nodiscard]] std::vector<int> neutral_rows(std::size_t attribute) const;
  /// `shuffle` 0: the true labels.
  [[nodiscard]] Eigen::VectorXd vector_of(std::size_t attribute, int fold, int shuffle) const;
  [[nodiscard]] Moved move(std::size_t attribute, const std::vector<int>& rows, int fold,
                           const Eigen::VectorXd& vector) const;
  void add_content_loss(Moved& moved, const Labelling& labels, const std::vector<int>& rows,
                        const Eigen::MatrixXd& before, const Eigen::MatrixXd& after) const;
  [[nodiscard]] Moved moved_over_folds(std::size_t attribute, int shuffle) const;
  [[nodiscard]] double spearman(const Moved& moved) const;
  [[nodiscard]] double reach(std::size_t attribute, const Moved& moved) const;
  /// (W) moved by strength 1, in units of each.
  [[nodiscard]] Eigen::VectorXd shift(const Moved& moved) const;
  [[nodiscard]] double leakage(std::size_t attribute, const Eigen::VectorXd& shift) const;
  [[nodiscard]] Eigen::VectorXd natural(std::size_t attribute) const;

  const model::PoseAutoencoder& model_;
  const Sample& sample_;
  const PoseFeatures& features_;
  const std::vector<Labelling>& attributes_;
  const LearnOptions& options_;
  const Report& report_;
  std::vector<Labelling> all_;  ///< W: attributes, then watched
  std::vector<int> fold_of_group_;
  int folds_ = 0;
  std::size_t zero_ = 0;
  std::size_t one_ = 0;
  Ruler others_;   ///< of all_: each against others
  Ruler neutral_;  ///< of attributes_: each against its neutral poses
};

Ruler Study::ruler(const std::vector<Labelling>& labellings, Kinds kinds) const {
  Ruler ruler;
  ruler.probes.resize(labellings.size() * static_cast<std::size_t>(folds_));
  parallel_for(ruler.probes.size(), options_.threads, [&](std::size_t i) {
    const Labelling& labels = labellings[i / static_cast<std::size_t>(folds_)];
    const int fold = static_cast<int>(i % static_cast<std::size_t>(folds_));
    const Contrast known =
        contrast_of(sample_, labels.*kinds, labels.content, fold_of_group_, fold);
    if (!has_both(known.labels)) return;
    ruler.probes[i] = probe_in_units(sample_.features, known);
  });
  const auto count = static_cast<Eigen::Index>(labellings.size());
  ruler.real = Eigen::MatrixXd::Zero(sample_.features.rows(), count);
  ruler.unit = Eigen::VectorXd::Zero(count);
  ruler.accuracy = Eigen::VectorXd::Constant(count, latent::kNotMeasured);
  parallel_for(labellings.size(), options_.threads,
               [&](std::size_t w) { measure_real(ruler, w, labellings[w], kinds); });
  return ruler;
}

void Study::measure_real(Ruler& ruler, std::size_t watched, const Labelling& labels,
                         Kinds kinds) const {
  const auto column = static_cast<Eigen::Index>(watched);
  for (int fold = 0; fold < folds_; ++fold) {
    const auto& probe = ruler.probes[probe_at(watched, fold)];
    if (!probe) continue;
    const Eigen::VectorXd odds = probe->log_odds(sample_.features);
    for (Eigen::Index i = 0; i < odds.size(); ++i) {
      if (fold_of_row(static_cast<std::size_t>(i)) == fold) ruler.real(i, column) = odds[i];
    }
  }
  const Contrast contrast = contrast_of(sample_, labels.*kinds, labels.content);
  if (!has_both(contrast.labels)) return;
  const Eigen::VectorXd values = ruler.real.col(column);
  ruler.unit[column] = mean_difference(values.cast<float>(), contrast)[0];
  Eigen::VectorXd told(static_cast<Eigen::Index>(contrast.rows.size()));
  for (Eigen::Index i = 0; i < told.size(); ++i) {
    told[i] = values[contrast.rows[static_cast<std::size_t>(i)]];
  }
  ruler.accuracy[column] = metrics::balanced_accuracy(contrast.labels, told);
}

std::vector<int> Study::neutral_rows(std::size_t attribute) const {
  const auto& kinds = attributes_[attribute].of;
  std::vector<int> rows;
  for (std::size_t i = 0; i < sample_.rows.size(); ++i) {
    if (kinds[static_cast<std::size_t>(sample_.rows[i])] == Labelling::kNeutral) {
      rows.push_back(static_cast<int>(i));
    }
  }
  const std::size_t count = std::min<std::size_t>(rows.size(), kMostMoved);
  std::vector<int> some;
  for (std::size_t i = 0; i < count; ++i) some.push_back(rows[i * rows.size() / count]);
  return some;
}

Eigen::VectorXd Study::vector_of(std::size_t attribute, int fold, int shuffle) const {
  const Labelling& labels = attributes_[attribute];
  Contrast known = contrast_of(sample_, labels.of, labels.content, fold_of_group_, fold);
  if (shuffle > 0) {
    std::vector<int> groups;
    for (const int row : known.rows)
      groups.push_back(sample_.groups[static_cast<std::size_t>(row)]);
    known.labels = metrics::shuffle_groups(
        known.labels, groups, options_.seed + 1000 * static_cast<std::uint64_t>(shuffle));
  }
  if (!has_both(known.labels)) return Eigen::VectorXd::Zero(sample_.latents.cols());
  return mean_difference(sample_.latents, known);
}

void Study::add_content_loss(Moved& moved, const Labelling& labels, const std::vector<int>& rows,
                             const Eigen::MatrixXd& before, const Eigen::MatrixXd& after) const {
  if (labels.content.empty()) return;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const int row = sample_.rows[static_cast<std::size_t>(rows[i])];
    for (std::size_t w = 0; w < all_.size(); ++w) {
      const bool own = all_[w].key == labels.matched &&
                       all_[w].others[static_cast<std::size_t>(row)] == Labelling::kHas;
      const auto column = static_cast<Eigen::Index>(w);
      if (!own || others_.unit[column] <= 0.0) continue;
      const auto at = static_cast<Eigen::Index>(i);
      moved.content_sum += (before(at, column) - after(at, column)) / others_.unit[column];
      moved.content_poses += 1.0;
    }
  }
}

Moved Study::move(std::size_t attribute, const std::vector<int>& rows, int fold,
                  const Eigen::VectorXd& vector) const {
  const std::size_t strengths = options_.strengths.size();
  Moved moved(strengths, all_.size());
  const Rows latents = picked(sample_.latents, rows);
  std::vector<Eigen::MatrixXd> measured;  // (rows, W) of each strength
  std::vector<Eigen::VectorXd> own;       // (rows) of each strength, against neutral poses
  for (const double strength : options_.strengths) {
    Rows there = latents;
    there.rowwise() += static_cast<float>(strength) * vector.cast<float>().transpose();
    const Rows seen = features_.of(model_.decode(there));
    Eigen::MatrixXd values = Eigen::MatrixXd::Zero(seen.rows(), moved.sums.cols());
    for (std::size_t w = 0; w < all_.size(); ++w) {
      const auto& probe = others_.probes[probe_at(w, fold)];
      if (probe) values.col(static_cast<Eigen::Index>(w)) = probe->log_odds(seen);
    }
    measured.push_back(std::move(values));
    own.push_back(neutral_.probes[probe_at(attribute, fold)]->log_odds(seen));
  }
  moved.poses = static_cast<double>(rows.size());
  for (std::size_t s = 0; s < strengths; ++s) {
    moved.sums.row(static_cast<Eigen::Index>(s)) = measured[s].colwise().sum();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      auto& [values, count] = moved.clips[sample_.clips[static_cast<std::size_t>(rows[i])]];
      if (values.size() == 0) {
        values = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(strengths));
      }
      values[static_cast<Eigen::Index>(s)] += own[s][static_cast<Eigen::Index>(i)];
      if (s == 0) count += 1.0;
    }
  }
  add_content_loss(moved, attributes_[attribute], rows, measured[zero_], measured[one_]);
  return moved;
}

Moved Study::moved_over_folds(std::size_t attribute, int shuffle) const {
  Moved moved(options_.strengths.size(), all_.size());
  const std::vector<int> rows = neutral_rows(attribute);
  for (int fold = 0; fold < folds_; ++fold) {
    std::vector<int> here;
    for (const int row : rows) {
      if (fold_of_row(static_cast<std::size_t>(row)) == fold) here.push_back(row);
    }
    if (here.empty() || !neutral_.probes[probe_at(attribute, fold)]) continue;
    moved.add(move(attribute, here, fold, vector_of(attribute, fold, shuffle)));
  }
  return moved;
}

double Study::spearman(const Moved& moved) const {
  const auto strengths = static_cast<Eigen::Index>(options_.strengths.size());
  const auto pairs = strengths * static_cast<Eigen::Index>(moved.clips.size());
  if (pairs < 2) return latent::kNotMeasured;
  Eigen::VectorXd told(pairs);
  Eigen::VectorXd measured(pairs);
  Eigen::Index at = 0;
  for (const auto& [clip, part] : moved.clips) {
    for (Eigen::Index s = 0; s < strengths; ++s, ++at) {
      told[at] = options_.strengths[static_cast<std::size_t>(s)];
      measured[at] = part.first[s] / part.second;
    }
  }
  return metrics::spearman(told, measured);
}

double Study::reach(std::size_t attribute, const Moved& moved) const {
  const double unit = neutral_.unit[static_cast<Eigen::Index>(attribute)];
  double by = 0.0;
  for (const auto& [clip, part] : moved.clips) {
    by +=
        part.first[static_cast<Eigen::Index>(one_)] - part.first[static_cast<Eigen::Index>(zero_)];
  }
  return unit > 0.0 && moved.poses > 0.0 ? by / moved.poses / unit : latent::kNotMeasured;
}

Eigen::VectorXd Study::shift(const Moved& moved) const {
  Eigen::VectorXd shift(others_.unit.size());
  for (Eigen::Index w = 0; w < shift.size(); ++w) {
    const double by = (moved.sums(static_cast<Eigen::Index>(one_), w) -
                       moved.sums(static_cast<Eigen::Index>(zero_), w)) /
                      moved.poses;
    const double unit = others_.unit[w];
    shift[w] = unit > 0.0 && moved.poses > 0.0 ? by / unit : latent::kNotMeasured;
  }
  return shift;
}

double Study::leakage(std::size_t attribute, const Eigen::VectorXd& shift) const {
  double sum = 0.0;
  int count = 0;
  for (std::size_t b = 0; b < attributes_.size(); ++b) {
    const double by = shift[static_cast<Eigen::Index>(b)];
    const bool related = attributes_[b].key == attributes_[attribute].key ||
                         attributes_[b].key == attributes_[b].name;  // labels of frames: all
    if (b == attribute || !related || !std::isfinite(by)) continue;
    sum += std::abs(by);
    ++count;
  }
  return count == 0 ? latent::kNotMeasured : sum / count;
}

Eigen::VectorXd Study::natural(std::size_t attribute) const {
  const Labelling& labels = attributes_[attribute];
  const Contrast contrast = contrast_of(sample_, labels.of, labels.content);
  Eigen::VectorXd by = Eigen::VectorXd::Constant(others_.unit.size(), latent::kNotMeasured);
  if (!has_both(contrast.labels)) return by;
  const Eigen::VectorXd difference = mean_difference(others_.real.cast<float>(), contrast);
  for (Eigen::Index w = 0; w < by.size(); ++w) {
    if (others_.unit[w] > 0.0) by[w] = difference[w] / others_.unit[w];
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

Effects Study::effects() {
  const std::size_t count = attributes_.size();
  const auto size = static_cast<Eigen::Index>(count);
  const auto runs = static_cast<std::size_t>(options_.vector_shuffles) + 1;
  struct Found {
    double spearman = 0.0;
    double reach = 0.0;
    double content_loss = latent::kNotMeasured;
    Eigen::VectorXd shift;
  };
  std::vector<Found> found(count * runs);
  std::mutex reporting;
  std::size_t done = 0;
  parallel_for(found.size(), options_.threads, [&](std::size_t i) {
    const Moved moved = moved_over_folds(i / runs, static_cast<int>(i % runs));
    found[i] = {
        spearman(moved), reach(i / runs, moved),
        moved.content_poses > 0.0 ? moved.content_sum / moved.content_poses : latent::kNotMeasured,
        shift(moved)};
    const std::scoped_lock lock(reporting);
    if (report_) report_(++done, found.size(), "decoded motion");
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
      leaks.push_back(leakage(a, shuffled.shift));
    }
    const Found& true_one = found[a * runs];
    const Eigen::VectorXd of_real = natural(a);
    effects.spearman.push_back(with_null(true_one.spearman, rhos));
    effects.reach.push_back(with_null(true_one.reach, reaches));
    effects.leakage.push_back(with_null(leakage(a, true_one.shift), leaks));
    effects.natural_leakage.push_back(leakage(a, of_real));
    effects.ruler_accuracy.push_back(neutral_.accuracy[own]);
    effects.content_loss.push_back(true_one.content_loss);
    effects.moved.row(own) = true_one.shift.head(size).transpose();
    effects.natural.row(own) = of_real.head(size).transpose();
  }
  return effects;
}

}  // namespace

Contrast contrast_of(const Sample& sample, const std::vector<signed char>& kinds,
                     const std::vector<int>& content, const std::vector<int>& fold_of_group,
                     int fold) {
  Contrast contrast;
  for (std::size_t i = 0; i < sample.rows.size(); ++i) {
    const auto row = static_cast<std::size_t>(sample.rows[i]);
    if (kinds[row] == Labelling::kNeither) continue;
    if (fold >= 0 && fold_of_group[static_cast<std::size_t>(sample.groups[i])] == fold) continue;
    contrast.rows.push_back(static_cast<int>(i));
    contrast.labels.push_back(kinds[row] == Labelling::kHas ? 1 : 0);
    if (!content.empty()) contrast.content.push_back(content[row]);
  }
  return contrast;
}

Effects measure_effects(const model::PoseAutoencoder& model, const Sample& sample,
                        const PoseFeatures& features, const std::vector<Labelling>& attributes,
                        const std::vector<Labelling>& watched, const LearnOptions& options,
                        const Report& report) {
  return Study(model, sample, features, attributes, watched, options, report).effects();
}

}  // namespace poseaae::attributes
