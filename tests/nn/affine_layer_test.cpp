#include "poseaae/nn/affine_layer.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace poseaae::nn {
namespace {

const Eigen::MatrixXd& matrix() {
  static const Eigen::MatrixXd a =
      (Eigen::MatrixXd(2, 3) << 1.0, 2.0, 3.0, -0.5, 0.25, 4.0).finished();
  return a;
}

/// (1, 2, 3; -1/2, 1/4, 4) (1, -1, 2)^T = (5, 7 1/4), and (10, 20) is added.
TEST(AffineLayer, IsTheProductAndTheOffset) {
  for (const char* const kind : {"dense", "fixed"}) {
    const Network network({affine_layer(matrix(), Eigen::Vector2d(10.0, 20.0), kind)});
    const Batch y = network.forward((Batch(1, 3) << 1.0F, -1.0F, 2.0F).finished());
    EXPECT_EQ(y, (Batch(1, 2) << 15.0F, 27.25F).finished()) << kind;
  }
}

TEST(AffineLayer, IsALayerOfItsKindAsAnyOther) {
  const Layer layer = affine_layer(matrix(), Eigen::Vector2d(10.0, 20.0), "fixed");
  EXPECT_EQ(layer.spec, (LayerSpec{3, 2, Activation::kLinear, "fixed"}));
  // A row of the weights belongs to an output.
  EXPECT_EQ(layer.array("weight"), (std::vector<float>{1.0F, 2.0F, 3.0F, -0.5F, 0.25F, 4.0F}));
  EXPECT_EQ(layer.array("bias"), (std::vector<float>{10.0F, 20.0F}));
}

}  // namespace
}  // namespace poseaae::nn
