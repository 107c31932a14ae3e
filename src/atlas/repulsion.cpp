#include "poseaae/atlas/repulsion.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <numbers>
#include <numeric>
#include <utility>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/kernels/embedding.hpp"
#include "share_out.hpp"

namespace poseaae::atlas {

namespace {

using kernels::kNodes;
using kernels::kNodesAcross;
using Floats = kernels::Buffer<float>;

constexpr int kMostLevels = 10;  ///< 4^10 cells are more than anyone's points need
constexpr int kSmooth = -3;      ///< sides of 2^-3 and less: w is a polynomial within a cell
constexpr int kReach = 3;        ///< how many cells apart two cells may be that act on each other
constexpr int kAcross = 2 * kReach + 1;
constexpr std::size_t kMostSources = 36;  ///< of a cell: children of its parent and its neighbours

std::array<double, kNodesAcross> node_places() {
  std::array<double, kNodesAcross> places{};
  for (std::size_t k = 0; k < kNodesAcross; ++k) {
    places[k] = std::cos(static_cast<double>(2 * k + 1) * std::numbers::pi / (2 * kNodesAcross));
  }
  return places;
}

/// S_k(t) for the k-th node (kernels/embedding.hpp).
double basis(double t, double node) {
  const auto chebyshev = [](int j, double x) {
    return std::cos(j * std::acos(std::clamp(x, -1.0, 1.0)));
  };
  double sum = 1.0 / kNodesAcross;
  for (int j = 1; j < static_cast<int>(kNodesAcross); ++j) {
    sum += 2.0 / kNodesAcross * chebyshev(j, node) * chebyshev(j, t);
  }
  return sum;
}

/// From the nodes of a cell to those of its child in each quadrant, or back: quadrant q is the
/// right half if q is odd, the upper half if q is at least 2. Column-major, as `carry` wants them.
struct ChildMatrices {
  std::array<Floats, 4> down;  ///< values of the parent's polynomial at the child's nodes
  std::array<Floats, 4> up;    ///< the transposed: masses of the child to the parent's nodes

  ChildMatrices() {
    const auto at = node_places();
    for (std::size_t q = 0; q < 4; ++q) {
      down[q].resize(kNodes * kNodes);
      up[q].resize(kNodes * kNodes);
      const double left = q % 2 == 0 ? -0.5 : 0.5, low = q < 2 ? -0.5 : 0.5;
      for (std::size_t child = 0; child < kNodes; ++child) {
        const double x = left + 0.5 * at[child % kNodesAcross];
        const double y = low + 0.5 * at[child / kNodesAcross];
        for (std::size_t parent = 0; parent < kNodes; ++parent) {
          const double value =
              basis(x, at[parent % kNodesAcross]) * basis(y, at[parent / kNodesAcross]);
          down[q][parent * kNodes + child] = static_cast<float>(value);
          up[q][child * kNodes + parent] = static_cast<float>(value);
        }
      }
    }
  }
};

/// w between the nodes of two cells of side 2^exponent, for each offset of up to kReach cells.
class CellMatrices {
 public:
  explicit CellMatrices(int exponent) : numbers_(kAcross * kAcross * kNodes * kNodes) {
    const auto at = node_places();
    const double half = std::ldexp(0.5, exponent);
    float* number = numbers_.data();
    for (int dy = -kReach; dy <= kReach; ++dy) {
      for (int dx = -kReach; dx <= kReach; ++dx) {
        for (std::size_t source = 0; source < kNodes; ++source) {
          for (std::size_t target = 0; target < kNodes; ++target) {
            const double x =
                half * (2 * dx + at[source % kNodesAcross] - at[target % kNodesAcross]);
            const double y =
                half * (2 * dy + at[source / kNodesAcross] - at[target / kNodesAcross]);
            *number++ = static_cast<float>(1.0 / (1.0 + x * x + y * y));
          }
        }
      }
    }
  }
  /// From the cell dx to the right and dy above.
  [[nodiscard]] const float* from(int dx, int dy) const {
    return numbers_.data() +
           static_cast<std::size_t>((dy + kReach) * kAcross + dx + kReach) * kNodes * kNodes;
  }

 private:
  Floats numbers_;
};

/// A square of a level, with points in it.
struct Cell {
  int x;
  int y;
  kernels::PointRun points;
  int first_child;  ///< in the next level
  int end_child;
};

/// The cells of one level that have points, in Z-order, and where each is.
struct Level {
  int exponent = 0;  ///< a side is 2^exponent
  int across = 0;    ///< number of cells, with a margin on which none is
  std::vector<Cell> cells;
  std::vector<int> at;  ///< (across, across): index of the cell in each place, or -1
  Floats masses;        ///< (cells, kNodes)
  Floats potentials;    ///< (cells, kNodes)

  static constexpr int kMargin = kReach;

  [[nodiscard]] std::size_t place(int x, int y) const {
    return static_cast<std::size_t>(y + kMargin) * static_cast<std::size_t>(across) +
           static_cast<std::size_t>(x + kMargin);
  }
  void clear(int cells_across) {
    const int wanted = cells_across + 2 * kMargin;
    if (wanted == across) {
      for (const Cell& cell : cells) at[place(cell.x, cell.y)] = -1;
    } else {
      across = wanted;
      at.assign(static_cast<std::size_t>(across) * static_cast<std::size_t>(across), -1);
    }
    cells.clear();
  }
  void add(const Cell& cell) {
    at[place(cell.x, cell.y)] = static_cast<int>(cells.size());
    cells.push_back(cell);
  }
};

/// Bits of a number at every other place: Z-order takes those of x and y in turn.
std::uint32_t spread_bits(std::uint32_t x) {
  x = (x | (x << 8)) & 0x00FF00FFU;
  x = (x | (x << 4)) & 0x0F0F0F0FU;
  x = (x | (x << 2)) & 0x33333333U;
  return (x | (x << 1)) & 0x55555555U;
}
int gather_bits(std::uint32_t x) {
  x &= 0x55555555U;
  x = (x | (x >> 1)) & 0x33333333U;
  x = (x | (x >> 2)) & 0x0F0F0F0FU;
  x = (x | (x >> 4)) & 0x00FF00FFU;
  return static_cast<int>((x | (x >> 8)) & 0x0000FFFFU);
}

}  // namespace

class Repulsion::Tree {
 public:
  explicit Tree(std::vector<float> times)
      : times_(std::move(times)),
        table_(kernels::embedding_table(kernels::active_level())),
        keys_(times_.size()),
        order_(times_.size()) {
    const std::size_t size = times_.size() + 2 * kernels::kLanes;
    for (Floats* array : {&x_, &y_, &mass_, &potential_, &push_x_, &push_y_}) array->resize(size);
    while (most_levels_ < kMostLevels &&
           (std::size_t{1} << (2 * most_levels_)) < 4 * times_.size()) {
      ++most_levels_;
    }
  }

  double push(std::span<const float> places, ThreadTeam& team, std::span<float> push) {
    frame(places);
    if (calls_++ % kChooseEvery == 0) choose_leaves(places);
    sort(places, depth_of(leaf_));
    build();
    gather_masses(team);
    return act(team, push);
  }

 private:
  static constexpr int kChooseEvery = 10;

  /// The smallest square of a side 2^root_ around the origin, which holds all places.
  void frame(std::span<const float> places) {
    float largest = 0.0F;
    for (const float place : places) largest = std::max(largest, std::abs(place));
    root_ = kSmooth;
    while (std::ldexp(0.5F, root_) <= largest) ++root_;
  }
  [[nodiscard]] int depth_of(int leaf) const { return std::clamp(root_ - leaf, 0, most_levels_); }

  /// Points in the Z-order of the cells of a depth.
  void sort(std::span<const float> places, int depth) {
    depth_ = depth;
    const float scale = std::ldexp(1.0F, depth - root_);
    const float half = std::ldexp(0.5F, depth);
    const auto last = (std::uint32_t{1} << depth) - 1;
    const auto cell = [&](float place) {
      return spread_bits(std::min(last, static_cast<std::uint32_t>(place * scale + half)));
    };
    for (std::size_t a = 0; a < keys_.size(); ++a) {
      keys_[a] = cell(places[2 * a]) | (cell(places[2 * a + 1]) << 1);
    }
    starts_.assign((std::size_t{1} << (2 * depth)) + 1, 0);
    for (const std::uint32_t key : keys_) ++starts_[key + 1];
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    for (std::size_t a = 0; a < keys_.size(); ++a) {
      const auto to = static_cast<std::size_t>(starts_[keys_[a]]++);  // now the end of the cell
      order_[to] = static_cast<std::int32_t>(a);
      x_[to] = places[2 * a];
      y_[to] = places[2 * a + 1];
      mass_[to] = times_[a];
    }
  }

  /// The side of the smallest cells for which the work is least: pairs of points in neighbouring
  /// cells, sixteen at a time, against pairs of cells.
  void choose_leaves(std::span<const float> places) {
    constexpr double kPairs = 9.0 / 16.0;    // of points, for each square of a cell's points
    constexpr double kPerCell = 27.0 * 3.0;  // a pair of cells costs as much as three of those
    sort(places, depth_of(kSmooth));
    double cells_above = 0.0, least = std::numeric_limits<double>::max();
    for (int depth = 0; depth <= depth_; ++depth) {
      const int shift = 2 * (depth_ - depth);
      const std::size_t step = std::size_t{1} << shift;
      double cells = 0.0, pairs = 0.0;
      std::int32_t first = 0;
      for (std::size_t key = step - 1; key + 1 < starts_.size(); key += step) {
        const double points = starts_[key] - first;
        first = starts_[key];
        cells += points > 0.0 ? 1.0 : 0.0;
        pairs += points * (points + 16.0);  // the last of a cell's vectors is half empty
      }
      const bool smooth = root_ - depth <= kSmooth;
      const double cost = kPerCell * (cells_above + cells) + (smooth ? 0.0 : kPairs * pairs);
      if (cost < least) {
        least = cost;
        leaf_ = root_ - depth;
      }
      cells_above += cells;
    }
  }

  /// The cells with points, from the smallest to the root.
  void build() {
    levels_.resize(std::max(levels_.size(), static_cast<std::size_t>(depth_) + 1));
    for (int l = 0; l <= depth_; ++l) {
      level(l).clear(1 << l);
      level(l).exponent = root_ - l;
    }
    std::int32_t first = 0;
    for (std::uint32_t key = 0; key + 1 < starts_.size(); ++key) {
      const std::int32_t end = starts_[key];
      if (end > first) {
        level(depth_).add({gather_bits(key), gather_bits(key >> 1), {first, end}, 0, 0});
      }
      first = end;
    }
    for (int l = depth_; l > 0; --l) {
      const auto& children = level(l).cells;
      for (std::size_t c = 0; c < children.size();) {
        const int x = children[c].x / 2, y = children[c].y / 2;
        Cell parent{x, y, {children[c].points.first, 0}, static_cast<int>(c), 0};
        while (c < children.size() && children[c].x / 2 == x && children[c].y / 2 == y) {
          parent.points.last = children[c++].points.last;
        }
        parent.end_child = static_cast<int>(c);
        level(l - 1).add(parent);
      }
    }
    for (int l = 0; l <= depth_; ++l) {
      Level& of = level(l);
      of.masses.assign(of.cells.size() * kNodes, 0.0F);
      of.potentials.assign(of.cells.size() * kNodes, 0.0F);
      if (!matrices_.contains(of.exponent))
        matrices_.emplace(of.exponent, CellMatrices(of.exponent));
    }
    split_ = std::min(depth_, kSplit);
  }

  [[nodiscard]] Level& level(int l) { return levels_[static_cast<std::size_t>(l)]; }
  [[nodiscard]] kernels::PlanePoints points() const { return {x_.data(), y_.data(), mass_.data()}; }
  [[nodiscard]] kernels::Square square(const Level& of, const Cell& cell) const {
    const float side = std::ldexp(1.0F, of.exponent), half = std::ldexp(0.5F, root_);
    return {(static_cast<float>(cell.x) + 0.5F) * side - half,
            (static_cast<float>(cell.y) + 0.5F) * side - half, 2.0F / side};
  }

  /// The masses at the nodes of all cells: of the smallest from their points, of others from their
  /// children. Threads share the cells of level split_ with what is below them.
  void gather_masses(ThreadTeam& team) {
    share_out(team, level(split_).cells.size(), [&](std::size_t c) { masses_below(split_, c); });
    for (int l = split_ - 1; l >= 0; --l) {
      for (std::size_t c = 0; c < level(l).cells.size(); ++c) masses_of_children(l, c);
    }
  }
  void masses_below(int l, std::size_t c) {
    Level& of = level(l);
    const Cell& cell = of.cells[c];
    if (l == depth_) {
      table_.spread(points(), cell.points, square(of, cell), of.masses.data() + c * kNodes);
      return;
    }
    for (int child = cell.first_child; child < cell.end_child; ++child) {
      masses_below(l + 1, static_cast<std::size_t>(child));
    }
    masses_of_children(l, c);
  }
  void masses_of_children(int l, std::size_t c) {
    const Cell& cell = level(l).cells[c];
    const float *matrix[4], *from[4];
    std::size_t count = 0;
    for (int child = cell.first_child; child < cell.end_child; ++child, ++count) {
      matrix[count] =
          children_.up[quadrant(level(l + 1).cells[static_cast<std::size_t>(child)])].data();
      from[count] = level(l + 1).masses.data() + static_cast<std::size_t>(child) * kNodes;
    }
    table_.carry(count, matrix, from, level(l).masses.data() + c * kNodes);
  }
  static std::size_t quadrant(const Cell& cell) {
    return static_cast<std::size_t>(cell.x % 2 + 2 * (cell.y % 2));
  }

  /// Potentials from the root down, and the pushes; returns the sum of weights.
  double act(ThreadTeam& team, std::span<float> push) {
    for (int l = 0; l < split_; ++l) {
      for (std::size_t c = 0; c < level(l).cells.size(); ++c) potential_of(l, c);
    }
    sums_.assign(level(split_).cells.size(), 0.0);
    share_out(team, sums_.size(), [&](std::size_t c) { sums_[c] = push_below(split_, c, push); });
    return std::accumulate(sums_.begin(), sums_.end(), 0.0);
  }

  /// The potential at the nodes of a cell: what its parent has, and that of the cells which do not
  /// touch it but were in reach of its parent's neighbours.
  void potential_of(int l, std::size_t c) {
    Level& of = level(l);
    const Cell& cell = of.cells[c];
    float* potential = of.potentials.data() + c * kNodes;
    if (l > 0) {
      const auto parent =
          static_cast<std::size_t>(level(l - 1).at[level(l - 1).place(cell.x / 2, cell.y / 2)]);
      const float* matrix = children_.down[quadrant(cell)].data();
      const float* from = level(l - 1).potentials.data() + parent * kNodes;
      table_.carry(1, &matrix, &from, potential);
    }
    const bool touching = l == depth_ && of.exponent <= kSmooth;
    const CellMatrices& matrices = matrices_.at(of.exponent);
    const float *matrix[kMostSources], *from[kMostSources];
    std::size_t count = 0;
    const int left = 2 * (cell.x / 2) - 2, low = 2 * (cell.y / 2) - 2;
    for (int y = low; y < low + 6; ++y) {
      const int* row = of.at.data() + of.place(left, y);
      for (int x = left; x < left + 6; ++x, ++row) {
        if (*row < 0) continue;
        const bool near = std::abs(x - cell.x) <= 1 && std::abs(y - cell.y) <= 1;
        if (near && !touching) continue;
        matrix[count] = matrices.from(x - cell.x, y - cell.y);
        from[count++] = of.masses.data() + static_cast<std::size_t>(*row) * kNodes;
      }
    }
    table_.carry(count, matrix, from, potential);
  }

  double push_below(int l, std::size_t c, std::span<float> push) {
    potential_of(l, c);
    const Cell& cell = level(l).cells[c];
    double sum = 0.0;
    if (l == depth_) return push_within(c, push);
    for (int child = cell.first_child; child < cell.end_child; ++child) {
      sum += push_below(l + 1, static_cast<std::size_t>(child), push);
    }
    return sum;
  }

  /// On the points of a smallest cell.
  double push_within(std::size_t c, std::span<float> push) {
    const Level& of = level(depth_);
    const Cell& cell = of.cells[c];
    const kernels::PlaneField field{potential_.data(), push_x_.data(), push_y_.data()};
    table_.collect(points(), cell.points, square(of, cell), of.potentials.data() + c * kNodes,
                   field);
    if (of.exponent > kSmooth) {
      kernels::PointRun runs[9];
      std::size_t count = 0;
      for (int y = cell.y - 1; y <= cell.y + 1; ++y) {
        const int* row = of.at.data() + of.place(cell.x - 1, y);
        for (int k = 0; k < 3; ++k) {
          if (row[k] >= 0) runs[count++] = of.cells[static_cast<std::size_t>(row[k])].points;
        }
      }
      table_.repel(points(), cell.points, count, runs, field);
    }
    double sum = 0.0;
    for (auto i = static_cast<std::size_t>(cell.points.first);
         i < static_cast<std::size_t>(cell.points.last); ++i) {
      const auto a = static_cast<std::size_t>(order_[i]);
      push[2 * a] = push_x_[i];
      push[2 * a + 1] = push_y_[i];
      sum += static_cast<double>(mass_[i]) * (static_cast<double>(potential_[i]) - 1.0);
    }
    return sum;
  }

  static constexpr int kSplit = 4;  ///< up to 256 cells, which threads share

  std::vector<float> times_;
  const kernels::EmbeddingTable& table_;
  int most_levels_ = 0;  ///< below the root
  int calls_ = 0;
  int root_ = 0;   ///< exponent of the root's side
  int leaf_ = 0;   ///< that of the smallest cells', as last chosen
  int depth_ = 0;  ///< the level of the smallest cells
  int split_ = 0;
  std::vector<std::uint32_t> keys_;                    ///< of the points as given
  std::vector<std::int32_t> order_;                    ///< numbers of the points in Z-order
  std::vector<std::int32_t> starts_;                   ///< end of each smallest cell, in Z-order
  Floats x_, y_, mass_, potential_, push_x_, push_y_;  ///< in Z-order
  std::vector<Level> levels_;
  std::map<int, CellMatrices> matrices_;
  ChildMatrices children_;
  std::vector<double> sums_;
};

Repulsion::Repulsion(std::vector<float> times) : tree_(std::make_unique<Tree>(std::move(times))) {}
Repulsion::~Repulsion() = default;

double Repulsion::operator()(std::span<const float> places, ThreadTeam& team,
                             std::span<float> push) {
  return tree_->push(places, team, push);
}

}  // namespace poseaae::atlas
