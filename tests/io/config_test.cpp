#include "poseaae/io/config.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"

namespace poseaae::config {
namespace {

enum class Colour { kRed, kBlue };
const Names<Colour> kColours{{"red", Colour::kRed}, {"blue", Colour::kBlue}};

/// One field of every kind.
struct Fields {
  std::string name = "plain";
  bool flag = true;
  std::uint64_t epochs = 100;
  double rate = 1e-4;
  Colour colour = Colour::kRed;
  std::vector<int> layers{64, 16};
  std::vector<double> weights{0.5};
  std::vector<std::string> clips{"data/"};
  std::map<std::string, double> joints{{"Hips", 2.0}};
  friend bool operator==(const Fields&, const Fields&) = default;
};

Schema schema_of(Fields& f) {
  Schema schema;
  schema.key("name", f.name, "what it is called");
  schema.section("training", "how it learns");
  schema.key("training.flag", f.flag, "a switch");
  schema.key("training.epochs", f.epochs, "passes", at_least<std::uint64_t>(1));
  schema.key("training.rate", f.rate, "step", between<double>(0.0, 1.0));
  schema.choice("training.colour", f.colour, kColours, "a choice");
  schema.section("model", "what it is");
  schema.key("model.layers", f.layers, "widths", each(at_least(1)));
  schema.key("model.weights", f.weights, "numbers");
  schema.key("model.clips", f.clips, "files");
  schema.key("model.joints", f.joints, "per joint");
  return schema;
}

Fields loaded(const std::string& yaml) {
  Fields fields;
  schema_of(fields).load(yaml, "c.yaml");
  return fields;
}

/// The message of the Expected thrown for this file, "" when none is.
template <typename Expected>
std::string message_of(auto&& action) {
  try {
    action();
  } catch (const Expected& error) {
    return error.what();
  }
  return "";
}
std::string refusal(const std::string& yaml) {
  return message_of<ConfigError>([&] { (void)loaded(yaml); });
}
std::string set_refusal(const std::string& assignment) {
  Fields fields;
  Schema schema = schema_of(fields);
  return message_of<ConfigError>([&] { schema.assign(assignment); });
}

TEST(Config, ReadsEveryKind) {
  const Fields f = loaded(
      "name: \"a name: with colon\"\n"
      "training:\n"
      "  flag: false\n"
      "  epochs: +7\n"
      "  rate: 2.5e-3\n"
      "  colour: blue\n"
      "model:\n"
      "  layers: [8, 4, 2]\n"
      "  weights:\n    - 1\n    - -2.5\n"
      "  clips: [a.bvh, \"b c.bvh:1:2\"]\n"
      "  joints: {LeftHand: 0.5, \"a: b\": 3}\n");
  EXPECT_EQ(f.name, "a name: with colon");
  EXPECT_FALSE(f.flag);
  EXPECT_EQ(f.epochs, 7);
  EXPECT_EQ(f.rate, 2.5e-3);
  EXPECT_EQ(f.colour, Colour::kBlue);
  EXPECT_EQ(f.layers, (std::vector<int>{8, 4, 2}));
  EXPECT_EQ(f.weights, (std::vector<double>{1.0, -2.5}));
  EXPECT_EQ(f.clips, (std::vector<std::string>{"a.bvh", "b c.bvh:1:2"}));
  EXPECT_EQ(f.joints, (std::map<std::string, double>{{"LeftHand", 0.5}, {"a: b", 3.0}}));
}

TEST(Config, WhatIsNotNamedKeepsItsDefault) {
  EXPECT_EQ(loaded(""), Fields());
  EXPECT_EQ(loaded("# only a comment\n"), Fields());
  EXPECT_EQ(loaded("training:\nmodel: ~\n"), Fields());
  Fields expected;
  expected.epochs = 3;
  EXPECT_EQ(loaded("training: {epochs: 3}"), expected);
}

TEST(Config, NullEmptiesTextAndLists) {
  const Fields f = loaded("name:\nmodel: {layers: , clips: null, joints: ~}");
  EXPECT_EQ(f.name, "");
  EXPECT_TRUE(f.layers.empty() && f.clips.empty() && f.joints.empty());
}

TEST(Config, OneItemNeedsNoBrackets) {
  EXPECT_EQ(loaded("model: {clips: walk.bvh}").clips, std::vector<std::string>{"walk.bvh"});
}

TEST(Config, AliasesAreValues) {
  EXPECT_EQ(loaded("name: &n here\nmodel: {clips: [*n, *n]}").clips,
            (std::vector<std::string>{"here", "here"}));
}

TEST(Config, UnknownKeysAreRefusedWithTheNearest) {
  const std::string key = refusal("training: {epoch: 5}");
  EXPECT_NE(key.find("c.yaml"), std::string::npos) << key;
  EXPECT_NE(key.find("training.epoch'"), std::string::npos) << key;
  EXPECT_NE(key.find("did you mean 'training.epochs'?"), std::string::npos) << key;
  const std::string section = refusal("trainin: {epochs: 5}");
  EXPECT_NE(section.find("did you mean 'training'?"), std::string::npos) << section;
  const std::string far = refusal("something_else: 1");
  EXPECT_NE(far.find("unknown key 'something_else'"), std::string::npos) << far;
  EXPECT_EQ(far.find("did you mean"), std::string::npos) << far;
}

TEST(Config, AKeyGivenTwiceIsRefused) {
  const std::string twice = refusal("training: {epochs: 5, rate: 0.1, epochs: 6}");
  EXPECT_NE(twice.find("training.epochs"), std::string::npos) << twice;
  EXPECT_NE(twice.find("once"), std::string::npos) << twice;
  EXPECT_NE(refusal("training: {epochs: 5}\ntraining: {rate: 0.1}").find("once"),
            std::string::npos);
  EXPECT_NE(refusal("model: {joints: {Hips: 1, Hips: 2}}").find("model.joints"), std::string::npos);
}

struct Wrong {
  const char* yaml;
  const char* key;
  const char* value;
  const char* allowed;
};
void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.yaml; }
class WrongValue : public testing::TestWithParam<Wrong> {};

TEST_P(WrongValue, IsRefusedWithKeyValueAndWhatIsAllowed) {
  const std::string message = refusal(GetParam().yaml);
  EXPECT_NE(message.find(GetParam().key), std::string::npos) << message;
  EXPECT_NE(message.find(GetParam().value), std::string::npos) << message;
  EXPECT_NE(message.find(GetParam().allowed), std::string::npos) << message;
}

INSTANTIATE_TEST_SUITE_P(
    Config, WrongValue,
    testing::Values(
        Wrong{"training: {flag: yes}", "training.flag", "'yes'", "true or false"},
        Wrong{"training: {epochs: many}", "training.epochs", "'many'", "a whole number"},
        Wrong{"training: {epochs: 1.5}", "training.epochs", "'1.5'", "a whole number"},
        Wrong{"training: {epochs: +-5}", "training.epochs", "'+-5'", "a whole number"},
        Wrong{"training: {epochs: 99999999999999999999}", "training.epochs", "'9999", "a whole"},
        Wrong{"training: {epochs: 0}", "training.epochs", "'0'", "at least 1"},
        Wrong{"training: {epochs: }", "training.epochs", "'nothing'", "a whole number"},
        Wrong{"training: {epochs: [1, 2]}", "training.epochs", "'[1, 2]'", "a whole number"},
        Wrong{"training: {rate: 1.01}", "training.rate", "'1.01'", "between 0 and 1"},
        Wrong{"training: {rate: nan}", "training.rate", "'nan'", "a number"},
        Wrong{"training: {rate: inf}", "training.rate", "'inf'", "a number"},
        Wrong{"training: {rate: 0.1x}", "training.rate", "'0.1x'", "a number"},
        Wrong{"training: {rate: \"0,1\"}", "training.rate", "'0,1'", "a number"},
        Wrong{"training: {colour: bleu}", "training.colour", "'bleu'", "red, blue"},
        Wrong{"training: {colour: blu}", "training.colour", "'blu'", "did you mean 'blue'?"},
        Wrong{"training: 5", "training", "'5'", "a section with keys"},
        Wrong{"name: [a]", "name", "'[a]'", "text"},
        Wrong{"model: {layers: [8, a]}", "model.layers", "[8, a]", "a list of whole numbers"},
        Wrong{"model: {layers: [8, 0]}", "model.layers", "[8, 0]", "each at least 1"},
        Wrong{"model: {weights: {a: 1}}", "model.weights", "{a: 1}", "a list of numbers"},
        Wrong{"model: {clips: [[a]]}", "model.clips", "[[a]]", "a list of text"},
        Wrong{"model: {joints: [a]}", "model.joints", "[a]", "a map from text to numbers"},
        Wrong{"model: {joints: {a: b}}", "model.joints", "{a: b}", "a map from text to numbers"}));

TEST(Config, AFailedLoadNamesTheFirstWrongFieldAndLeavesItAlone) {
  Fields fields;
  Schema schema = schema_of(fields);
  EXPECT_THROW(schema.load("training: {epochs: 0}", "c.yaml"), ConfigError);
  EXPECT_EQ(fields, Fields());
}

TEST(Config, TextThatIsNotYamlIsAParseErrorAtItsPlace) {
  try {
    (void)loaded("name: a\ntraining: [1, 2\n");
    FAIL() << "nothing thrown";
  } catch (const ParseError& error) {
    EXPECT_EQ(error.file(), "c.yaml");
    EXPECT_EQ(error.line(), 3U);
  }
  try {
    (void)loaded("name: ok\n  bad: indent: here\n");
    FAIL() << "nothing thrown";
  } catch (const ParseError& error) {
    EXPECT_EQ(error.line(), 2U);
    EXPECT_EQ(error.column(), 6U);
  }
}

TEST(Config, WhatIsNotKeysWithValuesIsAParseError) {
  for (const char* yaml : {"just text", "[1, 2]", "name: a\n---\nname: b\n"}) {
    EXPECT_NE(message_of<ParseError>([&] { (void)loaded(yaml); }), "") << yaml;
  }
  EXPECT_NE(message_of<ParseError>([] { (void)loaded(std::string(5000, '[')); }), "");
}

TEST(ConfigSet, TakesScalarsListsAndMaps) {
  Fields f;
  Schema schema = schema_of(f);
  schema.assign("training.epochs=50");
  schema.assign("model.layers=[32, 8]");
  schema.assign("model.joints={Hips: 1, LeftHand: 0.5}");
  schema.assign("model.clips=a.bvh:100:500");
  schema.assign("name=x=y");
  EXPECT_EQ(f.epochs, 50);
  EXPECT_EQ(f.layers, (std::vector<int>{32, 8}));
  EXPECT_EQ(f.joints.at("LeftHand"), 0.5);
  EXPECT_EQ(f.clips, std::vector<std::string>{"a.bvh:100:500"});
  EXPECT_EQ(f.name, "x=y");
  schema.assign("model.clips=");
  EXPECT_TRUE(f.clips.empty());
}

TEST(ConfigSet, RefusesWhatItCannotTakeAsWrongUsage) {
  EXPECT_NE(set_refusal("training.epochs").find("key=value"), std::string::npos);
  EXPECT_NE(set_refusal("=5").find("key=value"), std::string::npos);
  EXPECT_NE(set_refusal("training.epoch=5").find("'training.epochs'"), std::string::npos);
  EXPECT_NE(set_refusal("training.epochs=0").find("at least 1"), std::string::npos);
  EXPECT_NE(set_refusal("model.layers=[1, 2").find("model.layers"), std::string::npos);
}

TEST(ConfigPrint, SaysEveryKeyOnceWithCommentAndLimits) {
  Fields fields;
  const Schema schema = schema_of(fields);
  const std::string text = schema.print();
  EXPECT_NE(text.find("# how it learns\ntraining:\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  # passes (at least 1)\n  epochs: 100\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  # a choice (red | blue)\n  colour: red\n"), std::string::npos) << text;
  EXPECT_EQ(schema.keys().size(), 9U);
}

class AwkwardText : public testing::TestWithParam<std::string> {};

TEST_P(AwkwardText, ComesBackFromPrintedYaml) {
  Fields written;
  written.name = GetParam();
  written.clips = {GetParam(), "x"};
  written.joints = {{GetParam(), 1.0 / 3.0}};
  const std::string text = schema_of(written).print();
  EXPECT_EQ(loaded(text), written) << text;
}

INSTANTIATE_TEST_SUITE_P(
    ConfigPrint, AwkwardText,
    testing::Values("", " ", "null", "Null", "NULL", "~", "true", "no", "On", "1e5", "-1", ".5",
                    "a: b", "a #b", "# c", "[x]", "{x: y}", "\"quoted\"", "it's", "back\\slash",
                    "tab\there", "new\nline", "cr\rlf\r\n", "  both ends  ", "*alias", "&anchor",
                    "!tag", "%", "@x", "`x", "- item", "? key", "|", ">", "Grüße 踊り",
                    std::string("bell\x07 escape\x1b del\x7f"), "a,b", "--- ", "..."));

TEST(ConfigSet, ANameIsTakenAsItStands) {
  for (const std::string name :
       {"my run #2", "[v2]", "a: b", "null", "~", "it's \"mine\"", "-dash", " spaced ", "ünïcödé",
        "{x}", "*", "%", "", "'", "true", "1e3", "a\tb"}) {
    std::string field;
    Schema schema;
    schema.section("output", "files");
    schema.name("output.dir", field, "a folder");
    schema.assign("output.dir=" + name);
    EXPECT_EQ(field, name);
    const std::string printed = schema.print();
    field = "another";
    schema.load(printed, "c.yaml");
    EXPECT_EQ(field, name) << printed;
    EXPECT_EQ(schema.values().at(0).first, "output.dir");
  }
}

TEST(ConfigPrint, NumbersComeBackExactly) {
  Fields written;
  written.rate = 0.1 + 0.2;
  written.weights = {1.0 / 3.0, 1e-300, -2.5e20, 5.0};
  written.epochs = 9'223'372'036'854'775'807;
  written.flag = false;
  written.colour = Colour::kBlue;
  written.layers = {};
  written.joints = {};
  const std::string text = schema_of(written).print();
  EXPECT_EQ(loaded(text), written) << text;
}

TEST(ConfigPeek, ReadsOneKeyBeforeTheRest) {
  EXPECT_EQ(peek("preset: tutorial\nother: [1]", "c.yaml", "preset"), "tutorial");
  EXPECT_EQ(peek("preset:\n", "c.yaml", "preset"), "");
  EXPECT_EQ(peek("other: 1\n", "c.yaml", "preset"), "");
  EXPECT_EQ(peek("", "c.yaml", "preset"), "");
  EXPECT_THROW((void)peek("preset: [1", "c.yaml", "preset"), ParseError);
}

}  // namespace
}  // namespace poseaae::config
