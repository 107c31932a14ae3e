#include "probes.hpp"

#include <algorithm>

namespace poseaae::attributes {

namespace {

constexpr std::size_t kMaxMoved = 400;  ///< neutral poses of an attribute that are decoded

std::size_t index_of(const std::vector<double>& strengths, double strength) {
  return static_cast<std::size_t>(std::find(strengths.begin(), strengths.end(), strength) -
                                  strengths.begin());
}

std::vector<Labelling> joined(std::vector<Labelling> first, const std::vector<Labelling>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

/// Some of the attribute's neutral poses, evenly spread.
std::vector<int> neutral_rows(const Probes& probes, std::size_t attribute) {
  const auto& kinds = probes.attributes[attribute].of;
  std::vector<int> rows;
  for (std::size_t i = 0; i < probes.sample.rows.size(); ++i) {
    if (kinds[static_cast<std::size_t>(probes.sample.rows[i])] == Labelling::kNeutral) {
      rows.push_back(static_cast<int>(i));
    }
  }
  const std::size_t count = std::min<std::size_t>(rows.size(), kMaxMoved);
  std::vector<int> some;
  for (std::size_t i = 0; i < count; ++i) some.push_back(rows[i * rows.size() / count]);
  return some;
}

/// Learned from the poses of the other folds; `shuffle` 0: with their true labels.
Eigen::VectorXd vector_of(const Probes& probes, std::size_t attribute, int fold, int shuffle) {
  const Labelling& labels = probes.attributes[attribute];
  Contrast known =
      contrast_of(probes.sample, labels.of, labels.content, probes.folds.of_group, fold);
  if (shuffle > 0) {
    std::vector<int> groups;
    for (const int row : known.rows)
      groups.push_back(probes.sample.groups[static_cast<std::size_t>(row)]);
    known.labels = metrics::shuffle_groups(
        known.labels, groups, probes.options.seed + 1000 * static_cast<std::uint64_t>(shuffle));
  }
  if (!has_both(known.labels)) return Eigen::VectorXd::Zero(probes.sample.latents.cols());
  return mean_difference(probes.sample.latents, known);
}

/// How far poses are led out of the content they are of, by the probe of that content.
void add_content_loss(const Probes& probes, Moved& moved, const Labelling& labels,
                      const std::vector<int>& rows, const Eigen::MatrixXd& before,
                      const Eigen::MatrixXd& after) {
  if (labels.content.empty()) return;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const int row = probes.sample.rows[static_cast<std::size_t>(rows[i])];
    for (std::size_t w = 0; w < probes.all.size(); ++w) {
      const bool own = probes.all[w].key == labels.matched &&
                       probes.all[w].others[static_cast<std::size_t>(row)] == Labelling::kHas;
      const auto column = static_cast<Eigen::Index>(w);
      if (!own || probes.others.unit[column] <= 0.0) continue;
      const auto at = static_cast<Eigen::Index>(i);
      moved.content_sum += (before(at, column) - after(at, column)) / probes.others.unit[column];
      moved.content_poses += 1.0;
    }
  }
}

Moved move(const Probes& probes, std::size_t attribute, const std::vector<int>& rows, int fold,
           const Eigen::VectorXd& vector) {
  const std::size_t strengths = probes.options.strengths.size();
  Moved moved(strengths, probes.all.size());
  const Batch latents = probes.sample.latents(rows, Eigen::all);
  std::vector<Eigen::MatrixXd> measured;  // (rows, W) of each strength
  std::vector<Eigen::VectorXd> own;       // (rows) of each strength, against neutral poses
  for (const double strength : probes.options.strengths) {
    Batch there = latents;
    there.rowwise() += static_cast<float>(strength) * vector.cast<float>().transpose();
    const Batch seen = probes.features.of(probes.model.decode_poses(there));
    Eigen::MatrixXd values = Eigen::MatrixXd::Zero(seen.rows(), moved.sums.cols());
    for (std::size_t w = 0; w < probes.all.size(); ++w) {
      const auto& probe = probes.others.probe(w, fold);
      if (probe) values.col(static_cast<Eigen::Index>(w)) = probe->log_odds(seen);
    }
    measured.push_back(std::move(values));
    own.push_back(probes.neutral.probe(attribute, fold)->log_odds(seen));
  }
  moved.poses = static_cast<double>(rows.size());
  for (std::size_t s = 0; s < strengths; ++s) {
    moved.sums.row(static_cast<Eigen::Index>(s)) = measured[s].colwise().sum();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      auto& [values, count] = moved.clips[probes.sample.clips[static_cast<std::size_t>(rows[i])]];
      if (values.size() == 0) {
        values = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(strengths));
      }
      values[static_cast<Eigen::Index>(s)] += own[s][static_cast<Eigen::Index>(i)];
      if (s == 0) count += 1.0;
    }
  }
  add_content_loss(probes, moved, probes.attributes[attribute], rows, measured[probes.zero],
                   measured[probes.one]);
  return moved;
}

}  // namespace

Probes::Probes(const codec::PoseAutoencoder& the_model, const Sample& the_sample,
               const PoseFeatures& the_features, const std::vector<Labelling>& the_attributes,
               const std::vector<Labelling>& watched, const LearnOptions& the_options)
    : model(the_model),
      sample(the_sample),
      features(the_features),
      attributes(the_attributes),
      options(the_options),
      all(joined(the_attributes, watched)),
      folds(sample, options.fold_count(), options.seed),
      others(fit_probes(sample, folds, all, &Labelling::others, options.threads)),
      neutral(fit_probes(sample, folds, attributes, &Labelling::of, options.threads)),
      zero(index_of(options.strengths, 0.0)),
      one(index_of(options.strengths, 1.0)) {}

Moved move_neutral_poses(const Probes& probes, std::size_t attribute, int shuffle) {
  Moved moved(probes.options.strengths.size(), probes.all.size());
  const std::vector<int> rows = neutral_rows(probes, attribute);
  for (int fold = 0; fold < probes.folds.count; ++fold) {
    std::vector<int> here;
    for (const int row : rows) {
      if (probes.folds.of_row(probes.sample, static_cast<std::size_t>(row)) == fold)
        here.push_back(row);
    }
    if (here.empty() || !probes.neutral.probe(attribute, fold)) continue;
    moved.add(move(probes, attribute, here, fold, vector_of(probes, attribute, fold, shuffle)));
  }
  return moved;
}

}  // namespace poseaae::attributes
