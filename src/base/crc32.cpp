#include "poseaae/base/crc32.hpp"

#include <array>

namespace poseaae {

namespace {

constexpr std::size_t kSlices = 8;
using Tables = std::array<std::array<std::uint32_t, 256>, kSlices>;

/// Of a reflected polynomial: tables[s][b] is the check of the byte b with s bytes of 0 behind it.
constexpr Tables tables_of(std::uint32_t polynomial) {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t rest = byte;
    for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ ((rest & 1U) * polynomial);
    tables[0][byte] = rest;
  }
  for (std::size_t slice = 1; slice < kSlices; ++slice) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[slice - 1][byte];
      tables[slice][byte] = (before >> 8) ^ tables[0][before & 0xFFU];
    }
  }
  return tables;
}

/// Eight bytes at a time (Kounavis and Berry 2005, "A Systematic Approach to Building High
/// Performance, Software-based, CRC Generators").
template <std::uint32_t kPolynomial>
std::uint32_t check(std::span<const std::byte> bytes, std::uint32_t before) {
  static constexpr Tables kTables = tables_of(kPolynomial);
  std::uint32_t rest = ~before;
  const auto at = [&](std::size_t i) { return std::to_integer<std::uint32_t>(bytes[i]); };
  while (bytes.size() >= kSlices) {
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < kSlices; ++i) {
      const std::uint32_t mixed = i < 4 ? (rest >> (8 * i)) & 0xFFU : 0U;
      next ^= kTables[kSlices - 1 - i][at(i) ^ mixed];
    }
    rest = next;
    bytes = bytes.subspan(kSlices);
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    rest = (rest >> 8) ^ kTables[0][(rest ^ at(i)) & 0xFFU];
  }
  return ~rest;
}

constexpr std::uint32_t kIso3309 = 0xEDB88320U;
constexpr std::uint32_t kCastagnoli = 0x82F63B78U;

}  // namespace

std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t before) {
  return check<kIso3309>(bytes, before);
}

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before) {
  return check<kCastagnoli>(bytes, before);
}

}  // namespace poseaae
