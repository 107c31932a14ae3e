#include "render/lzw.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "samples.hpp"

namespace poseaae::render {
namespace {

using Kind = LzwEncoder::Kind;

constexpr int kBits = 3;
constexpr std::uint8_t kCommon = 5;

/// Kind 0 is the common symbol, kinds 1 to 6 one symbol each, 7 and more a choice.
std::vector<Choices> choices() {
  std::vector<Choices> table{Choices{1} << kCommon};
  for (int symbol = 0; symbol < 6; ++symbol) table.push_back(Choices{1} << symbol);
  table.insert(table.end(), {0b000011, 0b100001, 0b111111});
  return table;
}

struct Encoded {
  std::string bytes;
  std::vector<std::uint8_t> chosen;
};

Encoded encode(LzwEncoder& encoder, const std::vector<Kind>& kinds) {
  Encoded result{{}, std::vector<std::uint8_t>(kinds.size(), 99)};
  encoder.encode(kinds, result.chosen, result.bytes);
  return result;
}

std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text.push_back(static_cast<char>(value));
  return text;
}

TEST(Lzw, WritesWhatTheSpecificationSays) {
  // By hand: clear 8, symbols 1 2, then 10 = "12" twice, end 9, in codes of 4 bits.
  LzwEncoder encoder(kBits, choices());
  EXPECT_EQ(encode(encoder, {2, 3, 2, 3, 2, 3}).bytes, bytes({3, 3, 0x18, 0xa2, 0x9a, 0}));
}

TEST(Lzw, RunsOfTheCommonSymbolGrowByOne) {
  // 1 + 2 + ... + 5 pixels are five codes; with clear and end seven of 4 bits.
  LzwEncoder encoder(kBits, choices());
  const auto [bytes, chosen] = encode(encoder, std::vector<Kind>(15, 0));
  EXPECT_EQ(bytes.size(), 1u + 1u + 4u + 1u);
  EXPECT_THAT(chosen, testing::Each(kCommon));
}

TEST(Lzw, TakesTheChoiceThatFitsTheTable) {
  LzwEncoder encoder(kBits, choices());
  const std::vector<Kind> strict{2, 3, 2, 3, 1, 2, 3, 3, 2, 3};
  std::vector<Kind> free = strict;
  for (std::size_t i = 4; i < free.size(); ++i) free[i] = 9;
  EXPECT_LE(encode(encoder, free).bytes.size(), encode(encoder, strict).bytes.size());
  const auto chosen = encode(encoder, {2, 3, 2, 3, 2, 9, 9}).chosen;
  EXPECT_THAT(chosen, testing::ElementsAre(1, 2, 1, 2, 1, 2, testing::_));
}

RC_GTEST_PROP(Lzw, DecodesToWhatItSaysItChose, ()) {
  // Long enough that the table fills and is cleared; few different rows, so that strings grow.
  const int length = *rc::gen::inRange(1, 30000);
  const int highest = *rc::gen::element(1, 3, 10);
  const auto period = *rc::gen::inRange<std::size_t>(1, 500);
  const auto pattern = *rc::gen::container<std::vector<Kind>>(
      period, rc::gen::cast<Kind>(rc::gen::inRange(0, highest)));
  std::vector<Kind> kinds(length);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    kinds[i] = pattern[(i + i / (3 * period)) % period];
    if (highest == 10 && i % 2 == 0) kinds[i] = static_cast<Kind>((i * i / 7) % 10);
  }
  LzwEncoder encoder(kBits, choices());
  static_cast<void>(encode(encoder, pattern));  // nothing of it must be left
  const auto [bytes, chosen] = encode(encoder, kinds);
  const std::vector<Choices> table = choices();
  for (std::size_t i = 0; i < kinds.size(); ++i) RC_ASSERT(table[kinds[i]] >> chosen[i] & 1);
  RC_ASSERT(test::decode_lzw(bytes, kBits, length) == chosen);
}

}  // namespace
}  // namespace poseaae::render
