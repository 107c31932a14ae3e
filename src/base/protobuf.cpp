#include "poseaae/base/protobuf.hpp"

#include <bit>
#include <cstddef>

namespace poseaae::protobuf {

namespace {

enum WireType { kVarint = 0, kEightBytes = 1, kLengthAndBytes = 2, kFourBytes = 5 };

template <typename Unsigned>
void append_fixed(std::string& bytes, Unsigned value) {
  for (std::size_t i = 0; i < sizeof(Unsigned); ++i) {
    bytes.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
  }
}

template <typename Unsigned, typename Number>
std::string fixed_bytes(std::span<const Number> values) {
  std::string bytes;
  bytes.reserve(values.size_bytes());
  for (const Number value : values) append_fixed(bytes, std::bit_cast<Unsigned>(value));
  return bytes;
}

}  // namespace

void append_varint(std::string& bytes, std::uint64_t value) {
  for (; value >= 0x80U; value >>= 7U) {
    bytes.push_back(static_cast<char>((value & 0x7FU) | 0x80U));
  }
  bytes.push_back(static_cast<char>(value));
}

void Message::tag(int field, int wire_type) {
  append_varint(bytes_,
                static_cast<std::uint64_t>(field) << 3U | static_cast<std::uint64_t>(wire_type));
}

Message& Message::varint(int field, std::int64_t value) {
  tag(field, kVarint);
  append_varint(bytes_, static_cast<std::uint64_t>(value));
  return *this;
}

Message& Message::fixed32(int field, std::uint32_t value) {
  tag(field, kFourBytes);
  append_fixed(bytes_, value);
  return *this;
}

Message& Message::fixed64(int field, std::uint64_t value) {
  tag(field, kEightBytes);
  append_fixed(bytes_, value);
  return *this;
}

Message& Message::number(int field, float value) {
  return fixed32(field, std::bit_cast<std::uint32_t>(value));
}

Message& Message::number(int field, double value) {
  return fixed64(field, std::bit_cast<std::uint64_t>(value));
}

Message& Message::text(int field, std::string_view bytes) {
  tag(field, kLengthAndBytes);
  append_varint(bytes_, bytes.size());
  bytes_.append(bytes);
  return *this;
}

Message& Message::packed(int field, std::span<const std::int64_t> values) {
  std::string inner;
  for (const std::int64_t value : values) append_varint(inner, static_cast<std::uint64_t>(value));
  return values.empty() ? *this : text(field, inner);
}

Message& Message::packed(int field, std::span<const float> values) {
  return values.empty() ? *this : text(field, little_endian(values));
}

Message& Message::packed(int field, std::span<const double> values) {
  return values.empty() ? *this : text(field, little_endian(values));
}

std::string little_endian(std::span<const float> values) {
  return fixed_bytes<std::uint32_t>(values);
}

std::string little_endian(std::span<const double> values) {
  return fixed_bytes<std::uint64_t>(values);
}

}  // namespace poseaae::protobuf
