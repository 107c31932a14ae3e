#include "poseaae/osc/addresses.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <set>
#include <sstream>

#include "support/support.hpp"

namespace poseaae::osc {
namespace {

using live::Message;
using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> kClips{"waltz", "steps", "turn"};

Translation said(const Message& message) {
  const Alias* alias = alias_of(message.address);
  EXPECT_NE(alias, nullptr) << message.address;
  return translated(*alias, message, kClips);
}

TEST(OscAddresses, WhatTheToolsSendToTwoClips) {
  for (const auto& [number, side] : {std::pair("1", "a"), std::pair("2", "b")}) {
    const std::string theirs = std::string("/mocap/seq") + number;
    const std::string ours = std::string("/poseaae/mix/") + side;
    EXPECT_THAT(said({theirs + "index", {2}}).messages,
                ElementsAre(Message{ours, {"turn"}}, Message{"/poseaae/source", {"mix"}}));
    EXPECT_THAT(said({theirs + "frameindex", {120}}).messages,
                ElementsAre(Message{ours + "/frame", {120}}));
    EXPECT_THAT(said({theirs + "framerange", {100, 200}}).messages,
                ElementsAre(Message{ours + "/range", {100, 200}}));
    EXPECT_THAT(said({theirs + "frameincr", {1}}).messages,
                ElementsAre(Message{ours + "/step", {1.0F}}));
    EXPECT_THAT(said({theirs + "time", {2.5F}}).messages,
                ElementsAre(Message{ours + "/time", {2.5F}}));
    EXPECT_THAT(said({theirs + "timerange", {1, 2.5F}}).messages,
                ElementsAre(Message{ours + "/time_range", {1.0F, 2.5F}}));
  }
}

TEST(OscAddresses, OtherSpellings) {
  EXPECT_THAT(said({"/mocap/sew2frameincr", {2}}).messages,
              ElementsAre(Message{"/poseaae/mix/b/step", {2.0F}}));
  EXPECT_THAT(said({"/mocap/frameindex1", {7}}).messages,
              ElementsAre(Message{"/poseaae/mix/a/frame", {7}}));
  EXPECT_THAT(said({"/mocap/framerange2", {7, 9}}).messages,
              ElementsAre(Message{"/poseaae/mix/b/range", {7, 9}}));
  EXPECT_THAT(
      said({"/mocap/seqindex", {0}}).messages,
      ElementsAre(Message{"/poseaae/clip", {"waltz"}}, Message{"/poseaae/source", {"clip"}}));
  EXPECT_THAT(said({"/mocap/seqtimerange", {0, 1}}).messages,
              ElementsAre(Message{"/poseaae/clip/time_range", {0.0F, 1.0F}}));
}

TEST(OscAddresses, OneNumberForEachLatent) {
  EXPECT_THAT(said({"/synth/encodingmix", {0.5F, 1, -0.25F}}).messages,
              ElementsAre(Message{"/poseaae/mix/amount", {0.5F, 1.0F, -0.25F}}));
  EXPECT_THAT(said({"/synth/encodingmixfactor", {0.5F}}).messages,
              ElementsAre(Message{"/poseaae/mix/amount", {0.5F}}));
  EXPECT_THAT(said({"/synth/encodingoffset", {0.5F, -2.0F}}).messages,
              ElementsAre(Message{"/poseaae/offset", {0.5F, -2.0F}}));
}

TEST(OscAddresses, WholeNumbersComeAsFloatsToo) {
  EXPECT_THAT(said({"/mocap/seq1index", {1.0F}}).messages[0],
              (Message{"/poseaae/mix/a", {"steps"}}));
  EXPECT_THAT(said({"/mocap/seq1index", {"turn"}}).messages[0],
              (Message{"/poseaae/mix/a", {"turn"}}));
  EXPECT_THAT(said({"/mocap/seq1frameindex", {3.9F}}).messages,
              ElementsAre(Message{"/poseaae/mix/a/frame", {3}}));
  EXPECT_THAT(
      said({"/mocap/seq1frameindex", {1e30F}}).messages,
      ElementsAre(Message{"/poseaae/mix/a/frame", {std::numeric_limits<std::int32_t>::max()}}));
}

TEST(OscAddresses, WhatSaysNothing) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(said({"/mocap/seq1index", {3}}).refused,
              HasSubstr("a number from 0 to 2, or a name"));
  EXPECT_THAT(said({"/mocap/seq1index", {-1}}).refused,
              HasSubstr("a number from 0 to 2, or a name"));
  EXPECT_THAT(said({"/mocap/seq1index", {nan}}).refused, HasSubstr("expected one clip"));
  EXPECT_THAT(said({"/mocap/seq1index", {}}).refused, HasSubstr("expected one clip"));
  EXPECT_THAT(said({"/mocap/seq1frameindex", {"x"}}).refused,
              HasSubstr("/mocap/seq1frameindex: expected 1 finite numbers, found"));
  EXPECT_THAT(said({"/mocap/seq1framerange", {1}}).refused, HasSubstr("expected 2 finite numbers"));
  EXPECT_THAT(said({"/mocap/seq1time", {nan}}).refused, HasSubstr("expected 1 finite numbers"));
  EXPECT_THAT(said({"/synth/encodingmix", {}}).refused, HasSubstr("1 finite numbers or more"));
  EXPECT_THAT(said({"/mocap/seq1frameindex", {"x"}}).messages, ElementsAre());
  EXPECT_THAT(translated(*alias_of("/mocap/seqindex"), {"/mocap/seqindex", {0}}, {}).refused,
              HasSubstr("there are no clips"));
  EXPECT_EQ(alias_of("/mocap/seq3index"), nullptr);
}

TEST(OscAddresses, NoneTwice) {
  std::set<std::string_view> seen;
  for (const Alias& alias : aliases())
    EXPECT_TRUE(seen.insert(alias.address).second) << alias.address;
}

TEST(OscAddresses, TheDocumentationHasTheTable) {
  std::ifstream file(test::source_dir() / "docs/LIVE.md");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_NE(text.str().find(live::markdown_table(address_rows())), std::string::npos)
      << "docs/LIVE.md: expected this table:\n"
      << live::markdown_table(address_rows());
}

}  // namespace
}  // namespace poseaae::osc
