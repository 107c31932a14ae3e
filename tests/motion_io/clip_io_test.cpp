#include "poseaae/motion_io/clip_io.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

using poseaae::test::TemporaryFolder;

TEST(ClipOptions, SavedAndLoadedAreTheSame) {
  const TemporaryFolder folder;
  for (const auto& [name, value] : root_rotation_names()) {
    const ClipOptions options{.unit = {0.5},
                              .source_fps = 24.0,
                              .fps = 25.0,
                              .strict = true,
                              .remove_joints = {"*x", "y"},
                              .root_rotation = value,
                              .retarget = true};
    h5::write_file(folder / "o.h5", [&](h5::Group& root) { save_clip_options(root, options); });
    const ClipOptions loaded = load_clip_options(h5::open_file(folder / "o.h5"));
    EXPECT_EQ(loaded.unit.metres, 0.5);
    EXPECT_EQ(loaded.root_rotation, value) << name;
    EXPECT_EQ(loaded, options) << name;
    EXPECT_NE(loaded, ClipOptions{}) << name;
  }
}

/// What version 0.1 wrote.
TEST(ClipOptions, OlderFilesSayWhetherHeadingsWereRemoved) {
  const TemporaryFolder folder;
  const auto loaded = [&](const std::function<void(h5::Group&)>& say) {
    h5::write_file(folder / "old.h5", [&](h5::Group& root) {
      for (const char* name : {"unit_m", "source_fps", "fps"}) root.set_attribute(name, 1.0);
      root.set_attribute("strict", std::int64_t{0});
      root.write_strings("remove_joints", {});
      say(root);
    });
    return load_clip_options(h5::open_file(folder / "old.h5")).root_rotation;
  };
  const auto heading = [](std::int64_t removed) {
    return [removed](h5::Group& root) { root.set_attribute("remove_heading", removed); };
  };
  EXPECT_EQ(loaded(heading(0)), RootRotation::kKeep);
  EXPECT_EQ(loaded(heading(1)), RootRotation::kFaceForward);
  EXPECT_THROW((void)loaded([](h5::Group& root) { root.set_attribute("root_rotation", "spin"); }),
               ModelError);
  EXPECT_THROW((void)loaded([](h5::Group&) {}), ModelError);
}

}  // namespace
}  // namespace poseaae::mocap
