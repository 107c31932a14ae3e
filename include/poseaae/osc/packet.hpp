#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "poseaae/live/message.hpp"

namespace poseaae::osc {

using Bytes = std::span<const std::byte>;

/// The message as a packet of OSC 1.0, with the types i, f and s: address and types end in 1 to 4
/// zeros each, so that everything begins at a multiple of four bytes; numbers are big-endian.
/// https://opensoundcontrol.stanford.edu/spec-1_0.html
[[nodiscard]] std::vector<std::byte> packet_of(const live::Message& message);

/// Packets side by side in one bundle, "#bundle", with the time tag "immediately".
[[nodiscard]] std::vector<std::byte> bundle_of(std::span<const std::vector<std::byte>> packets);

/// What take_apart() finds. None of the functions is called for what cannot be read as a whole.
struct Found {
  std::function<void(const live::Message&)> message;
  /// A kind of damage, in few words: "a size that is no multiple of 4".
  std::function<void(const std::string& kind)> damage;
};

/// The messages of a packet, in their order. Bundles are taken apart, within each other up to eight
/// deep, and their time tags ignored: what arrives is meant for now. Numbers arrive as i, f, d, h
/// or the booleans T and F (1 and 0); a whole number beyond 32 bits becomes an f; texts as s or S,
/// made UTF-8. Other types are damage, as are messages without types, addresses that do not begin
/// with '/', and anything that reaches beyond the end. What precedes the damage in a bundle is
/// taken.
void take_apart(Bytes packet, const Found& found);

}  // namespace poseaae::osc
