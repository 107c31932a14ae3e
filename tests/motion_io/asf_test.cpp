// ASF/AMC against forward kinematics over rotation matrices (tests/golden/acclaim.py), and what is
// said of files that are wrong.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "poseaae/motion_io/target.hpp"
#include "support/golden_inputs.hpp"

namespace poseaae::mocap {
namespace {

ClipOptions with_up(Up up) {
  ClipOptions options;
  options.up = up;
  return options;
}
ClipOptions at_rate(double fps) {
  ClipOptions options;
  options.source_fps = fps;
  return options;
}
ClipOptions strictly() {
  ClipOptions options;
  options.strict = true;
  return options;
}

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
namespace fs = std::filesystem;

fs::path puppet(const std::string& ending) {
  return test::golden_dir() / "clips" / ("puppet." + ending);
}

class Golden : public testing::Test {
 protected:
  Golden() : results_(h5::open_file(test::golden_dir() / "acclaim.h5")) {
    std::istringstream words(results_.text_attribute("bones"));
    for (std::string word; words >> word;) bones_.push_back(word);
  }

  [[nodiscard]] std::vector<double> numbers(const char* name, std::size_t width) const {
    return results_.read<double>(name, {4, bones_.size(), width});
  }

  h5::Group results_;
  std::vector<std::string> bones_;
  Clip clip_ = load_clip({puppet("amc")}, with_up(Up::kY));
};

TEST_F(Golden, IsOfTodaysInputs) { test::expect_todays_inputs(results_); }

TEST_F(Golden, EveryBoneBeginsEndsAndTurnsAsThere) {
  const auto rotations = numbers("rotations_wxyz", 4);
  const auto beginnings = numbers("beginnings", 3);
  ASSERT_EQ(clip_.motion.frames(), 4);
  ASSERT_EQ(clip_.motion.joints(), 8);
  for (int t = 0; t < 4; ++t) {
    const WorldPose pose = forward_kinematics(clip_.motion, t);
    for (std::size_t b = 0; b < bones_.size(); ++b) {
      const std::size_t at = static_cast<std::size_t>(t) * bones_.size() + b;
      const auto j = static_cast<std::size_t>(clip_.motion.skeleton().find(bones_[b]).value());
      EXPECT_LT((pose.positions[j] - Vec3(&beginnings[3 * at])).norm(), 1e-9)
          << bones_[b] << " in frame " << t;
      EXPECT_LT(math::angle_between(pose.rotations[j], math::load_wxyz(&rotations[4 * at])), 1e-9)
          << bones_[b] << " in frame " << t;
    }
  }
}

TEST_F(Golden, TipsAreTheEndsOfTheLastBones) {
  const auto ends = numbers("ends", 3);
  const Skeleton& skeleton = clip_.motion.skeleton();
  ASSERT_EQ(skeleton.end_sites().size(), 3U);
  for (int t = 0; t < 4; ++t) {
    const auto tips = end_site_positions(skeleton, forward_kinematics(clip_.motion, t));
    for (std::size_t i = 0; i < tips.size(); ++i) {
      const std::string& bone = skeleton.name(skeleton.end_sites()[i].parent);
      const auto b = static_cast<std::size_t>(std::ranges::find(bones_, bone) - bones_.begin());
      const std::size_t at = static_cast<std::size_t>(t) * bones_.size() + b;
      EXPECT_LT((tips[i] - Vec3(&ends[3 * at])).norm(), 1e-9) << bone << " in frame " << t;
    }
  }
}

TEST_F(Golden, WithoutRotationsItIsTheRestPoseOfTheFile) {
  const Motion rest(clip_.motion.skeleton(), 1.0, 1);
  const auto at = forward_kinematics(rest, 0).positions;
  const double unit = 0.0254 / 0.5;
  const auto joint = [&](const char* name) {
    return at[static_cast<std::size_t>(rest.skeleton().find(name).value())];
  };
  EXPECT_LT((joint("foot") - joint("root") - unit * Vec3(0, -1.25 - 14 * 0.8, 14 * 0.6)).norm(),
            1e-12);
  EXPECT_LT((joint("lhand") - joint("trunk") - unit * Vec3(6, 14.5, 0)).norm(), 1e-12);
}

TEST_F(Golden, SaysOnceThatAFrameLeavesBonesOutAndNothingElse) {
  ASSERT_EQ(clip_.warnings.size(), 1U);
  EXPECT_THAT(clip_.warnings[0], EndsWith("puppet.amc: 1 of 4 frames leave out bones, the first "
                                          "'larm' in frame 3; such a bone keeps what it had in the "
                                          "frame before"));
  EXPECT_EQ(clip_.motion.fps(), 120.0);
  EXPECT_EQ(load_clip({puppet("amc")}, at_rate(60.0)).motion.fps(), 60.0);
}

/// A small body in a folder of its own.
class Pair : public testing::Test {
 protected:
  static constexpr const char* kBody =
      ":units\n length 0.45\n angle deg\n:root\n order TX TY TZ RX RY RZ\n axis XYZ\n"
      " position 0 0 0\n orientation 0 0 0\n:bonedata\n"
      " begin\n id 1\n name arm\n direction 1 0 0\n length 2\n axis 0 0 0 XYZ\n dof rx rz\n end\n"
      ":hierarchy\n begin\n root arm\n end\n";
  static constexpr const char* kRows =
      ":FULLY-SPECIFIED\n:DEGREES\n1\nroot 0 0 0 0 0 0\narm 10 20\n2\nroot 0 0 0 0 0 0\narm 30 "
      "40\n";

  void skeleton(const std::string& name, const std::string& text = kBody) {
    write_file(folder_ / name, text);
  }
  [[nodiscard]] Clip load(const std::string& name, const std::string& rows = kRows,
                          const ClipOptions& options = {}) const {
    return load_clip(ClipReference::parse((folder_ / name).string()), options, rows);
  }
  [[nodiscard]] std::string refusal(const std::string& rows,
                                    const std::string& name = "a.amc") const {
    try {
      (void)load(name, rows);
      return "nothing";
    } catch (const InputError& problem) {
      const std::string text = problem.what();
      return text.substr(text.find(folder_.path().string()) + folder_.path().string().size() + 1);
    }
  }
  [[nodiscard]] std::string refused_body(const std::string& from, const std::string& to) {
    std::string text = kBody;
    text.replace(text.find(from), from.size(), to);
    skeleton("a.asf", text);
    return refusal(kRows);
  }

  test::TemporaryFolder folder_;
};

TEST_F(Pair, TheSkeletonIsFoundByNameBySubjectOrBecauseItIsTheOnlyOne) {
  EXPECT_EQ(refusal(kRows, "11_01.amc"),
            "11_01.amc: expected its skeleton in the same folder, 11_01.asf or 11.asf or the only "
            ".asf file there, found none; name one: 11_01.amc#skeleton.asf");
  std::string long_arm = kBody;
  long_arm.replace(long_arm.find("length 2"), 8, "length 9");
  const auto arm = [](const Clip& clip) {
    return clip.motion.skeleton().end_sites().front().offset.x() * 0.45 / 0.0254;
  };
  skeleton("other.ASF", long_arm);
  EXPECT_NEAR(arm(load("11_01.amc")), 9.0, 1e-12) << "the only one";
  skeleton("11.asf");
  EXPECT_NEAR(arm(load("11_01.amc")), 2.0, 1e-12) << "the subject's";
  skeleton("11_01.asf", long_arm);
  EXPECT_NEAR(arm(load("11_01.amc")), 9.0, 1e-12) << "of the same name";
  EXPECT_NEAR(arm(load("11_01.amc#11.asf")), 2.0, 1e-12) << "named";
  EXPECT_EQ(load("11_01.amc#11.asf:1:2").motion.frames(), 1);
  EXPECT_THAT(refusal(kRows, "12_01.amc"), HasSubstr("found 3 others"));
}

TEST_F(Pair, AnglesAreDegreesOrRadiansAndTheRateMayBeSaid) {
  skeleton("a.asf");
  const Quat turned = load("a.amc").motion.rotation(1, 1);
  std::string radians = kRows;
  radians.replace(radians.find(":DEGREES"), 8, ":RADIANS\n:SAMPLES-PER-SECOND 60");
  radians.replace(radians.find("30 40"), 5, "0.5235987755982988 0.6981317007977318");
  const Clip clip = load("a.amc", radians);
  EXPECT_LT(math::angle_between(turned, clip.motion.rotation(1, 1)), 1e-12);
  EXPECT_EQ(clip.motion.fps(), 60.0);
}

TEST_F(Pair, RowsThatAreWrongAreRefusedWithTheirPlace) {
  skeleton("a.asf");
  const auto rows = [](const std::string& arm) { return "1\nroot 0 0 0 0 0 0\n" + arm + "\n2\n"; };
  EXPECT_EQ(refusal(rows("arm 1")),
            "a.amc:3:6: expected 2 numbers for 'arm', as many as its dof in the ASF, found 1");
  EXPECT_EQ(refusal(rows("arm 1 2 3")),
            "a.amc:3:9: expected 2 numbers for 'arm', as many as its dof in the ASF, found more");
  EXPECT_EQ(refusal(rows("arms 1 2")),
            "a.amc:3:1: expected a bone of the ASF, found 'arms' (meant 'arm'?)");
  EXPECT_EQ(refusal(rows("arm 1 nan")),
            "a.amc:3:7: expected a number (decimal point, no nan or inf), found 'nan'");
  EXPECT_EQ(refusal(rows("arm 1 2\narm 1 2")),
            "a.amc:4:1: expected each bone once in a frame, found 'arm'");
  EXPECT_EQ(refusal("arm 1 2\n"),
            "a.amc:1:1: expected the number of a frame on a line of its own, found 'arm'");
  EXPECT_EQ(refusal(":DEGREES\n"),
            "a.amc:2:1: expected the number of the first frame, found the end of the file");
  EXPECT_EQ(refusal(":SAMPLES-PER-SECOND fast\n1\n"),
            "a.amc:1:21: expected a rate after :SAMPLES-PER-SECOND, found 'fast'");
}

/// Rows without numbers: under sanitizers, none may be asked for.
TEST_F(Pair, ABodyInWhichNothingMovesStands) {
  std::string still = kBody;
  still.erase(still.find(" dof rx rz\n"), 11);
  still.replace(still.find(" order TX TY TZ RX RY RZ"), 24, " order");
  skeleton("a.asf", still);
  const Clip clip = load("a.amc", "1\nroot\narm\n2\nroot\narm\n");
  EXPECT_EQ(clip.motion.frames(), 2);
  EXPECT_EQ(clip.motion.rotation(1, 1).coeffs(), Quat::Identity().coeffs());
}

TEST_F(Pair, ALastFrameThatBreaksOffIsLeftOut) {
  skeleton("a.asf");
  const std::string cut = std::string(kRows).substr(0, std::string(kRows).size() - 4);
  const Clip clip = load("a.amc", cut);
  EXPECT_EQ(clip.motion.frames(), 1);
  EXPECT_THAT(clip.warnings, testing::Contains(HasSubstr("the last frame breaks off")));
  EXPECT_THROW((void)load("a.amc", cut, strictly()), ParseError);
}

TEST_F(Pair, FramesThatLeaveOutNearlyEverythingAreRefused) {
  std::string text = kBody;
  std::string followers;
  for (int b = 0; b < 40; ++b) {
    text.insert(text.find(":hierarchy"),
                fmt::format(" begin\n name b{}\n direction 1 0 0\n length 1\n dof rx\n end\n", b));
    followers += fmt::format(" b{}", b);
  }
  text.insert(text.find("root arm") + 8, followers);
  skeleton("a.asf", text);
  std::string rows;
  for (int t = 1; t < 120'000; ++t) rows += "1\n";
  EXPECT_THAT(refusal(rows), HasSubstr("expected frames with a row for each bone"));
}

TEST_F(Pair, SkeletonsThatAreWrongAreRefusedWithTheirPlace) {
  EXPECT_EQ(refused_body("root arm", "root leg"),
            "a.asf:20:7: expected a bone that :bonedata describes, found 'leg'");
  EXPECT_EQ(refused_body("root arm", "arm arm\n arm arm"),
            "a.asf:21:6: expected each bone below one other, found 'arm'");
  EXPECT_EQ(refused_body("XYZ\n dof", "XXZ\n dof"),
            "a.asf:15:13: expected an order of axes such as XYZ, found 'XXZ'");
  EXPECT_EQ(refused_body("rx rz", "rx rw"),
            "a.asf:16:9: expected degrees of freedom, of rx ry rz tx ty tz l, found 'rw'");
  EXPECT_EQ(refused_body("length 0.45", "length 0"),
            "a.asf:2:9: expected a positive number after length, found '0'");
  EXPECT_EQ(refused_body("1 0 0", "1 0"),
            "a.asf:13:15: expected three numbers after direction, found the end of the line");
  EXPECT_EQ(refused_body(" end\n:hierarchy", ":hierarchy"),
            "a.asf:17:1: expected end of the bone, found ':hierarchy'");
  EXPECT_EQ(refused_body("name arm", "id 2"),
            "a.asf:10:2: expected a bone with a name, found 'begin'");
  skeleton("a.asf", ":units\n");
  EXPECT_EQ(
      refusal(kRows),
      "a.asf:2:1: expected the sections :root, :bonedata and :hierarchy, found the end of the "
      "file");
}

TEST_F(Pair, ABodyThatIsNoPersonsSizeIsSaidToBeOne) {
  skeleton("a.asf");
  EXPECT_THAT(
      load("a.amc").warnings,
      ElementsAre(EndsWith("a.asf: with its 'length' the body is 0.11 m tall, which no person "
                           "is; 'length L' means inches / L")));
}

/// The skeleton alone is a body, but no clip.
TEST_F(Golden, ASkeletonAloneIsTheRestPoseOfABody) {
  const Clip body = load_body({puppet("asf")}, with_up(Up::kY));
  EXPECT_EQ(body.motion.frames(), 1);
  EXPECT_TRUE(body.own_unit);
  EXPECT_EQ(body.motion.skeleton().names(), clip_.motion.skeleton().names());
  EXPECT_EQ(body.motion.skeleton().offsets(), clip_.motion.skeleton().offsets());
  EXPECT_EQ(body.motion.root_position(0), body.motion.skeleton().offset(0));
  EXPECT_GT(body.motion.root_position(0).norm(), 0.01);
  for (int j = 0; j < body.motion.joints(); ++j) {
    EXPECT_LT(math::angle_between(body.motion.rotation(0, j), Quat::Identity()), 1e-12);
  }
  EXPECT_EQ(load_body({puppet("amc")}, with_up(Up::kY)).motion.frames(), 4);
  EXPECT_EQ(load_target({puppet("asf")}, with_up(Up::kY)).character.skeleton.joints(), 8);
  try {
    (void)load_clip({puppet("asf")}, {});
    FAIL() << "a skeleton was read as a clip";
  } catch (const UsageError& problem) {
    EXPECT_THAT(problem.what(), HasSubstr("puppet.asf: expected a clip (BVH, AMC, "));
    EXPECT_THAT(problem.what(), HasSubstr("found a skeleton without motion; name the motion that "
                                          "was recorded with it, as puppet.amc"));
  }
}

TEST_F(Pair, ABoneThatTheHierarchyDoesNotReachIsLeftOut) {
  std::string text = kBody;
  text.insert(text.find(":hierarchy"), " begin\n name tail\n direction 1 0 0\n length 1\n end\n");
  skeleton("a.asf", text);
  const Clip clip = load("a.amc");
  EXPECT_EQ(clip.motion.joints(), 2);
  EXPECT_THAT(clip.warnings, testing::Contains(EndsWith("a.asf: the hierarchy does not lead to "
                                                        "'tail', which was left out")));
}

}  // namespace
}  // namespace poseaae::mocap
