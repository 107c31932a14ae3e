#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/session/open_model.hpp"

/// Path files: descriptions of paths through latent space, which can be kept, shared and played
/// again with any model of the same skeleton.
///
///     title: Duet                      # optional
///     fps: 60                          # of the result; the model's own rate unless given
///     attributes: styles.safetensors   # where attributes come from (pose_style learn)
///     sample: flow                     # how random poses are drawn: prior, mixture or flow
///     transition: {seconds: 0.8}       # from one phrase to the next (default 0.5 s)
///     dancers:
///       - name: left
///         phrases:
///           - clip: data/waltz_sway.bvh:300:390
///           - walk: {seconds: 4, seed: 7}
///             offset: {direction: axis:0, amplitude: 1.5}
///             transition: {seconds: 2}
///       - name: right
///         phrases: [...]
///
/// A phrase is a source (a clip, a walk, a loop, a tour, ...) and any number of changes, applied in
/// the order they are written; `transition` says how it is reached from the phrase before. A single
/// dancer needs no `dancers`, only `phrases`. `closed: true` leads the last phrase back to the
/// first, so that the motion loops. Dancers travel, turn and leap as the clips that they follow do;
/// `in_place: true`, of the file or of a dancer, keeps them in place. describe_kinds() lists
/// sources and changes.
namespace poseaae::recipe {

struct Performance {
  std::string title;
  std::vector<session::Dancer>
      dancers;  ///< at least one; lengths may differ, the frame rate is the same
};

/// @throws InputError, ParseError with line and column; UsageError when values do not fit together
[[nodiscard]] Performance perform(const std::filesystem::path& file, session::OpenModel& model);
/// The same of a text; `name` appears in messages.
[[nodiscard]] Performance perform_text(const std::string& yaml, const std::filesystem::path& name,
                                       session::OpenModel& model);

/// The sources and changes with their keys, for --help.
[[nodiscard]] std::string describe_kinds();

}  // namespace poseaae::recipe
