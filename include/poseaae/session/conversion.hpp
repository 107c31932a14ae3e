#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/mocap/clip.hpp"
#include "poseaae/motion_io/formats.hpp"

/// Clips written as other files, one by one or by the thousand.
namespace poseaae::session {

/// A clip, and the file that it becomes.
struct Conversion {
  mocap::ClipReference source;
  std::filesystem::path output;
};

/// What becomes of `inputs`: files, patterns, and folders with all folders in them, each with the
/// range and selector of its entry. A file that holds several clips gives all of them, unless one
/// is selected.
///
/// Without an `extension` there is one clip, and `out` is its file. With one, `out` is a folder: a
/// clip of the file "a/b/take.x" that was found in the folder "a" becomes "b/take<extension>"
/// there, or "b/take_<clip><extension>" where the file holds several. Nothing that lies below `out`
/// is an input.
/// @throws InputError when nothing is found; UsageError when two clips would become one file, when
/// an output is one of the inputs, and for several clips without an extension
[[nodiscard]] std::vector<Conversion> plan_conversions(const std::vector<std::string>& inputs,
                                                       const std::filesystem::path& out,
                                                       std::string_view extension);

/// The clips that `entry` names: a file, a pattern, or a folder with all folders in it, in their
/// order, each with the range and selector of the entry. A file that holds several clips gives all
/// of them, unless one is selected. @throws InputError when nothing is found
[[nodiscard]] std::vector<mocap::ClipReference> clips_below(const std::string& entry);

struct ConversionOptions {
  mocap::ClipOptions clip{};
  mocap::WriteOptions write{};
  /// What is done to a clip between reading and writing, and to how it is written; may be empty.
  std::function<void(mocap::Clip&, mocap::WriteOptions&)> change{};
  std::string changes{};  ///< all that `change` depends on, so that a record can tell it
  /// Outputs that an earlier run made of the same sources with the same options are kept.
  bool resume = true;
  int threads = 0;  ///< 0: all cores; does not affect the files
  /// Called after each clip, from one thread at a time.
  std::function<void(std::size_t done, const std::string& output)> progress{};
};

struct ConversionResult {
  enum class State { kWritten, kKept, kFailed };
  State state = State::kFailed;
  int frames = 0;         ///< that were written
  double fps = 0.0;       ///< of these
  std::string problem{};  ///< why it failed, a line
  std::vector<std::string> warnings{};
};

/// Does what is planned; a result for each conversion. A clip that cannot be read, or not be
/// written as this format, keeps nobody from the others. Every output appears whole or not at all,
/// folders are made as needed.
///
/// In a folder a record, kConversionRecord, has a line "<sha256>  <output>" for each finished file:
/// the digest of the source's path, size and time of change, and of all options. A run that was
/// stopped therefore goes on where it was, and other options convert again. @throws OutputError
/// when a folder or the record cannot be written
[[nodiscard]] std::vector<ConversionResult> convert(const std::vector<Conversion>& conversions,
                                                    const ConversionOptions& options);

inline constexpr const char* kConversionRecord = ".pose_convert";

}  // namespace poseaae::session
