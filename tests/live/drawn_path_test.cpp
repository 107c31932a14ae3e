#include "poseaae/live/drawn_path.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::live {
namespace {

PlacedPoses sample_map(int count) {
  Eigen::MatrixX2d places(count, 2);
  Batch latents(count, 3);
  for (int k = 0; k < count; ++k) {
    places.row(k) << std::cos(k) * (1 + 0.1 * k), std::sin(2 * k) * (1 + 0.05 * k);
    latents.row(k) << static_cast<float>(std::sin(k)), static_cast<float>(0.3 * k - 1),
        static_cast<float>(std::cos(3 * k));
  }
  return {places, latents};
}

void expect_near(const Eigen::VectorXd& found, const Eigen::Vector3d& expected, double tolerance) {
  EXPECT_LT((found - expected).cwiseAbs().maxCoeff(), tolerance) << found.transpose();
}

// Values of the page's own map and path (src/page/instrument), run by node.
TEST(PlacedPoses, AreThoseOfThePage) {
  const PlacedPoses map = sample_map(12);
  expect_near(map.latents_at({0.3, -0.2}),
              {-0.6134332318698127, 1.4846238093696025, -0.03754015274417178}, 1e-6);
  expect_near(map.latents_at(map.places().row(5)), {-0.9589242935180664, 0.5, -0.7596879005432129},
              1e-12);
  expect_near(sample_map(4).latents_at({0.3, -0.2}),
              {0.33492601258295757, -0.7742214063523455, 0.6112218264562561}, 1e-6);
  EXPECT_EQ(map.far_apart(5), (std::vector<int>{11, 10, 9, 7, 6}));
}

TEST(PlacedPoses, HaveAPlaceForEach) {
  EXPECT_THROW(PlacedPoses(Eigen::MatrixX2d(2, 2), Batch(3, 3)), UsageError);
  EXPECT_THROW(PlacedPoses(Eigen::MatrixX2d(0, 2), Batch(0, 3)), UsageError);
  EXPECT_EQ(sample_map(12).latents_of(99), sample_map(12).latents_of(11));
}

TEST(DrawnPath, IsThatOfThePage) {
  const PlacedPoses map = sample_map(12);
  Eigen::MatrixX2d line(4, 2);
  line << 0, 0, 1, 0.5, -0.5, 0.8, 0.2, -0.6;
  const DrawnPath open(map, line);
  Eigen::VectorXd z(3);
  open.at(1.7, 4.0, z);
  EXPECT_FALSE(open.closed());
  expect_near(z, {0.5943036797958315, -0.41089030428618134, -0.7017163805344488}, 1e-6);
  line.row(3) << 0.05, 0.02;
  const DrawnPath closed(map, line);
  closed.at(5.7, 4.0, z);
  EXPECT_TRUE(closed.closed());
  expect_near(z, {0.5911051007971109, -0.43933480086358867, -0.6647584320000941}, 1e-6);
}

TEST(DrawnPath, OfOnePlaceStandsStill) {
  const PlacedPoses map = sample_map(12);
  const DrawnPath path(map, Eigen::MatrixX2d::Constant(2, 2, 0.3));
  EXPECT_TRUE(path.points().allFinite());
  EXPECT_LT((path.points().rowwise() - path.points().row(0)).norm(), 1e-9);
}

}  // namespace
}  // namespace poseaae::live
