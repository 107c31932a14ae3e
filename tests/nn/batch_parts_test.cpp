#include "nn/batch_parts.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "samples.hpp"

namespace poseaae::nn {
namespace {

/// 1 panel is one part, 2 are two, 5 are 1 + 1 + 1 + 2, and 100 are 4 parts of 25, 16 and 9 a pass.
TEST(BatchParts, CoverEveryPanelOnce) {
  BatchParts<float> parts(1);
  for (const auto& [samples, begins] : {std::pair<std::size_t, std::vector<std::size_t>>{7, {0, 1}},
                                        {32, {0, 1, 2}},
                                        {75, {0, 1, 2, 3, 5}},
                                        {1600, {0, 25, 50, 75, 100}}}) {
    parts.divide(samples);
    ASSERT_EQ(parts.count() + 1, static_cast<int>(begins.size())) << samples;
    for (int part = 0; part <= parts.count(); ++part) {
      EXPECT_EQ(parts.begin(part), begins[static_cast<std::size_t>(part)]) << samples;
    }
  }
  std::vector<std::size_t> counts;
  parts.in_passes(1, [&](const Piece& piece) {
    EXPECT_EQ(piece.first, counts.empty() ? 25U : 41U);
    EXPECT_EQ(piece.add, !counts.empty());
    counts.push_back(piece.count);
  });
  EXPECT_EQ(counts, (std::vector<std::size_t>{16, 9}));
}

TEST(BatchParts, ReadRowsSideBySide) {
  BatchParts<double> parts(1);
  parts.divide(21);
  Random random(1);
  const auto rows = test::normal<double>(random, 21, 3);
  Buffer<double> panels(2 * 3 * kernels::kLanes);
  const double* const second = parts.read(rows, {1, 1, false}, panels);
  EXPECT_EQ(second, panels.data() + 3 * kernels::kLanes);
  for (int row = 16; row < 21; ++row) {
    for (int column = 0; column < 3; ++column) {
      EXPECT_EQ(second[column * kernels::kLanes + row - 16], rows(row, column));
    }
  }
}

/// ((1e16 + 1) - 1e16) + 3 is 3 in doubles, in which 1e16 + 1 is 1e16; added to 0 first, 1 would
/// count.
TEST(BatchParts, SumInTheirOrder) {
  const std::vector<double> values{1e16, 1.0, -1e16, 3.0};
  for (const int threads : {1, 2, 4}) {
    BatchParts<double> parts(threads);
    parts.divide(64);
    std::atomic<int> calls = 0;
    EXPECT_EQ(parts.sum([&](int part) {
      ++calls;
      return values[static_cast<std::size_t>(part)];
    }),
              3.0);
    EXPECT_EQ(calls, 4);
  }
}

}  // namespace
}  // namespace poseaae::nn
