#pragma once

#include "poseaae/base/random.hpp"
#include "poseaae/diffusion/windows.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::diffusion {

/// Windows that cover a path of T frames, each overlapping the next by half, as codes (N, K).
class JoinedWindows {
 public:
  /// @throws UsageError when the path is shorter than a window
  JoinedWindows(const WindowCode& code, int frames);

  /// Of a path (T, Z).
  [[nodiscard]] Batch codes(const Batch& points) const;
  /// The path (T, Z) that codes stand for, cross-faded.
  [[nodiscard]] Batch join(const Batch& codes) const;
  /// Codes of unit noise; windows see the same where they overlap.
  [[nodiscard]] Batch noise(Random& random) const;
  /// Codes that stand for one path: those of the joined one.
  void agree(Batch& codes) const;

 private:
  const WindowCode& code_;
  int frames_;
  std::vector<int> starts_;
};

}  // namespace poseaae::diffusion
