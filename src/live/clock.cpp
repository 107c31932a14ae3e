#include "poseaae/live/clock.hpp"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <ctime>

namespace poseaae::live {

namespace {

constexpr std::int64_t kSecond_ns = 1'000'000'000;

/// Of this thread, if it may: above everything that has no such priority.
void ask_for_priority() {
  sched_param wish{};
  wish.sched_priority = ::sched_get_priority_min(SCHED_FIFO);
  static_cast<void>(::pthread_setschedparam(::pthread_self(), SCHED_FIFO, &wish));
}

}  // namespace

std::int64_t RoomClock::now_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * kSecond_ns + now.tv_nsec;
}

std::uint32_t RoomClock::wait_for(std::uint32_t k) {
  if (begin_ns_ < 0) {
    begin_ns_ = now_ns() - std::llround(k * period_ns_);
    return k;
  }
  const std::int64_t due = begin_ns_ + std::llround(k * period_ns_);
  const timespec then{due / kSecond_ns, due % kSecond_ns};
  while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &then, nullptr) == EINTR) {
  }
  const auto passed = static_cast<double>(now_ns() - begin_ns_) / period_ns_;
  return std::max(k, static_cast<std::uint32_t>(passed));
}

ClockLoop::ClockLoop(Clock& clock, Play play, std::vector<FrameSink*> sinks,
                     std::atomic<std::uint32_t>& late)
    : clock_(clock), play_(std::move(play)), sinks_(std::move(sinks)), late_(late) {}

void ClockLoop::play_next() {
  const std::uint32_t number = clock_.wait_for(next_);
  late_ += number - next_;
  const Frame& frame = play_(number);
  for (FrameSink* sink : sinks_) sink->show(frame);
  next_ = number + 1;
  ++shown_;
}

void ClockLoop::play(std::uint32_t frames) {
  for (std::uint32_t i = 0; i < frames; ++i) play_next();
}

void ClockLoop::start() {
  thread_ = std::thread([this] {
    ask_for_priority();
    while (!stopping_.load(std::memory_order_relaxed)) play_next();
  });
}

void ClockLoop::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

}  // namespace poseaae::live
