#include "poseaae/recipe/morph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/recipe/recipe.hpp"
#include "session/samples.hpp"

namespace poseaae::recipe {
namespace {

using testing::HasSubstr;

TEST(Morph, PosesBecomeATour) {
  Morph morph;
  morph.stops = {"a.bvh:3", "sample:7", "mean"};
  morph.seconds = 0.5;
  morph.way = "slerp";
  morph.closed = true;
  EXPECT_EQ(path_file_of(morph),
            "phrases:\n"
            "  - tour:\n"
            "      through:\n"
            "        - \"a.bvh:3\"\n"
            "        - \"sample:7\"\n"
            "        - mean\n"
            "      seconds_each: 0.5\n"
            "      way: slerp\n"
            "      closed: true\n");
}

TEST(Morph, SaysHowRandomPosesAreDrawn) {
  const Morph morph{.stops = {"sample:1", "mean"}, .sampling = latent::Sampling::kMixture};
  EXPECT_THAT(path_file_of(morph), testing::StartsWith("sample: mixture\nphrases:\n"));
}

TEST(Morph, ClipsBecomePhrases) {
  Morph morph;
  morph.stops = {"a.bvh:0:20", "a.bvh:30:50"};
  morph.seconds = 1.0;
  morph.travel = latent::Travel::kNone;
  EXPECT_EQ(path_file_of(morph),
            "travel: none\n"
            "transition: {seconds: 1}\n"
            "phrases:\n"
            "  - clip: \"a.bvh:0:20\"\n"
            "  - clip: \"a.bvh:30:50\"\n");
}

TEST(Morph, WhatItWritesCanBeDanced) {
  session::test::Stage stage;
  Morph morph;
  morph.stops = {stage.file("a.bvh") + ":0:20", stage.file("a.bvh") + ":30:50"};
  morph.easing = "cosine";
  morph.closed = true;
  EXPECT_GT(perform_text(path_file_of(morph), "x", stage.model()).dancers[0].path.frames(), 40);
  morph = {};
  morph.stops = {"mean", "sample:2", "sample:3"};
  morph.pace = "latents";
  morph.easing = "quintic";
  EXPECT_EQ(perform_text(path_file_of(morph), "x", stage.model()).dancers[0].path.frames(), 61);
}

TEST(Morph, RefusesWhatCannotBe) {
  const auto complaint = [](const Morph& morph) {
    try {
      return path_file_of(morph);
    } catch (const UsageError& problem) {
      return std::string(problem.what());
    }
  };
  Morph morph;
  EXPECT_THAT(complaint(morph), HasSubstr("found none"));
  morph.stops = {"a.bvh:3", "a.bvh"};
  EXPECT_THAT(complaint(morph), HasSubstr("a.bvh:3 is a pose"));
  morph.stops = {"a.bvh"};
  morph.pace = "latents";
  EXPECT_THAT(complaint(morph), HasSubstr("leave out pace"));
}

}  // namespace
}  // namespace poseaae::recipe
