#include "poseaae/math/batch_rows.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace poseaae {
namespace {

Batch counted(Eigen::Index rows) {
  return Batch::NullaryExpr(rows, 3, [](Eigen::Index row, Eigen::Index column) {
    return static_cast<float>(10 * row + column);
  });
}

TEST(BatchRows, PicksRowsInTheOrderGiven) {
  const Batch matrix = counted(5);
  const std::vector<int> rows{4, 0, 4};
  const Batch picked = BatchRows(matrix, rows).copy();
  ASSERT_EQ(picked.rows(), 3);
  EXPECT_EQ(picked.row(0), matrix.row(4));
  EXPECT_EQ(picked.row(1), matrix.row(0));
  EXPECT_EQ(picked.row(2), matrix.row(4));
}

TEST(BatchRows, OfNoNumbersAreAllRows) {
  const Batch matrix = counted(5);
  EXPECT_EQ(BatchRows(matrix).copy(), matrix);
  EXPECT_EQ(BatchRows(matrix, std::vector<int>{}).rows(), 0);
}

TEST(BatchRows, APartBeginsWhereItSays) {
  const Batch matrix = counted(5);
  const std::vector<int> rows{4, 0, 3};
  EXPECT_EQ(BatchRows(matrix).part(1, 3).part(1, 2).copy(), matrix.middleRows(2, 2));
  const Batch picked = BatchRows(matrix, rows).part(1, 2).copy();
  EXPECT_EQ(picked.row(0), matrix.row(0));
  EXPECT_EQ(picked.row(1), matrix.row(3));
}

}  // namespace
}  // namespace poseaae
