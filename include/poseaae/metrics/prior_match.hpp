#pragma once

#include <Eigen/Core>
#include <cstdint>

#include "poseaae/math/batch.hpp"

/// Closeness of encodings (N, Z) to the prior N(0, I). Integrals over the prior are computed in
/// closed form, so that no measure depends on samples of it.
namespace poseaae::metrics {

/// Squared maximum mean discrepancy to N(0, I), unbiased in the sample and exact in the prior:
///   1/(N(N-1)) sum_{i!=j} k(x_i, x_j) - 2/N sum_i E_y k(x_i, y) + E_{y,y'} k(y, y')
/// with k the mean of k_s(x, y) = exp(-|x-y|^2 / 2s) over s in Z {1/4, 1/2, 1, 2, 4} and, for
/// y, y' ~ N(0, I) independent, in closed form
///   E_y k_s(x, y) = (s/(s+1))^(Z/2) exp(-|x|^2 / 2(s+1)),   E k_s(y, y') = (s/(s+2))^(Z/2).
/// s = Z is the median heuristic: |y - y'|^2 has mean 2Z. About 0, negative as often as positive,
/// if the sample follows the prior; at most 2.
///
/// Sources: Gretton et al., A kernel two-sample test, JMLR 2012, Lemma 6; the integrals are those
/// of a product of Gaussians (Rustamov, Closed-form expressions for MMD, 2019).
/// @throws UsageError with fewer than two samples
[[nodiscard]] double mmd_squared(const Batch& latents, int threads = 0);

/// (Z): per dimension sup_x |F_N(x) - Phi(x)|, the distance of Kolmogorov and Smirnov to N(0, 1),
/// in [0, 1]. Of N samples of the prior itself it is about 0.87 / sqrt(N) in the mean (Kolmogorov
/// 1933: sqrt(pi/2) ln 2). @throws UsageError without a sample
[[nodiscard]] Eigen::VectorXd ks_distances(const Batch& latents, int threads = 0);

/// |C - I|_F / sqrt(Z), C the covariance (N - 1): 0 for the prior, 1 for encodings collapsed to a
/// point. @throws UsageError with fewer than two samples
[[nodiscard]] double covariance_error(const Batch& latents);

/// sqrt(mean over L directions u of W_2^2(u x, N(0, 1))), with u uniform on the sphere. The W_2 to
/// the normal is exact: with x_(1) <= ... <= x_(N) sorted and q_i = Phi^-1(i/N),
///   W_2^2 = mean x^2 - 2 sum_i x_(i) (phi(q_{i-1}) - phi(q_i)) + 1.
/// For samples of the prior it is about sqrt(ln ln N / N), for encodings collapsed to 0 it is 1.
///
/// Sources: Bonneel et al., Sliced and Radon Wasserstein barycenters, JMIV 2015; Kolouri et al.,
/// Sliced Wasserstein auto-encoders, ICLR 2019. @throws UsageError without a sample
[[nodiscard]] double sliced_wasserstein(const Batch& latents, int directions = 128,
                                        std::uint64_t seed = 1, int threads = 0);

/// Mardia's multivariate skewness and kurtosis of y = S^-1/2 (x - m), S normalised by N:
///   skewness b1 = 1/N^2 sum_{i,j} (y_i . y_j)^3,   kurtosis b2 = 1/N sum_i |y_i|^4.
/// For a normal sample of rank r, E b1 = r(r+1)(r+2)/N to first order, and
/// E b2 = r(r+2)(N-1)/(N+1) exactly. They depend on shape alone, not on mean or scale.
///
/// Directions without variance (below 1e-9 of the largest) are left out; r counts the others.
/// Source: Mardia, Measures of multivariate skewness and kurtosis, Biometrika 1970.
struct Mardia {
  int rank = 0;
  double skewness = 0.0;
  double kurtosis = 0.0;
  double normal_skewness = 0.0;  ///< expected for a normal sample of this size and rank
  double normal_kurtosis = 0.0;
};
/// @throws UsageError with fewer than two samples
[[nodiscard]] Mardia mardia(const Batch& latents, int threads = 0);

/// All of the above.
struct PriorMatch {
  double mmd_squared = 0.0;
  Eigen::VectorXd ks;      ///< (Z)
  double mean_norm = 0.0;  ///< |m|, m the mean of the encodings
  double covariance_error = 0.0;
  double sliced_wasserstein = 0.0;
  Mardia mardia;

  [[nodiscard]] double mean_ks() const { return ks.mean(); }
  [[nodiscard]] double worst_ks() const { return ks.maxCoeff(); }
};
/// @throws UsageError with fewer than two samples
[[nodiscard]] PriorMatch prior_match(const Batch& latents, int threads = 0);

}  // namespace poseaae::metrics
