#pragma once

#include <cstdint>
#include <vector>

#include "poseaae/atlas/near_rows.hpp"

/// How strongly the points of a neighbour embedding hold together.
namespace poseaae::atlas {

/// The joint probabilities P of t-SNE between M distinct points, a of which is there m_a times, of
/// N = sum m_a in all. With the repetitions of a point in one place, everything t-SNE says of N
/// points can be said of M:
///
///     p_b|a = m_b e_ab / sum_c m_c e_ac, e_ab = exp(-beta_a |x_a - x_b|^2),
///     P_ab = (m_a p_b|a + m_b p_a|b) / 2N,
///
/// where a stands among its own neighbours m_a - 1 times, and beta_a is such that the entropy of
/// a's N - 1 neighbours is log(perplexity). Beyond the nearest 7 x perplexity points, rounded up, e
/// counts as 0, as in van der Maaten 2014, "Accelerating t-SNE using tree-based algorithms", JMLR
/// 15, section 4.1, where there are 3 x perplexity: in spaces of many dimensions the points beyond
/// have so much of P together that maps come out worse by the exact divergence (by 5 % instead of
/// 2 % for 10,000 encodings of 32 latents).
///
/// The rows are sparse: entries first[a], first[a] + 1, ..., first[a + 1] - 1 are those of a, whole
/// blocks of kernels::kLanes, of which the last entries may be empty (a itself, share 0).
struct Affinities {
  std::vector<float> times;         ///< (M): m_a
  std::vector<std::size_t> first;   ///< (M + 1)
  std::vector<std::int32_t> which;  ///< b of each entry
  std::vector<float> share;         ///< P_ab / m_a of each entry: what holds one of a's to b
  /// sum P_ab log(P_ab / m_a m_b) + sum_a P_aa log(P_aa / m_a (m_a - 1)) in nats: that of all
  /// pairs of the N points.
  double information = 0.0;

  [[nodiscard]] std::size_t points() const noexcept { return times.size(); }
};

/// @throws UsageError unless 1 < perplexity <= (N - 1) / 3, or when a number is not finite
[[nodiscard]] Affinities affinities(const DistinctRows& points, double perplexity, int threads = 0);

}  // namespace poseaae::atlas
