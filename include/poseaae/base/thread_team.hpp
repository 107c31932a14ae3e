#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace poseaae {

/// A pool of threads for short work, of microseconds, that is repeated many times.
///
/// run() makes every member call the work once with its number, and returns when all have finished;
/// the caller is member 0. Between calls the others spin for a moment, then sleep. The work must
/// not throw. For work that takes longer or may fail, see parallel_for().
class ThreadTeam {
 public:
  /// `size` members, the caller among them; at least 1.
  explicit ThreadTeam(int size);
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;
  ~ThreadTeam();

  [[nodiscard]] int size() const noexcept { return static_cast<int>(threads_.size()) + 1; }

  /// work(member) for each member below `members` (at most size()).
  template <typename Work>
  void run(int members, const Work& work) {
    if (members <= 1) {
      work(0);
      return;
    }
    start(
        members,
        [](const void* context, int member) { (*static_cast<const Work*>(context))(member); },
        &work);
    work(0);
    finish();
  }

 private:
  using Call = void (*)(const void* context, int member);

  void start(int members, Call call, const void* context);
  void finish();
  void serve(int member);

  std::vector<std::jthread> threads_;
  std::atomic<std::uint64_t> round_{0};  ///< incremented by each run
  std::atomic<int> busy_{0};
  std::atomic<bool> closing_{false};
  int members_ = 0;
  Call call_ = nullptr;
  const void* context_ = nullptr;
};

}  // namespace poseaae
