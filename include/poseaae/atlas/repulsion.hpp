#pragma once

#include <memory>
#include <span>
#include <vector>

#include "poseaae/base/thread_team.hpp"

/// What pushes the points of a neighbour embedding apart.
namespace poseaae::atlas {

/// The push on each of M points, m_b of which are in the place y_b, from all others,
///
///     push_a = sum_b m_b w_ab^2 (y_a - y_b), w_ab = 1 / (1 + |y_a - y_b|^2),
///
/// in O(M) by a fast multipole method: points of cells that do not touch, at every level of a
/// quadtree, act through 4 x 4 nodes (kernels/embedding.hpp), neighbours in the smallest cells pair
/// by pair. Cells of at most an eighth of a unit act through their nodes even on themselves, since
/// w is smooth over them; so the cost stays in hand wherever the points gather.
///
/// Against sums in double precision, the root mean square error is below 2 % of that of all pushes,
/// and the sum of weights is right within 2e-4 (tests/atlas/repulsion_test.cpp).
class Repulsion {
 public:
  /// `times` (M): m_a.
  explicit Repulsion(std::vector<float> times);
  ~Repulsion();

  /// Of places (M) pairs x y, into `push`, as many; returns sum_(a, b) m_a m_b w_ab - sum_a m_a,
  /// that of all pairs of different points. The same bits for any team.
  double operator()(std::span<const float> places, ThreadTeam& team, std::span<float> push);

 private:
  class Tree;
  std::unique_ptr<Tree> tree_;
};

}  // namespace poseaae::atlas
