#include "samples.hpp"

#include <fmt/format.h>

#include <cmath>

#include "poseaae/base/random.hpp"
#include "poseaae/math/quaternion.hpp"

namespace poseaae::attributes::test {

using mocap::Vec3;

namespace {

constexpr int kJoints = 7;

mocap::Skeleton body() {
  return {{"Hips", "Spine", "Arm", "Leg", "Head", "Hand", "Foot"},
          {-1, 0, 1, 0, 1, 2, 3},
          {Vec3(0, 0, 0), Vec3(0, 0.3, 0), Vec3(0.2, 0.3, 0), Vec3(0.1, -0.4, 0), Vec3(0, 0.5, 0),
           Vec3(0.5, 0, 0), Vec3(0, -0.4, 0)}};
}

}  // namespace

std::vector<PlantedClip> Planted::balanced(int takes) {
  std::vector<PlantedClip> clips;
  for (const char* content : {"walk", "run"}) {
    for (const char* style : {"normal", "old", "happy"}) {
      for (int take = 1; take <= takes; ++take) clips.push_back({content, style, take, 40});
    }
  }
  return clips;
}

dataset::PoseDataset Planted::data(const std::vector<PlantedClip>& clips, std::uint64_t seed) {
  dataset::PoseDataset data{.skeleton = body(),
                            .fps = 30.0,
                            .clip_options = {},
                            .poses = {},
                            .root_positions = {},
                            .clips = {},
                            .labels = {}};
  data.clip_options.root_rotation = mocap::RootRotation::kFaceForward;
  int rows = 0;
  for (const auto& clip : clips) {
    // Takes of different letters are groups of their own.
    const std::string name = fmt::format("{}_{}_{}", clip.content, clip.style,
                                         std::string(1, static_cast<char>('a' + clip.take)));
    data.clips.push_back({name,
                          name + ".bvh",
                          "",
                          rows,
                          clip.frames,
                          {{"content", clip.content}, {"style", clip.style}}});
    rows += clip.frames;
  }
  data.poses.resize(rows, 4 * kJoints);
  data.root_positions.assign(3 * static_cast<std::size_t>(rows), 0.0F);
  Random random(seed);
  for (std::size_t c = 0; c < clips.size(); ++c) {
    const double nods[] = {clips[c].style == "old" ? kStyle : 0.0,
                           clips[c].style == "happy" ? kStyle : 0.0,
                           clips[c].content == "run" ? kStyle : 0.0};
    for (int t = 0; t < clips[c].frames; ++t) {
      const int row = data.clips[c].first + t;
      for (int j = 0; j < kJoints; ++j) {
        const double nod = j >= 1 && j <= 3 ? nods[j - 1] + kSway * random.normal() : 0.0;
        // The arm hangs at the side and swings up; the others nod forward.
        const Vec3 axis = j == 2 ? Vec3(0, 0, 1) : Vec3(1, 0, 0);
        math::store_wxyz(math::from_rotation_vector(Vec3(nod * axis)).cast<float>(),
                         data.poses.row(row).data() + 4 * j);
      }
    }
  }
  return data;
}

codec::PoseAutoencoder Planted::model(const dataset::PoseDataset& data) {
  // sin(a / 2) is a / 2 to 4 % at 0.6 rad: quaternion w x y z = (1, a/2, 0, 0).
  constexpr int kPose = 4 * kJoints;
  constexpr int kLatents = 3;
  const int at[] = {4 * 1 + 1, 4 * 2 + 3, 4 * 3 + 1};
  nn::Layer encoder{
      {kPose, kLatents, nn::Activation::kLinear},
      {std::vector<float>(kPose * kLatents, 0.0F), std::vector<float>(kLatents, 0.0F)}};
  nn::Layer decoder{{kLatents, kPose, nn::Activation::kLinear},
                    {std::vector<float>(kPose * kLatents, 0.0F), std::vector<float>(kPose, 0.0F)}};
  for (int j = 0; j < kJoints; ++j) decoder.array("bias")[static_cast<std::size_t>(4 * j)] = 1.0F;
  for (int z = 0; z < kLatents; ++z) {
    encoder.array("weight")[static_cast<std::size_t>(z * kPose + at[z])] = 2.0F;
    decoder.array("weight")[static_cast<std::size_t>(at[z] * kLatents + z)] = 0.5F;
  }
  codec::ModelData parts{
      .format = codec::PoseFormat(data.skeleton),
      .encoder = nn::Network({encoder}),
      .decoder = nn::Network({decoder}),
      .latent = {Eigen::VectorXd::Zero(kLatents), Eigen::MatrixXd::Identity(kLatents, kLatents)},
      .clip_options = data.clip_options,
      .fps = data.fps,
      .config = "",
      .provenance = {}};
  const codec::PoseAutoencoder draft(parts);
  parts.latent = codec::LatentStatistics::of(draft.encode(data.poses));
  return codec::PoseAutoencoder(std::move(parts));
}

}  // namespace poseaae::attributes::test
