#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "poseaae/base/random.hpp"
#include "poseaae/math/batch.hpp"

/// Disentanglement: whether single latents correspond to single known factors of the data, such as
/// the height of the arms, the tempo, or the style of a walk. N codes of Z latents, K factors.
///
/// How to interpret the values:
/// - All six scores lie in [0, 1], and 1 is best. They measure the axes of the latent space:
///   after a rotation, the same codes contain as much information and match N(0, I) as well, but
///   score lower.
///   null_scores() gives the values of each score under two null hypotheses, which distinguish "the
///   codes contain no information on the factors" from "they do, but not along the axes". A score
///   alone distinguishes neither.
/// - Frames of a clip are not independent samples: codes and labels both depend on whatever differs
///   between clips. Labels are therefore never shuffled frame by frame; under that null hypothesis
///   almost anything would be significant.
/// - Recorded factors are correlated (slow dances rarely have high energy). A latent that
///   follows two of them is then no defect of the model, but lowers MIG, DCI and SAP.
/// - The gaps (MIG, SAP) penalise a factor that two latents share, which Kumar et al. and
///   Chen et al. intend. DCI's completeness measures this separately from disentanglement.
///
/// Sources: Chen et al., Isolating sources of disentanglement in VAEs, NeurIPS 2018 (MIG); Eastwood
/// and Williams, A framework for the quantitative evaluation of disentangled representations, ICLR
/// 2018 (DCI); Kumar et al., Variational inference of disentangled latent concepts, ICLR 2018
/// (SAP); Kim and Mnih, Disentangling by factorising, ICML 2018 (FactorVAE score); Locatello et
/// al., Challenging common assumptions in the unsupervised learning of disentangled
/// representations, ICML 2019 (how much they disagree, 20 bins).
namespace poseaae::metrics {

/// A known factor of N poses.
struct Factor {
  std::string name;
  bool categorical = false;
  Eigen::VectorXd values;  ///< (N) finite; of a categorical factor the class, 0, 1, 2, ...
};

struct LabelledCodes {
  Batch codes;                  ///< (N, Z), Z >= 2
  std::vector<Factor> factors;  ///< (K), none constant
  std::vector<int> clips;       ///< (N) number of the clip, any numbers
  std::vector<int> groups;      ///< (N) takes of the same movement share a number

  /// @throws UsageError: sizes that differ, Z < 2, no factor, a constant one, values that are not
  /// finite, classes that are not small integers
  void validate() const;
};

struct DisentanglementOptions {
  int bins = 20;           ///< of latents and of continuous factors
  double penalty = 0.02;   ///< lambda of DCI's lasso, a correlation
  int folds = 5;           ///< parts of the clips, for informativeness
  int votes = 800;         ///< of the FactorVAE score
  int voters = 64;         ///< poses per vote
  int shuffles = 100;      ///< of labels, for the first null hypothesis
  int rotations = 100;     ///< of codes, for the second
  std::uint64_t seed = 1;  ///< of votes, shuffles and rotations
  int threads = 0;         ///< 0: all cores; does not affect the result

  /// @throws UsageError
  void validate() const;
};

struct Scores {
  double mig = 0.0;
  double disentanglement = 0.0;  ///< DCI's D; NaN with one factor
  double completeness = 0.0;     ///< DCI's C
  double informativeness = 0.0;  ///< DCI's I; NaN with one clip
  double sap = 0.0;
  double factor_vae = 0.0;  ///< NaN with one factor
};
struct NamedScore {
  const char* name;
  double Scores::*value;
};
/// "mig", "dci disentanglement", "dci completeness", "dci informativeness", "sap", "factorvae".
[[nodiscard]] const std::array<NamedScore, 6>& score_list();

/// (N): bin floor(B (r_i + 1/2) / N) of B, r_i being the rank of value i from 0, the mean rank
/// among equal ones: equal values share a bin, a constant has one. Where N is a multiple of B and
/// no two values are equal, all bins have N / B of them, -x has the bins of x in reverse order, and
/// no increasing function of x changes them.
[[nodiscard]] std::vector<int> quantile_bins(const Eigen::VectorXd& values, int bins);

/// MIG = 1/K sum_k (I(z_a; v_k) - I(z_b; v_k)) / H(v_k), a and b the two latents with the highest
/// mutual information with v_k. I and H are those of the joint histogram of quantile_bins() of
/// latents and continuous factors, and of classes as they are. For independent variables I is about
/// (B_z - 1) (B_v - 1) / 2N instead of 0; most of this bias cancels in the difference.
struct MutualInformation {
  Eigen::MatrixXd nats;     ///< (Z, K)
  Eigen::VectorXd entropy;  ///< (K) H(v_k), nats

  [[nodiscard]] Eigen::VectorXd gaps() const;  ///< (K) the terms of MIG
};
[[nodiscard]] MutualInformation mutual_information(const LabelledCodes& labelled, int bins = 20);

/// SAP = 1/K sum_k (S_ak - S_bk), the two highest of column k of S (Z, K): of a continuous factor
/// the squared correlation of z_j and v_k, of a categorical one the mean over classes of
///   max_t D(t) - min_t D(t),  D(t) = P(z_j <= t | class) - P(z_j <= t | other classes),
/// which is 2a - 1, a being the balanced accuracy of the best interval of z_j that separates the
/// class from the others (and Kuiper's distance of both distributions). Kumar et al. use a; here
/// chance is 0.
[[nodiscard]] Eigen::MatrixXd separability(const LabelledCodes& labelled);
/// Mean over columns of the difference between the highest value and the next.
[[nodiscard]] double mean_gap(const Eigen::MatrixXd& by_factor);

/// DCI. Importances R (Z, K) are |w| of lasso regressions on standardised codes,
///   w_k = argmin 1/2N |v_k - Z w|^2 + lambda |w|_1,
/// v_k a standardised continuous factor, or the standardised indicator of a class, in which case
/// |w| is averaged over classes. With P = R_jk / sum_k R_jk, Q = R_jk / sum_j R_jk and rho_j the
/// share of latent j in all importance,
///   D = sum_j rho_j (1 - H_K(P_j)),   C = 1/K sum_k (1 - H_Z(Q_k)),
/// entropies to the base K and Z; a factor for which no latent is important has C_k = 0.
/// Informativeness is the mean over factors of the quality of the same regressions on held-out
/// clips: R^2 of continuous factors; of categorical ones (a - 1/C) / (1 - 1/C), a the balanced
/// accuracy of the class whose mean of fitted values is nearest (discriminant analysis by
/// regression: Hastie et al. 1994), over classes with clips in two folds or more; neither below 0.
///
/// The regressions are linear on purpose (Eastwood and Williams' first choice): they need no
/// tuning, and null distributions of a hundred shuffles take a second. Nonlinear dependence counts
/// only in MIG. D does not depend on how well factors can be predicted: read it together with
/// informativeness.
struct Dci {
  Eigen::MatrixXd importance;       ///< R (Z, K)
  Eigen::VectorXd informativeness;  ///< (K); NaN with one clip

  [[nodiscard]] double disentanglement() const;  ///< D; NaN with one factor
  [[nodiscard]] double completeness() const;     ///< C
};
[[nodiscard]] Dci dci(const LabelledCodes& labelled, double penalty = 0.02, int folds = 5);

/// FactorVAE score. For each vote, a factor k is chosen at random, and `voters` poses with (nearly)
/// the same value of it, the same class or bin. The latent with the least variance among them,
/// relative to its variance over all poses, votes for k. The score is the share of votes that agree
/// with the majority of their latent. Kim and Mnih generate the poses of a vote with all other
/// factors free; recorded poses that share one factor often come from few clips and share other
/// factors too. Constant latents do not vote. Chance is above 1/K: see the null distribution.
[[nodiscard]] double factor_vae_score(const LabelledCodes& labelled,
                                      const DisentanglementOptions& options = {});

/// All of the above.
struct Disentanglement {
  Scores scores;
  MutualInformation mutual_information;
  Dci dci;
};
/// @throws UsageError
[[nodiscard]] Disentanglement disentanglement(const LabelledCodes& labelled,
                                              const DisentanglementOptions& options = {});

/// (N): for each row, the row whose labels it gets under the null hypothesis. The labels of whole
/// groups are permuted, frame by frame, and repeated for a longer group. Labels that are constant
/// over a group stay constant, those that change slowly still do, and all factors are permuted
/// together, so that their correlations are kept. Fewer than 8 groups have too few permutations;
/// then labels also begin at a random frame of their group, which adds a jump that the recorded
/// ones do not have.
///
/// Measured: of 60 pairs of independent, slowly changing codes and labels, the number with p <= 0.1
/// (MIG, informativeness, SAP), of which 6 are expected: with 12 clips 4, 8, 5; with 4 clips 9, 6,
/// 10; with frames shuffled instead of groups, 54 to 60.
[[nodiscard]] std::vector<int> shuffled_rows(const std::vector<int>& groups, Random& random);

/// (size, size): a uniformly distributed rotation or reflection. Source: Stewart, The efficient
/// generation of random orthogonal matrices, SIAM J. Numer. Anal. 1980.
[[nodiscard]] Eigen::MatrixXd random_rotation(int size, Random& random);

/// A score compared with R values of it under a null hypothesis.
struct Null {
  double mean = 0.0;
  double p5 = 0.0;   ///< 5th percentile
  double p95 = 0.0;  ///< 95th
  double p = 1.0;    ///< (1 + number of values >= the score) / (1 + R)
};
/// NaN where the score is. @throws UsageError without values
[[nodiscard]] Null null_of(double score, const std::vector<double>& values);

/// Each in the order of score_list().
struct NullScores {
  std::array<Null, 6> shuffled;  ///< labels by shuffled_rows()
  std::array<Null, 6> rotated;   ///< codes by random_rotation(); of informativeness NaN
};
/// @throws UsageError
[[nodiscard]] NullScores null_scores(const LabelledCodes& labelled, const Scores& scores,
                                     const DisentanglementOptions& options = {});

}  // namespace poseaae::metrics
