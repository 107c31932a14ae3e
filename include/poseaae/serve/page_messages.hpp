#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/live/frame.hpp"
#include "poseaae/live/instrument.hpp"
#include "poseaae/live/message.hpp"

namespace poseaae::serve {

/// The message of ["/poseaae/mix/amount", 0.5]: an address, then numbers and texts. Whole numbers
/// of 32 bits that have neither point nor exponent are int32, others float32.
/// @throws InputError that says where it is no JSON, or none of this form
[[nodiscard]] live::Message read_message(std::string_view json);
/// The same, written; the inverse of read_message(). Numbers that are not finite become 0.
[[nodiscard]] std::string text_of(const live::Message& message);

/// The description of docs/LIVE.md without presets and state, which messages tell of too: what has
/// to be said again only where it is another text. The object is left open for hello_of().
[[nodiscard]] std::string opening_of_hello(const live::Description& description,
                                           const std::string& map_json);
/// {"hello": {... "state": [...]}}
[[nodiscard]] std::string hello_of(const std::string& opening, const std::vector<int>& presets,
                                   std::span<const live::Message> state);

/// Bytes of a frame of J joints and Z latents: 20 + 16 J + 4 Z.
[[nodiscard]] constexpr std::size_t size_of_frame(std::size_t joints, std::size_t latents) {
  return 20 + 16 * joints + 4 * latents;
}
/// Writes the frame as docs/LIVE.md has it. @returns false, and writes nothing, where `bytes` are
/// not as many as size_of_frame() says
bool write_frame(const live::Frame& frame, std::span<char> bytes) noexcept;

}  // namespace poseaae::serve
