#include "poseaae/live/addresses.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/paths.hpp"
#include "support/support.hpp"

namespace poseaae::live {
namespace {

using testing::HasSubstr;

const Address& row_of(const std::string& address) {
  const auto found = find_address(addresses(), address);
  EXPECT_NE(found.row, nullptr) << address;
  return *found.row;
}

std::string complaint_of(const std::string& address, std::vector<Value> values) {
  return complaint(row_of(address), {address, std::move(values)});
}

TEST(Addresses, AreFoundByPattern) {
  EXPECT_EQ(find_address(addresses(), "/poseaae/latent/17").number, 17);
  EXPECT_EQ(find_address(addresses(), "/poseaae/latent/3").number, 3);
  EXPECT_EQ(find_address(addresses(), "/poseaae/latent/3").row->pattern, "/poseaae/latent/3");
  EXPECT_EQ(find_address(addresses(), "/poseaae/style/style=old").name, "style=old");
  EXPECT_EQ(find_address(addresses(), "/poseaae/style/a/b").name, "a/b");
  EXPECT_EQ(find_address(addresses(), "/poseaae/mix/a").row->pattern, "/poseaae/mix/a");
  for (const char* none :
       {"", "/", "/poseaae", "/poseaae/", "/poseaae/latent/", "/poseaae/latent/x",
        "/poseaae/latent/-1", "/poseaae/latent/3/4", "/poseaae/style/", "tempo"}) {
    EXPECT_EQ(find_address(addresses(), none).row, nullptr) << none;
  }
}

TEST(Addresses, SayWhatTheyExpected) {
  EXPECT_EQ(complaint_of("/poseaae/tempo", {0.5F}), "");
  EXPECT_EQ(complaint_of("/poseaae/tempo", {2}), "");  // a whole number is a number
  EXPECT_EQ(complaint_of("/poseaae/tempo", {"fast"}),
            "/poseaae/tempo: expected a number, found 'fast'");
  EXPECT_EQ(complaint_of("/poseaae/tempo", {}), "/poseaae/tempo: expected a number, found none");
  EXPECT_EQ(complaint_of("/poseaae/tempo", {1.0F, 2.0F}),
            "/poseaae/tempo: expected a number, found 1 2");
  EXPECT_THAT(complaint_of("/poseaae/tempo", {std::numeric_limits<float>::quiet_NaN()}),
              HasSubstr("expected a number"));
  EXPECT_EQ(complaint_of("/poseaae/record", {1.0F}), "");  // as controllers send it
  EXPECT_THAT(complaint_of("/poseaae/record", {0.5F}), HasSubstr("expected a whole number"));
  EXPECT_EQ(complaint_of("/poseaae/path", {0.0F, 0.0F, 1.0F, 1.0F}), "");
  EXPECT_THAT(complaint_of("/poseaae/path", {0.0F, 0.0F, 1.0F, 1.0F, 2.0F}), HasSubstr("places"));
  EXPECT_THAT(complaint_of("/poseaae/path", {0.0F, 0.0F}), HasSubstr("places"));
  EXPECT_THAT(complaint_of("/poseaae/walk/kind", {"sphere"}),
              HasSubstr("expected one of matern, ou, found 'sphere'"));
  EXPECT_THAT(complaint_of("/poseaae/cue/next", {1}), HasSubstr("expected no value"));
  EXPECT_EQ(complaint_of("/poseaae/mix/a", {"waltz"}), "");
  EXPECT_EQ(complaint_of("/poseaae/mix/a", {7}), "");
}

TEST(Addresses, LimitValues) {
  const auto of = [](const std::string& address, std::vector<Value> values) {
    return limited(row_of(address), {address, std::move(values)}).values;
  };
  EXPECT_EQ(of("/poseaae/tempo", {7}), std::vector<Value>{3.0F});
  EXPECT_EQ(of("/poseaae/latent", {-9.0F, 0.25F, 9.0F}), (std::vector<Value>{-3.0F, 0.25F, 3.0F}));
  EXPECT_EQ(of("/poseaae/record", {5.0F}), std::vector<Value>{1});
  EXPECT_EQ(of("/poseaae/preset/save", {-2}), std::vector<Value>{0});
  EXPECT_EQ(of("/poseaae/source", {"walk"}), std::vector<Value>{"walk"});
  EXPECT_EQ(of("/poseaae/cue/at", {-7}), std::vector<Value>{-1});
}

// docs/LIVE.md has the table that `pose_live --addresses` prints, so that it cannot drift.
TEST(Addresses, AreThoseOfTheDocumentation) {
  const std::string docs = read_file(test::source_dir() / "docs" / "LIVE.md");
  EXPECT_THAT(docs, HasSubstr("\n" + markdown_table(addresses()) + "\n"));
}

}  // namespace
}  // namespace poseaae::live
