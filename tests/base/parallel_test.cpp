#include "poseaae/base/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "poseaae/base/error.hpp"

namespace poseaae {
namespace {

TEST(ParallelFor, RunsEveryIndexOnce) {
  for (const int threads : {0, 1, 2, 3, 7}) {
    for (const std::size_t count : {0U, 1U, 2U, 5U, 1000U}) {
      std::vector<std::atomic<int>> runs(count);
      parallel_for(count, threads, [&](std::size_t i) { ++runs[i]; });
      for (const auto& times : runs) EXPECT_EQ(times, 1) << threads << " threads";
    }
  }
}

TEST(ParallelFor, OneThreadIsTheCallersAndKeepsTheOrder) {
  std::vector<std::size_t> order;
  const auto caller = std::this_thread::get_id();
  parallel_for(4, 1, [&](std::size_t i) {
    order.push_back(i);
    EXPECT_EQ(std::this_thread::get_id(), caller);
  });
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3}));
  parallel_for(1, 8, [&](std::size_t) { EXPECT_EQ(std::this_thread::get_id(), caller); });
}

TEST(ParallelFor, UsesTheThreadsAskedFor) {
  // Each of three bodies waits for the other two: fewer threads would never end.
  std::atomic<int> arrived = 0;
  parallel_for(3, 3, [&](std::size_t) {
    ++arrived;
    while (arrived < 3) std::this_thread::yield();
  });
  EXPECT_EQ(arrived, 3);
}

/// What the call throws, as text; "" for nothing.
std::string thrown_by(int threads, const std::set<std::size_t>& failing, std::size_t slowest) {
  try {
    parallel_for(50, threads, [&](std::size_t i) {
      if (i == slowest) std::this_thread::sleep_for(std::chrono::milliseconds(20));
      if (failing.contains(i)) throw Error(std::to_string(i));
    });
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(ParallelFor, ThrowsWhatALoopWouldHaveThrown) {
  for (const int threads : {1, 2, 3, 7}) {
    EXPECT_EQ(thrown_by(threads, {}, 0), "");
    EXPECT_EQ(thrown_by(threads, {49}, 0), "49");
    EXPECT_EQ(thrown_by(threads, {3, 4, 5, 30}, 3), "3") << "the first, even when it comes last";
    EXPECT_EQ(thrown_by(threads, {0, 1}, 0), "0");
  }
}

TEST(ParallelFor, KeepsTheFirstFailureWhenALaterIndexFailsAfterIt) {
  std::atomic<bool> second_runs = false;
  const auto body = [&](std::size_t i) {
    if (i == 1) {
      second_runs = true;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    while (!second_runs) std::this_thread::yield();
    throw Error(std::to_string(i));
  };
  try {
    parallel_for(2, 2, body);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "0");
  }
}

TEST(ParallelFor, StopsSoonAfterAFailure) {
  std::atomic<int> runs = 0;
  EXPECT_THROW(parallel_for(1'000'000, 2,
                            [&](std::size_t) {
                              ++runs;
                              throw Error("no");
                            }),
               Error);
  EXPECT_LE(runs, 2);
}

TEST(ThreadCount, IsAtLeastOne) {
  EXPECT_EQ(thread_count(3), 3);
  EXPECT_GE(thread_count(0), 1);
  EXPECT_THROW((void)thread_count(-1), UsageError);
}

}  // namespace
}  // namespace poseaae
