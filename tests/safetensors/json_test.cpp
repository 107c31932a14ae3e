#include "poseaae/safetensors/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "poseaae/base/error.hpp"

namespace poseaae::json {
namespace {

using testing::HasSubstr;

template <typename Read>
std::string refusal(std::string_view text, const Read& read) {
  Reader reader(text);
  try {
    read(reader);
    reader.end();
    return "";
  } catch (const ModelError& problem) {
    return problem.what();
  }
}

std::string text_of(std::string_view json) {
  Reader reader(json);
  const std::string text = reader.text();
  reader.end();
  return text;
}

double number_of(std::string_view json) {
  Reader reader(json);
  const double value = reader.number();
  reader.end();
  return value;
}

TEST(JsonReader, ReadsValuesInTheirOrder) {
  Reader reader(R"( { "a" : [ 1, -2.5e1 ,0], "b":"x" , "c": true, "d": [], "e": {} } )");
  std::vector<double> numbers;
  std::string letters;
  reader.object([&](const std::string& key) {
    letters += key;
    if (key == "a") reader.array([&] { numbers.push_back(reader.number()); });
    if (key == "b") letters += reader.text();
    if (key == "c") letters += reader.truth() ? "+" : "-";
    if (key == "d") reader.array([] { FAIL(); });
    if (key == "e") reader.object([](const std::string&) { FAIL(); });
  });
  reader.end();
  EXPECT_EQ(letters, "abxc+de");
  EXPECT_EQ(numbers, (std::vector<double>{1, -25, 0}));
}

/// RFC 8259, section 7: U+1D11E as a pair of escapes.
TEST(JsonReader, UnderstandsEscapes) {
  EXPECT_EQ(text_of(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(text_of(R"("\u0041\u00e4\u20AC\uD834\uDD1E")"),
            "A\xC3\xA4\xE2\x82\xAC\xF0\x9D\x84\x9E");
  EXPECT_EQ(text_of("\"Gr\xC3\xBC\xC3\x9F\x65\""), "Gr\xC3\xBC\xC3\x9F\x65");
}

TEST(JsonReader, RefusesWhatIsNoText) {
  for (const char* bad :
       {"\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\ud834\"", "\"\\ud834\\u0041\"",
        "\"\\udd1e\"", "\"a\nb\"", "\"\xC3\"", "\"\xFF\"", "'a'", "\"a\" b", "\"\\"}) {
    EXPECT_NE(refusal(bad, [](Reader& reader) { (void)reader.text(); }), "") << bad;
  }
}

TEST(JsonReader, KnowsNumbersAsTheStandardHasThem) {
  EXPECT_EQ(number_of("0"), 0.0);
  EXPECT_EQ(number_of("-0.5E+1"), -5.0);
  EXPECT_EQ(number_of("1e-3"), 1e-3);
  for (const char* bad : {"01", "+1", ".5", "1.", "1e", "-", "0x10", "NaN", "Infinity", "1e999",
                          "1,", "", "1e-999"}) {
    EXPECT_NE(refusal(bad, [](Reader& reader) { (void)reader.number(); }), "") << bad;
  }
  Reader most("18446744073709551615");
  EXPECT_EQ(most.whole(), std::numeric_limits<std::size_t>::max());
  for (const char* bad : {"18446744073709551616", "-1", "1.0", "1e3", "a"}) {
    EXPECT_NE(refusal(bad, [](Reader& reader) { (void)reader.whole(); }), "") << bad;
  }
}

TEST(JsonReader, PassesOverValuesOfAnyKind) {
  for (const std::string value :
       {R"({"a":[1,-2.5e3,"x\"]",{}],"b":{"c":null}})", "[]", "true", "null", "\"\"", "-0"}) {
    const std::string text = "[" + value + " , 7]";
    Reader reader(text);
    int item = 0;
    double last = 0.0;
    reader.array([&] {
      if (item++ == 0) {
        reader.skip();
      } else {
        last = reader.number();
      }
    });
    reader.end();
    EXPECT_EQ(last, 7.0) << value;
  }
  for (const std::string& value :
       {std::string("nul"), std::string("[1,]"), std::string("{\"a\"}"),
        std::string(1000, '[') + std::string(1000, ']'), std::string("+1")}) {
    EXPECT_THROW(Reader(value).skip(), ModelError) << value;
  }
}

TEST(JsonReader, RefusesKeysThatComeTwiceAndLooseEnds) {
  const auto members = [](Reader& reader) {
    reader.object([&](const std::string&) { (void)reader.number(); });
  };
  EXPECT_THAT(refusal(R"({"a":1,"\u0061":2})", members), HasSubstr("expected \"a\" once"));
  for (const char* bad :
       {R"({"a":1,})", R"({"a" 1})", R"({"a":1)", R"({a:1})", R"({"a":1}})", "[]", "{,}"}) {
    EXPECT_NE(refusal(bad, members), "") << bad;
  }
  const auto items = [](Reader& reader) { reader.array([&] { (void)reader.number(); }); };
  for (const char* bad : {"[1,]", "[1 2]", "[", "[1", "[,1]"})
    EXPECT_NE(refusal(bad, items), "") << bad;
}

TEST(JsonReader, SaysWhereAndWhatItExpected) {
  const auto members = [](Reader& reader) {
    reader.object([&](const std::string& key) {
      if (key != "a") reader.unknown(key);
      (void)reader.number();
    });
  };
  EXPECT_EQ(refusal(R"({"a":x})", members), "byte 5: expected a digit, found 'x'");
  EXPECT_THAT(refusal(R"({"b":1})", members),
              HasSubstr("unknown key \"b\"; this file needs a newer"));
  EXPECT_THAT(refusal("{\"a\":\x01}", members), HasSubstr("found the byte 0x01"));
}

TEST(JsonWriter, ObjectsOfTextsComeBackWhateverTheirBytes) {
  const std::map<std::string, std::string> texts{
      {"file", "b\xFF\\.bvh"}, {"name", "\xC3\xA4"}, {"none", ""}};
  EXPECT_EQ(object(texts),
            "{\"file.escaped\":\"b\\\\xff\\\\\\\\.bvh\",\"name\":\"\xC3\xA4\",\"none\":\"\"}");
  EXPECT_EQ(read_object(object(texts)), texts);
  EXPECT_EQ(object({}), "{}");
  const auto whole = [](Reader& reader) { (void)reader.texts(); };
  EXPECT_THAT(refusal(R"({"a":"1","a.escaped":"2"})", whole), HasSubstr("\"a\" once"));
  EXPECT_NE(refusal(R"({"a":1})", whole), "");
}

TEST(JsonWriter, WritesWhatTheReaderReads) {
  const std::string text = "a \"b\" \\ \n\t\x01 \xC3\xA4";
  EXPECT_EQ(text_of(literal(text)), text);
  EXPECT_THROW((void)literal("\xFF"), UsageError);
  for (const double value : {0.1, -1e-300, 12345678901234567890.0, 1.0 / 3.0}) {
    EXPECT_EQ(number_of(number(value)), value);
  }
  EXPECT_THROW((void)number(std::numeric_limits<double>::infinity()), UsageError);
  EXPECT_EQ(list(std::vector<std::string>{"a", "b"}), R"(["a","b"])");
  EXPECT_EQ(list(std::vector<double>{1, 2.5}), "[1,2.5]");
  EXPECT_EQ(ObjectWriter().add("a", "1").add("b", "[]").done(), R"({"a":1,"b":[]})");
}

}  // namespace
}  // namespace poseaae::json
