#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "poseaae/live/frame.hpp"
#include "poseaae/serve/page_messages.hpp"

namespace poseaae::serve {

/// The newest frame, from one thread to another, neither of which ever waits: three places, of
/// which one is written, one read, and one, between them, changes hands.
class FrameMailbox {
 public:
  /// @param size bytes of a frame
  explicit FrameMailbox(std::size_t size) {
    for (std::string& place : places_) place.assign(size, '\0');
  }

  /// By the thread that writes. Whether the frame had the size; if not, it is not kept.
  bool put(const live::Frame& frame) noexcept {
    if (!write_frame(frame, places_[written_])) return false;
    written_ = between_.exchange(written_ | kNew, std::memory_order_acq_rel) & kPlace;
    return true;
  }

  /// By the thread that reads: the frame that came since the last one, until the next call.
  [[nodiscard]] const std::string* take() noexcept {
    if ((between_.load(std::memory_order_relaxed) & kNew) == 0) return nullptr;
    read_ = between_.exchange(read_, std::memory_order_acq_rel) & kPlace;
    return &places_[read_];
  }

 private:
  static constexpr std::uint8_t kPlace = 3, kNew = 4;

  std::array<std::string, 3> places_;
  std::uint8_t written_ = 0;
  std::atomic<std::uint8_t> between_{1};
  std::uint8_t read_ = 2;
};

}  // namespace poseaae::serve
