#include "samples.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/random.hpp"

namespace poseaae::dataset::test {

using mocap::Vec3;

mocap::Motion small_motion(int frames, double fps, double start, const std::string& last_joint) {
  const mocap::Skeleton skeleton(
      {"Hips", "Leg", last_joint}, {-1, 0, 0},
      {Vec3(0, 0.9, 0), Vec3(0.1, -0.1, 0), Vec3(0, 0.7, 0)},
      {{0, Vec3(0, 0.1, 0), ""}, {1, Vec3(0, -0.8, 0), ""}, {2, Vec3(0, 0.1, 0), ""}});
  mocap::Motion motion(skeleton, fps, frames);
  for (int t = 0; t < frames; ++t) {
    const double turn = start + 0.01 * t;
    motion.set_rotation(t, 0, math::from_rotation_vector(Vec3(0, turn, 0)));
    motion.set_rotation(t, 1, math::from_rotation_vector(Vec3(std::sin(turn), 0, 0)));
    motion.set_rotation(t, 2, math::from_rotation_vector(Vec3(0, 0, 0.3)));
    motion.set_root_position(t, Vec3(0.01 * t, 0.9, 0));
  }
  return motion;
}

double turn_of(const PoseDataset& data, int row) {
  return 2.0 * std::atan2(data.poses(row, 2), data.poses(row, 0));
}

PoseDataset of_lengths(const std::vector<int>& lengths, double fps) {
  PoseDataset data{.skeleton = {{"a", "b"}, {-1, 0}, {Vec3(0, 1, 0), Vec3(0, 1, 0)}},
                   .fps = fps,
                   .clip_options = {},
                   .poses = {},
                   .root_positions = {},
                   .clips = {},
                   .labels = {}};
  int rows = 0;
  for (const int length : lengths) {
    const std::string name =
        "clip " + std::string(1 + data.clips.size() / 26, char('a' + data.clips.size() % 26));
    data.clips.push_back({name, name + ".bvh", "", rows, length, {}});
    rows += length;
  }
  Random random(1);
  data.poses.resize(rows, 8);
  random.fill_normal({data.poses.data(), static_cast<std::size_t>(data.poses.size())});
  math::normalise_wxyz(
      std::span<float>(data.poses.data(), static_cast<std::size_t>(data.poses.size())));
  data.root_positions.assign(static_cast<std::size_t>(rows) * 3, 0.0F);
  return data;
}

void expect_same(const PoseDataset& a, const PoseDataset& b) {
  EXPECT_EQ(a.skeleton, b.skeleton);
  EXPECT_EQ(a.fps, b.fps);
  EXPECT_EQ(a.poses, b.poses);
  EXPECT_EQ(a.root_positions, b.root_positions);
  EXPECT_EQ(a.contacts, b.contacts);
  EXPECT_EQ(a.clip_options.unit.metres, b.clip_options.unit.metres);
  EXPECT_EQ(a.clip_options.fps, b.clip_options.fps);
  EXPECT_EQ(a.clip_options.strict, b.clip_options.strict);
  EXPECT_EQ(a.clip_options.remove_joints, b.clip_options.remove_joints);
  EXPECT_EQ(a.clip_options.root_rotation, b.clip_options.root_rotation);
  ASSERT_EQ(a.clips.size(), b.clips.size());
  for (std::size_t i = 0; i < a.clips.size(); ++i) {
    EXPECT_EQ(a.clips[i].name, b.clips[i].name);
    EXPECT_EQ(a.clips[i].source, b.clips[i].source);
    EXPECT_EQ(a.clips[i].sha256, b.clips[i].sha256);
    EXPECT_EQ(a.clips[i].first, b.clips[i].first);
    EXPECT_EQ(a.clips[i].frames, b.clips[i].frames);
    EXPECT_EQ(a.clips[i].tags, b.clips[i].tags);
  }
  ASSERT_EQ(a.labels.size(), b.labels.size());
  for (const auto& [name, values] : a.labels) {
    const auto& others = b.labels.at(name);
    ASSERT_EQ(values.size(), others.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      EXPECT_TRUE(values[i] == others[i] || (std::isnan(values[i]) && std::isnan(others[i])));
    }
  }
}

void expect_whole(const PoseDataset& data, int joints) {
  EXPECT_EQ(data.skeleton.joints(), joints);
  EXPECT_NEAR(data.fps, 30.0, 1e-9);
  int next = 0;
  for (const Clip& clip : data.clips) {
    EXPECT_EQ(clip.first, next);
    next += clip.frames;
  }
  EXPECT_EQ(next, data.size());
  EXPECT_TRUE(data.poses.allFinite());
  for (int row = 0; row < data.size(); row += 97) {
    for (int j = 0; j < joints; ++j) {
      ASSERT_NEAR((data.poses.block<1, 4>(row, 4 * j).norm()), 1.0, 1e-6);
    }
  }
}

}  // namespace poseaae::dataset::test
