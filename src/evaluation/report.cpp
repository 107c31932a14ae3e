#include "poseaae/evaluation/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::evaluation {

const Measure* Report::find(std::string_view group, std::string_view measure) const {
  const auto found = std::ranges::find_if(
      measures, [&](const Measure& m) { return m.group == group && m.name == measure; });
  return found == measures.end() ? nullptr : &*found;
}

const Measure& Report::at(std::string_view group, std::string_view measure) const {
  const Measure* found = find(group, measure);
  if (found == nullptr) {
    throw UsageError(fmt::format("the report on '{}' has no measure '{}' in the group '{}'", name,
                                 measure, group));
  }
  return *found;
}

Report over_runs(std::string name, const std::vector<Report>& runs) {
  if (runs.empty()) throw UsageError("report over runs: expected one run or more, found none");
  Report all{std::move(name), static_cast<int>(runs.size()), {}, runs.front().details};
  for (const Measure& measure : runs.front().measures) {
    std::vector<double> values;
    for (const Report& run : runs) values.push_back(run.value(measure.group, measure.name));
    Measure mean{measure.group, measure.name, measure.unit};
    if (std::any_of(values.begin(), values.end(), [](double v) { return !std::isnan(v); })) {
      const metrics::Spread spread = metrics::spread(values);
      mean.value = spread.mean;
      mean.low = spread.low;
      mean.high = spread.high;
      mean.deviation = spread.deviation;
    }
    all.measures.push_back(std::move(mean));
  }
  return all;
}

const std::vector<Headline>& headlines() {
  static const std::vector<Headline> list{
      {"reconstruction", "mpjpe", "MPJPE, held out"},
      {"reconstruction", "rotation error", "rotation error, held out"},
      {"reconstruction", "end effectors", "end effectors, held out"},
      {"baselines", "mpjpe / pca", "MPJPE / that of PCA"},
      {"baselines", "mpjpe / ae", "MPJPE / that without prior"},
      {"generalisation", "test / train", "MPJPE, test / train"},
      {"prior", "mean ks", "KS distance, mean"},
      {"prior", "worst ks", "KS distance, worst"},
      {"prior", "mmd^2", "MMD\u00b2 to N(0, I)"},
      {"prior", "covariance error", "covariance error"},
      {"generation", "dnn / held out", "dNN, generated / held out"},
      {"generation", "apd / real", "APD, generated / real"},
      {"generation", "fpd / floor", "FPD, generated / held out"},
      {"generation", "precision", "precision"},
      {"generation", "recall", "recall"},
      {"flow", "dnn / held out", "dNN, by the flow"},
      {"flow", "fpd / floor", "FPD, by the flow"},
      {"flow", "precision", "precision, by the flow"},
      {"flow", "recall", "recall, by the flow"},
      {"interpolation", "dnn slerp", "dNN along slerp"},
      {"interpolation", "speed variation slerp", "speed variation, slerp"},
      {"smoothness", "jerk ratio", "jerk, decoded / original"},
      {"smoothness", "foot skating", "foot skating, decoded"},
      {"disentanglement", "mig", "MIG"},
      {"disentanglement", "dci informativeness", "DCI informativeness"},
      {"disentanglement", "sap", "SAP"},
  };
  return list;
}

}  // namespace poseaae::evaluation
