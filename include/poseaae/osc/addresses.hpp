#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/live/message.hpp"

/// What others say over OSC, and what it means here (docs/LIVE.md, "OSC").
namespace poseaae::osc {

/// What an address of others takes, and how it becomes what the instrument understands.
enum class Meaning {
  kClip,       ///< i: a clip by its place in the list, from 0; s: by its name
  kFrame,      ///< i: a frame
  kSeconds,    ///< f: a frame by its time
  kRange,      ///< i i: frames from, to
  kTimeRange,  ///< f f: the same by time
  kNumbers,    ///< f ...: as they are
  kRotations,  ///< J x 4: local rotations of the joints, w x y z: a pose of the source "live"
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

/// What clips there are, for addresses that name them by number or count their time in seconds.
struct Clips {
  std::vector<std::string> names;
  double fps = 50.0;
};

/// What a message of others says in our words: none, one or two messages, or why it says nothing.
struct Translation {
  std::vector<live::Message> messages;
  std::string refused{};  ///< "" or what was expected and found, a sentence
};
/// For aliases but those of poses. Seconds become frames by int(seconds * fps), as the AI-Toolbox
/// has it. A clip for one of the two that are mixed also brings the source "mix" on, and one alone
/// the source "clip": the tools whose addresses these are know no other.
[[nodiscard]] Translation translated(const Alias& alias, const live::Message& message,
                                     const Clips& clips);

/// A row of the documentation's table.
struct AddressRow {
  std::string address;
  std::string values;
  std::string becomes;
  std::string meaning;
};
[[nodiscard]] std::vector<AddressRow> address_rows();
/// The same as a table of Markdown, which docs/LIVE.md holds.
[[nodiscard]] std::string address_table();

}  // namespace poseaae::osc
