#include <limits>

#include "labelled_tables.hpp"

namespace poseaae::metrics {

namespace {

/// (classes): the rows of each.
std::vector<std::vector<int>> rows_by_class(const FactorTable& factor) {
  std::vector<std::vector<int>> rows(static_cast<std::size_t>(factor.classes));
  for (std::size_t i = 0; i < factor.labels.size(); ++i) {
    rows[static_cast<std::size_t>(factor.labels[i])].push_back(static_cast<int>(i));
  }
  return rows;
}

/// The latent of least variance among `count` rows sampled from these; -1 when all are constant.
Eigen::Index steadiest(const CodeTable& codes, const std::vector<int>& rows, int count,
                       Random& random) {
  Eigen::VectorXd sum = Eigen::VectorXd::Zero(codes.latents());
  Eigen::VectorXd squares = sum;
  for (int i = 0; i < count; ++i) {
    const auto z = codes.standardised.row(rows[random.below(rows.size())]).transpose();
    sum += z;
    squares += z.cwiseAbs2();
  }
  const Eigen::VectorXd variance = squares - sum.cwiseAbs2() / count;
  Eigen::Index found = -1;
  double least = std::numeric_limits<double>::infinity();
  for (Eigen::Index j = 0; j < variance.size(); ++j) {
    if (codes.constant[static_cast<std::size_t>(j)] || variance[j] >= least) continue;
    least = variance[j];
    found = j;
  }
  return found;
}

}  // namespace

double factor_vae_score(const CodeTable& codes, const FactorTables& factors,
                        const DisentanglementOptions& options) {
  if (factors.size() < 2) return std::numeric_limits<double>::quiet_NaN();
  std::vector<std::vector<std::vector<int>>> rows;
  for (const FactorTable& factor : factors) rows.push_back(rows_by_class(factor));
  Random random(options.seed);
  Eigen::MatrixXi votes =
      Eigen::MatrixXi::Zero(codes.latents(), static_cast<Eigen::Index>(factors.size()));
  for (int vote = 0; vote < options.votes; ++vote) {
    const std::size_t k = random.below(factors.size());
    const std::size_t pose = random.below(factors[k].labels.size());
    const auto& alike = rows[k][static_cast<std::size_t>(factors[k].labels[pose])];
    if (alike.size() < 2) continue;  // all latents of one pose are steady
    const Eigen::Index j = steadiest(codes, alike, options.voters, random);
    if (j >= 0) ++votes(j, static_cast<Eigen::Index>(k));
  }
  const int cast = votes.sum();
  if (cast == 0) return 0.0;
  return static_cast<double>(votes.rowwise().maxCoeff().sum()) / cast;
}

double factor_vae_score(const LabelledCodes& labelled, const DisentanglementOptions& options) {
  labelled.validate();
  options.validate();
  return factor_vae_score(CodeTable(labelled.codes, options.bins),
                          tables_of(labelled.factors, options.bins), options);
}

}  // namespace poseaae::metrics
