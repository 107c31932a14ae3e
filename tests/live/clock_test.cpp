#include "poseaae/live/clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace poseaae::live {
namespace {

using std::chrono::steady_clock;

/// Remembers numbers, and is slow at some of them.
struct Slow final : FrameSink {
  std::vector<std::uint32_t> numbers{};
  std::uint32_t slow_from = 1000;  ///< once
  std::size_t slept = 0;           ///< frames that were shown by then
  void show(const Frame& frame) noexcept override {
    numbers.push_back(frame.number);
    if (frame.number < slow_from || slept > 0) return;
    slept = numbers.size();
    std::this_thread::sleep_for(std::chrono::milliseconds(90));
  }
};

struct Stage {
  Frame frame;
  Slow slow;
  std::atomic<std::uint32_t> late{0};
  [[nodiscard]] ClockLoop loop(Clock& clock) {
    return {clock,
            [this](std::uint32_t number) -> const Frame& {
              frame.number = number;
              return frame;
            },
            {&slow},
            late};
  }
};

TEST(Clock, ByHandNeverWaits) {
  Stage stage;
  HandClock clock;
  auto loop = stage.loop(clock);
  loop.play(3);
  loop.play(2);
  EXPECT_THAT(stage.slow.numbers, testing::ElementsAre(0, 1, 2, 3, 4));
  EXPECT_EQ(stage.late, 0u);
  EXPECT_EQ(loop.shown(), 5u);
}

TEST(Clock, TicksAtItsRate) {
  Stage stage;
  RoomClock clock(100.0);
  auto loop = stage.loop(clock);
  const auto before = steady_clock::now();
  while (loop.next() < 31) loop.play(1);
  const std::chrono::duration<double> passed = steady_clock::now() - before;
  EXPECT_GE(passed.count(), 0.299);  // the first tick is at once
  EXPECT_LT(passed.count(), 0.6);    // on a busy machine
  EXPECT_EQ(loop.shown() + stage.late, loop.next());
}

TEST(Clock, DropsFramesThatAreLate) {
  Stage stage;
  stage.slow.slow_from = 5;
  RoomClock clock(100.0);  // 90 ms are nine ticks: the last that is due comes next
  auto loop = stage.loop(clock);
  while (loop.next() < 30) loop.play(1);
  const auto& numbers = stage.slow.numbers;
  ASSERT_GT(stage.slow.slept, 0u);
  EXPECT_GE(numbers[stage.slow.slept], numbers[stage.slow.slept - 1] + 9);
  EXPECT_GE(stage.late, 8u);
  EXPECT_EQ(loop.shown() + stage.late, loop.next());  // each is shown or counted
}

TEST(Clock, StopsAndStarts) {
  Stage stage;
  RoomClock clock(240.0);
  auto loop = stage.loop(clock);
  loop.start();
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  loop.stop();
  const auto shown = loop.shown();
  EXPECT_GT(shown, 5u);
  EXPECT_EQ(stage.slow.numbers.size(), shown);
}

}  // namespace
}  // namespace poseaae::live
