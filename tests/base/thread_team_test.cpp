#include "poseaae/base/thread_team.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <mutex>
#include <numeric>
#include <set>
#include <vector>

namespace poseaae {
namespace {

TEST(ThreadTeam, EveryMemberWorksOnceARound) {
  for (const int size : {1, 2, 3, 7}) {
    ThreadTeam team(size);
    ASSERT_EQ(team.size(), size);
    std::vector<int> calls(static_cast<std::size_t>(size), 0);
    constexpr int kRounds = 2000;
    for (int round = 0; round < kRounds; ++round) {
      team.run(size, [&](int member) { ++calls[static_cast<std::size_t>(member)]; });
      // What the members wrote is there when run() comes back.
      ASSERT_EQ(std::accumulate(calls.begin(), calls.end(), 0), (round + 1) * size);
    }
    EXPECT_EQ(calls, std::vector<int>(static_cast<std::size_t>(size), kRounds));
  }
}

TEST(ThreadTeam, FewerMembersThanThereAreMayWork) {
  ThreadTeam team(4);
  for (const int members : {1, 3, 2, 4, 1}) {
    std::mutex mutex;
    std::set<int> seen;
    std::set<std::thread::id> threads;
    team.run(members, [&](int member) {
      const std::lock_guard lock(mutex);
      seen.insert(member);
      threads.insert(std::this_thread::get_id());
    });
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(members));
    EXPECT_EQ(*seen.rbegin(), members - 1);
    EXPECT_EQ(threads.size(), static_cast<std::size_t>(members));
  }
}

TEST(ThreadTeam, WakesFromSleep) {
  ThreadTeam team(3);
  std::vector<int> calls(3, 0);
  for (int round = 0; round < 5; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));  // longer than it stays awake
    team.run(3, [&](int member) { ++calls[static_cast<std::size_t>(member)]; });
  }
  EXPECT_EQ(calls, std::vector<int>({5, 5, 5}));
}

TEST(ThreadTeam, OneMemberIsTheCaller) {
  ThreadTeam team(2);
  std::thread::id worker;
  team.run(1, [&](int) { worker = std::this_thread::get_id(); });
  EXPECT_EQ(worker, std::this_thread::get_id());
}

}  // namespace
}  // namespace poseaae
