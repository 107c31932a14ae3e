#include "samples.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/mocap/bvh.hpp"

namespace poseaae::test {

using mocap::Vec3;

mocap::Motion small_dance(int frames, double style) {
  mocap::Motion motion(
      mocap::Skeleton({"Hips", "Spine", "Head", "LeftLeg", "LeftFoot", "RightLeg", "RightFoot"},
                      {-1, 0, 1, 0, 3, 0, 5},
                      {Vec3(0, 1, 0), Vec3(0, 0.3, 0), Vec3(0, 0.3, 0), Vec3(0.1, 0, 0),
                       Vec3(0, -0.9, 0), Vec3(-0.1, 0, 0), Vec3(0, -0.9, 0)}),
      30.0, frames);
  for (int t = 0; t < frames; ++t) {
    const double phase = 0.15 * t;
    motion.set_root_position(t, {0.01 * t, 1.0, 0.0});
    motion.set_rotation(t, 0, math::from_rotation_vector({0, style * std::sin(0.3 * phase), 0}));
    motion.set_rotation(t, 1, math::from_rotation_vector({0.3 * std::sin(phase + style), 0, 0}));
    motion.set_rotation(t, 2, math::from_rotation_vector({0, 0, style * std::cos(phase)}));
    const double lift = std::max(0.0, std::sin(phase));
    motion.set_rotation(t, 3, math::from_rotation_vector({-0.4 * lift - 0.3 * style, 0, 0}));
    motion.set_rotation(t, 5, math::from_rotation_vector({0.3 * style, 0, 0.2 * std::cos(phase)}));
  }
  return motion;
}

void write_dances(const std::filesystem::path& folder) {
  for (int i = 0; i < 6; ++i) {
    const char kind = static_cast<char>('a' + i);  // six groups, not takes of one
    mocap::write_bvh(folder / fmt::format("step_{}.bvh", kind), small_dance(60, 0.1 + 0.25 * i));
  }
}

void write_labels(const std::filesystem::path& folder) {
  for (char kind = 'a'; kind <= 'f'; ++kind) {
    std::string text = "frame,lift,phrase\n";
    for (int t = 0; t < 60; ++t) {
      text += fmt::format("{},{:.6f},walk\n", t, std::max(0.0, std::sin(0.15 * t)));
    }
    write_file(folder / fmt::format("step_{}.labels.csv", kind), text);
  }
}

dataset::PoseDataset dances(const std::filesystem::path& folder) {
  dataset::DatasetOptions options;
  options.clips = {folder.string()};
  return dataset::gather(options);
}

dataset::Split last_clip_held_out(const dataset::PoseDataset& data) {
  const dataset::Clip& last = data.clips.back();
  dataset::Split split;
  split.kind = dataset::SplitKind::kClip;
  split.train.resize(static_cast<std::size_t>(last.first));
  std::iota(split.train.begin(), split.train.end(), 0);
  split.test.resize(static_cast<std::size_t>(last.frames));
  std::iota(split.test.begin(), split.test.end(), last.first);
  return split;
}

evaluation::Codec perfect_codec(int pose_dim) {
  return {"perfect", pose_dim, [](const Batch& poses) { return poses; },
          [](const Batch& latents) {
            Batch poses = latents;
            math::normalise_wxyz(
                std::span<float>(poses.data(), static_cast<std::size_t>(poses.size())));
            return poses;
          }};
}

evaluation::Codec constant_codec(const Batch& pose, int latents) {
  return {"constant", latents,
          [=](const Batch& poses) -> Batch { return Batch::Zero(poses.rows(), latents); },
          [=](const Batch& z) -> Batch { return pose.replicate(z.rows(), 1); }};
}

}  // namespace poseaae::test
