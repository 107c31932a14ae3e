#include "poseaae/recipe/recipe.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/latent/arithmetic.hpp"
#include "poseaae/latent/attribute_file.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/latent/smoothing.hpp"
#include "poseaae/latent/transition.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "session/samples.hpp"

namespace poseaae::recipe {
namespace {

using latent::RootPath;
using testing::HasSubstr;

/// One model and one clip, "<folder>/a.bvh", for all tests.
class Recipe : public testing::Test {
 protected:
  Batch phrases(const std::string& yaml) {
    return run("phrases:\n" + yaml).dancers.at(0).path.points;
  }
  Performance run(const std::string& yaml) {
    return perform_text(stage_.fill(yaml), "x.yaml", stage_.model());
  }
  std::string complaint(const std::string& yaml) {
    try {
      (void)run(yaml);
    } catch (const Error& problem) {
      return problem.what();
    }
    return "accepted";
  }
  Batch clip(int first, int last) { return stage_.encoded().middleRows(first, last - first); }

  session::test::Stage stage_;
};

TEST_F(Recipe, AClipIsItsEncodings) {
  const Batch path = phrases("  - clip: A:10:30\n");
  ASSERT_EQ(path.rows(), 20);
  EXPECT_TRUE(path.isApprox(clip(10, 30), 1e-6F));
}

TEST_F(Recipe, RandomPosesAreDrawnAsTheFileSays) {
  session::OpenModel flowing = stage_.with_flow();
  const auto points = [&](const std::string& yaml) {
    return perform_text(yaml, "x.yaml", flowing).dancers.at(0).path.points;
  };
  const Batch mixed = points("sample: mixture\nphrases: [{hold: 'sample:7'}]");
  Random random(7);
  const auto draw = latent::draw_of(flowing.codec().latent(), latent::Sampling::kMixture);
  EXPECT_EQ(mixed.row(0).transpose(), draw(random).cast<float>());
  EXPECT_THAT(complaint("sample: mixture\nphrases: [{hold: mean}]"),
              HasSubstr("x.yaml:1:9: sample: expected prior"));
  EXPECT_THAT(complaint("sample: mixtur\nphrases: [{hold: mean}]"),
              HasSubstr("(did you mean 'mixture'?)"));
}

TEST_F(Recipe, WalksAndLoopsCanBeKeptLikely) {
  session::OpenModel flowing = stage_.with_flow();
  const auto points = [&](const std::string& yaml) {
    return perform_text(yaml, "x.yaml", flowing).dancers.at(0).path.points;
  };
  EXPECT_EQ(points("phrases: [{walk: {seconds: 2, seed: 3, keep_likely: true}}]"),
            flowing.walk({}, {.count = 60, .seed = 3}, true).points);
  EXPECT_EQ(points("phrases: [{loop: {seconds: 2, seed: 3, keep_likely: true}}]"),
            flowing.loop({}, {.seconds = 2, .seed = 3}, true).points);
  EXPECT_THAT(complaint("phrases: [{walk: {seconds: 2, keep_likely: true}}]"),
              HasSubstr("expected a model with a flow"));
}

// A start is a pose of its own, and where nothing random is drawn, nothing contradicts.
TEST_F(Recipe, ARandomStartThatIsKeptLikelyIsDrawnByTheFlow) {
  session::OpenModel flowing = stage_.with_flow();
  const auto perform = [&](const std::string& yaml) {
    return perform_text(yaml, "x.yaml", flowing).dancers.at(0).path.points;
  };
  for (const char* phrase : {"walk", "loop"}) {
    const auto with = [&](const std::string& sample, const std::string& start) {
      return fmt::format("sample: {}\nphrases: [{{{}: {{seconds: 2, keep_likely: true{}}}}}]",
                         sample, phrase, start);
    };
    for (const char* sample : {"prior", "mixture"}) {
      EXPECT_THAT([&] { perform(with(sample, "")); },
                  testing::ThrowsMessage<ParseError>(testing::AllOf(
                      HasSubstr("x.yaml:2:"), HasSubstr("expected keep_likely without sample"),
                      HasSubstr(fmt::format("found sample: {}", sample)))));
    }
    EXPECT_GT(perform(with("mixture", ", start: mean")).rows(), 0) << phrase;
    EXPECT_GT(perform(with("flow", "")).rows(), 0) << phrase;
  }
}

TEST_F(Recipe, PhrasesFollowWithoutADoubledFrame) {
  const Batch path = phrases("  - clip: A:0:20\n  - clip: A:30:50\n    transition: 0.5\n");
  const int between = static_cast<int>(std::lround(0.5 * stage_.model().fps())) - 1;
  ASSERT_EQ(path.rows(), 20 + between + 20);
  EXPECT_TRUE(path.topRows(20).isApprox(clip(0, 20), 1e-6F));
  EXPECT_TRUE(path.bottomRows(20).isApprox(clip(30, 50), 1e-6F));
  const auto bridge =
      latent::bridge({clip(0, 20), stage_.model().fps()}, {clip(30, 50), stage_.model().fps()},
                     stage_.model().space(), {.seconds = 0.5});
  EXPECT_TRUE(path.middleRows(20, between).isApprox(bridge.points, 1e-5F));
}

TEST_F(Recipe, ATransitionOfNothingIsACut) {
  EXPECT_EQ(phrases("  - clip: A:0:20\n  - clip: A:30:50\n    transition: 0\n").rows(), 40);
  const Batch path =
      run("transition: 0\nphrases: [{clip: A:0:5}, {clip: A:9:12}]").dancers[0].path.points;
  ASSERT_EQ(path.rows(), 8);
  EXPECT_TRUE(path.row(5).isApprox(clip(9, 10).row(0), 1e-6F));
}

TEST_F(Recipe, ClosedLeadsBackToTheFirstPhrase) {
  const Batch open = phrases("  - clip: A:0:20\n  - clip: A:30:50\n");
  const Batch path =
      run("closed: true\nphrases: [{clip: A:0:20}, {clip: A:30:50}]").dancers[0].path.points;
  ASSERT_GT(path.rows(), open.rows());
  EXPECT_TRUE(path.topRows(open.rows()).isApprox(open, 1e-6F));
  const float closing = (path.row(0) - path.row(path.rows() - 1)).norm();
  const float first_step = (path.row(1) - path.row(0)).norm();
  EXPECT_LT(closing, 3.0F * first_step);
}

TEST_F(Recipe, AnotherRateKeepsTheSeamOfALoop) {
  const std::string loop = "closed: true\nphrases: [{clip: A:0:20}, {clip: A:30:50}]";
  const Batch path = run(loop).dancers[0].path.points;
  const Batch fine = run("fps: 60\n" + loop).dancers[0].path.points;
  ASSERT_EQ(fine.rows(), 2 * path.rows());
  const auto last = fine.rows() - 1;
  const Eigen::RowVectorXf middle = 0.5F * (path.row(path.rows() - 1) + path.row(0));
  EXPECT_LT((fine.row(last) - middle).norm(), 0.1F * (path.row(1) - path.row(0)).norm());
}

TEST_F(Recipe, ChangesApplyInTheOrderTheyAreWritten) {
  // Half of the frames, then twice the path; or twice the path, then half of its frames.
  const Batch first = phrases("  - clip: A:0:21\n    slow: 0.5\n    repeat: 2\n");
  const Batch second = phrases("  - clip: A:0:21\n    repeat: 2\n    slow: 0.5\n");
  ASSERT_EQ(first.rows(), 22);
  ASSERT_EQ(second.rows(), 21);
  EXPECT_TRUE(first.topRows(11).isApprox(first.bottomRows(11)));
}

TEST_F(Recipe, ChangesAreThoseOfTheLatentLibrary) {
  const double fps = stage_.model().fps();
  const Batch slow = phrases("  - clip: A:0:20\n    slow: 3\n");
  EXPECT_TRUE(slow.isApprox(latent::slow_motion({clip(0, 20), fps}, 3.0).points, 1e-5F));
  const Batch smooth = phrases("  - clip: A:0:20\n    smooth: 2\n");
  EXPECT_TRUE(
      smooth.isApprox(latent::smooth(clip(0, 20), latent::lambda_for_cutoff(2.0, fps)), 1e-5F));
  const Batch reverse = phrases("  - clip: A:0:20\n    reverse: true\n");
  EXPECT_TRUE(reverse.isApprox(clip(0, 20).colwise().reverse(), 1e-6F));
  const Batch offset = phrases(
      "  - clip: A:0:21\n    offset: {direction: 1, amplitude: 2, unit: latent, cycles: 1}\n");
  EXPECT_NEAR(offset(5, 1) - clip(0, 21)(5, 1), 2.0, 1e-4);  // a quarter of the way, sin 90 degrees
  EXPECT_NEAR(offset(5, 0), clip(0, 21)(5, 0), 1e-5);
}

TEST_F(Recipe, AWalkIsTheLibrarysWalk) {
  const Batch path = phrases("  - walk: {seconds: 2, seed: 5, start: A:7}\n");
  latent::WalkOptions options;
  options.seed = 5;
  options.count = static_cast<int>(std::lround(2.0 * stage_.model().fps()));
  const Eigen::VectorXf start = clip(7, 8).row(0).transpose();
  const auto walk = latent::walk(stage_.model().space(), start, options, stage_.model().fps());
  EXPECT_TRUE(path.isApprox(walk.points, 1e-5F));
}

TEST_F(Recipe, ATourPassesItsPoses) {
  const Batch path =
      phrases("  - tour: {through: [A:3, sample:4, mean, [1, -1, 0.5, 0]], seconds_each: 0.5}\n");
  const int each = static_cast<int>(std::lround(0.5 * stage_.model().fps()));
  ASSERT_EQ(path.rows(), 3 * each + 1);
  EXPECT_TRUE(path.row(0).isApprox(clip(3, 4).row(0), 1e-5F));
  EXPECT_TRUE(path.row(2 * each).isApprox(
      stage_.model().codec().latent().mean.cast<float>().transpose(), 1e-4F));
  EXPECT_TRUE(path.row(3 * each).isApprox(Eigen::RowVector4f(1, -1, 0.5F, 0), 1e-4F));
  EXPECT_EQ(
      phrases("  - tour: {through: [A:3, A:9, A:30], seconds_each: 0.5, closed: true}\n").rows(),
      3 * each);
}

TEST_F(Recipe, ALoopComesBack) {
  for (const std::string kind : {"great_circle", "fourier"}) {
    const Batch path = phrases("  - loop: {seconds: 4, kind: " + kind + ", seed: 3}\n");
    ASSERT_EQ(path.rows(), std::lround(4.0 * stage_.model().fps())) << kind;
    const float closing = (path.row(0) - path.row(path.rows() - 1)).norm();
    EXPECT_LT(closing, 2.0F * (path.row(1) - path.row(0)).norm()) << kind;
  }
}

TEST_F(Recipe, AMixTakesPhrases) {
  const Batch path = phrases(
      "  - mix:\n      a: A:0:20\n      b: {clip: A:20:40, reverse: true}\n      factor: 0.25\n");
  const Batch expected = 0.75F * clip(0, 20) + 0.25F * Batch(clip(20, 40).colwise().reverse());
  EXPECT_TRUE(path.isApprox(expected, 1e-4F));
}

TEST_F(Recipe, HoldStands) {
  const Batch path = phrases("  - hold: {pose: A:4, seconds: 1}\n");
  ASSERT_EQ(path.rows(), std::lround(stage_.model().fps()));
  EXPECT_TRUE(path.rowwise().norm().isApproxToConstant(clip(4, 5).norm(), 1e-5F));
  EXPECT_EQ(phrases("  - hold: sample:1\n").rows(), 1);
}

TEST_F(Recipe, KeptLatentsAreDancedAgain) {
  latent::Encodings encodings;
  encodings.append("kept", {clip(0, 12), stage_.model().fps()}, std::vector<int>(12, 0));
  latent::save_encodings(encodings, stage_.file("kept.h5"));
  const Batch path = phrases("  - latents: " + stage_.file("kept.h5") + "\n");
  EXPECT_TRUE(path.isApprox(clip(0, 12), 1e-6F));
}

TEST_F(Recipe, DancersHaveTheirOwnPhrasesAndTheFilesManner) {
  const auto performance =
      run("title: Duet\nfps: 60\ntransition: 0\ndancers:\n"
          "  - {name: left, phrases: [{clip: A:0:11}, {clip: A:0:10}]}\n"
          "  - {phrases: [{clip: A:5:10}], closed: false}\n");
  EXPECT_EQ(performance.title, "Duet");
  ASSERT_EQ(performance.dancers.size(), 2U);
  EXPECT_EQ(performance.dancers[0].name, "left");
  EXPECT_EQ(performance.dancers[1].name, "dancer 2");
  EXPECT_EQ(performance.dancers[0].path.fps, 60.0);
  EXPECT_EQ(performance.dancers[0].path.frames(), 41);  // 20 steps of 1/30 s in 1/60 s
}

TEST_F(Recipe, SaysWhereWhatIsWrong) {
  EXPECT_EQ(complaint("phrases: [{wlak: 3}]").substr(0, 58),
            "x.yaml:1:12: expected a source or a change (clip, hold, la");
  EXPECT_THAT(complaint("phrases: [{wlak: 3}]"), HasSubstr("did you mean 'walk'?"));
  EXPECT_THAT(complaint("phrases: [{clip: A, walk: 3}]"),
              HasSubstr("expected one source per phrase, found 'walk' after 'clip'"));
  EXPECT_THAT(complaint("phrases: [{slow: 3}]"),
              HasSubstr("1:11: expected a phrase with a source"));
  EXPECT_THAT(complaint("phrases: [{clip: A, slow: 0}]"), HasSubstr("number greater than 0"));
  EXPECT_THAT(complaint("phrases: [{walk: {second: 3}}]"), HasSubstr("did you mean 'seconds'?"));
  EXPECT_THAT(complaint("phrases: [{walk: {kind: matren}}]"), HasSubstr("x.yaml:1:18"));
  EXPECT_THAT(complaint("phrases: []"), HasSubstr("list with at least one entry"));
  EXPECT_THAT(complaint("title: x"), HasSubstr("either phrases or dancers, found neither"));
  EXPECT_THAT(complaint("{phrases: [{walk: 1}], dancers: []}"), HasSubstr("found both"));
  EXPECT_THAT(complaint("dancers: []"), HasSubstr("list with at least one entry"));
  EXPECT_THAT(complaint("dancers: [{nam: x, phrases: [{walk: 1}]}]"), HasSubstr("'name'"));
  EXPECT_THAT(complaint("phrases: [{clip: A:900}]"), HasSubstr("x.yaml:1:18"));
  EXPECT_THAT(complaint("phrases: [{hold: A:3:9}]"), HasSubstr("which has 6 frames"));
  EXPECT_THAT(complaint("phrases: [{hold: 'sample:x'}]"), HasSubstr("sample:7"));
  EXPECT_THAT(complaint("phrases: [{hold: [1, 2]}]"), HasSubstr("expected a pose of 4 latents"));
  EXPECT_THAT(complaint("phrases: [{clip: A, offset: {direction: 'attribute:old'}}]"),
              HasSubstr("attributes.safetensors), found none; pose_style learn"));
  EXPECT_THAT(complaint("phrases: [{clip: missing.bvh}]"), HasSubstr("missing.bvh"));
  const std::string too_many = "to 1e+07 frames at 30 fps, found 1e+09 s";
  EXPECT_THAT(complaint("phrases: [{walk: 1e9}]"), HasSubstr(too_many));
  EXPECT_THAT(complaint("phrases: [{loop: 0.01}]"),
              HasSubstr("expected 3 to 1e+07 frames at 30 fps, found 0.01 s; at least 0.1 s"));
  EXPECT_THAT(complaint("phrases: [{loop: 1e9}]"), HasSubstr("expected 0.001 to 10000000 seconds"));
  EXPECT_THAT(complaint("phrases: [{hold: {pose: mean, seconds: 1e9}}]"), HasSubstr(too_many));
  EXPECT_THAT(complaint("phrases: [{tour: {through: [mean, mean], seconds_each: 1e9}}]"),
              HasSubstr(too_many));
  EXPECT_THAT(complaint("phrases: [{tour: {through: [mean, mean, mean], seconds_each: 3e5}}]"),
              HasSubstr("tour: expected 1 to 1e+07 frames, found 1.8e+07"));
  EXPECT_THAT(complaint("phrases: [{walk: 1000, repeat: 1000}]"),
              HasSubstr("expected 1 to 1e+07 frames, found 3e+07"));
}

/// Attributes "style=old" and "style=happy" beside the model, in a file of that name.
void save_attributes(const session::test::Stage& stage, const std::string& name) {
  latent::AttributeSet set;
  set.model = stage.file("model.safetensors");
  set.model_sha256 = sha256_of_file(stage.file("model.safetensors"));
  set.attributes.resize(2);
  set.attributes[0].name = "style=old";
  set.attributes[0].vector = Eigen::Vector4f(1, 0, 0, 0);
  set.attributes[1].name = "style=happy";
  set.attributes[1].vector = Eigen::Vector4f(0, 0, 2, 0);
  for (auto& attribute : set.attributes) {
    attribute.logistic = attribute.vector;
    attribute.probe = attribute.vector;
  }
  latent::save_attributes(set, stage.file(name));
}

TEST_F(Recipe, StylesAddTheirVectors) {
  save_attributes(stage_, "attributes.safetensors");  // found beside the model
  const Batch plain = clip(0, 11);
  const Batch styled = phrases("  - clip: A:0:11\n    style: {style=old: 0.5, style=happy: 0:1}\n");
  EXPECT_NEAR(styled(3, 0) - plain(3, 0), 0.5, 1e-5);
  EXPECT_NEAR(styled(5, 2) - plain(5, 2), 1.0, 1e-5);  // half of the way to 2
  EXPECT_NEAR(styled(5, 1), plain(5, 1), 1e-6);
  EXPECT_TRUE(phrases("  - clip: A:0:11\n    style: style=old\n")
                  .isApprox(plain.rowwise() + Eigen::RowVector4f(1, 0, 0, 0), 1e-6F));
  const Batch offset = phrases(
      "  - clip: A:0:11\n    offset: {direction: 'attribute:style=old', shape: ramp, amplitude: 1, "
      "easing: linear}\n");
  EXPECT_NEAR(offset(5, 0) - plain(5, 0), 0.5, 1e-5);
  EXPECT_THAT(complaint("phrases: [{clip: A, style: {style=odl: 1}}]"), HasSubstr("style=old"));
  EXPECT_THAT(complaint("phrases: [{clip: A, style: {style=old: much}}]"), HasSubstr("x.yaml:1:"));
}

TEST_F(Recipe, GradientsAndBlendsTravelBetweenAttributes) {
  save_attributes(stage_, "mine.h5");
  const std::string head = "attributes: " + stage_.file("mine.h5") + "\n";
  const auto points = [&](const std::string& change) {
    return run(head + "phrases: [{clip: A:0:11, " + change + "}]").dancers[0].path.points;
  };
  const Batch plain = clip(0, 11);
  const Batch turned = points("gradient: {from: style=old, to: style=happy}");
  EXPECT_NEAR(turned(0, 0) - plain(0, 0), 1.0, 1e-5);
  EXPECT_NEAR(turned(10, 2) - plain(10, 2), 2.0, 1e-4);
  EXPECT_NEAR(turned(10, 0), plain(10, 0), 1e-4);
  const Batch from_neutral = points("gradient: {from: neutral, to: style=happy}");
  EXPECT_NEAR(from_neutral(0, 2), plain(0, 2), 1e-5);
  const Batch one = points("blend: {of: {style=old: 1, style=happy: 0}, strength: 2}");
  EXPECT_TRUE(one.isApprox(plain.rowwise() + Eigen::RowVector4f(2, 0, 0, 0), 1e-5F));
  EXPECT_THAT(complaint(head + "phrases: [{clip: A, blend: {of: {style=old: 0.2}}}]"),
              HasSubstr("x.yaml:2"));
}

TEST_F(Recipe, TransfersWhatTwoClipsDifferBy) {
  const Batch plain = clip(0, 12);
  const Batch same =
      phrases("  - clip: A:0:12\n    transfer: {style: A:20:32, neutral: A:20:32, strength: 2}\n");
  EXPECT_TRUE(same.isApprox(plain, 1e-4F));
  const Batch moved =
      phrases("  - clip: A:0:12\n    transfer: {style: A:20:32, neutral: A:30:42, align: false}\n");
  latent::ClipStyleOptions options;
  options.align = false;
  const double fps = stage_.model().fps();
  const auto expected = latent::transfer({plain, fps}, {clip(20, 32), fps}, {clip(30, 42), fps},
                                         stage_.model().space(), options);
  EXPECT_TRUE(moved.isApprox(expected.points, 1e-5F));
  EXPECT_FALSE(moved.isApprox(plain, 1e-2F));
}

TEST_F(Recipe, MixesPerDimension) {
  const Batch path = phrases("  - mix: {a: A:0:20, b: A:20:40, factors: [0, 1, 0.5, 0]}\n");
  EXPECT_TRUE(path.col(0).isApprox(clip(0, 20).col(0), 1e-4F));
  EXPECT_TRUE(path.col(1).isApprox(clip(20, 40).col(1), 1e-4F));
  EXPECT_TRUE(path.col(2).isApprox(0.5F * (clip(0, 20) + clip(20, 40)).col(2), 1e-4F));
  EXPECT_THAT(complaint("phrases: [{mix: {a: A:0:20, b: A:20:40, factors: [0, 1]}}]"),
              HasSubstr("x.yaml:1:"));
}

/// Where the dancer of phrases goes.
class TravellingRecipe : public Recipe {
 protected:
  RootPath way(const std::string& yaml) {
    const auto path = run(yaml).dancers.at(0).path;
    if (!path.root) throw Error("the path has no root");
    EXPECT_EQ(path.root->frames(), path.frames());
    return *path.root;
  }
  bool in_place(const std::string& yaml) { return !run(yaml).dancers.at(0).path.root; }

  static double x_of(const RootPath& way, int t) {
    return way.origin.x() + way.rows(t, RootPath::kX);
  }
  static double heading(const RootPath& way, int t) { return way.rows(t, RootPath::kHeading); }
  static double step(const RootPath& way, int t) {
    return (way.rows.row(t + 1) - way.rows.row(t)).head(2).norm();
  }
  static double largest_step(const RootPath& way) {
    double largest = 0.0;
    for (int t = 0; t + 1 < way.frames(); ++t) largest = std::max(largest, step(way, t));
    return largest;
  }
  RootPath clip_way(int first, int last) {
    RootPath part = *stage_.model().path(stage_.file("t.bvh")).root;
    part.rows = Batch(part.rows.middleRows(first, last - first));
    return part;
  }
};

TEST_F(TravellingRecipe, AClipIsFollowedThroughTheRoom) {
  const RootPath found = way("phrases: [{clip: T:10:70}]");
  const RootPath wanted = clip_way(10, 70);
  for (const int t : {0, 20, 59}) {
    EXPECT_NEAR(x_of(found, t), x_of(wanted, t), 1e-4);
    EXPECT_NEAR(found.clearance(t), wanted.clearance(t), 1e-4);
  }
  EXPECT_FALSE(in_place("phrases: [{clip: T}]"));
  EXPECT_TRUE(in_place("phrases: [{walk: 2}]"));
  EXPECT_TRUE(in_place("phrases: [{tour: [T:3, T:50]}]"));
}

TEST_F(TravellingRecipe, InPlaceIsAChoiceAndChangesNoPose) {
  const std::string phrases = "phrases: [{clip: T:0:40}, {clip: T:30:80}]";
  EXPECT_TRUE(in_place("in_place: true\n" + phrases));
  EXPECT_EQ(run("in_place: true\n" + phrases).dancers[0].path.points,
            run(phrases).dancers[0].path.points);
  const auto duet = run("dancers: [{in_place: true, " + phrases + "}, {" + phrases + "}]");
  EXPECT_FALSE(duet.dancers[0].path.root.has_value());
  EXPECT_TRUE(duet.dancers[1].path.root.has_value());
  EXPECT_EQ(largest_step(way("phrases: [{clip: T, in_place: true}]")), 0.0);
  const RootPath half = way("phrases: [{clip: T:0:40, in_place: true}, {clip: T:0:40}]");
  EXPECT_NEAR(x_of(half, 39), x_of(half, 0), 0.01);
  EXPECT_GT(half.rows.row(half.frames() - 1).head(2).norm(), 0.5);
}

TEST_F(TravellingRecipe, TravelIsAChoiceOfTheFileAndOfEachDancer) {
  using enum latent::Travel;
  const auto travel = [&](const std::string& yaml) { return run(yaml).dancers.at(0).travel; };
  const std::string phrases = "phrases: [{clip: T}]";
  EXPECT_EQ(travel(phrases), kClip);
  EXPECT_EQ(travel("travel: feet\n" + phrases), kFeet);
  EXPECT_TRUE(in_place("travel: feet\n" + phrases));  // no clip's way is kept beside the poses
  EXPECT_EQ(travel("travel: none\n" + phrases), kNone);
  EXPECT_EQ(travel("in_place: true\n" + phrases), kNone);
  EXPECT_EQ(travel("in_place: true\ndancers: [{in_place: false, " + phrases + "}]"), kClip);
  EXPECT_EQ(travel("travel: none\ndancers: [{travel: feet, " + phrases + "}]"), kFeet);
  EXPECT_THROW((void)travel("travel: bus\n" + phrases), Error);
}

TEST_F(TravellingRecipe, PhrasesGoOnWhereTheDancerIs) {
  const double fastest = largest_step(clip_way(0, 90));
  for (const std::string seconds : {"0", "0.3", "1"}) {
    const RootPath found =
        way("transition: " + seconds + "\nphrases: [{clip: T:0:50}, {clip: T:5:30}]");
    EXPECT_LT(largest_step(found), fastest + 1e-4) << seconds;
    for (int t = 0; t + 1 < found.frames(); ++t) {
      EXPECT_LT(std::abs(heading(found, t + 1) - heading(found, t)), 0.1);
    }
  }
  // A random walk follows no clip: it stays where the clip before it ended.
  const RootPath found = way("phrases: [{clip: T:0:30}, {walk: 2}]");
  EXPECT_NEAR(step(found, found.frames() - 20), 0.0, 1e-5);
  EXPECT_LT(largest_step(found), fastest + 1e-4);
}

TEST_F(TravellingRecipe, ChangesOfTimeCarryTheWay) {
  const RootPath slow = way("phrases: [{clip: T:0:30, slow: 2}]");
  EXPECT_NEAR(x_of(slow, 40), x_of(clip_way(0, 30), 20), 1e-4);
  const RootPath again = way("phrases: [{clip: T:0:30, repeat: 3}]");
  ASSERT_EQ(again.frames(), 90);
  EXPECT_LT(largest_step(again), largest_step(clip_way(0, 30)) + 1e-4);
  EXPECT_NEAR(heading(again, 89) - heading(again, 60), heading(again, 29) - heading(again, 0),
              1e-4);
  EXPECT_GT(heading(again, 60), heading(again, 29));
  const RootPath back = way("phrases: [{clip: T:0:30, reverse: true}]");
  EXPECT_NEAR(x_of(back, 0), x_of(clip_way(0, 30), 29), 1e-4);
  EXPECT_NEAR(x_of(back, 29), x_of(clip_way(0, 30), 0), 1e-4);
  const RootPath styled = way("phrases: [{clip: T:0:30, transfer: {style: A, neutral: A:5:30}}]");
  EXPECT_NEAR(x_of(styled, 29), x_of(clip_way(0, 30), 29), 1e-4);
  const RootPath half = way("phrases: [{mix: {a: T:0:30, b: {walk: 1}, factor: 0.5}}]");
  EXPECT_NEAR(step(half, 10), 0.5 * step(clip_way(0, 30), 10), 1e-4);
}

TEST_F(TravellingRecipe, AClosedPathComesBack) {
  const RootPath found = way("closed: true\nphrases: [{clip: T:0:50}, {clip: T:10:40}]");
  const int last = found.frames() - 1;
  EXPECT_LT((found.rows.row(last) - found.rows.row(0)).head(2).norm(),
            2.0 * largest_step(clip_way(0, 90)));
  const double turned = heading(found, last) - heading(found, 0);
  EXPECT_LT(std::abs(std::remainder(turned, 2.0 * std::numbers::pi)), 0.2);
}

TEST_F(TravellingRecipe, KeptLatentsKeepTheWay) {
  auto encodings = stage_.model().encodings();
  const auto& path = stage_.model().path(stage_.file("t.bvh") + ":0:30");
  for (const std::string name : {"once", "again"}) {
    encodings.append(name, path, std::vector<int>(30, 0));
  }
  latent::save_encodings(encodings, stage_.file("way.h5"));
  const RootPath found = way("phrases: [{latents: " + stage_.file("way.h5") + "}]");
  ASSERT_EQ(found.frames(), 60);
  EXPECT_NEAR(x_of(found, 20), x_of(clip_way(0, 30), 20), 1e-4);
  EXPECT_LT(largest_step(found), largest_step(clip_way(0, 30)) + 1e-4);
}

TEST_F(Recipe, DescribesEveryKind) {
  const std::string text = describe_kinds();
  for (const std::string name :
       {"clip", "walk", "loop", "tour", "mix", "hold", "latents", "offset", "slow", "smooth",
        "repeat", "reverse", "style", "gradient", "blend", "transfer", "in_place"}) {
    EXPECT_THAT(text, HasSubstr("\n  " + name + " ")) << name;
  }
}

}  // namespace
}  // namespace poseaae::recipe
