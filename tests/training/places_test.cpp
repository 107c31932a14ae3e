// What stands above the body is in no loss, and a model decodes it as it stood.
#include <gtest/gtest.h>

#include "poseaae/mocap/bvh.hpp"
#include "poseaae/objective/pose_objective.hpp"
#include "poseaae/training/session.hpp"
#include "small_run.hpp"

namespace poseaae {
namespace {

using mocap::Vec3;

/// A body with two arms and two legs, below a root that never turns and a bone of forty metres, or
/// without.
mocap::Motion waving(bool in_a_room) {
  std::vector<std::string> names{"Hips", "Spine", "LeftArm", "RightArm", "LeftLeg", "RightLeg"};
  std::vector<int> parents{-1, 0, 1, 1, 0, 0};
  std::vector<Vec3> offsets{{0, 0, 0},      {0, 0.5, 0},       {0.5, 0.1, 0},
                            {-0.5, 0.1, 0}, {0.1, -0.8, 0.05}, {-0.1, -0.8, 0.05}};
  if (in_a_room) {
    names.insert(names.begin(), "Room");
    parents = {-1, 0, 1, 2, 2, 1, 1};
    offsets.insert(offsets.begin() + 1, Vec3(30.0, 0.9, 26.0));
    offsets.insert(offsets.begin(), Vec3::Zero());
    offsets.erase(offsets.begin() + 1);
  }
  mocap::Motion motion({names, parents, offsets}, 30.0, 120);
  const int hips = in_a_room ? 1 : 0;
  for (int t = 0; t < motion.frames(); ++t) {
    for (int j = 0; j < 6; ++j) {
      const double phase = 0.1 * t + j;
      motion.set_rotation(
          t, hips + j,
          math::from_rotation_vector({0.3 * std::sin(phase), 0.2 * std::cos(2 * phase), 0.1 * j}));
    }
  }
  return motion;
}

TEST(Places, AreInNoLoss) {
  const auto value = [](bool in_a_room, const math::Quat& room) {
    const mocap::Motion truth = waving(in_a_room);
    const int joints = truth.joints();
    std::vector<double> target(truth.pose(3).begin(), truth.pose(3).end());
    std::vector<double> guess(truth.pose(9).begin(), truth.pose(9).end());
    if (in_a_room) math::store_wxyz<double>(room, guess.data());
    objective::Objective measure;
    measure.weights.assign(objective::loss_terms().size(), 1.0);
    measure.body = in_a_room ? 1 : 0;
    if (in_a_room) {
      measure.joint_weights.assign(static_cast<std::size_t>(joints), joints / (joints - 1.0));
      measure.joint_weights[0] = 0.0;
    }
    const objective::PoseObjective<double> objective(measure, truth.skeleton());
    std::vector<double> gradient(guess.size());
    const auto values = objective.rows(1, target.data(), guess.data(), gradient.data());
    return std::pair(values, gradient);
  };
  const auto [without, slopes] = value(false, math::Quat::Identity());
  const auto [within, slopes_within] =
      value(true, math::from_rotation_vector({0.0, 0.5, 0.0}));  // would move all by 20 m
  const std::size_t position = 1;
  EXPECT_GT(without[position], 0.01);
  EXPECT_NEAR(within[position], without[position], 1e-12);
  // The gradient by the numbers of the place comes from no position; that of the body is the same.
  for (std::size_t i = 0; i < slopes.size(); ++i) {
    EXPECT_NEAR(slopes_within[4 + i], slopes[i], 1e-9) << i;
  }
}

TEST(Places, AreDecodedAsTheyStood) {
  const test::SmallRun small;
  const auto clip = small.path("room.bvh");
  mocap::write_bvh(clip, waving(true));
  for (const std::string preset : {"corrected", "best"}) {
    auto config = small.config(preset, {"training.epochs=4"});
    config.preset = objective::Preset::kCorrected;
    config.data.source.clips = {clip.string()};
    if (preset == "best") config.model.rotation = kernels::RotationForm::kSixD;
    if (preset == "best") {
      config.set({"losses.norm=0", "losses.quaternion=0", "losses.rotation=1"});
    }
    small.run(config);
    const auto model = small.model(preset);
    EXPECT_LT(model.skeleton().height(), 2.0);
    Random random(3);
    Batch latents(40, model.latent_dim());
    for (Eigen::Index i = 0; i < latents.size(); ++i) {
      latents.data()[i] = static_cast<float>(3.0 * random.normal());
    }
    const Batch poses = model.decode(latents);
    for (Eigen::Index row = 0; row < poses.rows(); ++row) {
      EXPECT_NEAR(std::abs(poses(row, 0)), 1.0F, 1e-6F) << preset;
    }
    EXPECT_GT((poses.row(0) - poses.row(1)).tail(16).norm(), 1e-3F) << "the body moves";
  }
}

}  // namespace
}  // namespace poseaae
