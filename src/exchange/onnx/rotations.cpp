#include "rotations.hpp"

#include <algorithm>

namespace poseaae::exchange::onnx {

namespace {

constexpr float kTiny = 1e-30F;

/// result[k] += factor a[i] b[j]
struct Term {
  int i, j, k;
  float factor;
};

/// A bilinear map along the last axis: numbers of a and of b are picked by constant matrices,
/// multiplied, and summed by a third.
Value bilinear(Graph& graph, const Value& a, int a_size, const Value& b, int b_size, int size,
               const std::vector<Term>& terms) {
  const auto count = terms.size();
  std::vector<float> left(static_cast<std::size_t>(a_size) * count);
  std::vector<float> right(static_cast<std::size_t>(b_size) * count);
  std::vector<float> sums(count * static_cast<std::size_t>(size));
  for (std::size_t t = 0; t < count; ++t) {
    left[static_cast<std::size_t>(terms[t].i) * count + t] = 1.0F;
    right[static_cast<std::size_t>(terms[t].j) * count + t] = 1.0F;
    sums[t * static_cast<std::size_t>(size) + static_cast<std::size_t>(terms[t].k)] =
        terms[t].factor;
  }
  const auto columns = static_cast<std::int64_t>(count);
  const Value products =
      graph.multiply(graph.product(a, graph.constant("left", {a_size, columns}, left)),
                     graph.product(b, graph.constant("right", {b_size, columns}, right)));
  return graph.product(products, graph.constant("sums", {columns, size}, sums));
}

/// Exactly 1 where x > 1e-22, exactly 0 where x <= 0.
Value step(Graph& graph, const Value& x) {
  const Value above = graph.node("Relu", {x});
  return graph.divide(above, graph.add(above, graph.scalar(kTiny)));
}

Value less(Graph& graph, const Value& a, const Value& b) {
  return graph.add(a, graph.multiply(b, graph.scalar(-1.0F)));
}

Value scaled_to_one(Graph& graph, const Value& point) {
  const Value square = graph.sum(graph.multiply(point, point));
  return graph.divide(point, graph.root(graph.add(square, graph.scalar(1e-24F))));
}

/// Hamilton's product.
const std::vector<Term>& hamilton() {
  static const std::vector<Term> terms{{0, 0, 0, 1}, {1, 1, 0, -1}, {2, 2, 0, -1}, {3, 3, 0, -1},
                                       {0, 1, 1, 1}, {1, 0, 1, 1},  {2, 3, 1, 1},  {3, 2, 1, -1},
                                       {0, 2, 2, 1}, {2, 0, 2, 1},  {3, 1, 2, 1},  {1, 3, 2, -1},
                                       {0, 3, 3, 1}, {3, 0, 3, 1},  {1, 2, 3, 1},  {2, 1, 3, -1}};
  return terms;
}

/// R(q) - 1 of a unit quaternion, column by column.
const std::vector<Term>& matrix_terms() {
  static const std::vector<Term> terms{
      {2, 2, 0, -2}, {3, 3, 0, -2}, {1, 2, 1, 2},  {0, 3, 1, 2},  {1, 3, 2, 2},  {0, 2, 2, -2},
      {1, 2, 3, 2},  {0, 3, 3, -2}, {1, 1, 4, -2}, {3, 3, 4, -2}, {2, 3, 5, 2},  {0, 1, 5, 2},
      {1, 3, 6, 2},  {0, 2, 6, 2},  {2, 3, 7, 2},  {0, 1, 7, -2}, {1, 1, 8, -2}, {2, 2, 8, -2}};
  return terms;
}

/// (M, J, 4): 1 for the largest of the numbers w x y z, 0 for the others, by the comparisons of
/// kernels::quaternion_of(), the later where two are equal.
Value largest(Graph& graph, const Value& diagonal) {
  // s: whether w > x, w > y, w > z, x > y, x > z, y > z
  constexpr int kPairs = 6;
  constexpr int kFirst[] = {0, 0, 0, 1, 1, 2};
  constexpr int kSecond[] = {1, 2, 3, 2, 3, 3};
  std::vector<float> differences(4 * kPairs);
  // Three factors for each of the four: wins against those behind it, no losses against those
  // before it.
  std::vector<float> factors(kPairs * 12);
  std::vector<float> ones(12);
  for (int pair = 0; pair < kPairs; ++pair) {
    const int a = kFirst[pair];
    const int b = kSecond[pair];
    differences[a * kPairs + pair] = 1.0F;
    differences[b * kPairs + pair] = -1.0F;
    factors[pair * 12 + 4 * (b - 1) + a] = 1.0F;  // 4 f + i: factor f of number i
    factors[pair * 12 + 4 * a + b] = -1.0F;
    ones[4 * a + b] = 1.0F;
  }
  const Value s =
      step(graph, graph.product(diagonal, graph.constant("differences", {4, kPairs}, differences)));
  const Value f = graph.add(graph.product(s, graph.constant("factors", {kPairs, 12}, factors)),
                            graph.constant("ones", {12}, ones));
  return graph.multiply(graph.multiply(graph.slice(f, 2, 0, 4), graph.slice(f, 2, 4, 8)),
                        graph.slice(f, 2, 8, 12));
}

/// rows (n, m) that pick joints: row r is joint picked[r], or nothing where that is negative.
Value pick(Graph& graph, const std::vector<int>& picked, std::size_t from) {
  std::vector<float> rows(picked.size() * from);
  for (std::size_t r = 0; r < picked.size(); ++r) {
    if (picked[r] >= 0) rows[r * from + static_cast<std::size_t>(picked[r])] = 1.0F;
  }
  return graph.constant(
      "pick", {1, static_cast<std::int64_t>(picked.size()), static_cast<std::int64_t>(from)}, rows);
}

}  // namespace

Value aligned(Graph& graph, const Value& quaternions, const std::vector<float>& reference) {
  const auto joints = static_cast<std::int64_t>(reference.size() / 4);
  const Value towards = graph.constant("reference", {1, joints, 4}, reference);
  const Value dot = graph.sum(graph.multiply(quaternions, towards));
  const Value away = step(graph, graph.multiply(dot, graph.scalar(-1.0F)));
  return graph.multiply(quaternions,
                        graph.add(graph.multiply(away, graph.scalar(-2.0F)), graph.scalar(1.0F)));
}

Value six_of(Graph& graph, const Value& quaternions) {
  std::vector<Term> terms = matrix_terms();
  std::erase_if(terms, [](const Term& term) { return term.k >= 6; });
  return graph.add(bilinear(graph, quaternions, 4, quaternions, 4, 6, terms),
                   graph.constant("two_columns", {6}, {1, 0, 0, 0, 1, 0}));
}

Value normalised(Graph& graph, const Value& quaternions) {
  const Value square = graph.sum(graph.multiply(quaternions, quaternions));
  const Value some = graph.divide(square, graph.add(square, graph.scalar(kTiny)));
  const Value none = less(graph, graph.scalar(1.0F), some);
  const Value identity = graph.constant("identity", {4}, {1, 0, 0, 0});
  return graph.divide(graph.add(quaternions, graph.multiply(none, identity)),
                      graph.root(graph.add(square, none)));
}

Value quaternions_of_six(Graph& graph, const Value& six) {
  const Value x = scaled_to_one(graph, graph.slice(six, 2, 0, 3));
  const Value second = graph.slice(six, 2, 3, 6);
  const Value along = graph.sum(graph.multiply(x, second));
  const Value y = scaled_to_one(graph, less(graph, second, graph.multiply(x, along)));
  const Value z = bilinear(
      graph, x, 3, y, 3, 3,
      {{1, 2, 0, 1}, {2, 1, 0, -1}, {2, 0, 1, 1}, {0, 2, 1, -1}, {0, 1, 2, 1}, {1, 0, 2, -1}});
  const Value matrix = graph.concat({x, y, z}, 2);  // m[3 c + r]: row r of column c
  // 4 q q^T of the matrix, linear: 4 x 4, row by row.
  std::vector<float> map(9 * 16);
  std::vector<float> start(16);
  const auto set = [&](int row, int column, int number, float factor) {
    map[number * 16 + 4 * row + column] = factor;
    map[number * 16 + 4 * column + row] = factor;
  };
  constexpr float kSigns[4][3] = {{1, 1, 1}, {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}};
  for (int i = 0; i < 4; ++i) {
    start[5 * i] = 1.0F;
    for (int axis = 0; axis < 3; ++axis) set(i, i, 4 * axis, kSigns[i][axis]);
  }
  for (int axis = 0; axis < 3; ++axis) {
    const int next = (axis + 1) % 3;
    const int last = (axis + 2) % 3;
    set(0, 1 + axis, 3 * next + last, 1.0F);
    set(0, 1 + axis, 3 * last + next, -1.0F);
    set(1 + next, 1 + last, 3 * next + last, 1.0F);
    set(1 + next, 1 + last, 3 * last + next, 1.0F);
  }
  const Value square = graph.add(graph.product(matrix, graph.constant("square", {9, 16}, map)),
                                 graph.constant("start", {16}, start));
  std::vector<float> diagonals(16 * 4);
  for (int i = 0; i < 4; ++i) diagonals[5 * i * 4 + i] = 1.0F;
  const Value chosen =
      largest(graph, graph.product(square, graph.constant("diagonals", {16, 4}, diagonals)));
  std::vector<Term> rows;
  for (int i = 0; i < 4; ++i) {
    for (int k = 0; k < 4; ++k) rows.push_back({i, 4 * i + k, k, 1.0F});
  }
  const Value row = bilinear(graph, chosen, 4, square, 16, 4, rows);
  return graph.divide(row, graph.root(graph.sum(graph.multiply(row, row))));
}

Value positions_of(Graph& graph, const Value& quaternions, const mocap::Skeleton& skeleton) {
  const auto joints = static_cast<std::size_t>(skeleton.joints());
  std::vector<int> place(joints);     // of a joint in its level
  std::vector<int> in_order(joints);  // of a joint among all levels
  std::vector<Value> levels;
  std::size_t before = 0;
  int count = 0;
  for (const std::vector<int>& level : skeleton.levels()) {
    const Value local = graph.product(pick(graph, level, joints), quaternions);
    std::vector<int> parents;
    for (std::size_t i = 0; i < level.size(); ++i) {
      const int joint = level[i];
      place[static_cast<std::size_t>(joint)] = static_cast<int>(i);
      in_order[static_cast<std::size_t>(joint)] = count++;
      const int parent = skeleton.parent(joint);
      if (parent >= 0) parents.push_back(place[static_cast<std::size_t>(parent)]);
    }
    if (levels.empty()) {
      levels.push_back(local);
    } else {
      const Value turned = graph.product(pick(graph, parents, before), levels.back());
      levels.push_back(bilinear(graph, turned, 4, local, 4, 4, hamilton()));
    }
    before = level.size();
  }
  std::vector<int> parents(joints, -1);
  std::vector<float> offsets(joints * 9);  // l_c beside the numbers of column c
  std::vector<float> still(joints * 3);
  std::vector<float> chain(joints * joints);
  for (int j = 1; j < skeleton.joints(); ++j) {
    const auto row = static_cast<std::size_t>(j);
    const int parent = skeleton.parent(j);
    parents[row] = in_order[static_cast<std::size_t>(parent)];
    for (int i = 0; i < 9; ++i)
      offsets[row * 9 + i] = static_cast<float>(skeleton.offset(j)[i / 3]);
    for (int i = 0; i < 3; ++i) still[row * 3 + i] = static_cast<float>(skeleton.offset(j)[i]);
    std::copy_n(chain.begin() + parent * skeleton.joints(), joints,
                chain.begin() + j * skeleton.joints());
    chain[row * joints + row] = 1.0F;
  }
  const auto size = static_cast<std::int64_t>(joints);
  const Value world = levels.size() == 1 ? levels[0] : graph.concat(levels, 1);
  const Value turned = graph.product(pick(graph, parents, joints), world);
  const Value matrices = bilinear(graph, turned, 4, turned, 4, 9, matrix_terms());
  std::vector<float> columns(27);
  for (int i = 0; i < 9; ++i) columns[i * 3 + i % 3] = 1.0F;
  const Value bones = graph.add(
      graph.product(graph.multiply(matrices, graph.constant("offsets", {1, size, 9}, offsets)),
                    graph.constant("columns", {9, 3}, columns)),
      graph.constant("still", {1, size, 3}, still));
  return graph.product(graph.constant("chain", {1, size, size}, chain), bones);
}

}  // namespace poseaae::exchange::onnx
