#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include "poseaae/live/frame.hpp"

namespace poseaae::live {

/// Ticks k / fps, k = 0, 1, ...
class Clock {
 public:
  virtual ~Clock() = default;
  /// Waits until tick k is due. Returns k; where that is past by more than a tick, the last one
  /// that is due.
  virtual std::uint32_t wait_for(std::uint32_t k) = 0;
};

/// That of the room: CLOCK_MONOTONIC, from the first call on.
class RoomClock final : public Clock {
 public:
  explicit RoomClock(double fps) : period_ns_(1e9 / fps) {}
  std::uint32_t wait_for(std::uint32_t k) override;

 private:
  [[nodiscard]] static std::int64_t now_ns();
  double period_ns_;
  std::int64_t begin_ns_ = -1;
};

/// Every tick is due at once: for tests, and to play faster than time.
class HandClock final : public Clock {
 public:
  std::uint32_t wait_for(std::uint32_t k) override { return k; }
};

/// The clock's thread: at each tick a frame, which all sinks are shown. Asks for real-time priority
/// (SCHED_FIFO), and does without where that is refused.
class ClockLoop {
 public:
  /// Makes the frame of a number.
  using Play = std::function<const Frame&(std::uint32_t number)>;

  /// `late` counts frames that were dropped. All of them have to outlive the loop; nothing begins
  /// yet.
  ClockLoop(Clock& clock, Play play, std::vector<FrameSink*> sinks,
            std::atomic<std::uint32_t>& late);
  ClockLoop(const ClockLoop&) = delete;
  ClockLoop& operator=(const ClockLoop&) = delete;
  ~ClockLoop() { stop(); }

  void start();
  /// Waits for the end of the frame that is on.
  void stop();

  /// Plays `frames` ticks in this thread, in place of start().
  void play(std::uint32_t frames);
  /// Number of the frame that comes next.
  [[nodiscard]] std::uint32_t next() const noexcept { return next_; }
  /// Frames that were shown.
  [[nodiscard]] std::uint64_t shown() const noexcept { return shown_; }

 private:
  void play_next();

  Clock& clock_;
  Play play_;
  std::vector<FrameSink*> sinks_;
  std::atomic<std::uint32_t>& late_;
  std::atomic<std::uint64_t> shown_{0};
  std::atomic<bool> stopping_{false};
  std::atomic<std::uint32_t> next_{0};
  std::thread thread_;
};

}  // namespace poseaae::live
