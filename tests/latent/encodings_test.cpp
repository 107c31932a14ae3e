#include "poseaae/latent/encodings.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {
namespace {

TEST(Encodings, RefuseRowsThatDoNotFit) {
  Encodings encodings;
  encodings.append("dance", {Batch::Zero(2, 2), 30}, {100, 101});
  EXPECT_THROW(encodings.append("x", {Batch::Zero(1, 3), 30}, {0}), UsageError);
  EXPECT_THROW(encodings.append("x", {Batch::Zero(1, 2), 60}, {0}), UsageError);
  EXPECT_THROW(encodings.append("x", {Batch::Zero(2, 2), 30}, {0}), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
