#pragma once

#include <vector>

#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::footing {

/// The frames of a clip in the order in which they follow each other; of a loop, round and round.
struct Timeline {
  int frames = 0;
  double fps = 30.0;
  bool loops = false;

  /// At least one.
  [[nodiscard]] int frames_in(double seconds) const;
  /// Runs [first, first + length) of frames where `mask` is set; in a loop, frames count modulo the
  /// number of frames and one run may pass the end.
  struct Run {
    int first = 0;
    int length = 0;
  };
  [[nodiscard]] std::vector<Run> runs(const std::vector<char>& mask) const;
  [[nodiscard]] int at(int frame) const { return frame % frames; }
};

/// Fills in `signal` where it is not `known`: from each known run to 0 within `blend` frames, from
/// 0 to the next likewise, along cubics that keep value and speed (Hermite); straight from one run
/// to the next where these are less than two blends apart.
void fill_gaps(std::vector<mocap::Vec3>& signal, const std::vector<char>& known,
               const Timeline& time, int blend);

}  // namespace poseaae::footing
