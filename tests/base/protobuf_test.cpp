#include "poseaae/base/protobuf.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace poseaae::protobuf {
namespace {

/// Bytes as two digits each, with spaces between them.
std::string hex(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes) {
    constexpr const char* kDigits = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(byte);
    text += text.empty() ? "" : " ";
    text += {kDigits[value >> 4U], kDigits[value & 15U]};
  }
  return text;
}

// The messages Test1 to Test4 of the specification's page on encoding.

TEST(Protobuf, WritesTheSpecificationsVarint) {
  EXPECT_EQ(hex(Message().varint(1, 150).bytes()), "08 96 01");
  std::string one;
  append_varint(one, 1);
  EXPECT_EQ(hex(one), "01");
}

TEST(Protobuf, WritesTheSpecificationsString) {
  EXPECT_EQ(hex(Message().text(2, "testing").bytes()), "12 07 74 65 73 74 69 6e 67");
}

TEST(Protobuf, WritesTheSpecificationsMessageInAMessage) {
  EXPECT_EQ(hex(Message().message(3, Message().varint(1, 150)).bytes()), "1a 03 08 96 01");
}

TEST(Protobuf, WritesTheSpecificationsPackedNumbers) {
  const std::vector<std::int64_t> values{3, 270, 86942};
  EXPECT_EQ(hex(Message().text(4, "hello").varint(6, 1).varint(6, 2).varint(6, 3).bytes()),
            "22 05 68 65 6c 6c 6f 30 01 30 02 30 03");
  EXPECT_EQ(hex(Message().packed(6, values).bytes()), "32 06 03 8e 02 9e a7 05");
}

/// -2 is 2^64 - 2: nine bytes of seven bits and one more.
TEST(Protobuf, WritesNegativeNumbersInTenBytes) {
  EXPECT_EQ(hex(Message().varint(1, -2).bytes()), "08 fe ff ff ff ff ff ff ff ff 01");
}

TEST(Protobuf, WritesFieldsAboveFifteenWithLongerTags) {
  EXPECT_EQ(hex(Message().varint(16, 0).bytes()), "80 01 00");
}

/// 1.0f is 3f800000, 1.0 is 3ff0000000000000, -2.5f is c0200000 (IEEE 754).
TEST(Protobuf, WritesNumbersLittleEndFirst) {
  EXPECT_EQ(hex(Message().number(2, 1.0F).bytes()), "15 00 00 80 3f");
  EXPECT_EQ(hex(Message().number(1, 1.0).bytes()), "09 00 00 00 00 00 00 f0 3f");
  EXPECT_EQ(hex(Message().fixed32(1, 0x01020304U).bytes()), "0d 04 03 02 01");
  EXPECT_EQ(hex(Message().fixed64(1, 0x0102030405060708U).bytes()), "09 08 07 06 05 04 03 02 01");
  const std::vector<float> floats{1.0F, -2.5F};
  EXPECT_EQ(hex(Message().packed(7, floats).bytes()), "3a 08 00 00 80 3f 00 00 20 c0");
  const std::vector<double> doubles{1.0};
  EXPECT_EQ(hex(Message().packed(6, doubles).bytes()), "32 08 00 00 00 00 00 00 f0 3f");
  EXPECT_EQ(hex(little_endian(floats)), "00 00 80 3f 00 00 20 c0");
}

TEST(Protobuf, WritesNothingForAnEmptyList) {
  EXPECT_EQ(Message().packed(1, std::vector<float>{}).bytes(), "");
  EXPECT_EQ(hex(Message().text(1, "").bytes()), "0a 00");
}

TEST(Protobuf, WritesTheLargestVarint) {
  std::string bytes;
  append_varint(bytes, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(hex(bytes), "ff ff ff ff ff ff ff ff ff 01");
}

}  // namespace
}  // namespace poseaae::protobuf
