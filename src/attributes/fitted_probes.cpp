#include "fitted_probes.hpp"

#include "poseaae/base/parallel.hpp"
#include "poseaae/latent/attribute.hpp"

namespace poseaae::attributes {

namespace {

/// Features of 63 joint coordinates are closely correlated, so the ridge is stronger than for
/// latents.
constexpr metrics::LogisticOptions kOfPositions{
    .ridge = 1e-2, .max_iterations = 50, .tolerance = 1e-6};

/// A probe whose log odds are divided by how far they part the poses it was fitted on: those of
/// different folds, and of different attributes, are then in like units.
metrics::Logistic probe_in_units(const Batch& features, const Contrast& known) {
  auto probe = metrics::Logistic::fit(features(known.rows, Eigen::all), known.labels, kOfPositions);
  const Batch odds = probe.log_odds(features).cast<float>();
  const double unit = mean_difference(odds, known)[0];
  if (unit > 0.0) {
    probe.weights /= unit;
    probe.intercept /= unit;
  }
  return probe;
}

/// The predictions of one labelling's probes on every real pose, and their accuracy.
void measure_real(FittedProbes& fitted, std::size_t watched, const Sample& sample,
                  const Folds& folds, const Labelling& labels, Kinds kinds) {
  const auto column = static_cast<Eigen::Index>(watched);
  for (int fold = 0; fold < folds.count; ++fold) {
    const auto& probe = fitted.probe(watched, fold);
    if (!probe) continue;
    const Eigen::VectorXd odds = probe->log_odds(sample.features);
    for (Eigen::Index i = 0; i < odds.size(); ++i) {
      if (folds.of_row(sample, static_cast<std::size_t>(i)) == fold)
        fitted.real(i, column) = odds[i];
    }
  }
  const Contrast contrast = contrast_of(sample, labels.*kinds, labels.content);
  if (!has_both(contrast.labels)) return;
  const Eigen::VectorXd values = fitted.real.col(column);
  fitted.unit[column] = mean_difference(values.cast<float>(), contrast)[0];
  Eigen::VectorXd told(static_cast<Eigen::Index>(contrast.rows.size()));
  for (Eigen::Index i = 0; i < told.size(); ++i) {
    told[i] = values[contrast.rows[static_cast<std::size_t>(i)]];
  }
  fitted.accuracy[column] = metrics::balanced_accuracy(contrast.labels, told);
}

}  // namespace

FittedProbes fit_probes(const Sample& sample, const Folds& folds,
                        const std::vector<Labelling>& labellings, Kinds kinds, int threads) {
  FittedProbes fitted;
  fitted.folds = folds.count;
  fitted.probes.resize(labellings.size() * static_cast<std::size_t>(folds.count));
  parallel_for(fitted.probes.size(), threads, [&](std::size_t i) {
    const Labelling& labels = labellings[i / static_cast<std::size_t>(folds.count)];
    const int fold = static_cast<int>(i % static_cast<std::size_t>(folds.count));
    const Contrast known = contrast_of(sample, labels.*kinds, labels.content, folds.of_group, fold);
    if (!has_both(known.labels)) return;
    fitted.probes[i] = probe_in_units(sample.features, known);
  });
  const auto count = static_cast<Eigen::Index>(labellings.size());
  fitted.real = Eigen::MatrixXd::Zero(sample.features.rows(), count);
  fitted.unit = Eigen::VectorXd::Zero(count);
  fitted.accuracy = Eigen::VectorXd::Constant(count, latent::kNotMeasured);
  parallel_for(labellings.size(), threads, [&](std::size_t w) {
    measure_real(fitted, w, sample, folds, labellings[w], kinds);
  });
  return fitted;
}

}  // namespace poseaae::attributes
