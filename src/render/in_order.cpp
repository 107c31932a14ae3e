#include "render/in_order.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace poseaae::render {

namespace {

struct Result {
  std::string bytes;
  std::exception_ptr error;
};

/// What the makers' threads and the caller share.
class Queue {
 public:
  Queue(std::size_t parts, std::size_t window) : parts_(parts), window_(window) {}

  /// The next part to make, or `parts` when there is none left; waits while too many are open.
  std::size_t begin() {
    std::unique_lock lock(mutex_);
    taken_changed_.wait(lock, [&] { return stopped_ || begun_ < taken_ + window_; });
    return stopped_ || begun_ == parts_ ? parts_ : begun_++;
  }
  void finish(std::size_t part, Result result) {
    const std::lock_guard lock(mutex_);
    results_.emplace(part, std::move(result));
    made_.notify_one();
  }
  Result wait_for(std::size_t part) {
    std::unique_lock lock(mutex_);
    made_.wait(lock, [&] { return results_.contains(part); });
    Result result = std::move(results_.extract(part).mapped());
    taken_ = part + 1;
    taken_changed_.notify_all();
    return result;
  }
  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    taken_changed_.notify_all();
  }

 private:
  const std::size_t parts_;
  const std::size_t window_;
  std::mutex mutex_;
  std::condition_variable made_;
  std::condition_variable taken_changed_;
  std::map<std::size_t, Result> results_;
  std::size_t begun_ = 0;
  std::size_t taken_ = 0;
  bool stopped_ = false;
};

void work(Queue& queue, std::size_t parts, const std::function<PartMaker()>& new_maker) {
  PartMaker make;
  for (std::size_t part = queue.begin(); part < parts; part = queue.begin()) {
    Result result;
    try {
      if (!make) make = new_maker();
      result.bytes = make(part);
    } catch (...) {
      result.error = std::current_exception();
    }
    queue.finish(part, std::move(result));
  }
}

/// Stops the work when the caller leaves, however it does.
struct StopAtEnd {
  Queue& queue;
  ~StopAtEnd() { queue.stop(); }
};

}  // namespace

void in_order(std::size_t parts, int threads, const std::function<PartMaker()>& new_maker,
              const std::function<void(std::size_t, std::string)>& take) {
  if (threads <= 1 || parts <= 1) {
    const PartMaker make = new_maker();
    for (std::size_t part = 0; part < parts; ++part) take(part, make(part));
    return;
  }
  const auto workers = std::min(static_cast<std::size_t>(threads), parts);
  Queue queue(parts, workers + 2);
  std::vector<std::jthread> pool;
  const StopAtEnd stop{queue};  // before the threads are joined
  for (std::size_t i = 0; i < workers; ++i) {
    pool.emplace_back([&] { work(queue, parts, new_maker); });
  }
  for (std::size_t part = 0; part < parts; ++part) {
    Result result = queue.wait_for(part);
    if (result.error) std::rethrow_exception(result.error);
    take(part, std::move(result.bytes));
  }
}

}  // namespace poseaae::render
