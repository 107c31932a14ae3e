#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/math/batch.hpp"
#include "poseaae/metrics/disentanglement.hpp"

/// What scores of disentanglement need to know of codes and factors, worked out once for all scores
/// and shuffles.
namespace poseaae::metrics {

struct CodeTable {
  CodeTable(const Batch& codes, int bins);

  int bins;
  Eigen::MatrixXd standardised;         ///< (N, Z) mean 0, variance 1; 0 where a latent is constant
  std::vector<bool> constant;           ///< (Z)
  std::vector<std::vector<int>> order;  ///< (Z) rows by ascending value
  std::vector<std::vector<int>> binned;  ///< (Z) quantile_bins()

  [[nodiscard]] Eigen::Index rows() const { return standardised.rows(); }
  [[nodiscard]] Eigen::Index latents() const { return standardised.cols(); }
};

struct FactorTable {
  FactorTable(const Factor& factor, int bins);

  bool categorical;
  int classes;              ///< classes, or bins of a continuous factor
  std::vector<int> labels;  ///< (N) 0..classes - 1
  Eigen::VectorXd values;   ///< (N)

  /// The table of labels that come from other rows (shuffled_rows()).
  [[nodiscard]] FactorTable taken_from(const std::vector<int>& rows) const;
};
using FactorTables = std::vector<FactorTable>;

[[nodiscard]] FactorTables tables_of(const std::vector<Factor>& factors, int bins);

/// (N) 0..folds - 1: clips in the order in which they first appear go to the folds in turn. One
/// clip is one fold.
[[nodiscard]] std::vector<int> folds_of(const std::vector<int>& clips, int folds);

/// x less its mean over its deviation; zeros when constant, up to the precision of float.
[[nodiscard]] Eigen::VectorXd standardised(const Eigen::VectorXd& values);

[[nodiscard]] MutualInformation mutual_information(const CodeTable& codes,
                                                   const FactorTables& factors);
[[nodiscard]] Eigen::MatrixXd separability(const CodeTable& codes, const FactorTables& factors);
/// `fold_of` empty: importances alone.
[[nodiscard]] Dci dci(const CodeTable& codes, const FactorTables& factors,
                      const std::vector<int>& fold_of, double penalty);
[[nodiscard]] double factor_vae_score(const CodeTable& codes, const FactorTables& factors,
                                      const DisentanglementOptions& options);
/// All of them.
[[nodiscard]] Disentanglement disentanglement(const CodeTable& codes, const FactorTables& factors,
                                              const std::vector<int>& fold_of,
                                              const DisentanglementOptions& options);

}  // namespace poseaae::metrics
