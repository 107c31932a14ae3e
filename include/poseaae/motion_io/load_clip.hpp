#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/mocap/clip.hpp"
#include "poseaae/mocap/conform.hpp"

namespace poseaae::mocap {

/// The clip of a file, or of `bytes` that would be its content, read by the format of its extension
/// (BVH where no format has it, as of a pipe) and edited as `options` say; with the joints and the
/// rest pose of `like` where that is given, or, where ClipOptions::retarget asks for it and the
/// joints are others, retargeted to it.
/// @throws InputError, ParseError, UsageError (a range beyond the clip, a format only written, a
/// skeleton that conform() cannot bring to `like`)
[[nodiscard]] Clip load_clip(const ClipReference& clip, const ClipOptions& options,
                             std::optional<std::string_view> bytes = {},
                             const Standard* like = nullptr);

/// load_clip() without changing its joints, also of files that hold a skeleton alone
/// (MotionFormat::rest), whose rest pose is a clip of one frame: for whoever asks for a body rather
/// than for its motion.
[[nodiscard]] Clip load_body(const ClipReference& clip, const ClipOptions& options);

/// The names of the clips in a file that can hold several; none of a file of another format.
/// @throws InputError, ParseError
[[nodiscard]] std::vector<std::string> clip_names(const std::filesystem::path& file);

/// The clips that `entry` names: a file, a pattern, or every file of a folder that some format of
/// motion reads, each with the range and selector of `entry`. A file that holds several gives all
/// of them where none is selected. @throws InputError, ParseError
[[nodiscard]] std::vector<ClipReference> list_clips(const std::string& entry);

}  // namespace poseaae::mocap
