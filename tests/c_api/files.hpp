#pragma once

#include "poseaae/codec/model_file.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "support/shared.hpp"
#include "support/small_model.hpp"
#include "support/support.hpp"
#include "support/window_model.hpp"

namespace poseaae::test {

constexpr int kLatents = 4;
constexpr int kPoses = 60;

/// Files of a model of poses, with a flow, and of one of windows.
struct Files {
  Files() {
    const auto dance = mocap::read_bvh(source_dir() / "data" / "waltz_sway.bvh").motion;
    codec::ModelData data = small_model(dance.slice(300, 360), kLatents, 16, 11).data();
    const codec::PoseAutoencoder plain(data);
    data.latent =
        codec::LatentStatistics::with_mixture(plain.encode(plain.format().rows_of(dance)));
    codec::save_model(codec::PoseAutoencoder(std::move(data)), poses());
    codec::save_model(window_model(), windows());
    clip = codec::load_model(poses()).format().rows_of(dance.slice(300, 300 + kPoses));
  }
  [[nodiscard]] std::filesystem::path poses() const { return folder / "poses.safetensors"; }
  [[nodiscard]] std::filesystem::path windows() const { return folder / "windows.safetensors"; }
  TemporaryFolder folder;
  Batch clip;  ///< poses that the first model knows
};

inline const Files& files() {
  static Shared<Files> shared;
  return shared.get();
}

}  // namespace poseaae::test
