// Compiled once for each level, with the flags and the POSEAAE_LEVEL of CMakeLists.txt.
#include "poseaae/kernels/embedding.hpp"
#include "simd.hpp"

#define POSEAAE_JOIN_(a, b) a##b
#define POSEAAE_JOIN(a, b) POSEAAE_JOIN_(a, b)

namespace poseaae::kernels {

namespace {

using Floats = Vec<float>;
constexpr std::size_t kStep = kWidth<float>;
constexpr std::size_t kSlices = kLanes / kStep;  ///< vectors of a panel

POSEAAE_INLINE bool any_at_most(Floats values, Floats limit) {
#if defined(__AVX512F__)
  return _mm512_cmp_ps_mask((__m512)values, (__m512)limit, _CMP_LE_OQ) != 0;
#elif defined(__AVX__)
  return _mm256_movemask_ps(_mm256_cmp_ps((__m256)values, (__m256)limit, _CMP_LE_OQ)) != 0;
#elif defined(__SSE2__)
  return _mm_movemask_ps(_mm_cmple_ps((__m128)values, (__m128)limit)) != 0;
#else
  for (std::size_t i = 0; i < kStep; ++i) {
    if (values[i] <= limit[i]) return true;
  }
  return false;
#endif
}

/// Distances of one panel, unless all lanes exceed the limit.
POSEAAE_INLINE bool reaches(std::size_t features, const float* panel, const float* query,
                            Floats limit, Floats (&sums)[kSlices]) {
  constexpr std::size_t kAtOnce = 8;
  for (Floats& sum : sums) sum = Floats{};
  for (std::size_t f = 0; f < features;) {
    const std::size_t end = f + kAtOnce < features ? f + kAtOnce : features;
    for (; f < end; ++f) {
      const Floats q = broadcast<float>(query[f]);
      for (std::size_t s = 0; s < kSlices; ++s) {
        const Floats apart = load(panel + f * kLanes + s * kStep) - q;
        sums[s] += apart * apart;
      }
    }
    bool any = false;
    for (std::size_t s = 0; s < kSlices; ++s) any = any_at_most(sums[s], limit) || any;
    if (!any) return false;
  }
  return true;
}

std::size_t search(std::size_t features, const float* panels, std::size_t first, std::size_t last,
                   const float* query, float limit, FoundRows* found) {
  const Floats limits = broadcast<float>(limit);
  std::size_t count = found->count;
  std::size_t panel = first;
  for (; panel < last && count + kLanes <= found->capacity; ++panel) {
    Floats sums[kSlices];
    if (!reaches(features, panels + panel * features * kLanes, query, limits, sums)) continue;
    for (std::size_t s = 0; s < kSlices; ++s) {
      for (std::size_t i = 0; i < kStep; ++i) {
        if (sums[s][i] > limit) continue;
        found->squared[count] = sums[s][i];
        found->row[count++] = static_cast<std::int32_t>(panel * kLanes + s * kStep + i);
      }
    }
  }
  found->count = count;
  return panel;
}

#ifdef __SSE2__
/// x and y of four places: sixteen loads of pairs are quicker than the processor's own gather.
POSEAAE_INLINE void gather_four(const std::int32_t* which, const float* places, __m128& x,
                                __m128& y) {
  const auto pair = [&](int i) POSEAAE_LAMBDA_INLINE {
    return reinterpret_cast<const __m64*>(places + 2 * static_cast<std::ptrdiff_t>(which[i]));
  };
  const __m128 low = _mm_loadh_pi(_mm_loadl_pi(_mm_setzero_ps(), pair(0)), pair(1));
  const __m128 high = _mm_loadh_pi(_mm_loadl_pi(_mm_setzero_ps(), pair(2)), pair(3));
  x = _mm_shuffle_ps(low, high, _MM_SHUFFLE(2, 0, 2, 0));
  y = _mm_shuffle_ps(low, high, _MM_SHUFFLE(3, 1, 3, 1));
}
#endif

#ifdef __SSE2__
/// A vector of its quarters, without a way through memory.
POSEAAE_INLINE Floats joined(const __m128 (&parts)[kStep / 4]) {
#if defined(__AVX512F__)
  const __m512 low = _mm512_castps256_ps512(_mm256_set_m128(parts[1], parts[0]));
  return (Floats)_mm512_insertf32x8(low, _mm256_set_m128(parts[3], parts[2]), 1);
#elif defined(__AVX__)
  return (Floats)_mm256_set_m128(parts[1], parts[0]);
#else
  return (Floats)parts[0];
#endif
}
#endif

/// x and y of kStep places, pairs at places[2 which].
POSEAAE_INLINE void gather(const std::int32_t* which, const float* places, Floats& x, Floats& y) {
#ifdef __SSE2__
  __m128 xs[kStep / 4], ys[kStep / 4];
#pragma GCC unroll 4
  for (std::size_t i = 0; i < kStep / 4; ++i) gather_four(which + 4 * i, places, xs[i], ys[i]);
  x = joined(xs);
  y = joined(ys);
#else
  for (std::size_t i = 0; i < kStep; ++i) {
    x[i] = places[2 * which[i]];
    y[i] = places[2 * which[i] + 1];
  }
#endif
}

/// The sum of kLanes numbers, halves to halves, whatever the width of a vector.
POSEAAE_INLINE float folded(const Floats (&parts)[kSlices]) {
  float lanes[kLanes];
  for (std::size_t s = 0; s < kSlices; ++s) store(lanes + s * kStep, parts[s]);
  for (std::size_t half = kLanes / 2; half > 0; half /= 2) {
    for (std::size_t i = 0; i < half; ++i) lanes[i] += lanes[i + half];
  }
  return lanes[0];
}

void attract(std::size_t blocks, const std::int32_t* which, const float* share, const float* places,
             const float* point, float* pull) {
  const Floats px = broadcast<float>(point[0]), py = broadcast<float>(point[1]);
  Floats sum_x[kSlices] = {}, sum_y[kSlices] = {};
  for (std::size_t b = 0; b < blocks; ++b) {
    for (std::size_t s = 0; s < kSlices; ++s, which += kStep, share += kStep) {
      Floats x, y;
      gather(which, places, x, y);
      const Floats dx = px - x, dy = py - y;
      const Floats force = load(share) / ((dx * dx + dy * dy) + 1.0F);
      sum_x[s] += force * dx;
      sum_y[s] += force * dy;
    }
  }
  pull[0] = folded(sum_x);
  pull[1] = folded(sum_y);
}

/// Number of targets side by side: two vectors, so that one's division overlaps the other's sums.
constexpr std::size_t kTargets = 2 * kStep;

POSEAAE_INLINE void store_some(float* to, std::size_t count, Floats low, Floats high, bool add) {
  float both[kTargets];
  store(both, low);
  store(both + kStep, high);
  for (std::size_t i = 0; i < count; ++i) to[i] = add ? to[i] + both[i] : both[i];
}

void repel(const PlanePoints& points, PointRun targets, std::size_t runs, const PointRun* run,
           const PlaneField& field) {
  for (std::int32_t first = targets.first; first < targets.last;
       first += static_cast<std::int32_t>(kTargets)) {
    const Floats x[2] = {load(points.x + first), load(points.x + first + kStep)};
    const Floats y[2] = {load(points.y + first), load(points.y + first + kStep)};
    Floats potential[2] = {}, push_x[2] = {}, push_y[2] = {};
    for (std::size_t r = 0; r < runs; ++r) {
      for (std::int32_t j = run[r].first; j < run[r].last; ++j) {
        const Floats xj = broadcast<float>(points.x[j]), yj = broadcast<float>(points.y[j]);
        const Floats mass = broadcast<float>(points.mass[j]);
        for (int k = 0; k < 2; ++k) {
          const Floats dx = x[k] - xj, dy = y[k] - yj;
          const Floats w = 1.0F / ((dx * dx + dy * dy) + 1.0F);
          const Floats weight = mass * w;
          const Floats force = weight * w;
          potential[k] += weight;
          push_x[k] += force * dx;
          push_y[k] += force * dy;
        }
      }
    }
    const auto left = static_cast<std::size_t>(targets.last - first);
    const std::size_t count = left < kTargets ? left : kTargets;
    store_some(field.potential + first, count, potential[0], potential[1], true);
    store_some(field.push_x + first, count, push_x[0], push_x[1], true);
    store_some(field.push_y + first, count, push_y[0], push_y[1], true);
  }
}

/// The polynomials of degree 3 that are 1 at one node and 0 at the others,
/// S_k(t) = 1/4 + 1/2 sum_(j = 1..3) T_j(t_k) T_j(t), by powers of t.
struct Basis {
  float power[kNodesAcross][kNodesAcross];  ///< [exponent][node]
};
consteval Basis chebyshev_basis() {
  constexpr double kOuter = 0.92387953251128675613, kInner = 0.38268343236508977173;
  constexpr double kAt[kNodesAcross] = {kOuter, kInner, -kInner, -kOuter};
  Basis basis{};
  for (std::size_t k = 0; k < kNodesAcross; ++k) {
    const double t = kAt[k];
    const double second = 2 * t * t - 1, third = 4 * t * t * t - 3 * t;
    basis.power[0][k] = static_cast<float>(0.25 - 0.5 * second);
    basis.power[1][k] = static_cast<float>(0.5 * t - 1.5 * third);
    basis.power[2][k] = static_cast<float>(second);
    basis.power[3][k] = static_cast<float>(2 * third);
  }
  return basis;
}
constexpr Basis kBasis = chebyshev_basis();

/// The same of each of a cell's nodes, in x and in y.
struct NodeBasis {
  float across[kNodesAcross][kNodes];
  float up[kNodesAcross][kNodes];
};
consteval NodeBasis basis_of_nodes() {
  NodeBasis basis{};
  for (std::size_t e = 0; e < kNodesAcross; ++e) {
    for (std::size_t node = 0; node < kNodes; ++node) {
      basis.across[e][node] = kBasis.power[e][node % kNodesAcross];
      basis.up[e][node] = kBasis.power[e][node / kNodesAcross];
    }
  }
  return basis;
}
constexpr NodeBasis kOfNodes = basis_of_nodes();

static_assert(kNodes == kLanes);

void spread(const PlanePoints& points, PointRun run, const Square& square, float* nodes) {
  for (std::size_t s = 0; s < kSlices; ++s) {
    Floats across[kNodesAcross], up[kNodesAcross];
    for (std::size_t e = 0; e < kNodesAcross; ++e) {
      across[e] = load(kOfNodes.across[e] + s * kStep);
      up[e] = load(kOfNodes.up[e] + s * kStep);
    }
    Floats sum = load(nodes + s * kStep);
    for (std::int32_t j = run.first; j < run.last; ++j) {
      const float tx = (points.x[j] - square.x) * square.scale;
      const float ty = (points.y[j] - square.y) * square.scale;
      const Floats at_x = ((across[3] * tx + across[2]) * tx + across[1]) * tx + across[0];
      const Floats at_y = ((up[3] * ty + up[2]) * ty + up[1]) * ty + up[0];
      sum += at_x * at_y * points.mass[j];
    }
    store(nodes + s * kStep, sum);
  }
}

void carry(std::size_t count, const float* const* matrix, const float* const* from, float* to) {
  constexpr std::size_t kChains = 4;
  for (std::size_t s = 0; s < kSlices; ++s) {
    Floats sum[kChains] = {};
    for (std::size_t c = 0; c < count; ++c) {
      const float* column = matrix[c] + s * kStep;
      const float* x = from[c];
      for (std::size_t k = 0; k < kNodes; k += kChains) {
#pragma GCC unroll 4
        for (std::size_t i = 0; i < kChains; ++i, column += kNodes) {
          sum[i] += load(column) * x[k + i];
        }
      }
    }
    store(to + s * kStep, load(to + s * kStep) + ((sum[0] + sum[1]) + (sum[2] + sum[3])));
  }
}

void collect(const PlanePoints& points, PointRun run, const Square& square, const float* nodes,
             const PlaneField& field) {
  for (std::int32_t first = run.first; first < run.last;
       first += static_cast<std::int32_t>(kTargets)) {
    Floats potential[2], push_x[2], push_y[2];
    for (std::size_t k = 0; k < 2; ++k) {
      const Floats tx = (load(points.x + first + k * kStep) - square.x) * square.scale;
      const Floats ty = (load(points.y + first + k * kStep) - square.y) * square.scale;
      Floats value{}, slope_x{}, slope_y{};
#pragma GCC unroll 4
      for (std::size_t b = 0; b < kNodesAcross; ++b) {
        Floats row{}, row_slope{};
#pragma GCC unroll 4
        for (std::size_t a = 0; a < kNodesAcross; ++a) {
          const float c0 = kBasis.power[0][a], c1 = kBasis.power[1][a], c2 = kBasis.power[2][a],
                      c3 = kBasis.power[3][a];
          const float at_node = nodes[kNodesAcross * b + a];
          row += (((tx * c3 + c2) * tx + c1) * tx + c0) * at_node;
          row_slope += ((tx * (3 * c3) + 2 * c2) * tx + c1) * at_node;
        }
        const float c0 = kBasis.power[0][b], c1 = kBasis.power[1][b], c2 = kBasis.power[2][b],
                    c3 = kBasis.power[3][b];
        const Floats up = ((ty * c3 + c2) * ty + c1) * ty + c0;
        value += up * row;
        slope_x += up * row_slope;
        slope_y += ((ty * (3 * c3) + 2 * c2) * ty + c1) * row;
      }
      potential[k] = value;
      push_x[k] = slope_x * (-0.5F * square.scale);
      push_y[k] = slope_y * (-0.5F * square.scale);
    }
    const auto left = static_cast<std::size_t>(run.last - first);
    const std::size_t count = left < kTargets ? left : kTargets;
    store_some(field.potential + first, count, potential[0], potential[1], false);
    store_some(field.push_x + first, count, push_x[0], push_x[1], false);
    store_some(field.push_y + first, count, push_y[0], push_y[1], false);
  }
}

}  // namespace

extern const EmbeddingTable POSEAAE_JOIN(kEmbedding, POSEAAE_LEVEL);
constinit const EmbeddingTable POSEAAE_JOIN(kEmbedding, POSEAAE_LEVEL) = {
    .level = Level::POSEAAE_JOIN(k, POSEAAE_LEVEL),
    .search = search,
    .attract = attract,
    .repel = repel,
    .spread = spread,
    .carry = carry,
    .collect = collect};

}  // namespace poseaae::kernels
