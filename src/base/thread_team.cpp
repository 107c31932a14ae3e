#include "poseaae/base/thread_team.hpp"

#include <algorithm>

namespace poseaae {

namespace {

/// About ten microseconds: longer than the pause between two parts of a step, shorter than anything
/// a person would call busy.
constexpr int kSpins = 2000;

void breathe() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

/// Waits until the value is no longer `old`: awake first, then asleep.
template <typename T>
void wait_while(const std::atomic<T>& value, T old) {
  for (int i = 0; i < kSpins; ++i) {
    if (value.load(std::memory_order_acquire) != old) return;
    breathe();
  }
  value.wait(old, std::memory_order_acquire);
}

}  // namespace

ThreadTeam::ThreadTeam(int size) {
  for (int member = 1; member < std::max(1, size); ++member) {
    threads_.emplace_back([this, member] { serve(member); });
  }
}

ThreadTeam::~ThreadTeam() {
  closing_ = true;
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
}

void ThreadTeam::start(int members, Call call, const void* context) {
  members_ = std::min(members, size());
  call_ = call;
  context_ = context;
  // All wake, so that none can be a round behind and mistake the next work for this one.
  busy_.store(static_cast<int>(threads_.size()), std::memory_order_relaxed);
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
}

void ThreadTeam::finish() {
  for (int left = busy_.load(std::memory_order_acquire); left != 0;
       left = busy_.load(std::memory_order_acquire)) {
    wait_while(busy_, left);
  }
}

void ThreadTeam::serve(int member) {
  std::uint64_t seen = 0;
  while (true) {
    wait_while(round_, seen);
    const std::uint64_t now = round_.load(std::memory_order_acquire);
    if (now == seen) continue;
    seen = now;
    if (closing_) return;
    if (member < members_) call_(context_, member);
    if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_all();
  }
}

}  // namespace poseaae
