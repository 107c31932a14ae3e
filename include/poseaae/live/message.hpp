#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

/// An instrument that plays a latent space while its player listens and looks (docs/LIVE.md).
namespace poseaae::live {

/// What OSC and JSON both have: int32, float32, text.
using Value = std::variant<std::int32_t, float, std::string>;

/// An address and its values, as over OSC: "/poseaae/mix/amount" 0.5.
struct Message {
  std::string address;
  std::vector<Value> values;

  bool operator==(const Message&) const = default;
};

/// Who said something: each connection and each port has a number of its own, so that nobody hears
/// its own echo. 0 is the program itself, whose messages all hear.
using Peer = std::uint32_t;
inline constexpr Peer kProgram = 0;

/// A number that nobody else has. For any thread.
[[nodiscard]] Peer next_peer();

}  // namespace poseaae::live
