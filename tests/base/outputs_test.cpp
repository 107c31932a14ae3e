#include "poseaae/base/outputs.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/mapped_file.hpp"
#include "poseaae/base/paths.hpp"
#include "support/support.hpp"

namespace poseaae {
namespace {

namespace fs = std::filesystem;

/// Guards outputs for as long as it lives.
struct Guard {
  explicit Guard(const fs::path& output) { guard_outputs({{"--out", output}}); }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  ~Guard() { guard_outputs({}); }
};

TEST(Outputs, OneThatIsReadIsRefusedUnderEveryName) {
  const test::TemporaryFolder folder;
  write_file(folder / "a.bvh", "motion");
  write_file(folder / "b.bvh", "other");
  fs::create_symlink("a.bvh", folder / "link.bvh");
  fs::create_hard_link(folder / "a.bvh", folder / "hard.bvh");
  fs::create_directory_symlink(".", folder / "here");
  const Guard guard(folder / "here" / "." / "a.bvh");
  for (const char* name : {"a.bvh", "link.bvh", "hard.bvh", "here/a.bvh", "./here/here/a.bvh"}) {
    EXPECT_THROW((void)read_file(folder / name), UsageError) << name;
    EXPECT_THROW(MappedFile mapped(folder / name), UsageError) << name;
  }
  EXPECT_EQ(read_file(folder / "b.bvh"), "other");
}

TEST(Outputs, TheErrorNamesBothFilesAndTheOption) {
  const test::TemporaryFolder folder;
  write_file(folder / "a.bvh", "motion");
  const Guard guard(folder / "a.bvh");
  try {
    (void)read_file(folder / "a.bvh");
    FAIL() << "read";
  } catch (const UsageError& error) {
    const std::string file = (folder / "a.bvh").string();
    EXPECT_EQ(error.what(), "--out " + file + ": expected another file than the input " + file +
                                ", which it would replace; give the output another name");
  }
}

TEST(Outputs, OneThatDoesNotExistYetIsNoInput) {
  const test::TemporaryFolder folder;
  write_file(folder / "a.bvh", "motion");
  const Guard guard(folder / "new.bvh");
  EXPECT_EQ(read_file(folder / "a.bvh"), "motion");
}

}  // namespace
}  // namespace poseaae
