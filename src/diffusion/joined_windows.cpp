#include "joined_windows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"

namespace poseaae::diffusion {

JoinedWindows::JoinedWindows(const WindowCode& code, int frames) : code_(code), frames_(frames) {
  if (frames < code.window) {
    throw UsageError(fmt::format(
        "expected a path of at least {} points, the length of this diffusion's windows, "
        "found {}",
        code.window, frames));
  }
  starts_ = window_starts(frames, code.window, std::max(1, code.window / 2));
}

Batch JoinedWindows::codes(const Batch& points) const {
  return code_.encode(cut_windows(points, starts_, code_.window));
}

Batch JoinedWindows::join(const Batch& codes) const {
  return cross_fade(code_.decode(codes), starts_, code_.window, frames_);
}

Batch JoinedWindows::noise(Random& random) const {
  Batch noise(frames_, code_.latents);
  random.fill_normal({noise.data(), static_cast<std::size_t>(noise.size())});
  return code_.encode_noise(cut_windows(noise, starts_, code_.window));
}

void JoinedWindows::agree(Batch& codes) const { codes = this->codes(join(codes)); }

}  // namespace poseaae::diffusion
