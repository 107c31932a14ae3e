#include "poseaae/latent/attribute_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "latent/attribute_samples.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/safetensors/safetensors.hpp"
#include "support/support.hpp"

namespace poseaae::latent {
namespace {

using test::two_attributes;
using testing::HasSubstr;

class AttributeFile : public testing::Test {
 protected:
  [[nodiscard]] std::string bytes_of(const AttributeSet& set) const {
    save_attributes(set, folder_ / "a.safetensors");
    return read_file(folder_ / "a.safetensors");
  }
  /// What the reader says of these bytes; "" when it reads them.
  [[nodiscard]] static std::string refusal(const std::string& bytes) {
    try {
      (void)load_attributes(std::as_bytes(std::span(bytes)), "some.safetensors");
      return "";
    } catch (const InputError& problem) {
      EXPECT_THAT(problem.what(), testing::StartsWith("some.safetensors: "));
      return problem.what();
    }
  }
  /// What it says of two_attributes() with a text of the header replaced by one of the same length,
  /// and without its checksum.
  [[nodiscard]] std::string refusal_with(const std::string& from, const std::string& to) const {
    std::string bytes = bytes_of(two_attributes());
    bytes.replace(bytes.find("\"crc32\""), 7, "\"note5\"");
    const auto at = bytes.find(from);
    EXPECT_TRUE(at != std::string::npos && from.size() == to.size()) << from;
    return refusal(bytes.replace(at, from.size(), to));
  }

  poseaae::test::TemporaryFolder folder_;
};

TEST_F(AttributeFile, ComesBack) {
  AttributeSet set = two_attributes();
  (void)bytes_of(set);
  test::expect_same(load_attributes(folder_ / "a.safetensors"), set);
  set.model = "b\xFF.safetensors";  // not UTF-8, as names of files may be
  set.attributes[0].name = "style=\xE4lt";
  set.leakage.resize(0, 0);
  set.natural_leakage = Eigen::Matrix2d::Identity();
  (void)bytes_of(set);
  test::expect_same(load_attributes(folder_ / "a.safetensors"), set);
  (void)bytes_of({});
  EXPECT_TRUE(load_attributes(folder_ / "a.safetensors").attributes.empty());
}

/// What docs/FILES.md says, as another program reads it.
TEST_F(AttributeFile, HoldsWhatItsPageSays) {
  const std::string bytes = bytes_of(two_attributes());
  const safetensors::View file(std::as_bytes(std::span(bytes)));
  EXPECT_EQ(file.text("format"), "PoseAAE attributes");
  EXPECT_EQ(file.text("version"), "2");
  EXPECT_EQ(file.text("model_sha256"), "abc");
  EXPECT_EQ(file.text("attributes"),
            R"([{"matched":"content","name":"style=old","neutral":"style=normal"},)"
            R"({"matched":"","name":"energy","neutral":"lowest third"}])");
  EXPECT_EQ(file.read<float>("vectors", {2, 3}), (std::vector<float>{1, 2, 0, 1, 2, 1}));
  EXPECT_EQ(file.read<double>("tempo", {2}), (std::vector<double>{0.8, 0.8}));
  EXPECT_EQ(file.read<std::int32_t>("neutral_poses", {2}), (std::vector<std::int32_t>{90, 91}));
  EXPECT_EQ(file.read<double>("leakage", {2, 2}), (std::vector<double>{1, 0.25, -0.5, 0.75}));
  EXPECT_EQ(file.read_with_gaps<double>("figures.reach", {2})[0], 1.1);
}

TEST_F(AttributeFile, RefusesOtherAndDamagedFiles) {
  const std::string bytes = bytes_of(two_attributes());
  EXPECT_THAT(refusal(bytes.substr(0, bytes.size() - 1)), HasSubstr("damaged"));
  int accepted = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    accepted += refusal(damaged).empty() ? 1 : 0;
  }
  EXPECT_LT(accepted, 5) << "letters of the checksum's name, without which there is none";
  EXPECT_THAT(refusal_with("PoseAAE attributes", "PoseAAE attribute?"),
              HasSubstr("expected attributes (attributes.safetensors"));
  EXPECT_THAT(refusal_with(R"("version":"2")", R"("version":"3")"),
              HasSubstr("expected attributes version 2, found 3"));
  EXPECT_THAT(refusal(std::string("\x89HDF\r\n\x1a\n", 8)),
              HasSubstr("pose_export OLD.h5 --out NEW.safetensors"));
  EXPECT_THROW((void)load_attributes(folder_ / "none.safetensors"), InputError);
}

TEST_F(AttributeFile, RefusesWhatDoesNotFit) {
  EXPECT_THAT(refusal_with(R"("poses":{)", R"("posed":{)"), HasSubstr("poses: expected an array"));
  EXPECT_THAT(refusal_with(R"("figures.reach":)", R"("figures.leech":)"),
              HasSubstr("an array that this version does not know"));
  EXPECT_THAT(refusal_with(R"(\"neutral\")", R"(\"natural\")"), HasSubstr("\"neutral\""));
  EXPECT_THAT(refusal_with(R"("shape":[2,3])", R"("shape":[3,2])"), HasSubstr("expected shape"));
  AttributeSet holed = two_attributes();
  holed.attributes[1].vector[0] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(refusal(bytes_of(holed)), HasSubstr("vectors: expected finite numbers"));
  AttributeSet uneven = two_attributes();
  uneven.attributes[0].probe = Eigen::Vector2f(1, 2);
  uneven.attributes[1].probe = Eigen::Vector4f(1, 2, 3, 4);  // six numbers in all, as two of three
  EXPECT_THROW(save_attributes(uneven, folder_ / "u.safetensors"), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
