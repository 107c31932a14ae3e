#pragma once

#include <cstdint>

namespace poseaae::osc {

/// What became of datagrams.
struct Sent {
  std::uint64_t packets = 0;
  std::uint64_t dropped = 0;  ///< by a full buffer, or where there is no way to a host
};

}  // namespace poseaae::osc
