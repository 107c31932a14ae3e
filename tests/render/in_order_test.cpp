#include "render/in_order.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace poseaae::render {
namespace {

/// Makers that are slow for every third part, so that parts are finished out of order.
PartMaker slow_maker() {
  return [](std::size_t part) {
    if (part % 3 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return std::to_string(part);
  };
}

TEST(InOrder, TakesPartsInOrder) {
  for (const int threads : {1, 2, 7}) {
    std::string all;
    in_order(12, threads, slow_maker, [&](std::size_t part, const std::string& bytes) {
      EXPECT_EQ(bytes, std::to_string(part));
      all += bytes;
    });
    EXPECT_EQ(all, "01234567891011") << threads;
  }
  in_order(0, 3, slow_maker, [](std::size_t, const std::string&) { FAIL(); });
}

TEST(InOrder, KeepsFewPartsOpen) {
  std::atomic<std::size_t> taken{0}, worst{0};
  const auto maker = [&]() -> PartMaker {
    return [&](std::size_t part) {
      const std::size_t open = part + 1 - taken;
      std::size_t seen = worst;
      while (seen < open && !worst.compare_exchange_weak(seen, open)) {
      }
      return std::string();
    };
  };
  in_order(100, 3, maker, [&](std::size_t, const std::string&) {
    std::this_thread::sleep_for(std::chrono::microseconds(200));  // slower than the makers
    ++taken;
  });
  // Five may be open; one more while the taker is between two parts.
  EXPECT_LE(worst, 6u);
}

TEST(InOrder, AMakersErrorComesInItsTurn) {
  for (const int threads : {1, 3}) {
    std::vector<std::size_t> taken;
    const auto maker = []() -> PartMaker {
      return [](std::size_t part) -> std::string {
        if (part == 4) throw std::runtime_error("part four");
        return {};
      };
    };
    const auto run = [&] {
      in_order(100, threads, maker,
               [&](std::size_t part, const std::string&) { taken.push_back(part); });
    };
    EXPECT_THROW(run(), std::runtime_error);
    EXPECT_THAT(taken, testing::ElementsAre(0u, 1u, 2u, 3u));
  }
}

TEST(InOrder, ATakersErrorEndsTheWork) {
  std::atomic<int> made{0};
  const auto maker = [&]() -> PartMaker {
    return [&](std::size_t) {
      ++made;
      return std::string();
    };
  };
  const auto run = [&] {
    in_order(10000, 3, maker, [](std::size_t part, const std::string&) {
      if (part == 5) throw std::logic_error("enough");
    });
  };
  EXPECT_THROW(run(), std::logic_error);
  EXPECT_LT(made, 20);
}

}  // namespace
}  // namespace poseaae::render
