#include "poseaae/evaluation/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::evaluation {

Measure over_clips(std::string group, std::string name, std::string unit,
                   const metrics::Interval& interval, double scale) {
  Measure measure{std::move(group), std::move(name), std::move(unit), scale * interval.mean};
  if (interval.low < interval.high) {
    measure.low = scale * interval.low;
    measure.high = scale * interval.high;
  }
  return measure;
}

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
      {"baselines", "mpjpe / pca", "MPJPE / that of PCA", Better::kNone},
      {"baselines", "mpjpe / ae", "MPJPE / that without prior", Better::kNone},
      {"generalisation", "test / train", "MPJPE, test / train"},
      {"prior", "mean ks", "KS distance, mean"},
      {"prior", "worst ks", "KS distance, worst"},
      {"prior", "mmd^2", "MMD\u00b2 to N(0, I)"},
      {"prior", "covariance error", "covariance error"},
      {"generation", "dnn / held out", "dNN, generated / held out"},
      {"generation", "apd / real", "APD, generated / real", Better::kNearOne},
      {"generation", "fpd / floor", "FPD, generated / held out"},
      {"generation", "precision", "precision", Better::kHigher},
      {"generation", "recall", "recall", Better::kHigher},
      {"mixture", "dnn / held out", "dNN, by the mixture"},
      {"mixture", "fpd / floor", "FPD, by the mixture"},
      {"mixture", "precision", "precision, by the mixture", Better::kHigher},
      {"mixture", "recall", "recall, by the mixture", Better::kHigher},
      {"flow", "dnn / held out", "dNN, by the flow"},
      {"flow", "fpd / floor", "FPD, by the flow"},
      {"flow", "precision", "precision, by the flow", Better::kHigher},
      {"flow", "recall", "recall, by the flow", Better::kHigher},
      {"interpolation", "dnn slerp", "dNN along slerp"},
      {"interpolation", "speed variation slerp", "speed variation, slerp"},
      {"smoothness", "jerk ratio", "jerk, decoded / original", Better::kNearOne},
      {"smoothness", "foot skating", "foot skating, decoded"},
      {"disentanglement", "mig", "MIG", Better::kHigher},
      {"disentanglement", "dci informativeness", "DCI informativeness", Better::kHigher},
      {"disentanglement", "sap", "SAP", Better::kHigher},
  };
  return list;
}

const Report* best_of(const std::vector<Report>& reports, const Headline& headline) {
  if (headline.better == Better::kNone) return nullptr;
  const auto cost = [&](double value) {
    if (headline.better == Better::kNearOne) return std::abs(std::log(value));
    return headline.better == Better::kHigher ? -value : value;
  };
  const Report* best = nullptr;
  double least = 0.0;
  int known = 0;
  for (const Report& report : reports) {
    const Measure* measure = report.find(headline.group, headline.name);
    if (measure == nullptr || std::isnan(measure->value)) continue;
    ++known;
    if (!std::isfinite(cost(measure->value))) continue;
    if (best != nullptr && !(cost(measure->value) < least)) continue;
    best = &report;
    least = cost(measure->value);
  }
  return known > 1 ? best : nullptr;
}

}  // namespace poseaae::evaluation
