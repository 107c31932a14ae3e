#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/mocap/clip.hpp"

namespace poseaae::mocap {

/// What a reader reads: the content of a file or of a buffer, not copied.
struct MotionSource {
  std::string_view bytes;
  std::filesystem::path path;  ///< for messages, and for files beside it
  std::string selector;        ///< ClipReference::selector
};

/// How a motion is written, beyond the motion itself. A format heeds what concerns it.
struct WriteOptions {
  std::string form{};  ///< one of MotionFormat::forms; "" for the first of them
  bool body = true;    ///< with a simple body, so that the dancer is seen in a viewer of meshes
  /// A_j per joint, the axes of the file to be written: Clip::axes; empty where they are the
  /// room's.
  std::vector<Quat> axes{};
};

/// A kind of file that holds motion, known by its extension, with a reader, a writer or both. A new
/// one is a file src/motion_io/format_<name>.cpp, which defines <name>_format(), and its name in
/// the list of CMakeLists.txt there. What no format's extension names is read by the first in the
/// list that has a reader.
struct MotionFormat {
  std::string extension;  ///< ".bvh"
  std::string holds;      ///< what it holds, for --help
  /// Units, rate and strictness are those of the options; edits come later (load_clip.hpp).
  /// @throws InputError, ParseError, UsageError for a selector that means nothing here
  Clip (*read)(const MotionSource& source, const ClipOptions& options) = nullptr;
  /// Whole or not at all. @throws UsageError, OutputError
  void (*write)(const std::filesystem::path& path, const Motion& motion,
                const WriteOptions& options) = nullptr;
  /// The selectors of the clips in a file that can hold several, in its order; a reader of such
  /// files takes the first without a selector. Null where a file holds one.
  std::vector<std::string> (*clips)(const MotionSource& source) = nullptr;
  std::vector<std::string> forms{};  ///< that it can be written in, where there are several
  /// What people are told before they rely on it, after "FBX is "; "" for nothing.
  std::string caveat{};
  /// Of files that hold a skeleton without motion, which are no clips: its rest pose, one frame at
  /// a frame a second. Null for all others.
  Clip (*rest)(const MotionSource& source, const ClipOptions& options) = nullptr;
};

/// All of them, in the order of --help.
[[nodiscard]] const std::vector<MotionFormat>& motion_formats();
/// That of the file's extension; null where none has it.
[[nodiscard]] const MotionFormat* format_of(const std::filesystem::path& file);
/// The one that the output's extension names and that can be written. @throws UsageError that lists
/// the extensions of those
[[nodiscard]] const MotionFormat& writer_of(const std::filesystem::path& output);
/// "FBX" of ".fbx"
[[nodiscard]] std::string kind_of(const MotionFormat& format);
/// Extensions of those that can be read.
[[nodiscard]] const std::vector<std::string>& clip_extensions();
/// The same for people: "BVH", or "BVH or C3D".
[[nodiscard]] std::string clip_kinds();

}  // namespace poseaae::mocap
