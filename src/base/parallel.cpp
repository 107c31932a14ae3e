#include "poseaae/base/parallel.hpp"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"

namespace poseaae {

namespace {

/// Cores that the affinity mask leaves to this process: a container or taskset may allow fewer than
/// the machine has.
int allowed_cores() {
  cpu_set_t allowed;
  if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0) return CPU_COUNT(&allowed);
  return static_cast<int>(std::thread::hardware_concurrency());
}

/// Keeps the exception of the lowest index.
class FirstFailure {
 public:
  /// To be called while the exception is handled.
  void keep(std::size_t index) {
    const std::lock_guard lock(mutex_);
    if (index >= index_) return;
    index_ = index;
    exception_ = std::current_exception();
  }
  /// Nothing above it needs to start.
  [[nodiscard]] std::size_t index() const noexcept { return index_; }
  void rethrow() const {
    if (exception_) std::rethrow_exception(exception_);
  }

 private:
  std::mutex mutex_;
  std::atomic<std::size_t> index_ = std::numeric_limits<std::size_t>::max();
  std::exception_ptr exception_;
};

}  // namespace

int thread_count(int threads) {
  constexpr int kMost = 1024;
  require_between("threads", threads, 0, kMost, " (0 for all cores)");
  return threads > 0 ? threads : std::max(1, allowed_cores());
}

void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body) {
  const std::size_t workers = std::min(count, static_cast<std::size_t>(thread_count(threads)));
  if (workers <= 1) {
    for (std::size_t i = 0; i < count; ++i) body(i);
    return;
  }
  std::atomic<std::size_t> next = 0;
  FirstFailure failure;
  const auto work = [&] {
    // Indices are taken in order: all below a failed one have been taken, and run to their end.
    for (std::size_t i = next++; i < count && i < failure.index(); i = next++) {
      try {
        body(i);
      } catch (...) {
        failure.keep(i);
      }
    }
  };
  {
    std::vector<std::jthread> others;
    others.reserve(workers - 1);
    for (std::size_t i = 1; i < workers; ++i) others.emplace_back(work);
    work();
  }  // joined here
  failure.rethrow();
}

}  // namespace poseaae
