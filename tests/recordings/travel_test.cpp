#include "poseaae/footing/travel.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <string>
#include <vector>

#include "folders.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"
#include "support/support.hpp"

/// Recordings whose root was thrown away, sent on their way again. The program prints the table of
/// docs/METHOD.md: test_travel --gtest_filter='Travel.*'.
namespace poseaae::footing {
namespace {

using mocap::Motion;

/// Of one clip, or of all clips of a row.
struct Return {
  double path_m = 0.0, true_path_m = 0.0;
  double drift_m = 0.0, turn = 0.0;  ///< sums over starts
  int starts = 0;

  [[nodiscard]] double share() const { return path_m / true_path_m; }
  [[nodiscard]] double drift_cm() const { return 100.0 * drift_m / starts; }
  [[nodiscard]] double turn_deg() const { return turn / starts * 180.0 / std::numbers::pi; }
  void operator+=(const Return& other) {
    path_m += other.path_m;
    true_path_m += other.true_path_m;
    drift_m += other.drift_m;
    turn += other.turn;
    starts += other.starts;
  }
};

/// Of the body's way, a point every 0.2 s.
double length_of(const RootPath& root, double fps) {
  const int stride = std::max(1, static_cast<int>(std::lround(0.2 * fps)));
  double sum = 0.0;
  for (int t = 0; t + stride < root.frames(); t += stride) {
    const Place a = place_of(root, t);
    const Place b = place_of(root, t + stride);
    sum += std::hypot(b.x - a.x, b.z - a.z);
  }
  return sum;
}

/// From every frame, where the body is a second later (at the end of a shorter clip), seen from
/// where it was and faced.
Return compare(const Motion& found, const Motion& truth) {
  const RootPath a = root_path_of(found);
  const RootPath b = root_path_of(truth);
  Return result{length_of(a, truth.fps()), length_of(b, truth.fps())};
  const int second = std::min(static_cast<int>(std::lround(truth.fps())), truth.frames() - 1);
  for (int t = 0; t + second < truth.frames(); ++t) {
    const auto way = [&](const RootPath& root) {
      const Place from = place_of(root, t);
      const Place to = place_of(root, t + second);
      const auto [x, z] = turned(to.x - from.x, to.z - from.z, -from.heading);
      return Place{x, z, to.heading - from.heading};
    };
    const Place p = way(a);
    const Place q = way(b);
    result.drift_m += std::hypot(p.x - q.x, p.z - q.z);
    result.turn += std::abs(p.heading - q.heading);
    ++result.starts;
  }
  return result;
}

/// The clip without its root; `turns`: without its heading, too.
Return returned(const std::filesystem::path& file, bool turns) {
  Motion truth = mocap::read_bvh(file).motion;
  if (truth.skeleton().find("joint_Root")) truth = mocap::remove_joints(truth, {"joint_Root"});
  Motion poses = turns ? mocap::remove_heading(truth) : truth;
  for (int t = 0; t < poses.frames(); ++t) poses.set_root_position(t, mocap::Vec3::Zero());
  return compare(travel_by_feet(poses, {.turns = turns}), truth);
}

/// A row of the table: all clips of a folder whose names begin so.
Return row(const std::filesystem::path& folder, const std::string& start, bool turns) {
  Return all;
  std::vector<double> shares, drifts;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(start) || !name.ends_with(".bvh")) continue;
    const Return one = returned(entry.path(), turns);
    all += one;
    shares.push_back(one.share());
    drifts.push_back(one.drift_cm());
  }
  fmt::print(
      "| {} | {} | {} | {:.1f} % ({:.1f} to {:.1f}) | {:.1f} ({:.1f} to {:.1f}) | {:.1f} |\n",
      start, shares.size(), turns ? "removed" : "kept", 100.0 * all.share(),
      100.0 * std::ranges::min(shares), 100.0 * std::ranges::max(shares), all.drift_cm(),
      std::ranges::min(drifts), std::ranges::max(drifts), all.turn_deg());
  return all;
}

TEST(Travel, RecordingsComeBackWithTheirWay) {
  const auto folder = poseaae::test::mocap_dir() / "bandai-namco";
  for (const bool turns : {false, true}) {
    for (const char* walk : {"walk_", "walk-left", "walk-right", "walk-back"}) {
      const Return found = row(folder, walk, turns);
      EXPECT_GT(found.share(), 0.98) << walk;
      EXPECT_LT(found.share(), 1.02) << walk;
      EXPECT_LT(found.drift_cm(), 3.0) << walk;
    }
    for (const char* run : {"run_", "dash"})
      EXPECT_GT(row(folder, run, turns).share(), 0.90) << run;
    // Turns on the ball of one foot are what feet cannot tell.
    EXPECT_LT(row(folder, "dance-short", turns).drift_cm(), turns ? 10.0 : 6.0);
  }
}

TEST(Travel, ShippedDancesComeBackWithTheirWay) {
  for (const bool turns : {false, true}) {
    for (const char* clip : {"kick_turns", "slow_arms", "street_step", "waltz_sway"}) {
      const Return found = row(poseaae::test::source_dir() / "data", clip, turns);
      EXPECT_NEAR(found.share(), 1.0, 0.05) << clip;
      EXPECT_LT(found.drift_cm(), turns ? 4.0 : 1.5) << clip;
    }
  }
}

}  // namespace
}  // namespace poseaae::footing
