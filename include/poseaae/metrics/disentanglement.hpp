#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "poseaae/core/random.hpp"
#include "poseaae/metrics/rows.hpp"

/// Whether single latents stand for single known factors of the data: how high the arms are
/// carried, how fast the dance is, in which style a clip is walked. N codes of Z latents, K
/// factors.
///
/// What the values mean, and what they do not:
/// - All six scores lie in [0, 1], and 1 is best. They ask about the axes of the latent space: the
///   same codes turned by a rotation tell as much, match N(0, I) as well and score lower. Beside
///   each score stand its values under two nulls, null_scores(), which tell "the codes know nothing
///   of the factors" and "they know, but not along their axes" apart. A score alone tells neither.
/// - Frames of a clip are no independent samples: whatever differs between two clips, codes and
///   labels both follow. So labels are never shuffled frame by frame; that null would call anything
///   significant.
/// - Recorded factors depend on one another (nobody dances slowly and with high energy). A latent
///   that follows two of them is then no fault of the model, but costs MIG, DCI and SAP.
/// - Gaps (MIG, SAP) punish a factor that two latents share. Kumar et al. and Chen et al. want it
///   so; DCI's completeness says the same apart from disentanglement.
///
/// Sources: Chen et al., Isolating sources of disentanglement in VAEs, NeurIPS 2018 (MIG); Eastwood
/// and Williams, A framework for the quantitative evaluation of disentangled representations, ICLR
/// 2018 (DCI); Kumar et al., Variational inference of disentangled latent concepts, ICLR 2018
/// (SAP); Kim and Mnih, Disentangling by factorising, ICML 2018 (FactorVAE score); Locatello et
/// al., Challenging common assumptions in the unsupervised learning of disentangled
/// representations, ICML 2019 (how much they disagree, 20 bins).
namespace poseaae::metrics {

/// What is known of each of N poses.
struct Factor {
  std::string name;
  bool categorical = false;
  Eigen::VectorXd values;  ///< (N) finite; of a categorical factor the class, 0, 1, 2, ...
};

struct LabelledCodes {
  Rows codes;                   ///< (N, Z), Z >= 2
  std::vector<Factor> factors;  ///< (K), none constant
  std::vector<int> clips;       ///< (N) number of the clip, any numbers
  std::vector<int> groups;      ///< (N) clips that are takes of one thing share a number

  /// @throws UsageError: sizes that differ, Z < 2, no factor, a constant one, values that are not
  /// finite, classes that are no small whole numbers
  void validate() const;
};

struct DisentanglementOptions {
  int bins = 20;           ///< of latents and of continuous factors
  double penalty = 0.02;   ///< lambda of DCI's lasso, a correlation
  int folds = 5;           ///< parts of the clips, for informativeness
  int votes = 800;         ///< of the FactorVAE score
  int voters = 64;         ///< poses a vote
  int shuffles = 100;      ///< of labels, for the null
  int rotations = 100;     ///< of codes, for the other
  std::uint64_t seed = 1;  ///< of votes, shuffles and rotations
  int threads = 0;         ///< 0: all cores; the result is the same

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

/// MIG = 1/K sum_k (I(z_a; v_k) - I(z_b; v_k)) / H(v_k), a and b the two latents that tell most of
/// v_k. I and H are those of the joint histogram of quantile_bins() of latents and continuous
/// factors, and of classes as they are. I of independent bins is not 0 but about
/// (B_z - 1) (B_v - 1) / 2N; the difference cancels most of it.
struct MutualInformation {
  Eigen::MatrixXd nats;     ///< (Z, K)
  Eigen::VectorXd entropy;  ///< (K) H(v_k), nats

  [[nodiscard]] Eigen::VectorXd gaps() const;  ///< (K) the terms of MIG
};
[[nodiscard]] MutualInformation mutual_information(const LabelledCodes& labelled, int bins = 20);

/// SAP = 1/K sum_k (S_ak - S_bk), the two highest of column k of S (Z, K): of a continuous factor
/// the squared correlation of z_j and v_k, of a categorical one the mean over classes of
///   max_t D(t) - min_t D(t),  D(t) = P(z_j <= t | class) - P(z_j <= t | other classes),
/// which is 2a - 1, a the balanced accuracy of the best interval of z_j to tell the class from the
/// others by (and Kuiper's distance of both distributions). Kumar et al. take a; here 0 is chance.
[[nodiscard]] Eigen::MatrixXd separability(const LabelledCodes& labelled);
/// 1/K sum_k of the highest value of a column less the next.
[[nodiscard]] double mean_gap(const Eigen::MatrixXd& by_factor);

/// DCI. Importances R (Z, K) are |w| of lasso regressions on standardised codes,
///   w_k = argmin 1/2N |v_k - Z w|^2 + lambda |w|_1,
/// v_k a standardised continuous factor, or the standardised indicator of a class, |w| averaged
/// over classes then. With P = R_jk / sum_k R_jk, Q = R_jk / sum_j R_jk and rho_j the share of
/// latent j in all importance,
///   D = sum_j rho_j (1 - H_K(P_j)),   C = 1/K sum_k (1 - H_Z(Q_k)),
/// entropies to the base K and Z; a factor that nothing is important for has C_k = 0.
/// Informativeness is the mean over factors of how well the same regressions do on clips held out:
/// R^2 of continuous factors; of categorical ones (a - 1/C) / (1 - 1/C), a the balanced accuracy of
/// the class whose mean of fitted values is nearest (discriminant analysis by regression: Hastie et
/// al. 1994), over classes with clips in two folds or more; neither below 0.
///
/// Linear on purpose (Eastwood and Williams' first choice): it needs no tuning, and nulls of a
/// hundred shuffles cost a second. What is told in a curve counts for MIG alone. D does not see how
/// well factors are told: read it beside informativeness.
struct Dci {
  Eigen::MatrixXd importance;       ///< R (Z, K)
  Eigen::VectorXd informativeness;  ///< (K); NaN with one clip

  [[nodiscard]] double disentanglement() const;  ///< D; NaN with one factor
  [[nodiscard]] double completeness() const;     ///< C
};
[[nodiscard]] Dci dci(const LabelledCodes& labelled, double penalty = 0.02, int folds = 5);

/// FactorVAE score. A vote: a factor k at random, and `voters` poses that have it (nearly) in
/// common, its class or its bin; the latent of least variance among them, in units of its variance
/// over all poses, votes for k. The score is the share of votes that go to the factor which most
/// votes of that latent are for. Kim and Mnih generate the poses of a vote, with all other factors
/// free; recorded ones with a factor in common are often of few clips and have others in common
/// too. Latents that are constant do not vote. Chance is above 1/K: see the null.
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

/// (N): the row whose labels each row gets under the null. Groups get the labels of groups in a
/// random order, frame by frame, in circles where they are longer: what is constant over a group
/// stays so, what changes slowly still does, and all factors move together, so that they keep what
/// they have to do with each other. Fewer than 8 groups have too few orders; there labels begin at
/// a random frame of their group, at the price of a jump that the recorded ones do not have.
///
/// Measured on 60 pairs of slow codes and labels that have nothing to do with each other, how many
/// have p <= 0.1 (MIG, informativeness, SAP), where 6 should: of 12 clips 4, 8, 5; of 4 clips 9, 6,
/// 10; with frames for groups 54 to 60.
[[nodiscard]] std::vector<int> shuffled_rows(const std::vector<int>& groups, Random& random);

/// (size, size): a rotation (or reflection) uniform among all. Source: Stewart, The efficient
/// generation of random orthogonal matrices, SIAM J. Numer. Anal. 1980.
[[nodiscard]] Eigen::MatrixXd random_rotation(int size, Random& random);

/// A score among R values of it under a null.
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
