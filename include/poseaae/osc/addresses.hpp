#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/live/addresses.hpp"
#include "poseaae/live/message.hpp"

/// What others say over OSC, and what it means here (docs/LIVE.md, "OSC").
namespace poseaae::osc {

/// What an address of others takes, and how it becomes what the instrument understands.
enum class Meaning {
  kClip,       ///< i: a clip by its place in the list, from 0; s: by its name
  kFrame,      ///< i: a frame
  kRange,      ///< i i: frames from, to
  kSeconds,    ///< f: a frame by its time
  kTimeRange,  ///< f f: the same by time
  kStep,       ///< f: frames from one to the next
  kNumbers,    ///< f ...: one for each latent
  kNumber,     ///< f: one for all of them
  kRotations,  ///< J x 4: local rotations, w x y z: a pose of the source "live"
  kPositions,  ///< J x 3: places in the room; the first, the root's, goes with the next rotations
};

/// An address of the AI-Toolbox, by Daniel Bisig, and ours.
struct Alias {
  std::string_view address;
  std::string_view becomes;  ///< "" for poses
  Meaning meaning;
};

/// In the order in which the documentation has them.
[[nodiscard]] std::span<const Alias> aliases();
/// nullptr for an address that is none of them.
[[nodiscard]] const Alias* alias_of(std::string_view address);

/// What a message of others says in our words: none, one or two messages, or why it says nothing.
struct Translation {
  std::vector<live::Message> messages;
  std::string refused{};  ///< "" or what was expected and found, a sentence
};
/// For aliases but those of poses; `clips` are the names of those that there are. Numbers of frames
/// lose their fraction. A clip for one of the two that are mixed also brings the source "mix" on,
/// and one alone the source "clip": the tools whose addresses these are know no other.
[[nodiscard]] Translation translated(const Alias& alias, const live::Message& message,
                                     std::span<const std::string> clips);

/// What OSC understands besides the instrument's own addresses, for live::markdown_table().
[[nodiscard]] std::vector<live::Address> address_rows();

}  // namespace poseaae::osc
