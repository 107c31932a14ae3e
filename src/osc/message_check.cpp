#include "message_check.hpp"

#include <algorithm>
#include <optional>

namespace poseaae::osc {

namespace {

/// The text at the beginning of `rest`, which then begins behind it; nullopt where it has no end.
std::optional<std::string_view> take_text(Bytes& rest) {
  const auto end = std::ranges::find(rest, std::byte{0});
  if (end == rest.end()) return std::nullopt;
  const auto length = static_cast<std::size_t>(end - rest.begin());
  const std::size_t padded = (length / 4 + 1) * 4;
  if (padded > rest.size()) return std::nullopt;
  const bool zeros = std::all_of(end, rest.begin() + static_cast<std::ptrdiff_t>(padded),
                                 [](std::byte byte) { return byte == std::byte{0}; });
  if (!zeros) return std::nullopt;
  const std::string_view text(reinterpret_cast<const char*>(rest.data()), length);
  rest = rest.subspan(padded);
  return text;
}

/// Bytes of a value of that type; 0 for those without, and nullopt for those that are not taken.
std::optional<std::size_t> size_of(char type) {
  switch (type) {
    case 'i':
    case 'f':
      return 4;
    case 'd':
    case 'h':
      return 8;
    case 'T':
    case 'F':
      return 0;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string_view complaint_about(Bytes message) {
  if (message.size() % 4 != 0) return "a size that is no multiple of 4";
  Bytes rest = message;
  const auto address = take_text(rest);
  if (!address || !address->starts_with('/')) return "no address that begins with '/'";
  const auto types = take_text(rest);
  if (!types || !types->starts_with(',')) return "no types behind the address";
  for (const char type : types->substr(1)) {
    if (type == 's' || type == 'S') {
      if (!take_text(rest)) return "a text without an end";
      continue;
    }
    const auto size = size_of(type);
    if (!size) return "a type other than i, f, d, h, s, S, T and F";
    if (*size > rest.size()) return "fewer values than types";
    rest = rest.subspan(*size);
  }
  if (!rest.empty()) return "bytes behind the last value";
  return "";
}

}  // namespace poseaae::osc
