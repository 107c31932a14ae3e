#include "poseaae/footing/contacts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "folders.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/up.hpp"

namespace poseaae::footing {
namespace {

using mocap::Motion;

Motion recording(const std::filesystem::path& file, const mocap::Unit& unit = {}) {
  const Motion motion = mocap::read_bvh(file, {.unit = unit}).motion;
  return mocap::settle_places(mocap::turned_upright(motion, mocap::found_up(motion)));
}

/// Those whose names begin so, one of each style.
std::vector<std::filesystem::path> recordings(const std::string& prefix) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(poseaae::test::mocap_dir() / "bandai-namco")) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && name.ends_with("_001.bvh")) files.push_back(entry.path());
  }
  return files;
}

/// Share of the frames in which no foot carries.
double flight(const Contacts& contacts) {
  int frames = 0;
  for (int t = 0; t < contacts.frames; ++t) {
    frames += !contacts.carries(t, 0) && !contacts.carries(t, 1) ? 1 : 0;
  }
  return static_cast<double>(frames) / contacts.frames;
}

TEST(Contacts, WalksHaveAFootOnTheFloor) {
  const auto files = recordings("walk_");
  ASSERT_GT(files.size(), 10u);
  for (const auto& file : files) EXPECT_LT(flight(contacts_of(recording(file))), 0.05) << file;
  const Motion walk = recording(poseaae::test::mocap_dir() / "cmu/12_01.bvh", mocap::Unit{0.05644});
  EXPECT_LT(flight(contacts_of(walk)), 0.05);
}

TEST(Contacts, RunsFly) {
  for (const char* prefix : {"run_", "dash_"}) {
    const auto files = recordings(prefix);
    ASSERT_GT(files.size(), 10u);
    for (const auto& file : files) {
      const double share = flight(contacts_of(recording(file)));
      EXPECT_GT(share, 0.15) << file;
      EXPECT_LT(share, 0.70) << file;
    }
  }
}

/// Runs of true of at least that many frames.
int long_runs(const std::vector<bool>& values, int frames) {
  int runs = 0;
  int length = 0;
  for (const bool value : values) {
    length = value ? length + 1 : 0;
    runs += length == frames ? 1 : 0;
  }
  return runs;
}

TEST(Contacts, JumpsAreThoseInWhichBothAnklesRise) {
  const Motion motion =
      recording(poseaae::test::mocap_dir() / "cmu/01_01.bvh", mocap::Unit{0.05644});
  const Contacts contacts = contacts_of(motion);
  std::vector<bool> flies, high;
  for (int t = 0; t < motion.frames(); ++t) {
    const auto pose = mocap::forward_kinematics(motion, t);
    const auto height = [&](int foot) { return pose.positions[contacts.feet[foot].ankle].y(); };
    flies.push_back(!contacts.carries(t, 0) && !contacts.carries(t, 1));
    high.push_back(std::min(height(0), height(1)) > 0.2);
    EXPECT_TRUE(flies.back() || !high.back()) << t;
  }
  const int jumps = long_runs(high, 10);
  EXPECT_GE(jumps, 7);
  EXPECT_EQ(long_runs(flies, 36), jumps);  // 0.3 s
}

}  // namespace
}  // namespace poseaae::footing
