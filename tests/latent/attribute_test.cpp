#include "poseaae/latent/attribute.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {
namespace {

TEST(AttributeTest, MeasuresByItsProbe) {
  Attribute attribute;
  attribute.vector = Eigen::Vector3f(1.0F, 2.0F, 0.0F);
  attribute.logistic = Eigen::Vector3f(0.5F, 0.0F, -1.0F);
  attribute.probe = Eigen::Vector3f(2.0F, 0.25F, 1.0F);
  attribute.bias = -0.5;
  EXPECT_DOUBLE_EQ(attribute.log_odds(Eigen::Vector3f(1.0F, 4.0F, 0.5F)), 2 + 1 + 0.5 - 0.5);
  EXPECT_EQ(vector_of(attribute, AttributeVector::kMean), attribute.vector);
  EXPECT_EQ(vector_of(attribute, AttributeVector::kLogistic), attribute.logistic);
}

TEST(AttributeSetTest, FindsByNameAndSaysTheNearest) {
  AttributeSet set;
  set.attributes.resize(2);
  set.attributes[0].name = "style=old";
  set.attributes[1].name = "energy";
  EXPECT_EQ(set.find("energy").name, "energy");
  for (const char* asked : {"style=odl", "old"}) {
    try {
      (void)set.find(asked);
      FAIL() << asked;
    } catch (const UsageError& problem) {
      EXPECT_THAT(problem.what(), testing::HasSubstr("did you mean 'style=old'"));
      EXPECT_THAT(problem.what(), testing::HasSubstr("energy"));
    }
  }
}

}  // namespace
}  // namespace poseaae::latent
