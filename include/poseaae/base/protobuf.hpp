#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace poseaae::protobuf {

/// v in base 128, least significant digit first, each byte but the last with its highest bit set.
void append_varint(std::string& bytes, std::uint64_t value);

/// A message in the wire format of protocol buffers: its fields one after the other, each
///   tag = 8 number + wire type, as a varint; then the value.
/// Wire types: 0 varint; 1 and 5 eight and four bytes, little end first; 2 a length, as a varint,
/// and as many bytes. Fields are written in the order of the calls; a field that is repeated is
/// written by as many calls, or packed by one. Each member returns the message, so that calls
/// chain. Source: the encoding page of the Protocol Buffers documentation.
class Message {
 public:
  /// Of int32, int64, uint32, uint64, bool and enumerations. A negative number takes ten bytes.
  Message& varint(int field, std::int64_t value);
  Message& fixed32(int field, std::uint32_t value);
  Message& fixed64(int field, std::uint64_t value);
  /// Of float and double.
  Message& number(int field, float value);
  Message& number(int field, double value);
  /// Of bytes and string, the latter in UTF-8.
  Message& text(int field, std::string_view bytes);
  Message& message(int field, const Message& inner) { return text(field, inner.bytes()); }
  /// Packed: all values of a repeated field in one piece. Nothing where there are none.
  Message& packed(int field, std::span<const std::int64_t> values);
  Message& packed(int field, std::span<const float> values);
  Message& packed(int field, std::span<const double> values);

  [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }

 private:
  void tag(int field, int wire_type);

  std::string bytes_;
};

/// The four and eight bytes of numbers, little end first, as fields of bytes hold arrays.
[[nodiscard]] std::string little_endian(std::span<const float> values);
[[nodiscard]] std::string little_endian(std::span<const double> values);

}  // namespace poseaae::protobuf
