#include "poseaae/metrics/disentanglement.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "labelled_tables.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::metrics {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

void validate_factor(const Factor& factor, Eigen::Index rows) {
  const auto refuse = [&](const std::string& what) {
    throw UsageError(fmt::format("disentanglement: factor '{}': {}", factor.name, what));
  };
  const Eigen::VectorXd& values = factor.values;
  if (values.size() != rows) {
    refuse(fmt::format("expected one value for each of {} codes, found {}", rows, values.size()));
  }
  if (!values.allFinite()) refuse("expected finite values, found one that is not");
  if (values.minCoeff() == values.maxCoeff()) {
    refuse("expected at least two different values, found only one; leave this factor out");
  }
  if (!factor.categorical) return;
  constexpr double kMaxClasses = 10000.0;
  for (const double value : values) {
    if (value < 0.0 || value >= kMaxClasses || value != std::floor(value)) {
      refuse(fmt::format("expected classes 0, 1, 2, ..., found {}", value));
    }
  }
}

double mean_of_known(const Eigen::VectorXd& values) {
  double sum = 0.0;
  int known = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += value;
    ++known;
  }
  return known > 0 ? sum / known : kUnknown;
}

}  // namespace

void LabelledCodes::validate() const {
  const Eigen::Index rows = codes.rows();
  const auto size = static_cast<std::size_t>(rows);
  if (rows < 2 || codes.cols() < 2 || clips.size() != size || groups.size() != size) {
    throw UsageError(fmt::format(
        "disentanglement: expected at least two codes with at least two latents, each with a clip "
        "and a group, found {} codes with {} latents, {} clips and {} groups",
        rows, codes.cols(), clips.size(), groups.size()));
  }
  if (!codes.allFinite()) {
    throw UsageError("disentanglement: expected finite codes, found one that is not");
  }
  if (factors.empty())
    throw UsageError("disentanglement: expected at least one factor, found none");
  for (const Factor& factor : factors) validate_factor(factor, rows);
}

void DisentanglementOptions::validate() const {
  if (bins < 2 || penalty < 0.0 || folds < 2 || votes < 1 || voters < 2 || shuffles < 1 ||
      rotations < 1) {
    throw UsageError(fmt::format(
        "disentanglement: expected at least 2 bins, a penalty of 0, 2 folds, 1 vote, 2 voters, 1 "
        "shuffle and 1 rotation, found {}, {}, {}, {}, {}, {} and {}",
        bins, penalty, folds, votes, voters, shuffles, rotations));
  }
}

const std::array<NamedScore, 6>& score_list() {
  static const std::array<NamedScore, 6> list{{{"mig", &Scores::mig},
                                               {"dci disentanglement", &Scores::disentanglement},
                                               {"dci completeness", &Scores::completeness},
                                               {"dci informativeness", &Scores::informativeness},
                                               {"sap", &Scores::sap},
                                               {"factorvae", &Scores::factor_vae}}};
  return list;
}

Disentanglement disentanglement(const CodeTable& codes, const FactorTables& factors,
                                const std::vector<int>& fold_of,
                                const DisentanglementOptions& options) {
  Disentanglement found{
      {}, mutual_information(codes, factors), dci(codes, factors, fold_of, options.penalty)};
  found.scores = {.mig = found.mutual_information.gaps().mean(),
                  .disentanglement = found.dci.disentanglement(),
                  .completeness = found.dci.completeness(),
                  .informativeness = mean_of_known(found.dci.informativeness),
                  .sap = mean_gap(separability(codes, factors)),
                  .factor_vae = factor_vae_score(codes, factors, options)};
  return found;
}

Disentanglement disentanglement(const LabelledCodes& labelled,
                                const DisentanglementOptions& options) {
  labelled.validate();
  options.validate();
  return disentanglement(CodeTable(labelled.codes, options.bins),
                         tables_of(labelled.factors, options.bins),
                         folds_of(labelled.clips, options.folds), options);
}

}  // namespace poseaae::metrics
