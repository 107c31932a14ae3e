#include "poseaae/io/yaml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"

namespace poseaae::yaml {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Item parse(const std::string& text) { return Item::parse(text, "x.yaml"); }

template <typename Call>
std::string complaint(const Call& call) {
  try {
    call();
  } catch (const ParseError& problem) {
    return problem.what();
  }
  return "accepted";
}

TEST(Yaml, ReadsFieldsAndKeepsThoseThatAreMissing) {
  Keys keys(parse("{name: sway, beats: 8, energy: 0.5, on: true, seed: 7, through: [1, -2.5]}"),
            "a phrase");
  std::string name;
  int beats = 0;
  double energy = 0.0;
  double lean = 12.0;
  bool on = false;
  std::uint64_t seed = 0;
  std::vector<double> through;
  keys.read("name", name);
  keys.read("beats", beats);
  keys.read("energy", energy);
  keys.read("lean", lean);
  keys.read("on", on);
  keys.read("seed", seed);
  keys.read("through", through);
  keys.finish();
  EXPECT_EQ(name, "sway");
  EXPECT_EQ(beats, 8);
  EXPECT_EQ(energy, 0.5);
  EXPECT_EQ(lean, 12.0);
  EXPECT_TRUE(on);
  EXPECT_EQ(seed, 7U);
  EXPECT_THAT(through, ElementsAre(1.0, -2.5));
}

TEST(Yaml, ABareValueStandsForTheMainKey) {
  Keys keys(parse("2.5"), "a walk", "seconds");
  double seconds = 0.0;
  keys.read("seconds", seconds);
  keys.finish();
  EXPECT_EQ(seconds, 2.5);
}

TEST(Yaml, ReadsEnumerationsByName) {
  enum class Side { kLeft, kRight };
  const Names<Side> names{{"left", Side::kLeft}, {"right", Side::kRight}};
  Keys keys(parse("side: right"), "a phrase");
  Side side = Side::kLeft;
  keys.read("side", side, names);
  EXPECT_EQ(side, Side::kRight);
  Keys wrong(parse("side: rigth"), "a phrase");
  EXPECT_EQ(complaint([&] { wrong.read("side", side, names); }),
            "x.yaml:1:7: expected side (left, right), found 'rigth' (did you mean 'right'?)");
}

TEST(Yaml, KeysKeepTheOrderOfTheText) {
  std::vector<std::string> names;
  for (const auto& entry : parse("{walk: 1, offset: 2, clip: 3}").mapping("a phrase")) {
    names.push_back(entry.name);
  }
  EXPECT_THAT(names, ElementsAre("walk", "offset", "clip"));
}

TEST(Yaml, SaysWhereWhatIsWrong) {
  const auto reading = [](const std::string& text, auto field) {
    return complaint([&] {
      Keys keys(parse(text), "a walk");
      keys.read("seconds", field);
      keys.finish();
    });
  };
  EXPECT_EQ(reading("a: 1", 1.0), "x.yaml:1:1: expected a key of a walk (seconds), found 'a'");
  EXPECT_EQ(reading("\nsecond: 1", 1.0),
            "x.yaml:2:1: expected a key of a walk (seconds), found 'second' (did you mean "
            "'seconds'?)");
  EXPECT_EQ(reading("seconds: long", 1.0),
            "x.yaml:1:10: expected seconds as a number, found 'long'");
  EXPECT_EQ(reading("seconds: .nan", 1.0),
            "x.yaml:1:10: expected seconds as a number, found '.nan'");
  EXPECT_EQ(reading("seconds: 1.5", 1),
            "x.yaml:1:10: expected seconds as a whole number, found '1.5'");
  EXPECT_EQ(reading("seconds: 99999999999", 1),
            "x.yaml:1:10: expected seconds as a whole number within 32 bits, found '99999999999'");
  EXPECT_EQ(reading("seconds: -1", std::uint64_t{1}),
            "x.yaml:1:10: expected seconds as a whole number, at least 0, found '-1'");
  EXPECT_EQ(reading("seconds: yes", true),
            "x.yaml:1:10: expected seconds as true or false, found 'yes'");
  EXPECT_EQ(reading("seconds: [1]", std::string()),
            "x.yaml:1:10: expected seconds as text, found a list");
  EXPECT_EQ(reading("seconds: {a: 1}", std::vector<double>()),
            "x.yaml:1:10: expected seconds as a list, found a mapping");
  EXPECT_EQ(reading("{seconds: 1, seconds: 2}", 1.0),
            "x.yaml:1:14: expected a key of a walk once, found 'seconds' again");
  EXPECT_EQ(reading("[1]", 1.0), "x.yaml:1:1: expected a walk as a mapping of keys, found a list");
  EXPECT_THAT(reading("{seconds: ", 1.0), HasSubstr("expected YAML"));
}

TEST(Yaml, LimitsAndMissingKeys) {
  double seconds = 0.0;
  EXPECT_EQ(
      complaint([&] {
        Keys(parse("seconds: -1"), "a walk").read("seconds", seconds, config::positive<double>());
      }),
      "x.yaml:1:10: expected seconds as a number greater than 0, found '-1'");
  EXPECT_EQ(complaint([&] { (void)Keys(parse("a: 1"), "a walk").need("seconds"); }),
            "x.yaml:1:1: expected a walk with seconds, found none");
}

TEST(Yaml, QuotedTextComesBack) {
  for (const std::string text : {"plain.bvh", "no", "7", "a: b", "say \"x\"", "", "tab\there"}) {
    EXPECT_EQ(parse("key: " + quoted(text)).mapping("it").front().value.text("it"), text);
  }
  EXPECT_EQ(quoted("data/a.bvh"), "data/a.bvh");
}

}  // namespace
}  // namespace poseaae::yaml
