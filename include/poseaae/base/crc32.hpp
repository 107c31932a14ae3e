#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace poseaae {

/// The cyclic redundancy check of ISO 3309 (gzip, PNG, zlib's crc32()): remainder by the polynomial
/// 0x04C11DB7, reflected. It finds accidents, not intent. `before` is the check of the bytes before
/// these: crc32(b, crc32(a)) is that of a followed by b.
[[nodiscard]] std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t before = 0);

/// The same with Castagnoli's polynomial 0x1EDC6F41 (RFC 3720).
[[nodiscard]] std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0);

}  // namespace poseaae
