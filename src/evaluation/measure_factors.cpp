#include <fmt/format.h>

#include "evaluation_data.hpp"
#include "poseaae/metrics/disentanglement.hpp"

namespace poseaae::evaluation {

namespace {

/// What the score came to under a null: mean, 5th and 95th percentile, and p.
void add_null(Report& report, const std::string& name, const metrics::Null& null) {
  report.measures.push_back({"disentanglement", name, "", null.mean, null.p5, null.p95});
  report.measures.push_back({"disentanglement", name + " p", "", null.p});
}

}  // namespace

void measure_disentanglement(const EvaluationData& data, const Coded& coded, Report& report) {
  const KnownFactors& known = data.known;
  if (known.empty() || coded.codec.latent_dim < 2) return;
  const Options& chosen = data.options;
  const metrics::DisentanglementOptions options{.shuffles = chosen.shuffles,
                                                .rotations = chosen.shuffles,
                                                .seed = chosen.seed,
                                                .threads = chosen.threads};
  const metrics::LabelledCodes labelled{coded.codec.encode(known.poses), known.factors, known.clips,
                                        known.groups};
  const auto found = metrics::disentanglement(labelled, options);
  const auto nulls = metrics::null_scores(labelled, found.scores, options);
  const auto add = [&](const std::string& name, double value) {
    report.measures.push_back({"disentanglement", name, "", value});
  };
  add("labelled poses", static_cast<double>(known.poses.rows()));
  for (std::size_t s = 0; s < metrics::score_list().size(); ++s) {
    const auto& [name, score] = metrics::score_list()[s];
    add(name, found.scores.*score);
    add_null(report, fmt::format("{} shuffled", name), nulls.shuffled[s]);
    // What can be told of the factors does not depend on the axes.
    if (score != &metrics::Scores::informativeness) {
      add_null(report, fmt::format("{} rotated", name), nulls.rotated[s]);
    }
  }
  const Eigen::VectorXd gaps = found.mutual_information.gaps();
  for (std::size_t k = 0; k < known.factors.size(); ++k) {
    const auto row = static_cast<Eigen::Index>(k);
    add("mig of " + known.factors[k].name, gaps[row]);
    add("informativeness of " + known.factors[k].name, found.dci.informativeness[row]);
  }
}

}  // namespace poseaae::evaluation
