#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace poseaae::live {

/// The newest of the values that one thread gives to another, without a lock and without a queue
/// that could be full: of three values one is written, one is read, and the third lies between,
/// exchanged by one atomic instruction. What a value holds is freed where the next is written over
/// it, so never by the reader.
///
/// One thread writes (or several that exclude one another), one reads.
template <typename Value>
class TripleBuffer {
 public:
  explicit TripleBuffer(const Value& first) : values_{first, first, first} {}
  TripleBuffer(const TripleBuffer&) = delete;
  TripleBuffer& operator=(const TripleBuffer&) = delete;

  /// Of the writer: gives a copy of the value.
  void write(const Value& value) {
    values_[written_] = value;
    written_ =
        between_.exchange(static_cast<std::uint8_t>(written_ | kNew), std::memory_order_acq_rel) &
        kPlace;
  }

  /// Of the reader: the newest, which stays as it is until the next call.
  const Value& read() {
    if ((between_.load(std::memory_order_relaxed) & kNew) != 0) {
      read_ = between_.exchange(read_, std::memory_order_acq_rel) & kPlace;
    }
    return values_[read_];
  }

 private:
  static constexpr std::uint8_t kPlace = 3, kNew = 4;

  std::array<Value, 3> values_;
  std::uint8_t written_ = 0;
  std::uint8_t read_ = 1;
  std::atomic<std::uint8_t> between_{2};
};

}  // namespace poseaae::live
