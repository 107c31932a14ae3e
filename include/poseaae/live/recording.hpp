#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/base/file_kind.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/live/frame.hpp"
#include "poseaae/live/kinematics.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::live {

inline constexpr FileKind kRecordingFile{.format = "PoseAAE recording",
                                         .version = 1.0,
                                         .noun = "recording",
                                         .what = "a recording (NAME.safetensors, by pose_live)",
                                         .remedy = "record it again"};

/// What was danced, bit by bit: a row for each frame that was shown.
struct Recording {
  double fps = 50.0;
  std::vector<std::string> joints{};    ///< J names
  std::vector<std::int32_t> numbers{};  ///< T, ascending; a gap: frames that were dropped
  Batch root{};                         ///< (T, 3)
  Batch rotations{};                    ///< (T, 4 J), local; the first is the root's in the room
  Batch latents{};                      ///< (T, Z)
  std::string model{}, model_sha256{};  ///< its file's name, and the digest of that file

  [[nodiscard]] int frames() const { return static_cast<int>(numbers.size()); }
};

/// As safetensors (docs/FILES.md), whole or not at all. @throws OutputError
void save_recording(const Recording& recording, const std::filesystem::path& path);
/// @throws InputError, ModelError
[[nodiscard]] Recording load_recording(const std::filesystem::path& path);

/// The motion, frames that were dropped filled in linearly. @throws UsageError where the skeleton
/// is another one, or there is no frame
[[nodiscard]] mocap::Motion motion_of(const Recording& recording, const mocap::Skeleton& skeleton);
/// The latents, likewise filled in, as encodings of a clip of that name: for path files
/// (`latents: NAME.h5`) and every program that reads encodings.
[[nodiscard]] latent::Encodings encodings_of(const Recording& recording, const std::string& name);

/// Plays a recording again: the same frames, to the bit.
class Replay {
 public:
  /// @throws UsageError where the skeleton is another one, or there is no frame
  Replay(Recording recording, const mocap::Skeleton& skeleton);

  /// The frame of that number, counted from the recording's first; the one before where it was
  /// dropped, and after the last the first again. It lasts until the next call. Does not allocate.
  const Frame& play(std::uint32_t number);
  /// Ticks from the first to the last.
  [[nodiscard]] std::uint32_t ticks() const;

 private:
  Recording recording_;
  PoseKinematics kinematics_;
  std::vector<float> positions_;
  std::vector<float> rotations_;
  Frame frame_;
};

}  // namespace poseaae::live
