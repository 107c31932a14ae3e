#include "latent/attribute_samples.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace poseaae::latent::test {

namespace {

Eigen::VectorXf three(float a, float b, float c) {
  Eigen::VectorXf vector(3);
  vector << a, b, c;
  return vector;
}

}  // namespace

AttributeSet two_attributes() {
  AttributeSet set;
  set.model = "best.safetensors";
  set.model_sha256 = "abc";
  set.data = "12 poses of 3 clips";
  set.support_floor = -7.5;
  set.attributes.resize(2);
  for (int a = 0; a < 2; ++a) {
    Attribute& attribute = set.attributes[static_cast<std::size_t>(a)];
    attribute.name = a == 0 ? "style=old" : "energy";
    attribute.vector = three(1.0F, 2.0F, static_cast<float>(a));
    attribute.logistic = three(0.5F, 0.0F, -1.0F);
    attribute.probe = three(2.0F, 0.25F, 1.0F);
    attribute.bias = -0.5;
    attribute.tempo = 0.8;
    attribute.neutral = a == 0 ? "style=normal" : "lowest third";
    attribute.matched = a == 0 ? "content" : "";
    attribute.clips = 3;
    attribute.poses = 100;
    attribute.neutral_clips = 4;
    attribute.neutral_poses = 90 + a;
  }
  auto& figures = set.attributes[0].figures;
  figures.against_neutral = {0.9, 0.5, 0.6, 0.01};
  figures.reach = {1.1, 0.1, 0.4};
  figures.beyond_from = std::numeric_limits<double>::infinity();
  set.leakage = (Eigen::Matrix2d() << 1, 0.25, -0.5, 0.75).finished();
  return set;
}

void expect_same(const AttributeSet& loaded, const AttributeSet& set) {
  EXPECT_EQ(loaded.model, set.model);
  EXPECT_EQ(loaded.model_sha256, set.model_sha256);
  EXPECT_EQ(loaded.data, set.data);
  EXPECT_EQ(loaded.support_floor, set.support_floor);
  EXPECT_EQ(loaded.leakage, set.leakage);
  EXPECT_EQ(loaded.natural_leakage, set.natural_leakage);
  ASSERT_EQ(loaded.attributes.size(), set.attributes.size());
  for (std::size_t a = 0; a < set.attributes.size(); ++a) {
    const Attribute& found = loaded.attributes[a];
    const Attribute& expected = set.attributes[a];
    EXPECT_EQ(found.name, expected.name);
    EXPECT_EQ(found.vector, expected.vector);
    EXPECT_EQ(found.logistic, expected.logistic);
    EXPECT_EQ(found.probe, expected.probe);
    EXPECT_EQ(found.bias, expected.bias);
    EXPECT_EQ(found.tempo, expected.tempo);
    EXPECT_EQ(found.neutral, expected.neutral);
    EXPECT_EQ(found.matched, expected.matched);
    EXPECT_EQ(found.clips, expected.clips);
    EXPECT_EQ(found.poses, expected.poses);
    EXPECT_EQ(found.neutral_clips, expected.neutral_clips);
    EXPECT_EQ(found.neutral_poses, expected.neutral_poses);
    std::vector<double> numbers;
    for_each_figure(expected.figures, [&](const char*, double v) { numbers.push_back(v); });
    auto wanted = numbers.begin();
    for_each_figure(found.figures, [&](const char* name, double v) {
      EXPECT_TRUE(v == *wanted || (std::isnan(v) && std::isnan(*wanted))) << name << ' ' << v;
      ++wanted;
    });
  }
}

}  // namespace poseaae::latent::test
