#include <gmock/gmock.h>

#include <filesystem>

#include "fixture.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/bvh.hpp"

namespace poseaae::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class PoseConvert : public ToolTest {
 protected:
  /// Expects success and an empty stderr.
  [[nodiscard]] static std::string run(const std::vector<std::string>& arguments) {
    const auto result = run_program("pose_convert", arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(result.err, "");
    return result.out;
  }
  /// A folder with two clips.
  [[nodiscard]] std::string folder() const {
    fs::create_directories(output("in"));
    for (const char* name : {"a.bvh", "b.bvh"}) {
      fs::copy_file(input(name), fs::path(output("in")) / name,
                    fs::copy_options::overwrite_existing);
    }
    return output("in");
  }
};

TEST_F(PoseConvert, WritesAFile) {
  EXPECT_EQ(run({input("a.bvh"), "--out", output("a.csv")}),
            "wrote " + output("a.csv") + " (60 frames, 2.00 s at 30 fps)\n");
  const std::string csv = read_file(output("a.csv"));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 61);
}

TEST_F(PoseConvert, ConvertsAFolderAndGoesOnWhereItWas) {
  const std::vector<std::string> command{folder(), "--to", "csv", "--out", output("out")};
  EXPECT_EQ(run(command), output("out") + ": 2 written, 0 kept, 0 failed\n");
  fs::remove(fs::path(output("out")) / "b.csv");
  EXPECT_EQ(run(command), output("out") + ": 1 written, 1 kept, 0 failed\n");
  std::vector<std::string> again = command;
  again.emplace_back("--again");
  EXPECT_EQ(run(again), output("out") + ": 2 written, 0 kept, 0 failed\n");
}

TEST_F(PoseConvert, ConvertsAgainWhereTheCharacterIsAnother) {
  // A file that holds a clip, named in it, and another body by the same name and clip.
  const auto write_character = [&](const std::string& body) {
    const fs::path source = fs::path(output("bodies")) / "dancer.bvh";
    fs::create_directories(source.parent_path());
    fs::copy_file(source_dir() / "data" / "bodies" / body, source,
                  fs::copy_options::overwrite_existing);
    (void)run({source.string() + ":0:2", "--out", output("dancer.glb")});
  };
  write_character("child_play.bvh");
  const std::vector<std::string> command{
      folder(), "--to", "bvh", "--onto", output("dancer.glb") + "#dancer", "--out", output("onto")};
  const auto summary = [&] { return run_program("pose_convert", command).out; };
  EXPECT_EQ(summary(), output("onto") + ": 2 written, 0 kept, 0 failed\n");
  EXPECT_EQ(summary(), output("onto") + ": 0 written, 2 kept, 0 failed\n");
  write_character("tall_lines.bvh");
  EXPECT_EQ(summary(), output("onto") + ": 2 written, 0 kept, 0 failed\n");
}

TEST_F(PoseConvert, SaysWhichClipsCouldNotBeConvertedAndWritesTheOthers) {
  write_file(fs::path(folder()) / "bad.bvh", "no motion");
  const auto result =
      run_program("pose_convert", {output("in"), "--to", ".CSV", "--out", output("out")});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("bad.bvh"));
  EXPECT_THAT(result.err, HasSubstr("1 of 3 clips could not be converted"));
  EXPECT_THAT(result.out, HasSubstr("2 written, 0 kept, 1 failed"));
  EXPECT_TRUE(fs::exists(fs::path(output("out")) / "a.csv"));
}

TEST_F(PoseConvert, ReadsAsItIsTold) {
  (void)run(
      {input("a.bvh"), "--resample", "15", "--remove-joints", "*Hand*", "--out", output("a.bvh")});
  const auto motion = mocap::read_bvh(output("a.bvh")).motion;
  EXPECT_EQ(motion.fps(), 15.0);
  EXPECT_FALSE(motion.skeleton().find("LeftHand"));
}

TEST_F(PoseConvert, PutsTheMotionOnACharacter) {
  const std::string child = (source_dir() / "data/bodies/child_play.bvh").string();
  const auto result = run_program(
      "pose_convert", {folder(), "--onto", child, "--to", "bvh", "--out", output("out")});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("what they follow"));
  const auto motion = mocap::read_bvh(fs::path(output("out")) / "a.bvh").motion;
  EXPECT_EQ(motion.skeleton().names(), mocap::read_bvh(child).motion.skeleton().names());
  EXPECT_EQ(motion.frames(), kFrames);
  // Without the character, it is another conversion.
  EXPECT_THAT(run({folder(), "--to", "bvh", "--out", output("out")}), HasSubstr("2 written"));
}

TEST_F(PoseConvert, SaysWhatIsInAFile) {
  const std::string text = run({input("a.bvh"), input("t.bvh"), "--info"});
  EXPECT_THAT(text, testing::StartsWith(input("a.bvh") + "\n"));
  EXPECT_THAT(text, HasSubstr("60 frames at 30 frames per second"));
  EXPECT_THAT(text, HasSubstr(input("t.bvh") + "\n"));
  EXPECT_THAT(text, HasSubstr("rest pose"));
}

TEST_F(PoseConvert, SaysWhatIsInAFolderAndInThoseWithin) {
  const fs::path deep = fs::path(folder()) / "deep";
  fs::create_directories(deep);
  fs::copy_file(input("t.bvh"), deep / "t.bvh");
  const std::string text = run({output("in"), "--info"});
  for (const std::string name : {"/a.bvh\n", "/b.bvh\n", "/deep/t.bvh\n"}) {
    EXPECT_THAT(text, HasSubstr(output("in") + name));
  }
  write_file(deep / "bad.bvh", "no motion");
  const auto result = run_program("pose_convert", {output("in"), "--info"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("bad.bvh:1:1: expected"));
  EXPECT_THAT(result.err, HasSubstr("1 of 4 clips could not be read"));
  EXPECT_EQ(result.out, text);
}

TEST_F(PoseConvert, TakesASkeletonAloneAsABodyButNotAsAClip) {
  const auto asf = source_dir() / "tests" / "golden" / "clips" / "puppet.asf";
  EXPECT_THAT(run({asf.string(), "--info"}), HasSubstr("a skeleton without motion"));
  expect_failure("pose_convert", {asf.string(), "--out", output("a.glb")}, 3, "puppet.amc");
}

TEST_F(PoseConvert, SaysThatFbxIsExperimental) {
  EXPECT_THAT(run({"--help"}), HasSubstr("FBX is"));
}

TEST_F(PoseConvert, RefusesWhatItCannotDo) {
  expect_failure("pose_convert", {input("a.bvh")}, 2, "--out");
  expect_failure("pose_convert", {input("a.bvh"), "--out", output("a.xyz")}, 2, ".bvh");
  expect_failure("pose_convert", {input("a.bvh"), input("b.bvh"), "--out", output("a.csv")}, 2,
                 "--to");
  expect_failure("pose_convert", {input("a.bvh"), "--out", output("a.csv"), "--form", "odd"}, 2,
                 "--form");
  expect_failure("pose_convert", {output("no.bvh"), "--out", output("a.csv")}, 3, "no such file");
  expect_failure("pose_convert", {output("no.bvh"), "--info"}, 3, "no such file");
  EXPECT_TRUE(outputs().entries().empty());
}

}  // namespace
}  // namespace poseaae::test
