#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "fuzz/all_targets.hpp"
#include "fuzz/damage.hpp"
#include "fuzz/support.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"

/// Every target without libFuzzer: its seeds are read, and so are thousands of damaged ones, the
/// same in every run.
namespace poseaae::fuzz {

namespace {

class Fuzz : public testing::TestWithParam<Named> {
 protected:
  [[nodiscard]] const Target& target() const { return GetParam().target; }
  [[nodiscard]] std::vector<std::string> words() const {
    const std::string name = GetParam().name + ".dict";
    return words_of(read_file(std::filesystem::path(POSEAAE_DICTIONARIES) / name), name);
  }
};

TEST_P(Fuzz, EverySeedIsReadAsItIs) {
  const std::vector<std::string> seeds = target().seeds();
  EXPECT_GE(seeds.size(), 2U);
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    EXPECT_NO_THROW(target().read(seeds[i])) << "seed " << i << " of " << seeds.size();
  }
}

/// Some damage is found, and some does no harm: otherwise the target would look at nothing.
TEST_P(Fuzz, DamagedSeedsAreReadOrRefused) {
  constexpr int kTries = 600;
  const std::vector<std::string> seeds = target().seeds();
  const std::vector<std::string> words = this->words();
  Random random(1);
  int accepted = 0;
  for (int i = 0; i < kTries; ++i) {
    std::string input = seeds[static_cast<std::size_t>(i) % seeds.size()];
    damage(
        target(), input, [&](std::string& bytes) { change(bytes, words, random); }, random);
    accepted += accepts(target(), input) ? 1 : 0;
  }
  EXPECT_GT(accepted, kTries / 100);
  EXPECT_LT(accepted, kTries * 99 / 100);
}

INSTANTIATE_TEST_SUITE_P(All, Fuzz, testing::ValuesIn(targets()),
                         [](const auto& info) { return info.param.name; });

TEST(FuzzDictionary, WordsAreReadAsLibFuzzerReadsThem) {
  EXPECT_EQ(words_of("# a comment\n\n\"a b\"\nname=\"\\\"\\\\\\x00\\xfF\"\n", "a.dict"),
            (std::vector<std::string>{"a b", std::string("\"\\\0\xFF", 4)}));
  EXPECT_THROW((void)words_of("word\n", "a.dict"), ParseError);
  EXPECT_THROW((void)words_of("\"\\n\"\n", "a.dict"), ParseError);
  EXPECT_THROW((void)words_of("\"\\x0\"\n", "a.dict"), ParseError);
}

}  // namespace
}  // namespace poseaae::fuzz
