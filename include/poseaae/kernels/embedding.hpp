#pragma once

#include <cstddef>
#include <cstdint>

#include "poseaae/kernels/layout.hpp"
#include "poseaae/kernels/level.hpp"

/// The loops of a neighbour embedding (t-SNE): nearest rows, attraction along a sparse matrix, and
/// repulsion between all points of a plane by a fast multipole method with
///
///     potential(y) = sum_j m_j w(y - y_j),  w(d) = 1 / (1 + |d|^2)
///
/// and the push sum_j m_j w^2 (y - y_j), which is -1/2 of the potential's gradient.
///
/// Far points act through the **nodes** of cells: 4 x 4 Chebyshev points of a square, between which
/// every function is the polynomial of degree 3 that passes through them. Node 4 b + a is at
/// (t_a, t_b), t_k = cos((2 k + 1) pi / 8), in units of half a side from the middle.
/// Source: Fong and Darve 2009, "The black-box fast multipole method", J. Comput. Phys. 228.
///
/// Every level gives the same bits: sums are taken in one order, and products are rounded before
/// they are added.
namespace poseaae::kernels {

inline constexpr std::size_t kNodesAcross = 4;
inline constexpr std::size_t kNodes = kNodesAcross * kNodesAcross;

/// A square of the plane: its middle, and 2 / side.
struct Square {
  float x;
  float y;
  float scale;
};

/// Points first, first + 1, ..., last - 1 of an array.
struct PointRun {
  std::int32_t first;
  std::int32_t last;
};

/// Points of a plane side by side. The arrays go on for kLanes numbers after the last point.
struct PlanePoints {
  const float* x;
  const float* y;
  const float* mass;
};

/// What acts on each of these points.
struct PlaneField {
  float* potential;
  float* push_x;
  float* push_y;
};

/// Rows found so far, as the search of EmbeddingTable appends them.
struct FoundRows {
  std::size_t count;
  std::size_t capacity;
  float* squared;     ///< distances
  std::int32_t* row;  ///< of the references
};

struct EmbeddingTable {
  Level level;

  /// Appends all references of the panels first, first + 1, ..., last - 1 (layout.hpp) within a
  /// squared distance of `limit` from the query (features); returns the panel it comes to, where
  /// fewer than kLanes places are left. A panel whose first features are too far is left there.
  std::size_t (*search)(std::size_t features, const float* panels, std::size_t first,
                        std::size_t last, const float* query, float limit, FoundRows* found);

  /// (x, y) = sum over `blocks` blocks of kLanes entries of share w(d) d, d = point -
  /// places[which]; `places` are pairs x y.
  void (*attract)(std::size_t blocks, const std::int32_t* which, const float* share,
                  const float* places, const float* point, float* pull);

  /// field += that of the points of all `runs` on those of `targets`, pair by pair.
  void (*repel)(const PlanePoints& points, PointRun targets, std::size_t runs, const PointRun* run,
                const PlaneField& field);

  /// nodes += masses of the points, each spread over the nodes of the square around it.
  void (*spread)(const PlanePoints& points, PointRun run, const Square& square, float* nodes);
  /// to += sum over `count` of matrix[c] from[c]: kNodes numbers each, the matrices column-major.
  void (*carry)(std::size_t count, const float* const* matrix, const float* const* from, float* to);
  /// field = that of the potential at the nodes of the square, on the points of `run`.
  void (*collect)(const PlanePoints& points, PointRun run, const Square& square, const float* nodes,
                  const PlaneField& field);
};

/// The loops of a level. @throws UsageError when this machine lacks it
[[nodiscard]] const EmbeddingTable& embedding_table(Level level);

}  // namespace poseaae::kernels
