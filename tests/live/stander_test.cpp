#include "poseaae/live/stander.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "allocations.hpp"
#include "poseaae/footing/planting.hpp"
#include "poseaae/footing/skating.hpp"
#include "poseaae/footing/travel.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "support/support.hpp"

namespace poseaae::live {
namespace {

using mocap::Motion;
using mocap::Vec3;

/// A shipped dance without its way through the room.
Motion dance(const std::string& name) {
  Motion motion = mocap::read_bvh(test::source_dir() / "data" / name).motion;
  motion = motion.slice(0, std::min(900, motion.frames()));
  for (int t = 0; t < motion.frames(); ++t) motion.set_root_position(t, Vec3::Zero());
  return motion;
}

/// The motion on its feet, frame by frame; and how often that allocated.
Motion stood(Motion motion, const StandOptions& options, std::uint64_t* allocated = nullptr) {
  Stander stander(motion.skeleton(), options);
  std::vector<float> pose(4 * static_cast<std::size_t>(motion.joints()));
  const std::uint64_t before = test::allocations();
  for (int t = 0; t < motion.frames(); ++t) {
    std::ranges::transform(motion.pose(t), pose.begin(),
                           [](double value) { return static_cast<float>(value); });
    motion.set_root_position(t, stander.stand(pose, 1.0 / motion.fps()));
    for (int j = 0; j < motion.joints(); ++j) {
      motion.set_rotation(t, j, math::load_wxyz(pose.data() + 4 * j).cast<double>());
    }
  }
  if (allocated != nullptr) *allocated = test::allocations() - before;
  return motion;
}

/// Feet of the dance that lie within 3 cm of where they are low, however fast they are: of the
/// dance as the library stands it, so that both ways are measured at the same moments.
footing::Skating skating(const Motion& motion, const footing::Contacts& contacts) {
  return footing::skating_of(motion, contacts);
}

/// Largest acceleration of any joint, m/s^2.
double roughest(const Motion& motion) {
  const auto p = mocap::joint_positions(motion);
  const std::size_t row = 3 * static_cast<std::size_t>(motion.joints());
  double most = 0.0;
  for (std::size_t i = 0; i + 2 * row < p.size(); i += 3) {
    Eigen::Vector3d a;
    for (std::size_t c = 0; c < 3; ++c) {
      a[static_cast<Eigen::Index>(c)] = p[i + c] - 2 * p[i + row + c] + p[i + 2 * row + c];
    }
    most = std::max(most, a.norm() * motion.fps() * motion.fps());
  }
  return most;
}

double lowest(const Motion& motion, int frame) {
  const auto world = mocap::forward_kinematics(motion, frame);
  double low = 1e9;
  for (const Vec3& p : world.positions) low = std::min(low, p.y());
  for (const Vec3& p : mocap::end_site_positions(motion.skeleton(), world)) {
    low = std::min(low, p.y());
  }
  return low;
}

class Dances : public testing::TestWithParam<std::string> {};

// Beside the two ways that know the whole motion: planted, which is as good as it gets, and the
// root alone led by the feet.
TEST_P(Dances, HardlySlide) {
  const Motion poses = dance(GetParam());
  const Motion led = footing::travel_by_feet(poses);
  const auto contacts = footing::contacts_of(led);
  const auto planted = footing::plant_feet(led, contacts).motion;
  const double standing = skating(stood(poses, {}), contacts).speed_mps;
  std::cout << "skating, m/s: in place " << skating(poses, contacts).speed_mps << ", led "
            << skating(led, contacts).speed_mps << ", planted "
            << skating(planted, contacts).speed_mps << ", live " << standing << '\n';
  EXPECT_LT(standing, 0.5 * skating(poses, contacts).speed_mps);
  EXPECT_LT(standing, 0.06);  // measured: 0.004 to 0.051
}

TEST_P(Dances, StandOnTheFloor) {
  const Motion motion = stood(dance(GetParam()), {});
  double deepest = 0.0, sum = 0.0;
  for (int t = 0; t < motion.frames(); ++t) {
    const double low = lowest(motion, t);
    deepest = std::min(deepest, low);
    sum += std::abs(low);
  }
  std::cout << "lowest point: deepest " << deepest << ", mean distance " << sum / motion.frames()
            << '\n';
  EXPECT_GT(deepest, -0.04);
  EXPECT_LT(sum / motion.frames(), 0.01);
}

TEST_P(Dances, DoNotPop) {
  const Motion poses = dance(GetParam());
  const double planted = roughest(footing::stand_on_feet(footing::travel_by_feet(poses)).motion);
  const double live = roughest(stood(poses, {}));
  std::cout << "acceleration, m/s^2: planted " << planted << ", live " << live << '\n';
  // What was measured, so that it does not become worse: up to 132, where the library, which sees a
  // contact before it begins, has 22 to 68.
  EXPECT_LT(live, 150.0);
}

TEST_P(Dances, StayInPlaceIfAsked) {
  const Motion motion = stood(dance(GetParam()), {.travels = false});
  for (int t = 0; t < motion.frames(); ++t) {
    EXPECT_EQ(motion.root_position(t).x(), 0.0);
    EXPECT_EQ(motion.root_position(t).z(), 0.0);
  }
}

TEST_P(Dances, AskForNoMemory) {
  std::uint64_t allocated = 1;
  Motion motion = dance(GetParam());
  motion = stood(std::move(motion), {}, &allocated);
  EXPECT_EQ(allocated, 0u);
}

INSTANTIATE_TEST_SUITE_P(Shipped, Dances,
                         testing::Values("waltz_sway.bvh", "street_step.bvh", "slow_arms.bvh",
                                         "kick_turns.bvh"),
                         [](const auto& one) { return one.param.substr(0, one.param.find('.')); });

// Who stands still three metres away is carried back: 3 m exp(-t / T) after t.
TEST(Stander, GoesHome) {
  const Motion poses = dance("street_step.bvh");
  Stander stander(poses.skeleton(), {.home_s = 2.0});
  const auto pose = [&] {
    std::vector<float> numbers;
    for (const double number : poses.pose(0)) numbers.push_back(static_cast<float>(number));
    return numbers;
  };
  stander.put(pose(), Vec3(3.0, 0.9, 0.0));
  Vec3 root;
  for (int t = 0; t < 120; ++t) {
    auto numbers = pose();
    root = stander.stand(numbers, 1.0 / 60.0);
  }
  EXPECT_NEAR(root.x(), 3.0 * std::exp(-1.0), 0.05);
}

TEST(Stander, OfNoLegsStandsOnWhatIsLowest) {
  const mocap::Skeleton skeleton({"a", "b"}, {-1, 0}, {Vec3(0, 0, 0), Vec3(0, -0.5, 0)});
  Stander stander(skeleton, {});
  std::vector<float> pose{1, 0, 0, 0, 1, 0, 0, 0};
  Vec3 root = stander.stand(pose, 0.02);
  EXPECT_NEAR(root.y(), 0.5, 1e-9);
  pose = {0, 1, 0, 0, 1, 0, 0, 0};  // upside down
  for (int t = 0; t < 50; ++t) root = stander.stand(pose, 0.02);
  EXPECT_NEAR(root.y(), 0.0, 1e-6);
}

}  // namespace
}  // namespace poseaae::live
