#include "poseaae/safetensors/safetensors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "safetensors/mutations.hpp"
#include "support/support.hpp"

namespace poseaae::safetensors {
namespace {

using testing::HasSubstr;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

/// A file of this header and these bytes.
std::string file_of(const std::string& header, const std::string& data = "") {
  return test::size_bytes(header.size()) + header + data;
}

std::string refusal(const std::string& bytes) {
  try {
    const View view(bytes_of(bytes));
    return "";
  } catch (const ModelError& problem) {
    return problem.what();
  }
}

/// By hand, as the specification's README has it: a of two floats, b of one byte.
const std::string kHand = file_of(
    R"({"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[],"data_offsets":[8,9]},"__metadata__":{"k":"v"}}  )",
    std::string("\x00\x00\x80\x3f\x00\x00\x00\xc0\x07", 9));

TEST(SafetensorsView, ReadsAFileMadeByHand) {
  const View view(bytes_of(kHand));
  EXPECT_EQ(view.read<float>("a", {1, 2}), (std::vector<float>{1.0F, -2.0F}));
  EXPECT_EQ(view.read<std::uint8_t>("b"), std::vector<std::uint8_t>{7});
  EXPECT_EQ(view.text("k"), "v");
  EXPECT_TRUE(view.has("a"));
  EXPECT_TRUE(view.has_any("a"));
  EXPECT_FALSE(view.has_any("c"));
  EXPECT_THROW((void)view.read<double>("a", {1, 2}), ModelError);
  EXPECT_THROW((void)view.read<float>("a", {2, 1}), ModelError);
  EXPECT_THROW((void)view.read<float>("c"), ModelError);
  EXPECT_THROW((void)view.text("none"), ModelError);
}

TEST(SafetensorsView, TakesEveryTypeOfTheSpecificationAndNoOther) {
  const auto header = [](const std::string& type, int numbers, int bytes) {
    return file_of(R"({"a":{"dtype":")" + type + R"(","shape":[)" + std::to_string(numbers) +
                       R"(],"data_offsets":[0,)" + std::to_string(bytes) + "]}}",
                   std::string(static_cast<std::size_t>(bytes), '\0'));
  };
  for (const char* type : {"BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0"}) {
    EXPECT_EQ(refusal(header(type, 4, 4)), "") << type;
  }
  for (const char* type : {"I16", "U16", "F16", "BF16"}) EXPECT_EQ(refusal(header(type, 4, 8)), "");
  for (const char* type : {"I32", "U32", "F32"}) EXPECT_EQ(refusal(header(type, 4, 16)), "");
  for (const char* type : {"I64", "U64", "F64", "C64"}) EXPECT_EQ(refusal(header(type, 4, 32)), "");
  EXPECT_EQ(refusal(header("F4", 4, 2)), "");
  EXPECT_THAT(refusal(header("F4", 3, 2)), HasSubstr("expected 3 numbers of 4 bits"));
  EXPECT_THAT(refusal(header("F128", 4, 64)), HasSubstr("unknown type 'F128'"));
}

TEST(SafetensorsView, RefusesWhatTheSpecificationDoes) {
  const auto array = [](const char* name, const char* shape, int first, int last) {
    return fmt::format(R"("{}":{{"dtype":"U8","shape":{},"data_offsets":[{},{}]}})", name, shape,
                       first, last);
  };
  const auto of = [](const std::string& a, const std::string& b, std::size_t bytes) {
    return refusal(file_of("{" + a + "," + b + "}", std::string(bytes, 'x')));
  };
  const std::string a = array("a", "[4]", 0, 4);
  EXPECT_EQ(of(a, array("b", "[4]", 4, 8), 8), "");
  EXPECT_EQ(of(a, array("b", "[0,9]", 4, 4), 4), "");  // nothing, at the end
  EXPECT_THAT(of(a, array("b", "[4]", 5, 9), 9), HasSubstr("without gaps or overlaps"));
  EXPECT_THAT(of(a, array("b", "[4]", 3, 7), 7), HasSubstr("without gaps or overlaps"));
  EXPECT_THAT(of(a, array("b", "[4]", 0, 4), 4), HasSubstr("without gaps or overlaps"));
  EXPECT_THAT(of(a, array("b", "[4]", 4, 8), 9), HasSubstr("expected arrays of 8 bytes, found 9"));
  EXPECT_THAT(of(a, array("b", "[4]", 4, 8), 7), HasSubstr("within 7 bytes"));
  EXPECT_THAT(of(a, array("b", "[4]", 8, 4), 8), HasSubstr("within 8 bytes"));
  EXPECT_THAT(of(a, array("b", "[3]", 4, 8), 8), HasSubstr("expected 3 numbers"));
  EXPECT_THAT(of(a, array("a", "[4]", 4, 8), 8), HasSubstr("\"a\" once"));
  EXPECT_THAT(of(a, array("b", "[4294967296,4294967296,4294967296]", 4, 8), 8),
              HasSubstr("too large"));
  EXPECT_THAT(of(a, array("b", "[2305843009213693952]", 4, 8), 8),
              HasSubstr("expected 2305843009213693952"));
  EXPECT_THAT(of(a, array("b", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", 4, 5), 5),
              HasSubstr("at most 16"));
  EXPECT_THAT(of(a, R"("b":{"dtype":"U8","shape":[1]})", 5), HasSubstr("expected a shape and two"));
  EXPECT_THAT(of(a, R"("b":{"dtype":"U8","shape":[1],"data_offsets":[4,5],"x":1})", 5),
              HasSubstr("unknown key"));
  EXPECT_THAT(of(a, R"("__metadata__":{"a":1})", 4), HasSubstr("header: byte"));
  EXPECT_THAT(of(a, R"("__metadata__":{},"__metadata__":{})", 4), HasSubstr("once"));
}

TEST(SafetensorsView, RefusesHeadersThatAreNone) {
  EXPECT_THAT(refusal(""), HasSubstr("found 0 bytes"));
  EXPECT_THAT(refusal("HIERARCHY\nROOT Hips\n"), HasSubstr("another kind of file, or cut off"));
  EXPECT_THAT(refusal(test::size_bytes(kMaxHeader + 1) + std::string(100, ' ')),
              HasSubstr("100000001 bytes"));
  EXPECT_THAT(refusal(test::size_bytes(~std::size_t{0}) + "{}"), HasSubstr("18446744073709551615"));
  EXPECT_THAT(refusal(file_of(" {}")), HasSubstr("no JSON object"));
  EXPECT_THAT(refusal(file_of("")), HasSubstr("no JSON object"));
  EXPECT_THAT(refusal(file_of("{}}")), HasSubstr("end of the text"));
  EXPECT_EQ(refusal(file_of("{}  ")), "");
}

Builder sample() {
  Builder file;
  file.add<std::uint8_t>("bytes", std::vector<std::uint8_t>{1, 2, 3}, {3});
  file.add<double>("doubles", std::vector<double>{0.1, 0.2}, {2, 1});
  file.add<float>("floats", std::vector<float>{1.5F}, {});
  file.add<std::int32_t>("none", std::vector<std::int32_t>{}, {0, 4});
  file.text("note", "\"quoted\"\n");
  return file;
}

constexpr FileKind kKind{
    .format = "sample", .version = 1.0, .noun = "sample", .what = "a sample", .remedy = "mend it"};

TEST(SafetensorsBuilder, WritesWhatTheViewReads) {
  const std::string bytes = sample().bytes();
  const View view(bytes_of(bytes));
  EXPECT_EQ(view.read<std::uint8_t>("bytes", {3}), (std::vector<std::uint8_t>{1, 2, 3}));
  EXPECT_EQ(view.read<double>("doubles", {2, 1}), (std::vector<double>{0.1, 0.2}));
  EXPECT_EQ(view.read<float>("floats", {}), std::vector<float>{1.5F});
  EXPECT_TRUE(view.read<std::int32_t>("none").empty());
  EXPECT_EQ(view.text("note"), "\"quoted\"\n");
  EXPECT_EQ(bytes.find('\x9a') % 8, 0U);  // the doubles come first, and lie where doubles may
  Builder twice = sample();
  EXPECT_THROW(twice.add<float>("floats", std::vector<float>{1.5F}, {}), UsageError);
  EXPECT_THROW(twice.add<float>("wrong", std::vector<float>{1.5F}, {2}), UsageError);
}

TEST(SafetensorsBuilder, ItsChecksumCoversArraysAndTexts) {
  Builder builder = sample();
  builder.kind(kKind);
  const std::string bytes = builder.bytes();
  View(bytes_of(bytes)).require(kKind);
  for (const char* part : {"quoted", "\x02\x03", "\x9a\x99"}) {
    std::string changed = bytes;
    changed[changed.find(part)] = 'Q';
    EXPECT_THROW(View(bytes_of(changed)).require(kKind), ModelError) << part;
  }
}

TEST(SafetensorsView, SaysWhatElseAFileIs) {
  Builder builder = sample();
  const auto refused = [&](const FileKind& kind) {
    builder.kind(kind);
    const std::string bytes = builder.bytes();
    try {
      View(bytes_of(bytes)).require(kKind);
      return std::string();
    } catch (const ModelError& problem) {
      return std::string(problem.what());
    }
  };
  FileKind other = kKind;
  other.format = "other";
  EXPECT_THAT(refused(other), HasSubstr("expected a sample, found another kind"));
  other = kKind;
  other.version = 2.0;
  EXPECT_EQ(refused(other), "expected sample version 1, found 2; mend it");
  EXPECT_EQ(refused(kKind), "");
}

TEST(SafetensorsView, RefusesNumbersThatAreNoneAndArraysThatNobodyReads) {
  Builder file;
  file.add<float>("gap", std::vector<float>{1.0F, std::nanf("")}, {2});
  const std::string bytes = file.bytes();
  const View view(bytes_of(bytes));
  EXPECT_THROW(view.require_all_read(), ModelError);
  EXPECT_THROW((void)view.read<float>("gap"), ModelError);
  EXPECT_TRUE(std::isnan(view.read_with_gaps<float>("gap", {2})[1]));
  view.require_all_read();
}

TEST(SafetensorsFile, KeepsBytesThatAreNoText) {
  const std::string name = "caf\xE9 \\ x";
  Builder file;
  file.bytes_text("name", name);
  file.bytes_text("plain", "a\\b");
  const std::string bytes = file.bytes();
  const View view(bytes_of(bytes));
  EXPECT_EQ(view.bytes_text("name"), name);
  EXPECT_EQ(view.bytes_text("plain"), "a\\b");
  EXPECT_FALSE(view.has_text("name"));
}

TEST(SafetensorsFile, ErrorsNameTheFile) {
  const poseaae::test::TemporaryFolder folder;
  const auto nothing = [](const View&) { return 0; };
  write_file(folder / "old", "\x89HDF\r\n\x1a\n and more");
  for (const auto& [file, part] :
       {std::pair("none", "no such file"), std::pair("old", "pose_export OLD.h5")}) {
    try {
      (void)load(folder / file, kKind, nothing);
      FAIL() << file;
    } catch (const InputError& problem) {
      EXPECT_THAT(problem.what(), HasSubstr((folder / file).string()));
      EXPECT_THAT(problem.what(), HasSubstr(part));
    }
  }
}

/// Damage is refused, or leaves a file that another writer could have made.
TEST(SafetensorsView, SurvivesMutations) {
  Random random(3);
  int refused = 0;
  for (int i = 0; i < 5000; ++i) refused += refusal(test::mutated(kHand, random)).empty() ? 0 : 1;
  EXPECT_GT(refused, 2500);
}

}  // namespace
}  // namespace poseaae::safetensors
