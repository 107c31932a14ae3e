#include "poseaae/io/yaml_json.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/io/config.hpp"

namespace poseaae::yaml {
namespace {

TEST(YamlJson, IsTheSameInJson) {
  EXPECT_EQ(as_json("# a comment\na: {b: [1, 2.5, -3e-4], c: true}\nd: word # here\ne: \n"),
            R"({"a":{"b":[1,2.5,-3e-4],"c":true},"d":"word","e":null})");
  EXPECT_EQ(as_json("- \"12\"\n- 'true'\n- 030\n- .inf\n- +1\n- yes\n- \"a\\\"\\x07\"\n"),
            R"(["12","true","030",".inf","+1","yes","a\"\u0007"])");
  EXPECT_EQ(as_json("[]"), "[]");
  EXPECT_EQ(as_json("{}"), "{}");
}

TEST(YamlJson, LeavesWhatCannotBeJsonAsItIs) {
  EXPECT_EQ(as_json(""), "");
  EXPECT_EQ(as_json("clips: \xFF.bvh # bytes"), "clips: \xFF.bvh # bytes");
  EXPECT_THROW((void)as_json("a: [1, 2"), ParseError);
}

/// Every kind of value, with what YAML would read otherwise.
TEST(YamlJson, IsReadAsTheYamlWas) {
  struct Values {
    bool flag = true;
    int whole = -30;
    std::uint64_t large = 18446744073709551615ULL;
    double number = 1e-300;
    std::string text = "yes: \"no\" # \\ \t\xC3\xA4";
    std::vector<double> numbers{0.1, 2.0};
    std::vector<std::string> texts{"null", "12", "*Hand: x", ""};
    std::map<std::string, double> weights{{"a: b", 0.5}};
    std::string name = "my run #2";
  };
  const auto schema_of = [](Values& values) {
    config::Schema schema;
    schema.section("s", "all");
    schema.key("s.flag", values.flag, "");
    schema.key("s.whole", values.whole, "");
    schema.key("s.large", values.large, "");
    schema.key("s.number", values.number, "");
    schema.key("s.text", values.text, "");
    schema.key("s.numbers", values.numbers, "");
    schema.key("s.texts", values.texts, "");
    schema.key("s.weights", values.weights, "");
    schema.name("s.name", values.name, "");
    return schema;
  };
  Values written;
  const std::string printed = schema_of(written).print();
  Values read{false, 0, 0, 0.0, "", {}, {}, {}, ""};
  schema_of(read).load(as_json(printed), "json");
  EXPECT_EQ(schema_of(read).print(), printed);
}

}  // namespace
}  // namespace poseaae::yaml
