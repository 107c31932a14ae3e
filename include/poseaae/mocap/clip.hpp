#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "poseaae/base/names.hpp"
#include "poseaae/mocap/motion.hpp"
#include "poseaae/mocap/up.hpp"

namespace poseaae::mocap {

/// How lengths in a file relate to metres.
struct Unit {
  double metres = 0.01;
  /// "cm", "m", "inch", "mm", "ft", "dm", or a positive number of metres per unit ("0.05644").
  /// @throws ConfigError
  [[nodiscard]] static Unit parse(std::string_view text);
  [[nodiscard]] std::string name() const;
  friend bool operator==(const Unit&, const Unit&) = default;
};

/// A motion that was read. Readers set motion, warnings and perhaps a name; load_clip() the rest.
struct Clip {
  Motion motion;
  /// Repairs and suspicious data, one line each, beginning with the file.
  std::vector<std::string> warnings{};
  std::string name{};         ///< of the file without folder and extension, or the reader's
  std::vector<int> frames{};  ///< T: the nearest frame of the file for each frame
  double file_fps = 0.0;      ///< frame rate before resampling
  bool own_unit = false;      ///< the file says what its lengths mean, not ClipOptions::unit
  Up up = Up::kY;             ///< the axis of the file that was turned to +Y
  std::vector<std::string> unmatched{};  ///< patterns for joints that match none
  /// The motion with its way through the room, at the file's frame rate, where the options ask for
  /// an edit of the root's rotation, which takes it away.
  std::optional<Motion> in_room{};
  /// Per joint of the motion, A_j: the axes that the joint has in the file when all stand as in the
  /// rest pose, as a rotation from the room's. The reader has turned them away (rotations
  /// q_j = A_p r_j A_j*, offsets A_p o_j, of the file's r_j and o_j), so that no rotation is the
  /// rest pose. Empty where the file has no such axes, as BVH, or the joints are no longer the
  /// file's.
  std::vector<Quat> axes{};
};

/// Treatment of the rotation of the joint that carries the body (see edit.hpp): kept, or
/// remove_heading() (kFaceForward), or remove_root_rotation() (kRemove).
enum class RootRotation { kKeep, kFaceForward, kRemove };
[[nodiscard]] const Names<RootRotation>& root_rotation_names();

/// How a file is read and edited, in this order: reading, turning to +Y up, places above the body
/// (settle_places()), frame range (in frames of the file), joint removal, the rest pose of another
/// skeleton where there is one to follow (conform(), or retargeting to it), the root's rotation,
/// resampling. A model stores these options, so that every clip is prepared as its training clips
/// were.
struct ClipOptions {
  Unit unit;
  double source_fps = 0.0;  ///< replaces the file's Frame Time when > 0
  double fps = 0.0;         ///< resample to this rate when > 0
  bool strict = false;
  std::vector<std::string> remove_joints;  ///< names or patterns
  RootRotation root_rotation = RootRotation::kKeep;
  Up up = Up::kAuto;  ///< which axis of the file is up; files without it: kY
  /// Where there is a skeleton to follow, and the clip's joints are others, retarget() to it.
  bool retarget = false;
  friend bool operator==(const ClipOptions&, const ClipOptions&) = default;
};

/// Names of the fields of ClipOptions in files.
inline constexpr std::array kClipOptionNames{"unit_m",        "source_fps",    "fps", "strict",
                                             "root_rotation", "remove_joints", "up",  "retarget"};

/// Calls use(name, value) for every field of `options`, a ClipOptions or const ClipOptions. Saving,
/// loading and the checksum of a model all use this list, in its order. It does not compile without
/// one of the fields (see also clip_io.cpp). A new field comes last. Older files do not have it, so
/// loading must accept its absence and the checksum must skip it while it has its default.
template <typename Options, typename Use>
void for_each_field(Options& options, const Use& use) {
  auto& [unit, source_fps, fps, strict, remove_joints, root_rotation, up, retarget] = options;
  const auto all = std::forward_as_tuple(unit.metres, source_fps, fps, strict, root_rotation,
                                         remove_joints, up, retarget);
  static_assert(kClipOptionNames.size() == std::tuple_size_v<decltype(all)>);
  const auto call = [&]<std::size_t... I>(std::index_sequence<I...>) {
    (use(kClipOptionNames[I], std::get<I>(all)), ...);
  };
  call(std::make_index_sequence<kClipOptionNames.size()>{});
}

/// "walk.bvh", "walk.bvh:100", "walk.bvh:100:500": a file, optionally with a half-open range of
/// frames, or (":100") with one frame. "takes.x#second:100:500" names the clip "second" of a file
/// of a format that holds several, unless a file has that name.
struct ClipReference {
  std::filesystem::path path;
  int first = 0;
  int last = -1;           ///< -1: to the end
  std::string selector{};  ///< a clip of a file that holds several, or a second file; "" for none
  /// @throws UsageError
  [[nodiscard]] static ClipReference parse(const std::string& text);
};

}  // namespace poseaae::mocap
