#include "frame_packets.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>

namespace poseaae::osc {

std::size_t FramePackets::add(const std::string& address, const std::vector<live::Value>& fixed,
                              std::size_t n) {
  live::Message message{address, fixed};
  message.values.resize(fixed.size() + n, 0.0F);
  packets_.push_back(packet_of(message));
  messages_.push_back({n, packets_.size() - 1, packets_.back().size() - n * sizeof(float)});
  return messages_.size() - 1;
}

void FramePackets::finish() { view(); }

void FramePackets::finish_bundled(std::size_t most) {
  constexpr std::size_t kHead = 16;
  constexpr std::size_t kSize = 4;
  const std::vector<std::vector<std::byte>> single = std::exchange(packets_, {});
  for (std::size_t begin = 0; begin < single.size();) {
    std::size_t size = kHead;
    std::size_t end = begin;
    while (end < single.size() && (end == begin || size + kSize + single[end].size() <= most)) {
      messages_[end].packet = packets_.size();
      messages_[end].at += size + kSize;
      size += kSize + single[end++].size();
    }
    packets_.push_back(bundle_of(std::span(single).subspan(begin, end - begin)));
    begin = end;
  }
  view();
}

void FramePackets::view() {
  for (const std::vector<std::byte>& packet : packets_) views_.emplace_back(packet);
}

void FramePackets::put(std::size_t message, std::size_t i, float value) noexcept {
  static_assert(std::endian::native == std::endian::little);
  const std::uint32_t big = __builtin_bswap32(std::bit_cast<std::uint32_t>(value));
  const Message& there = messages_[message];
  std::memcpy(packets_[there.packet].data() + there.at + i * sizeof big, &big, sizeof big);
}

}  // namespace poseaae::osc
