#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/live/message.hpp"

namespace poseaae::live {

/// What an address takes. A whole number may also come as a float without a fraction, as many
/// controllers send it, and a number as a whole one.
enum class Takes {
  kNothing,
  kNumber,
  kNumbers,  ///< one or more
  kTwoNumbers,
  kLine,  ///< x y x y ..., two places or more
  kWhole,
  kTwoWholes,
  kWholes,  ///< any number of them
  kText,
  kTextOrWhole,
  kTexts,  ///< any number of them
};

/// A row of the table of addresses, from which messages are checked and the table of docs/LIVE.md
/// is written.
struct Address {
  /// "/poseaae/latent/3": a last part that is a number stands for any whole number from 0 on, and
  /// "NAME" for any name.
  std::string pattern;
  Takes takes = Takes::kNothing;
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  std::optional<double> initial{};
  std::string unit{};
  std::vector<std::string> words{};  ///< of a text: those that it may be; empty: any
  std::string limits{};  ///< what the table says of the values where the above do not say it
  bool lasts = false;    ///< has a value, which Instrument::state() tells
  bool in_presets = false;
  bool from_program = false;  ///< told by the program alone, and refused from others
  std::string meaning{};
};

/// Those of the instrument: "/poseaae/...". OSC has more of its own.
[[nodiscard]] const std::vector<Address>& addresses();

/// The row that an address belongs to.
struct FoundAddress {
  const Address* row = nullptr;  ///< null where there is none
  std::string name{};            ///< what stands for NAME
  int number = -1;               ///< what stands for a number
};
[[nodiscard]] FoundAddress find_address(std::span<const Address> rows, std::string_view address);

/// "" where the values are what the row takes; otherwise "/poseaae/tempo: expected a number, found
/// 'x'". Limits do not matter here.
[[nodiscard]] std::string complaint(const Address& row, const Message& message);
/// The same message with values of the row's types, within its limits. For messages without a
/// complaint.
[[nodiscard]] Message limited(const Address& row, Message message);

/// "0.5 'waltz' 3", for sentences.
[[nodiscard]] std::string text_of(std::span<const Value> values);
/// A value as a number; 0 for a text.
[[nodiscard]] double number_of(const Value& value);

/// The table in Markdown: address, values, limits and default, whether it lasts, meaning.
[[nodiscard]] std::string markdown_table(std::span<const Address> rows);

}  // namespace poseaae::live
