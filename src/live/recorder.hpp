#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/live/frame_ring.hpp"
#include "poseaae/live/recording.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::live {

/// Collects the frames that the clock's thread has left in a ring, and saves each finished take in
/// a folder: as a recording, as motion and as encodings.
class Recorder {
 public:
  /// `digest` is the model's SHA-256, asked for when it is needed.
  Recorder(std::filesystem::path folder, const mocap::Skeleton& skeleton, int latents, double fps,
           std::string model, std::function<std::string()> digest);

  /// Takes what is there. Names of the files of takes that ended, the last take's only; nothing
  /// where none did. @throws OutputError
  std::vector<std::string> collect(FrameRing& ring);
  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }

 private:
  void add(const FrameRing::Tag& tag, std::span<const float> row);
  [[nodiscard]] Recording recording() const;
  [[nodiscard]] std::string free_name() const;
  std::vector<std::string> save(const Recording& recording) const;

  std::filesystem::path folder_;
  const mocap::Skeleton& skeleton_;
  std::size_t latents_;
  double fps_;
  std::string model_;
  std::function<std::string()> digest_;
  std::vector<std::int32_t> numbers_;
  std::vector<float> rows_;  ///< 3 + 4 J + Z each
};

}  // namespace poseaae::live
