#include "poseaae/atlas/near_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::atlas {
namespace {

Batch cloud(int count, int dim, std::uint64_t seed) {
  Random random(seed);
  Batch points(count, dim);
  for (float& value : points.reshaped()) value = static_cast<float>(random.normal());
  return points;
}

TEST(DistinctRows, KeepTheirFirstAppearance) {
  Batch rows(6, 2);
  rows << 1, 2, 0, 0, 1, 2, 1, 3, -0.0F, 0, 1, 2;
  const DistinctRows distinct = distinct_rows(rows);
  EXPECT_THAT(distinct.of, testing::ElementsAre(0, 1, 0, 2, 1, 0));
  EXPECT_THAT(distinct.times, testing::ElementsAre(3, 2, 1));
  EXPECT_EQ(distinct.rows, (Batch(3, 2) << 1, 2, 0, 0, 1, 3).finished());
}

TEST(NearRows, AreThoseOfAllPairs) {
  constexpr int kCount = 1500, kNear = 7;  // more than one block of panels
  for (const int dim : {1, 3, 21}) {
    SCOPED_TRACE(dim);
    const Batch rows = cloud(kCount, dim, 4);
    const NearRows near = near_rows(rows, kNear, 2);
    const Eigen::MatrixXd exact = rows.cast<double>();
    for (int i = 0; i < kCount; i += 37) {
      std::vector<std::pair<double, int>> all;
      for (int j = 0; j < kCount; ++j) {
        if (j != i) all.emplace_back((exact.row(i) - exact.row(j)).squaredNorm(), j);
      }
      std::sort(all.begin(), all.end());
      for (int k = 0; k < kNear; ++k) {
        const auto at = static_cast<std::size_t>(i * kNear + k);
        const auto& [squared, row] = all[static_cast<std::size_t>(k)];
        EXPECT_NEAR(near.squared[at], squared, 1e-6 * squared);
        if (dim > 1) {  // on a line, two may be equally far
          EXPECT_EQ(near.row[at], row);
        }
      }
    }
  }
}

TEST(NearRows, AllOthersCanBeAskedFor) {
  const Batch rows = cloud(20, 4, 5);
  const NearRows near = near_rows(rows, 19);
  for (int i = 0; i < 20; ++i) {
    std::vector<int> found(near.row.begin() + 19 * i, near.row.begin() + 19 * (i + 1));
    found.push_back(i);
    std::sort(found.begin(), found.end());
    for (int j = 0; j < 20; ++j) EXPECT_EQ(found[static_cast<std::size_t>(j)], j);
  }
  EXPECT_THROW((void)near_rows(rows, 20), UsageError);
  EXPECT_THROW((void)near_rows(rows, -1), UsageError);
}

// Thousands of rows at one distance: no number of places for candidates is enough for all.
TEST(NearRows, OfManyEquallyNearAreTheLowest) {
  Batch rows = Batch::Zero(3000, 2);
  rows(2999, 0) = 1.0F;
  const NearRows near = near_rows(rows, 5, 1);
  EXPECT_THAT(std::vector<int>(near.row.end() - 5, near.row.end()),
              testing::ElementsAre(0, 1, 2, 3, 4));
  EXPECT_EQ(near.squared.back(), 1.0F);
}

TEST(NearRows, RefuseWhatIsNotFinite) {
  Batch rows = cloud(10, 3, 1);
  rows(4, 1) = NAN;
  EXPECT_THROW((void)near_rows(rows, 3), UsageError);
}

}  // namespace
}  // namespace poseaae::atlas
