#pragma once

#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace poseaae {

/// All of the text as a number, without the locale; none where it is something else.
template <typename Number>
[[nodiscard]] std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return value;
}

namespace decimal {

/// number = 10 number + digit for every digit from `p` on, modulo 2^64. Returns the end of the
/// digits.
inline const char* append_digits(const char* p, const char* end, std::uint64_t& number) {
  for (; p != end && *p >= '0' && *p <= '9'; ++p) {
    number = 10 * number + static_cast<std::uint64_t>(*p - '0');
  }
  return p;
}

/// The same for the many digits after a point, eight in one register: with x = byte xor '0', x is
/// the digit when below 10. The digits before the first other byte move to the upper end of the
/// register, with zeros in front, and are combined in pairs, fours and eights. No branch depends on
/// their number.
inline const char* append_many_digits(const char* p, const char* end, std::uint64_t& number) {
  static constexpr std::array<std::uint64_t, 8> kPowers{1,     10,     100,     1000,
                                                        10000, 100000, 1000000, 10000000};
  if (std::endian::native != std::endian::little || end - p < 8) {
    return append_digits(p, end, number);
  }
  std::uint64_t eight = 0;
  std::memcpy(&eight, p, 8);
  eight ^= 0x3030303030303030U;
  // A byte's top bit: 10 or more. Adding 0x76 carries no further than that bit.
  const std::uint64_t others =
      (((eight & 0x7f7f7f7f7f7f7f7fU) + 0x7676767676767676U) | eight) & 0x8080808080808080U;
  if (others == 0) [[unlikely]] {
    return append_digits(p, end, number);
  }
  const auto bits = static_cast<unsigned>(std::countr_zero(others)) & ~7U;  // of the digits
  eight = (eight << 1) << (63 - bits);                                      // by 64 - bits, even 64
  eight = (eight * 10 + (eight >> 8)) & 0x00ff00ff00ff00ffU;
  eight = (eight * 100 + (eight >> 16)) & 0x0000ffff0000ffffU;
  eight = (eight * 10000 + (eight >> 32)) & 0x00000000ffffffffU;
  number = number * kPowers[bits / 8] + eight;
  return p + bits / 8;
}

}  // namespace decimal

/// The same result as std::from_chars(first, last, value), bit for bit, but faster for numbers as
/// they occur in tables: -12.345678, 5.1e-07.
///
/// A number of up to 19 digits is m 10^k with a whole m. Where m <= 2^53 and |k| <= 22, both m and
/// 10^|k| are exact in a double, and one multiplication or division rounds once, correctly
/// (Clinger, "How to read floating point numbers accurately", 1990). Everything else is passed to
/// from_chars.
inline std::from_chars_result parse_decimal(const char* first, const char* last, double& value) {
  constexpr int kMaxDigits = 19;  // below 2^64
  constexpr std::int64_t kLargestPower = 22;
  constexpr std::uint64_t kLargestExact = std::uint64_t{1} << 53;
  static constexpr std::array<double, kLargestPower + 1> kPowers{
      1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  const bool negative = first != last && *first == '-';
  const char* const whole = first + (negative ? 1 : 0);
  std::uint64_t mantissa = 0;
  const char* p = decimal::append_digits(whole, last, mantissa);
  std::ptrdiff_t digits = p - whole;
  std::int64_t power = 0;
  if (p != last && *p == '.') {
    const char* const fraction = ++p;
    p = decimal::append_many_digits(p, last, mantissa);
    power = fraction - p;
    digits -= power;
  }
  if (digits == 0 || digits > kMaxDigits) return std::from_chars(first, last, value);
  if (p != last && (*p == 'e' || *p == 'E')) {
    const char* exponent = p + 1;
    const bool below = exponent != last && *exponent == '-';
    if (exponent != last && (*exponent == '-' || *exponent == '+')) ++exponent;
    std::uint64_t size = 0;
    p = decimal::append_digits(exponent, last, size);
    if (p == exponent || p - exponent > 4) return std::from_chars(first, last, value);
    power += static_cast<std::int64_t>(below ? -size : size);
  }
  if (mantissa > kLargestExact || power < -kLargestPower || power > kLargestPower) {
    return std::from_chars(first, last, value);
  }
  const auto exact = static_cast<double>(static_cast<std::int64_t>(mantissa));
  const double magnitude = power < 0 ? exact / kPowers[static_cast<std::size_t>(-power)]
                                     : exact * kPowers[static_cast<std::size_t>(power)];
  value = negative ? -magnitude : magnitude;
  return {p, std::errc{}};
}

}  // namespace poseaae
