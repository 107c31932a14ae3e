#include "poseaae/kernels/embedding.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "poseaae/base/random.hpp"

namespace poseaae::kernels {
namespace {

/// use(table) at every level that this machine runs; each must give the bits of the first.
template <typename Use>
void same_at_every_level(const Use& use) {
  const std::vector<float> first = use(embedding_table(Level::kGeneric));
  for (const Level level : supported_levels()) {
    SCOPED_TRACE(level_name(level));
    EXPECT_EQ(embedding_table(level).level, level);
    EXPECT_EQ(use(embedding_table(level)), first);
  }
}

std::vector<float> numbers(std::uint64_t seed, std::size_t count, double scale) {
  Random random(seed);
  std::vector<float> made(count);
  for (float& number : made) number = static_cast<float>(scale * random.normal());
  return made;
}

/// Points, with room after the last for a whole vector.
struct Points {
  static constexpr int kCount = 61;
  std::vector<float> x = numbers(1, kCount + 2 * kLanes, 2.0);
  std::vector<float> y = numbers(2, kCount + 2 * kLanes, 2.0);
  std::vector<float> mass = std::vector<float>(kCount + 2 * kLanes, 2.0F);

  [[nodiscard]] PlanePoints view() const { return {x.data(), y.data(), mass.data()}; }
};

TEST(Embedding, SearchFindsWhatIsWithinTheLimit) {
  constexpr std::size_t kFeatures = 11, kPanels = 9;
  const std::vector<float> panels = numbers(3, kFeatures * kPanels * kLanes, 1.0);
  const std::vector<float> query = numbers(4, kFeatures, 0.3);
  constexpr float kLimit = 9.0F;
  const auto found = [&](const EmbeddingTable& table) {
    std::vector<float> squared(4 * kLanes);
    std::vector<std::int32_t> row(squared.size());
    std::vector<float> all;
    for (std::size_t panel = 1; panel < kPanels;) {  // as often as the places are full
      FoundRows rows{0, squared.size(), squared.data(), row.data()};
      panel = table.search(kFeatures, panels.data(), panel, kPanels, query.data(), kLimit, &rows);
      for (std::size_t i = 0; i < rows.count; ++i) {
        all.push_back(static_cast<float>(row[i]));
        all.push_back(squared[i]);
      }
    }
    return all;
  };
  const std::vector<float> all = found(embedding_table(active_level()));
  std::size_t at = 0;
  for (std::size_t r = kLanes; r < kPanels * kLanes; ++r) {
    double squared = 0.0;
    for (std::size_t f = 0; f < kFeatures; ++f) {
      const float number = panels[(r / kLanes * kFeatures + f) * kLanes + r % kLanes];
      squared += std::pow(static_cast<double>(number) - query[f], 2);
    }
    if (squared > kLimit) continue;
    ASSERT_LT(at + 1, all.size());
    EXPECT_EQ(all[at++], static_cast<float>(r));
    EXPECT_NEAR(all[at++], squared, 1e-5);
  }
  EXPECT_EQ(at, all.size());
  EXPECT_GT(at, 60U);
  same_at_every_level(found);
}

TEST(Embedding, AttractsAlongTheShares) {
  constexpr std::size_t kBlocks = 3;
  const std::vector<float> places = numbers(5, 2 * 40, 3.0);
  const std::vector<float> share = numbers(6, kBlocks * kLanes, 1.0);
  std::vector<std::int32_t> which;
  for (std::size_t e = 0; e < share.size(); ++e) which.push_back(static_cast<int>(e * 7 % 40));
  const auto pull = [&](const EmbeddingTable& table) {
    std::vector<float> sum(2);
    table.attract(kBlocks, which.data(), share.data(), places.data(), &places[6], sum.data());
    return sum;
  };
  double expected[2] = {0, 0};
  for (std::size_t e = 0; e < share.size(); ++e) {
    const double dx = places[6] - places[2 * static_cast<std::size_t>(which[e])];
    const double dy = places[7] - places[2 * static_cast<std::size_t>(which[e]) + 1];
    expected[0] += share[e] * dx / (1 + dx * dx + dy * dy);
    expected[1] += share[e] * dy / (1 + dx * dx + dy * dy);
  }
  const std::vector<float> sum = pull(embedding_table(active_level()));
  EXPECT_NEAR(sum[0], expected[0], 1e-5);
  EXPECT_NEAR(sum[1], expected[1], 1e-5);
  same_at_every_level(pull);
}

/// Potential and pushes of the points 3, ..., 60, and nothing beyond them.
template <typename Act>
std::vector<float> field_by(const Act& act) {
  std::vector<float> all(3 * (Points::kCount + kLanes), 0.5F);
  const std::size_t one = Points::kCount + kLanes;
  act(PlaneField{all.data(), all.data() + one, all.data() + 2 * one});
  return all;
}

TEST(Embedding, RepelsPairByPair) {
  const Points points;
  const PointRun runs[2] = {{5, 20}, {30, Points::kCount}};
  const auto field = [&](const EmbeddingTable& table) {
    return field_by([&](const PlaneField& to) {
      table.repel(points.view(), {3, Points::kCount}, 2, runs, to);
    });
  };
  const std::vector<float> found = field(embedding_table(active_level()));
  const std::size_t one = Points::kCount + kLanes;
  for (std::size_t i = 0; i < one; ++i) {
    double expected[3] = {0.5, 0.5, 0.5};  // it is added to what is there
    for (const PointRun& run : runs) {
      if (i < 3 || i >= Points::kCount) break;
      for (auto j = static_cast<std::size_t>(run.first); j < static_cast<std::size_t>(run.last);
           ++j) {
        const double dx = points.x[i] - points.x[j], dy = points.y[i] - points.y[j];
        const double w = 1 / (1 + dx * dx + dy * dy);
        expected[0] += 2 * w;
        expected[1] += 2 * w * w * dx;
        expected[2] += 2 * w * w * dy;
      }
    }
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(found[k * one + i], expected[k], 3e-5);
  }
  same_at_every_level(field);
}

TEST(Embedding, NodesSpreadAndCollectPolynomials) {
  // Masses at nodes have the moments of the points, and fields of degree 3 come back as they are.
  const Points points;
  const Square square{0.5F, -0.25F, 0.25F};  // a side of 8
  const PointRun all{0, Points::kCount};
  const auto spread = [&](const EmbeddingTable& table) {
    std::vector<float> nodes(kNodes, 0.0F);
    table.spread(points.view(), all, square, nodes.data());
    return nodes;
  };
  const auto place = [](std::size_t k) {
    return std::cos((2.0 * static_cast<double>(k) + 1.0) * M_PI / 8.0);
  };
  const auto cubic = [](double x, double y) { return 1.0 + 2.0 * x * x * x * y - y * y * y + x; };
  const std::vector<float> nodes = spread(embedding_table(active_level()));
  double by_nodes = 0.0, by_points = 0.0;
  std::vector<float> values(kNodes);
  for (std::size_t n = 0; n < kNodes; ++n) {
    values[n] = static_cast<float>(cubic(place(n % 4), place(n / 4)));
    by_nodes += nodes[n] * static_cast<double>(values[n]);
  }
  const auto field = [&](const EmbeddingTable& table) {
    return field_by([&](const PlaneField& to) {
      table.collect(points.view(), all, square, values.data(), to);
    });
  };
  const std::vector<float> found = field(embedding_table(active_level()));
  const std::size_t one = Points::kCount + kLanes;
  for (std::size_t i = 0; i < Points::kCount; ++i) {
    const double x = (points.x[i] - 0.5) * 0.25, y = (points.y[i] + 0.25) * 0.25;
    by_points += 2.0 * cubic(x, y);
    EXPECT_NEAR(found[i], cubic(x, y), 1e-4);
    EXPECT_NEAR(found[one + i], -0.5 * 0.25 * (6.0 * x * x * y + 1.0), 1e-4);
    EXPECT_NEAR(found[2 * one + i], -0.5 * 0.25 * (2.0 * x * x * x - 3.0 * y * y), 1e-4);
  }
  EXPECT_EQ(found[Points::kCount], 0.5F);  // nothing beyond
  EXPECT_NEAR(by_nodes, by_points, 1e-3);
  same_at_every_level(spread);
  same_at_every_level(field);
}

TEST(Embedding, CarriesByMatrices) {
  const std::vector<float> numbers_of = numbers(7, 2 * kNodes * kNodes + 2 * kNodes, 1.0);
  const float* matrix[2] = {&numbers_of[0], &numbers_of[kNodes * kNodes]};
  const float* from[2] = {&numbers_of[2 * kNodes * kNodes],
                          &numbers_of[2 * kNodes * kNodes + kNodes]};
  const auto carry = [&](const EmbeddingTable& table) {
    std::vector<float> to(kNodes, 1.0F);
    table.carry(2, matrix, from, to.data());
    return to;
  };
  const std::vector<float> found = carry(embedding_table(active_level()));
  for (std::size_t row = 0; row < kNodes; ++row) {
    double expected = 1.0;
    for (int c = 0; c < 2; ++c) {
      for (std::size_t k = 0; k < kNodes; ++k) expected += matrix[c][k * kNodes + row] * from[c][k];
    }
    EXPECT_NEAR(found[row], expected, 1e-5);
  }
  same_at_every_level(carry);
}

}  // namespace
}  // namespace poseaae::kernels
