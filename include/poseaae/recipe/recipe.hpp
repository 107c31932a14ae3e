#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/recipe/context.hpp"

/// Path files: journeys through latent space written down, to be kept, shared and danced again with
/// any model of the same skeleton.
///
///     title: Duet                      # optional
///     fps: 60                          # of the result; the model's own rate unless given
///     attributes: styles.h5            # where attributes come from (pose_style learn)
///     transition: {seconds: 0.8}       # how one phrase leads to the next (default 0.5 s)
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
/// the order they are written; `transition` says how it is reached from the phrase before. One
/// dancer alone needs no `dancers`, only `phrases`. `closed: true` leads the last phrase back to
/// the first, so that the whole is a loop. describe_kinds() lists sources and changes.
namespace poseaae::recipe {

struct Dancer {
  std::string name;
  latent::LatentPath path;
  bool closed = false;  ///< the first frame follows the last
};

struct Performance {
  std::string title;
  std::vector<Dancer> dancers;  ///< at least one; of their own lengths, at one frame rate
};

/// @throws InputError, ParseError with line and column; UsageError where values do not go together
[[nodiscard]] Performance perform(const std::filesystem::path& file, Context& context);
/// The same of a text; `name` appears in messages.
[[nodiscard]] Performance perform_text(const std::string& yaml, const std::filesystem::path& name,
                                       Context& context);

/// Sources and changes with their keys, a line each, for --help.
[[nodiscard]] std::string describe_kinds();

}  // namespace poseaae::recipe
