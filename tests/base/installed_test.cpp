#include "poseaae/base/installed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "support/support.hpp"

namespace poseaae {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

/// An empty working directory. Seen from the build tree, what is installed is the source tree's.
class FindFile : public testing::Test {
 protected:
  FindFile() : before_(fs::current_path()) { fs::current_path(folder_.path()); }
  ~FindFile() override { fs::current_path(before_); }

  static fs::path shipped(const std::string& name) {
    return fs::canonical(test::source_dir() / name);
  }
  static std::string refusal(const fs::path& path, Installed kind,
                             const std::string& extension = ".yaml") {
    try {
      return "found " + find_file(path, kind, {extension}).string();
    } catch (const InputError& error) {
      return error.what();
    }
  }

 private:
  test::TemporaryFolder folder_;
  fs::path before_;
};

TEST_F(FindFile, FindsInstalledFilesWithAndWithoutTheirFolder) {
  EXPECT_EQ(fs::canonical(find_file("dance.yaml", Installed::kConfig)),
            shipped("configs/dance.yaml"));
  EXPECT_EQ(fs::canonical(find_file("configs/dance.yaml", Installed::kConfig)),
            shipped("configs/dance.yaml"));
  EXPECT_EQ(fs::canonical(find_file("duet.yaml", Installed::kPathFile)),
            shipped("paths/duet.yaml"));
  EXPECT_EQ(fs::canonical(find_file("slow_arms.yaml", Installed::kScore)),
            shipped("data/scores/slow_arms.yaml"));
  EXPECT_EQ(fs::canonical(find_file("data/slow_arms.bvh", Installed::kClip)),
            shipped("data/slow_arms.bvh"));
}

TEST_F(FindFile, FindsPatternsAndFolders) {
  const auto clips = expand_files(find_file("data/*.bvh", Installed::kClip), {".bvh"});
  ASSERT_EQ(clips.size(), 6U);
  EXPECT_EQ(fs::canonical(clips.front()), shipped("data/air_lines.bvh"));
  EXPECT_EQ(expand_files(find_file("*_arms.bvh", Installed::kClip), {".bvh"}).size(), 1U);
  EXPECT_EQ(fs::canonical(find_file("data", Installed::kClip)), shipped("data"));
}

TEST_F(FindFile, WhatIsHereComesFirst) {
  write_file("dance.yaml", "preset: best\n");
  fs::create_directory("data");
  write_file("data/mine.bvh", "");
  EXPECT_EQ(find_file("dance.yaml", Installed::kConfig), "dance.yaml");
  EXPECT_EQ(find_file("data/*.bvh", Installed::kClip), "data/*.bvh");
  EXPECT_EQ(find_file("data", Installed::kClip), "data");
}

TEST_F(FindFile, PathsThatSayWhereTheyStartStayAsTheyAre) {
  EXPECT_EQ(find_file("/no/dance.yaml", Installed::kConfig), "/no/dance.yaml");
  EXPECT_EQ(find_file("./dance.yaml", Installed::kConfig), "./dance.yaml");
  EXPECT_EQ(find_file("../configs/dance.yaml", Installed::kConfig), "../configs/dance.yaml");
  EXPECT_EQ(find_file("", Installed::kConfig), "");
}

TEST_F(FindFile, SaysWhereItLookedAndWhatIsThere) {
  EXPECT_THAT(
      refusal("dence.yaml", Installed::kConfig),
      AllOf(HasSubstr("dence.yaml: no such file here"),
            HasSubstr((installed_folder() / "configs").string()), HasSubstr("dance.yaml, ")));
  EXPECT_THAT(refusal("nowhere/*.bvh", Installed::kClip, ".bvh"),
              AllOf(HasSubstr("no file matches this pattern here"), HasSubstr("waltz_sway.bvh")));
  EXPECT_THAT(refusal("dance.yaml", Installed::kPathFile), HasSubstr("duet.yaml"));
  EXPECT_THAT(refusal("walzer.yaml", Installed::kScore),
              AllOf(HasSubstr("slow_arms.yaml"), HasSubstr("travelling/promenade.yaml")));
  EXPECT_EQ(fs::canonical(find_file("travelling/promenade.yaml", Installed::kScore)),
            shipped("data/scores/travelling/promenade.yaml"));
}

TEST_F(FindFile, SaysOnceWhichFileWasTaken) {
  testing::internal::CaptureStderr();
  const auto found = find_file("loop.yaml", Installed::kPathFile);
  (void)find_file("loop.yaml", Installed::kPathFile);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "info: loop.yaml: not found here, using the installed " + found.string() + "\n");
}

TEST(InstalledFolder, LiesBesideTheProgram) {
  EXPECT_EQ(program_folder(), test::bin_dir());
  EXPECT_TRUE(fs::is_directory(installed_folder()));
}

}  // namespace
}  // namespace poseaae
