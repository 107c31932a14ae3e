#include <fmt/format.h>
#include <gtest/gtest.h>

#include "attributes/directions.hpp"
#include "attributes/pose_features.hpp"
#include "attributes/tempo.hpp"
#include "folders.hpp"
#include "poseaae/attributes/labelling.hpp"

namespace poseaae::attributes {
namespace {

/// Real walks to all sides, in three styles, labelled by their names.
dataset::PoseDataset walks() {
  dataset::DatasetOptions options;
  for (const char* content : {"walk", "walk-back", "walk-left", "walk-right"}) {
    for (const char* style : {"normal", "old", "sad"}) {
      options.clips.push_back((poseaae::test::mocap_dir() / "bandai-namco" /
                               fmt::format("{}_{}_001.bvh", content, style))
                                  .string());
    }
  }
  options.clip.remove_joints = {"joint_Root"};
  options.clip.root_rotation = mocap::RootRotation::kFaceForward;
  options.label_pattern = "{content}_{style}_{take}";
  return dataset::gather(options);
}

TEST(Styles, OldAndSadPeopleWalkAsOneWouldExpect) {
  const auto data = walks();
  const PoseFeatures features(data.skeleton, data.poses, data.clip_options.root_rotation);
  const Batch seen = features.of(data.poses);
  const auto difference = [&](const char* attribute) {
    const auto labels = label(data, {.attributes = {attribute}, .neutral = "style=normal"})[0];
    EXPECT_EQ(labels.matched, "content");
    Contrast contrast;
    for (int i = 0; i < data.size(); ++i) {
      const auto row = static_cast<std::size_t>(i);
      if (labels.of[row] == Labelling::kNeither) continue;
      contrast.rows.push_back(i);
      contrast.labels.push_back(labels.of[row]);
      contrast.content.push_back(labels.content[row]);
    }
    return Eigen::Vector3d(mean_difference(seen, contrast).tail<3>());
  };
  // Heights of hips and head over the lowest joint, metres; lean forward, radians: both stoop, and
  // whoever is sad takes his time.
  const Eigen::Vector3d old = difference("style=old");
  EXPECT_LT(old[0], -0.005);
  EXPECT_LT(old[1], -0.02);
  EXPECT_GT(old[2], 0.15);
  const Eigen::Vector3d sad = difference("style=sad");
  EXPECT_LT(sad[1], -0.05);
  EXPECT_GT(sad[2], 0.15);
  const auto labels = label(data, {.attributes = {"style=sad"}, .neutral = "style=normal"})[0];
  EXPECT_LT(tempo_ratio(data, seen, labels), 0.9);
}

}  // namespace
}  // namespace poseaae::attributes
