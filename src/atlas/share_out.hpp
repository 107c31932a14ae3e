#pragma once

#include <atomic>
#include <cstddef>

#include "poseaae/base/thread_team.hpp"

namespace poseaae::atlas {

/// body(0), ..., body(count - 1) by all members of the team: each takes the lowest that is not
/// taken yet. Bodies must not throw, nor write to the same place.
template <typename Body>
void share_out(ThreadTeam& team, std::size_t count, const Body& body) {
  std::atomic<std::size_t> next = 0;
  team.run(team.size(), [&](int) {
    for (std::size_t i = next++; i < count; i = next++) body(i);
  });
}

/// The i-th of the pieces of `size` that `count` falls into: first and end.
struct Piece {
  std::size_t first;
  std::size_t end;
};
inline constexpr std::size_t kPiece = 256;
[[nodiscard]] constexpr std::size_t pieces(std::size_t count) {
  return (count + kPiece - 1) / kPiece;
}
[[nodiscard]] constexpr Piece piece(std::size_t i, std::size_t count) {
  return {i * kPiece, count < (i + 1) * kPiece ? count : (i + 1) * kPiece};
}

}  // namespace poseaae::atlas
