#pragma once

#include <cstdint>
#include <span>

namespace poseaae::live {

/// What is danced at one moment, for those who show or send it. It refers to memory of the clock's
/// thread, and lasts as long as the call that it is given to. Metres, seconds, y up; quaternions
/// w x y z.
struct Frame {
  std::uint32_t number = 0;  ///< ticks of the clock since the program began; a gap: frames too late
  double time_s = 0.0;       ///< number / fps
  std::span<const float> rotations;        ///< J x 4, local; the first is the root's in the room
  std::span<const float> root;             ///< 3: its place in the room
  std::span<const float> world_positions;  ///< J x 3, in the room
  std::span<const float> world_rotations;  ///< J x 4, in the room
  std::span<const float> latents;          ///< Z that were decoded
};

/// Shows or sends frames. Called by the clock's thread for every frame: it must not wait, lock for
/// long or allocate.
class FrameSink {
 public:
  virtual ~FrameSink() = default;
  virtual void show(const Frame& frame) noexcept = 0;
};

}  // namespace poseaae::live
