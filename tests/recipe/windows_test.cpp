#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/recipe/recipe.hpp"
#include "session/window_stage.hpp"

/// Path files with a model of windows of 16 frames every 12.
namespace poseaae::recipe {
namespace {

using session::Dancer;
using testing::HasSubstr;

class RecipeOfWindows : public testing::Test {
 protected:
  Dancer dancer(const std::string& yaml) {
    std::string text = yaml;
    for (const std::string name : {"W", "V"}) {
      for (auto at = text.find(": " + name); at != std::string::npos;
           at = text.find(": " + name, at + 1)) {
        text.replace(at + 2, 1, stage_.file(name == "W" ? "w.bvh" : "v.bvh"));
      }
    }
    return perform_text(text, "x.yaml", stage_.model()).dancers.at(0);
  }
  mocap::Motion dance(const std::string& yaml) {
    return stage_.model().decode(dancer(yaml), latent::Plant::kRoot);
  }
  std::string complaint(const std::string& yaml) {
    try {
      (void)dancer(yaml);
    } catch (const Error& problem) {
      return problem.what();
    }
    return "accepted";
  }

  session::test::WindowStage stage_;
};

/// Along +Z, and how far in all.
double forwards(const mocap::Motion& motion) {
  return motion.root_position(motion.frames() - 1).z() - motion.root_position(0).z();
}

/// Alone, a clip is followed to its end: 9 windows cover 112 frames of 120, and one more ends with
/// the last.
TEST_F(RecipeOfWindows, AClipIsFollowedToItsEnd) {
  EXPECT_EQ(dancer("phrases:\n  - clip: W\n").path.frames(), 10);
  EXPECT_EQ(dance("phrases:\n  - clip: W\n").frames(), 120);
  EXPECT_EQ(dance("phrases:\n  - clip: W\n    offset: {amplitude: 0}\n").frames(), 120);
  EXPECT_EQ(dance("phrases:\n  - clip: W\n    repeat: 2\n").frames(), 17 * 12 + 16)
      << "no other window is laid back";
}

/// Before another phrase, a clip of 120 frames has 9 windows, one of 65 has 5.
TEST_F(RecipeOfWindows, PhrasesFollowOneAnother) {
  EXPECT_EQ(dancer("transition: 0\nphrases:\n  - clip: W\n  - clip: V\n").path.frames(), 9 + 5);
  // 0.5 s lie between the end of the last window and the beginning of the next: (15 + 16) / 12
  // steps, of which the last one is the next phrase's.
  EXPECT_EQ(dancer("phrases:\n  - clip: W\n  - clip: V\n").path.frames(), 9 + 2 + 5);
  const mocap::Motion motion = dance("phrases:\n  - clip: W:0:60\n  - clip: W:60:120\n");
  EXPECT_EQ(motion.frames(), (4 + 2 + 4 - 1) * 12 + 16);
  double fastest = 0.0;
  double slowest = 1e9;
  for (int t = 1; t < motion.frames(); ++t) {
    const double speed = 30.0 * (motion.root_position(t) - motion.root_position(t - 1)).norm();
    fastest = std::max(fastest, speed);
    slowest = std::min(slowest, speed);
  }
  EXPECT_LT(fastest, 1.5) << "both walk at 1.1 m/s";
  EXPECT_GT(slowest, 0.7);
}

TEST_F(RecipeOfWindows, SlowsAndReversesWhatIsDanced) {
  const mocap::Motion whole = dance("phrases:\n  - clip: W\n");
  EXPECT_NEAR(forwards(whole), 1.1 * 119 / 30.0, 0.2);
  const mocap::Motion slow = dance("phrases:\n  - clip: W\n    slow: 2\n");
  EXPECT_EQ(slow.frames(), 2 * 119 + 1);
  EXPECT_NEAR(forwards(slow) / slow.duration_s(), 0.55, 0.2) << "half as fast";
  const mocap::Motion back = dance("phrases:\n  - clip: W\n    reverse: true\n");
  EXPECT_EQ(back.frames(), whole.frames());
  EXPECT_LT(forwards(back), -0.4 * forwards(whole));
}

TEST_F(RecipeOfWindows, HoldsTheMomentInWhichAWindowBegins) {
  const mocap::Motion motion = dance("phrases:\n  - hold: {pose: W:40, seconds: 2}\n");
  EXPECT_EQ(motion.frames(), 4 * 12 + 16) << "5 windows cover 60 frames";
  const mocap::Motion walk = dance("phrases:\n  - clip: W\n");
  EXPECT_LT(std::abs(forwards(motion)), 0.25 * forwards(walk)) << "as still as this model can be";
}

TEST_F(RecipeOfWindows, MixesClipsOfDifferentLengths) {
  EXPECT_EQ(dancer("phrases:\n  - mix: {a: W, b: V}\n").path.frames(), 10);
  EXPECT_EQ(dancer("phrases:\n  - mix: {a: W, b: V, lengths: truncate}\n").path.frames(), 6);
  const int warped =
      dancer("phrases:\n  - mix: {a: W, b: V, lengths: warp, factor: 0.5}\n").path.frames();
  EXPECT_GE(warped, 7);
  EXPECT_LE(warped, 9) << "half way between 10 and 6";
  EXPECT_EQ(dance("phrases:\n  - mix: {a: W, b: V}\n").frames(), 120);
  EXPECT_EQ(dancer("phrases:\n  - mix: {a: W, b: V, factor: 0}\n").path.points,
            dancer("phrases:\n  - clip: W\n").path.points);
}

TEST_F(RecipeOfWindows, DanceInPlaceAsAWhole) {
  EXPECT_NEAR(forwards(dance("in_place: true\nphrases:\n  - clip: W\n")), 0.0, 1e-3);
  EXPECT_THAT(complaint("phrases:\n  - clip: W\n    in_place: true\n"),
              HasSubstr("in_place: expected beside the phrases"));
  EXPECT_THAT(complaint("phrases:\n  - clip: W\n    smooth: 2\n"), HasSubstr("--smooth"));
}

/// A walk straight on comes back in a circle, at its own speed.
TEST_F(RecipeOfWindows, ComeBackToTheirPlace) {
  const Dancer closed = dancer("closed: true\nphrases:\n  - clip: W\n");
  EXPECT_TRUE(closed.loops);
  const mocap::Motion motion = stage_.model().decode(closed, latent::Plant::kRoot);
  ASSERT_EQ(motion.frames(), (9 + 2) * 12);
  double way = 0.0;
  for (int t = 0; t < motion.frames(); ++t) {
    const int next = (t + 1) % motion.frames();
    const double step = (motion.root_position(next) - motion.root_position(t)).norm();
    EXPECT_LT(step, 1.5 / 30.0) << t << ": no jump, over the seam either";
    way += step;
  }
  EXPECT_NEAR(way, 1.1 * motion.frames() / 30.0, 0.25 * way);
}

TEST_F(RecipeOfWindows, LoopWithoutBeingTold) {
  EXPECT_TRUE(dancer("phrases:\n  - loop: 4\n").loops);
  EXPECT_EQ(dancer("phrases:\n  - loop: 4\n").path.frames(), 10);
  EXPECT_FALSE(dancer("phrases:\n  - loop: 4\n  - clip: W\n").loops);
  EXPECT_TRUE(dancer("phrases:\n  - tour: {through: [mean, 'sample:3'], closed: true}\n").loops);
  EXPECT_FALSE(dancer("phrases:\n  - tour: [mean, 'sample:3']\n").loops);
}

TEST_F(RecipeOfWindows, VisitsPosesByTheTimeBetweenTheirWindows) {
  const mocap::Motion tour =
      dance("phrases:\n  - tour: {through: [mean, 'sample:3', mean], seconds_each: 2}\n");
  EXPECT_EQ(tour.frames(), 10 * 12 + 16);
}

}  // namespace
}  // namespace poseaae::recipe
