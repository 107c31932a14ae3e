#include "poseaae/latent_io/attribute_file.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/hdf5.hpp"
#include "support/support.hpp"

namespace poseaae::latent {
namespace {

using test::TemporaryFolder;

Eigen::VectorXf three(float a, float b, float c) {
  Eigen::VectorXf vector(3);
  vector << a, b, c;
  return vector;
}

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

TEST(AttributeFile, ComesBackFromAFile) {
  const TemporaryFolder folder;
  const AttributeSet set = two_attributes();
  save_attributes(set, folder / "a.h5");
  const AttributeSet loaded = load_attributes(folder / "a.h5");
  EXPECT_EQ(loaded.model, set.model);
  EXPECT_EQ(loaded.model_sha256, set.model_sha256);
  EXPECT_EQ(loaded.data, set.data);
  EXPECT_EQ(loaded.support_floor, set.support_floor);
  EXPECT_EQ(loaded.leakage, set.leakage);
  EXPECT_EQ(loaded.natural_leakage.size(), 0);
  ASSERT_EQ(loaded.attributes.size(), 2U);
  for (std::size_t a = 0; a < 2; ++a) {
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
    EXPECT_EQ(found.neutral_poses, expected.neutral_poses);
  }
  const auto& figures = loaded.attributes[0].figures;
  EXPECT_EQ(figures.against_neutral.null_high, 0.6);
  EXPECT_EQ(figures.reach.null_high, 0.4);
  EXPECT_TRUE(std::isinf(figures.beyond_from));
  EXPECT_TRUE(std::isnan(figures.spearman.value));
}

TEST(AttributeFile, RefusesDamageAndOtherFiles) {
  const TemporaryFolder folder;
  const auto path = folder / "a.h5";
  save_attributes(two_attributes(), path);
  std::string bytes = read_file(path);
  for (const std::size_t at : {bytes.size() / 4, bytes.size() / 2, bytes.size() - 200}) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    write_file(folder / "damaged.h5", damaged);
    EXPECT_THROW((void)load_attributes(folder / "damaged.h5"), ModelError) << at;
  }
  EXPECT_THROW((void)load_attributes(folder / "none.h5"), InputError);
  h5::write_file(folder / "else.h5",
                 [](h5::Group& root) { root.set_attribute("format", "PoseAAE encodings"); });
  EXPECT_THROW((void)load_attributes(folder / "else.h5"), ModelError);
  // A vector with a hole, as another program might have written it.
  AttributeSet holed = two_attributes();
  holed.attributes[1].vector[0] = std::numeric_limits<float>::quiet_NaN();
  save_attributes(holed, folder / "holed.h5");
  EXPECT_THROW((void)load_attributes(folder / "holed.h5"), ModelError);
}

}  // namespace
}  // namespace poseaae::latent
