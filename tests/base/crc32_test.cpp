#include "poseaae/base/crc32.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace poseaae {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

/// The check values of both in the catalogue of parametrised CRC algorithms (CRC-32/ISO-HDLC and
/// CRC-32/ISCSI); of zlib.crc32(bytes(range(256))) in Python; and of 32 zeros in RFC 3720, B.4.
TEST(Crc32, HasTheirCheckValues) {
  EXPECT_EQ(crc32(bytes_of("123456789")), 0xCBF43926U);
  EXPECT_EQ(crc32c(bytes_of("123456789")), 0xE3069283U);
  EXPECT_EQ(crc32({}), 0U);
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  EXPECT_EQ(crc32(bytes_of(every)), 0x29058C73U);
  EXPECT_EQ(crc32c(bytes_of(std::string(32, '\0'))), 0x8A9136AAU);
}

TEST(Crc32, GoesOnFromPartToPart) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += static_cast<char>(i * 37);
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    const std::string_view whole = text;
    EXPECT_EQ(crc32(bytes_of(whole.substr(cut)), crc32(bytes_of(whole.substr(0, cut)))),
              crc32(bytes_of(whole)));
  }
}

}  // namespace
}  // namespace poseaae
