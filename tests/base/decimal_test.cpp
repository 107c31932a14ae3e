// parse_decimal() against std::from_chars, which it must equal to the last bit.
#include "poseaae/base/decimal.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <string_view>

#include "poseaae/base/random.hpp"

namespace poseaae {
namespace {

struct Parsed {
  std::ptrdiff_t length;
  std::errc error;
  std::uint64_t bits;
  friend bool operator==(const Parsed&, const Parsed&) = default;
};

void PrintTo(const Parsed& parsed, std::ostream* out) {
  *out << fmt::format("{} bytes, error {}, {}", parsed.length, static_cast<int>(parsed.error),
                      std::bit_cast<double>(parsed.bits));
}

Parsed parsed_by(auto&& parse, std::string_view text) {
  // More of a number behind the end: reading beyond it would show.
  const std::string buffer = std::string(text) + "77.7e7 7777777777777777777";
  const char* const first = buffer.data();
  double value = 4.25;  // from_chars leaves it when it fails
  const auto [stop, error] = parse(first, first + text.size(), value);
  return {stop - first, error, std::bit_cast<std::uint64_t>(value)};
}

Parsed standard(std::string_view text) {
  return parsed_by([](auto&&... a) { return std::from_chars(a...); }, text);
}
Parsed ours(std::string_view text) {
  return parsed_by([](auto&&... a) { return parse_decimal(a...); }, text);
}

TEST(Decimal, KnownNumbers) {
  const auto value_of = [](std::string_view text) {
    return std::bit_cast<double>(ours(text).bits);
  };
  EXPECT_EQ(value_of("-12.345678"), -12.345678);
  EXPECT_EQ(value_of("5.1072e-06"), 5.1072e-06);
  EXPECT_EQ(value_of("0.1"), 0.1);
  EXPECT_EQ(value_of("123456789.12345678"), 123456789.12345678);
  EXPECT_TRUE(std::signbit(value_of("-0")));
}

TEST(Decimal, ParticularTexts) {
  for (const std::string_view text : {"",
                                      "-",
                                      "+",
                                      ".",
                                      "-.",
                                      "0",
                                      "-0",
                                      "-0.0",
                                      "00",
                                      "007",
                                      "1.",
                                      ".5",
                                      "-.5",
                                      "1..2",
                                      "1.2.3",
                                      "1e",
                                      "1e+",
                                      "1e-",
                                      "1e5",
                                      "1E5",
                                      "1e+05",
                                      "1e-05",
                                      "1e22",
                                      "1e23",
                                      "1e-22",
                                      "1e-23",
                                      "1e308",
                                      "1e309",
                                      "1e-308",
                                      "1e-323",
                                      "1e-324",
                                      "1e-400",
                                      "1e0000000005",
                                      "1e00005",
                                      "1e99999999999999999999",
                                      "1e18446744073709551621",
                                      "0e99999",
                                      "9007199254740992",
                                      "9007199254740993",
                                      "9007199254740993e22",
                                      "9007199254740992e-22",
                                      "1234567890123456789",
                                      "12345678901234567890",
                                      "18446744073709551616",
                                      "0.0000000000000000000000001",
                                      "0.12345678",
                                      "0.1234567",
                                      "0.123456789",
                                      "0.12345678901234567",
                                      "0.12345678e3",
                                      "inf",
                                      "-inf",
                                      "nan",
                                      "NaN",
                                      "infinity",
                                      "0x10",
                                      "1,5",
                                      "1.5-2.5",
                                      "1.5 2",
                                      "--1",
                                      "+1",
                                      " 1",
                                      "1d5",
                                      "1.7976931348623157e308",
                                      "2.2250738585072011e-308",
                                      "179769313486231580793728971405301e276",
                                      "1:2",
                                      "1/2",
                                      "12345678:",
                                      "0.1234567:",
                                      "0.12345/78"}) {
    EXPECT_EQ(ours(text), standard(text)) << "'" << text << "'";
  }
}

std::string printed(Random& random) {
  const double scale = std::pow(10.0, static_cast<double>(random.below(24)) - 10.0);
  const double value = random.uniform(-1.0, 1.0) * scale;
  switch (random.below(5)) {
    case 0:
      return fmt::format("{:g}", value);
    case 1:
      return fmt::format("{:.{}f}", value, random.below(13));
    case 2:
      return fmt::format("{:.{}e}", value, random.below(18));
    case 3:
      return fmt::format("{}", value);
    default:
      return fmt::format("{:.{}f}", value, random.below(25));
  }
}

/// A number with a byte changed, or bytes that occur in numbers in any order.
std::string mangled(Random& random) {
  constexpr std::string_view kBytes = "0123456789012345678901234567890123456789..--+eE /:an";
  const auto any = [&] { return kBytes[random.below(kBytes.size())]; };
  std::string text = random.below(3) == 0 ? std::string(random.below(24), '0') : printed(random);
  if (text.find_first_not_of('0') == std::string::npos) {
    for (char& c : text) c = any();
  } else {
    text[random.below(text.size())] = any();
  }
  return text;
}

TEST(Decimal, EqualsFromCharsOnMillionsOfTexts) {
  Random random(17);
  constexpr int kTexts = 2'000'000;
  for (int i = 0; i < kTexts; ++i) {
    const std::string text = i % 2 == 0 ? printed(random) : mangled(random);
    const Parsed expected = standard(text);
    const Parsed found = ours(text);
    ASSERT_EQ(found, expected) << "'" << text << "'";
  }
}

}  // namespace
}  // namespace poseaae
