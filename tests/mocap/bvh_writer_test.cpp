#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <iterator>
#include <limits>
#include <sstream>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

using testing::HasSubstr;

Skeleton body() {
  return {{"hips", "left leg", "spine{1}"},
          {-1, 0, 0},
          {Vec3(0, 1, 0), Vec3(0.1, -0.00000125, 0), Vec3(0, 0.5, 0)},
          {{1, Vec3(0, -0.9, 0), "left toe"}}};
}

TEST(BvhWriter, WritesThisText) {
  Motion motion(body(), 30.0, 1);
  motion.set_root_position(0, {0.5, 1.25, -0.000001});
  motion.set_rotation(0, 1, math::from_euler(math::EulerOrder::kZXY, {0.5, 0.25, -0.125}));
  EXPECT_EQ(format_bvh(motion),
            "HIERARCHY\n"
            "ROOT hips\n"
            "{\n"
            "\tOFFSET 0 0 0\n"
            "\tCHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation\n"
            "\tJOINT left_leg\n"
            "\t{\n"
            "\t\tOFFSET 10 -0.000125 0\n"
            "\t\tCHANNELS 3 Zrotation Xrotation Yrotation\n"
            "\t\tEnd Site left toe\n"
            "\t\t{\n"
            "\t\t\tOFFSET 0 -90 0\n"
            "\t\t}\n"
            "\t}\n"
            "\tJOINT spine_1_\n"
            "\t{\n"
            "\t\tOFFSET 0 50 0\n"
            "\t\tCHANNELS 3 Zrotation Xrotation Yrotation\n"
            "\t\tEnd Site\n"
            "\t\t{\n"
            "\t\t\tOFFSET 0 0 0\n"
            "\t\t}\n"
            "\t}\n"
            "}\n"
            "MOTION\n"
            "Frames: 1\n"
            "Frame Time: 0.0333333333333\n"
            "50 125 -0.0001 0 0 0 28.6478898 14.3239449 -7.1619724 0 0 0\n");
}

/// The numbers of the rows, without those of the root's position.
std::vector<std::vector<double>> angles_in(const std::string& text) {
  std::istringstream lines(text.substr(text.find("Frame Time")));
  lines.imbue(std::locale::classic());
  std::string line;
  std::getline(lines, line);
  std::vector<std::vector<double>> rows;
  while (std::getline(lines, line)) {
    std::istringstream numbers(line);
    rows.emplace_back(std::istream_iterator<double>(numbers), std::istream_iterator<double>());
    rows.back().erase(rows.back().begin(), rows.back().begin() + 3);
  }
  return rows;
}

double largest_step(const std::vector<std::vector<double>>& rows) {
  double largest = 0.0;
  for (std::size_t t = 1; t < rows.size(); ++t) {
    for (std::size_t c = 0; c < rows[t].size(); ++c) {
      largest = std::max(largest, std::abs(rows[t][c] - rows[t - 1][c]));
    }
  }
  return largest;
}

TEST(BvhWriter, AnglesGoOnFromFrameToFrame) {
  Motion motion(body(), 24.0, 49);
  for (int t = 0; t < motion.frames(); ++t) {
    const double turned = t * M_PI / 12.0;  // 15 degrees a frame, two turns in all
    motion.set_rotation(t, 0, math::from_euler(math::EulerOrder::kZXY, {0.0, 0.0, turned}));
    motion.set_rotation(t, 1, math::from_euler(math::EulerOrder::kZXY, {-turned, M_PI / 2, 0.2}));
    motion.set_rotation(t, 2, math::from_euler(math::EulerOrder::kZXY, {0.1, turned, 0.0}));
  }
  const auto rows = angles_in(format_bvh(motion));
  ASSERT_EQ(rows.size(), 49U);
  EXPECT_LT(largest_step(rows), 15.001);
  EXPECT_NEAR(rows.back()[2], 720.0, 1e-6) << "two turns, and not none";
  EXPECT_NEAR(rows.back()[7], 720.0, 1e-6);
  const auto again = test::parse(format_bvh(motion)).motion;
  EXPECT_LT(test::difference(motion, again).angle, 5e-8);
}

TEST(BvhWriter, AnglesBeginWithinHalfATurn) {
  for (const double turned : {M_PI, -M_PI, 3 * M_PI, 3.0, -3.0}) {
    Motion motion(body(), 24.0, 1);
    for (int j = 0; j < 3; ++j) {
      motion.set_rotation(0, j, math::from_euler(math::EulerOrder::kZXY, {turned, 0.0, turned}));
    }
    const auto rows = angles_in(format_bvh(motion));
    for (const double angle : rows.front()) {
      EXPECT_GT(angle, -180.0) << turned;
      EXPECT_LE(angle, 180.0) << turned;
    }
  }
}

TEST(BvhWriter, TheRootIsWhereItIsWhetherReadersAddOrReplaceItsOffset) {
  Motion motion(body(), 30.0, 1);
  motion.set_root_position(0, {0.5, 1.25, 0.0});
  const std::string text = format_bvh(motion);
  EXPECT_THAT(text, HasSubstr("ROOT hips\n{\n\tOFFSET 0 0 0\n"));
  EXPECT_EQ(test::parse(text, {}).motion.root_position(0), motion.root_position(0));
}

TEST(BvhWriter, GivesTracksSixChannelsAndKeepsThem) {
  Motion motion(body(), 120.0, 2);
  motion.set_translation(1, {Vec3(0.1, 0, 0), Vec3(0.2, 0.3, -0.4)});
  const std::string text = format_bvh(motion, {.unit = {1.0}});
  EXPECT_THAT(text, HasSubstr("JOINT left_leg\n\t{\n\t\tOFFSET 0.1 -0.00000125 0\n\t\tCHANNELS 6"));
  const Motion again = test::parse(text).motion;
  EXPECT_EQ(again.local_position(1, 1), Vec3(0.2, 0.3, -0.4));
  EXPECT_EQ(again.fps(), 120.0);
}

TEST(BvhWriter, KeepsRotationsInEveryOrderEvenAtGimbalLock) {
  Random random(3);
  const Skeleton skeleton = test::random_skeleton(random, 8);
  for (const auto order :
       {math::EulerOrder::kXYZ, math::EulerOrder::kXZY, math::EulerOrder::kYXZ,
        math::EulerOrder::kYZX, math::EulerOrder::kZXY, math::EulerOrder::kZYX}) {
    Motion motion = test::random_motion(random, skeleton, 20);
    for (int t = 0; t < 10; ++t) {
      const double lock = (t % 2 == 0 ? 1.0 : -1.0) * (M_PI / 2 - t * 1e-9);
      motion.set_rotation(t, t % 8, math::from_euler(order, {0.1 * t, lock, 1.0}));
    }
    const Motion again = test::parse(format_bvh(motion, {.unit = {1.0}, .order = order})).motion;
    const auto change = test::difference(motion, again);
    EXPECT_LT(change.angle, 1e-7);
    EXPECT_LT(change.length, 2e-8);
  }
}

TEST(BvhWriter, WritesJointsDepthFirst) {
  // Valid for us, parents before children, but level by level.
  const Skeleton skeleton({"root", "left", "right", "left tip", "right tip"}, {-1, 0, 0, 1, 2},
                          std::vector<Vec3>(5, Vec3(0, 1, 0)));
  Motion motion(skeleton, 30.0, 1);
  motion.set_rotation(0, 2, math::from_rotation_vector({0.5, 0, 0}));
  const Motion again = test::parse(format_bvh(motion)).motion;
  EXPECT_THAT(again.skeleton().names(),
              testing::ElementsAre("root", "left", "left_tip", "right", "right_tip"));
  EXPECT_LT(math::angle_between(again.rotation(0, 3), motion.rotation(0, 2)), 1e-7);
}

TEST(BvhWriter, NamesStayDifferentWhenBlanksGo) {
  const Skeleton skeleton({"a b", "a_b", "a{b"}, {-1, 0, 1}, std::vector<Vec3>(3, Vec3::Zero()));
  const Clip again = test::parse(format_bvh(Motion(skeleton, 30.0, 1)));
  EXPECT_THAT(again.motion.skeleton().names(), testing::ElementsAre("a_b", "a_b_2", "a_b_3"));
}

TEST(BvhWriter, EveryLineSplitsIntoWordsAsOtherReadersDo) {
  // A reader of the plainest kind: words split at white space, a stack of braces, one row per line.
  Random random(4);
  const Motion motion = test::random_motion(random, test::random_skeleton(random, 12), 3);
  std::istringstream lines(format_bvh(motion));
  lines.imbue(std::locale::classic());
  std::size_t columns = 0;
  int depth = 0;
  int joints = 0;
  std::string line;
  while (std::getline(lines, line) && line != "MOTION") {
    std::istringstream words(line);
    std::string word;
    words >> word;
    if (word == "{") ++depth;
    if (word == "}") --depth;
    if (word == "ROOT" || word == "JOINT") {
      ++joints;
      EXPECT_TRUE(words >> word) << line;
      EXPECT_FALSE(words >> word) << "a name is one word: " << line;
    }
    if (word == "CHANNELS") {
      std::size_t count = 0;
      words >> count;
      columns += count;
    }
  }
  EXPECT_EQ(depth, 0);
  EXPECT_EQ(joints, 12);
  std::getline(lines, line);
  EXPECT_EQ(line, "Frames: 3");
  std::getline(lines, line);
  for (int rows = 0; rows < 3; ++rows) {
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_EQ(line.find_first_of("eEna"), std::string::npos) << "plain decimals only";
    std::istringstream numbers(line);
    numbers.imbue(std::locale::classic());
    std::size_t count = 0;
    for (double number = 0; numbers >> number;) ++count;
    EXPECT_EQ(count, columns);
  }
  EXPECT_FALSE(std::getline(lines, line));
}

TEST(BvhWriter, LeavesOutDecimalsThatNobodyAsksFor) {
  Motion motion(Skeleton({"hip"}, {-1}, {Vec3::Zero()}), 30.0, 1);
  motion.set_root_position(0, {0.1234567, 1.0, 0.0});
  motion.set_rotation(0, 0, Quat(Eigen::AngleAxisd(0.5, Vec3::UnitX())));  // 28.64788976 degrees
  const auto last_line = [&](const BvhWriteOptions& options) {
    const std::string text = format_bvh(motion, options);
    return text.substr(text.find_last_of('\n', text.size() - 2) + 1);
  };
  EXPECT_EQ(last_line({.angle_decimals = 2, .length_decimals = 4}), "12.35 100 0 0 28.65 0\n");
  EXPECT_EQ(last_line({}), "12.34567 100 0 0 28.6478898 0\n");
}

TEST(BvhWriter, KeepsUnusualRates) {
  for (const double fps : {30.0, 120.0, 29.97, 30000.0 / 1001.0, 33.33, 59.94, 12.5, 240.0}) {
    const Motion again = test::parse(format_bvh(Motion(body(), fps, 1))).motion;
    EXPECT_NEAR(again.fps(), fps, 1e-9 * fps);
  }
}

TEST(BvhWriter, RefusesWhatNoReaderCouldRead) {
  EXPECT_THROW(static_cast<void>(format_bvh(Motion(body(), 30.0, 0))), UsageError);
  Motion motion(body(), 30.0, 2);
  motion.set_root_position(1, {0, std::numeric_limits<double>::quiet_NaN(), 0});
  EXPECT_THAT([&] { static_cast<void>(format_bvh(motion)); },
              testing::ThrowsMessage<Error>(HasSubstr("joint 'hips', frame 1")));
}

TEST(BvhWriter, WritesWholeFilesOrNone) {
  const poseaae::test::TemporaryFolder folder;
  const Motion motion(body(), 30.0, 1);
  write_bvh(folder / "a.bvh", motion);
  EXPECT_EQ(read_file(folder / "a.bvh"), format_bvh(motion));
  EXPECT_THROW(write_bvh(folder / "none" / "a.bvh", motion), OutputError);
  EXPECT_THROW(write_bvh(folder.path(), motion), OutputError);
  EXPECT_THAT(folder.entries(), testing::ElementsAre("a.bvh"));
}

}  // namespace
}  // namespace poseaae::mocap
