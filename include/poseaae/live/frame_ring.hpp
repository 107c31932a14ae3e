#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace poseaae::live {

/// Rows of numbers from one thread to another, in order: a ring of fixed size without a lock
/// (Lamport 1983, "Specifying concurrent program modules"). Nothing allocates but the constructor.
class FrameRing {
 public:
  /// What stands beside the numbers of a row.
  struct Tag {
    std::uint32_t take = 0;    ///< what it belongs to
    std::uint32_t number = 0;  ///< of the frame
    bool last = false;         ///< the end of what it belongs to; its numbers mean nothing
  };

  FrameRing(std::size_t rows, std::size_t width)
      : width_(width), tags_(rows + 1), numbers_((rows + 1) * width) {}

  /// A row to be filled, before push(); empty where the ring is full.
  [[nodiscard]] std::span<float> next() {
    const std::size_t end = end_.load(std::memory_order_relaxed);
    if (after(end) == begin_.load(std::memory_order_acquire)) return {};
    return {numbers_.data() + end * width_, width_};
  }
  /// Gives what next() filled. Only after next() had room.
  void push(const Tag& tag) {
    const std::size_t end = end_.load(std::memory_order_relaxed);
    tags_[end] = tag;
    end_.store(after(end), std::memory_order_release);
  }

  /// use(tag, numbers) for every row that is there; of the reader.
  template <typename Use>
  void take_all(const Use& use) {
    std::size_t begin = begin_.load(std::memory_order_relaxed);
    while (begin != end_.load(std::memory_order_acquire)) {
      use(tags_[begin], std::span<const float>(numbers_.data() + begin * width_, width_));
      begin = after(begin);
      begin_.store(begin, std::memory_order_release);
    }
  }

 private:
  [[nodiscard]] std::size_t after(std::size_t place) const { return (place + 1) % tags_.size(); }

  std::size_t width_;
  std::vector<Tag> tags_;
  std::vector<float> numbers_;
  std::atomic<std::size_t> begin_{0};
  std::atomic<std::size_t> end_{0};
};

}  // namespace poseaae::live
