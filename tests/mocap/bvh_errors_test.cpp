// What is wrong in a file, where, what was expected and what was found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "poseaae/base/error.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

using test::parse;
using test::small_bvh;
using test::small_row;
using testing::HasSubstr;

struct Malformed {
  std::string name;
  std::string text;
  std::size_t line;
  std::size_t column;
  std::string expected;
  std::string found;
};

void PrintTo(const Malformed& malformed, std::ostream* out) { *out << malformed.name; }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("sample without " + from);
  return text.replace(at, from.size(), to);
}

std::string up_to(const std::string& text, const std::string& mark) {
  return text.substr(0, text.find(mark));
}

/// A chain of joints, each the only child of the one before.
std::string deep(int joints) {
  std::string text = "HIERARCHY\nROOT j\n";
  for (int j = 0; j < joints; ++j) text += "{ OFFSET 0 0 0 CHANNELS 1 Xrotation JOINT j\n";
  return text;
}

std::vector<Malformed> malformed() {
  const std::string good = small_bvh(small_row());
  const std::string row = small_row();
  const std::string eof = "the end of the file";
  const std::string number = "a number (decimal point, no nan or inf)";
  const std::string twelve = "a row of 12 numbers, one for each channel";
  const std::string item = "OFFSET, CHANNELS, JOINT, End Site or '}'";
  const std::string frames = "a whole number of frames, at least 1";
  return {
      {"Empty", "", 1, 1, "HIERARCHY", eof},
      {"OnlyBlank", " \t\n\r\n ", 3, 2, "HIERARCHY", eof},
      {"NotBvh", "\x89PNG\x01 IHDR", 1, 1, "HIERARCHY", "'\x89PNG\\x01'"},
      {"NoRoot", replaced(good, "ROOT", "JOINT"), 2, 1, "ROOT", "'JOINT'"},
      {"NoName", replaced(good, "ROOT Hips", "ROOT"), 3, 1, "a name after ROOT", "'{'"},
      {"NoJointName", replaced(good, "JOINT Leg", "JOINT "), 7, 3, "a name after JOINT", "'{'"},
      {"NoBrace", replaced(good, "{\n", ""), 3, 3, "{", "'OFFSET'"},
      {"UnknownWord", replaced(good, "JOINT Leg", "BONE Leg"), 6, 3, item, "'BONE'"},
      {"RootInRoot", replaced(good, "JOINT Leg", "ROOT Leg"), 6, 3, item, "'ROOT'"},
      {"SecondRoot", replaced(good, "MOTION", "ROOT Other"), 25, 1,
       "MOTION (a file holds one ROOT; split the others off)", "'ROOT'"},
      {"NoMotion", up_to(good, "MOTION"), 25, 1, "MOTION", eof},
      {"NoOffset", replaced(good, "OFFSET 0.5 -1 0", ""), 14, 3, "OFFSET of joint 'Leg'", "'}'"},
      {"TwoOffsets", replaced(good, "OFFSET 0.5 -1 0", "OFFSET 0 0 0 OFFSET 1 1 1"), 8, 18,
       "one OFFSET of joint 'Leg'", "'OFFSET'"},
      {"ShortOffset", replaced(good, "OFFSET 0.5 -1 0", "OFFSET 0.5 -1"), 9, 5,
       "a number, three after OFFSET", "'CHANNELS'"},
      {"NanOffset", replaced(good, "OFFSET 0.5 -1 0", "OFFSET 0.5 nan 0"), 8, 16,
       "a number, three after OFFSET", "'nan'"},
      {"HugeOffset", replaced(good, "OFFSET 0.5 -1 0", "OFFSET 1e999 0 0"), 8, 12,
       "a number, three after OFFSET", "'1e999'"},
      {"DecimalComma", replaced(good, "OFFSET 0.5 -1 0", "OFFSET 0,5 -1 0"), 8, 12,
       "a number, three after OFFSET", "'0,5'"},
      {"SevenChannels", replaced(good, "CHANNELS 6", "CHANNELS 7"), 5, 12,
       "a number of channels from 0 to 6", "'7'"},
      {"UnknownScales",
       replaced(good, "CHANNELS 3 Zrotation Xrotation Yrotation",
                "CHANNELS 4 Zrotation Xrotation Yrotation scale"),
       9, 46,
       "channel 4 of 4: Xposition, Yposition, Zposition, Xrotation, Yrotation or Zrotation (scales "
       "are Xscale, Yscale and Zscale, and have to be 1; export without them)",
       "'scale'"},
      {"TenChannelsWithScales", replaced(good, "CHANNELS 6", "CHANNELS 10 Xscale"), 5, 12,
       "a number of channels from 0 to 6 (scales are Xscale, Yscale and Zscale, and have to be 1; "
       "export without them)",
       "'10'"},
      {"NoChannelCount", replaced(good, "CHANNELS 6", "CHANNELS"), 5, 12,
       "a number of channels from 0 to 6", "'Xposition'"},
      {"UnknownChannel", replaced(good, "CHANNELS 3 Zrotation", "CHANNELS 3 Wrotation"), 9, 16,
       "channel 1 of 3: Xposition, Yposition, Zposition, Xrotation, Yrotation or Zrotation",
       "'Wrotation'"},
      {"FewerChannels", replaced(good, "CHANNELS 6", "CHANNELS 5"), 5, 64, item, "'Yrotation'"},
      {"MoreChannels", replaced(good, "CHANNELS 3 Zrotation Xrotation", "CHANNELS 3 Zrotation"), 10,
       5, "channel 3 of 3: Xposition, Yposition, Zposition, Xrotation, Yrotation or Zrotation",
       "'End'"},
      {"PositionTwice", replaced(good, "Yposition", "Xposition"), 5, 24,
       "each position channel of joint 'Hips' once", "'Xposition'"},
      {"ChannelsAfterChild", replaced(good, "  }\n}\nMOTION", "  }\n  CHANNELS 0\n}\nMOTION"), 24,
       3, "CHANNELS of joint 'Hips' once, before its children", "'CHANNELS'"},
      {"NoChannelAtAll",
       "HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 0\n}\nMOTION\nFrames: 1\nFrame Time: 1\n", 7,
       1, "at least one channel in the hierarchy before MOTION", "'MOTION'"},
      {"JointInEndSite", replaced(good, "OFFSET 0 -0.25 0", "JOINT x"), 12, 7, "OFFSET", "'JOINT'"},
      {"FourInEndSite", replaced(good, "OFFSET 0 -0.25 0", "OFFSET 0 -0.25 0 1"), 12, 24, "}",
       "'1'"},
      {"CutInHierarchy", up_to(good, "JOINT Spine"), 15, 3, item, eof},
      {"CutInOffset", up_to(good, " 0.5 0\n"), 17, 13, "a number, three after OFFSET", eof},
      {"CutAfterMotion", up_to(good, "Frames"), 26, 1, "Frames", eof},
      {"CutAfterFrames", up_to(good, "Frame Time"), 27, 1, "Frame", eof},
      {"CutBeforeRows", up_to(good, row), 28, 1, "1 rows, as Frames announces", "0 whole rows"},
      {"NoFrameCount", replaced(good, "Frames: 1", "Frames:"), 27, 1, frames, "'Frame'"},
      {"ZeroFrames", replaced(good, "Frames: 1", "Frames: 0"), 26, 9, frames, "'0'"},
      {"NegativeFrames", replaced(good, "Frames: 1", "Frames: -3"), 26, 9, frames, "'-3'"},
      {"FractionOfFrames", replaced(good, "Frames: 1", "Frames: 1.5"), 26, 9, frames, "'1.5'"},
      {"GarbageFrameTime", replaced(good, "0.0333333", "fast"), 27, 13, "a Frame Time in seconds",
       "'fast'"},
      {"ZeroFrameTime", replaced(good, "0.0333333", "0.0"), 27, 13,
       "a Frame Time above 0 (or data.fps set to the clip's frames per second)", "'0.0'"},
      {"NegativeFrameTime", replaced(good, "0.0333333", "-0.1"), 27, 13,
       "a Frame Time above 0 (or data.fps set to the clip's frames per second)", "'-0.1'"},
      {"RowBesideFrameTime", replaced(good, "0.0333333\n", "0.0333333 "), 27, 23,
       "the rows to begin on a line of their own", "'0'"},
      {"WordInRow", small_bvh("0 0 0 0 0 zero 0 0 0 0 0 0\n"), 28, 11, number, "'zero'"},
      {"NanInRow", small_bvh("0 0 0 0 0 0 NaN 0 0 0 0 0\n"), 28, 13, number, "'NaN'"},
      {"InfInRow", small_bvh("0 0 0 -inf 0 0 0 0 0 0 0 0\n"), 28, 7, number, "'-inf'"},
      {"WindowsNan", small_bvh("-1.#IND 0 0 0 0 0 0 0 0 0 0 0\n"), 28, 1, number, "'-1.#IND'"},
      {"HexInRow", small_bvh("0x10 0 0 0 0 0 0 0 0 0 0 0\n"), 28, 1, number, "'0x10'"},
      {"TwoPoints", small_bvh("0 1.2.3 0 0 0 0 0 0 0 0 0 0\n"), 28, 3, number, "'1.2.3'"},
      {"LoneSign", small_bvh("0 - 0 0 0 0 0 0 0 0 0 0\n"), 28, 3, number, "'-'"},
      {"ShortRow", small_bvh("0 0 0 0 0 0 0 0 0 0 0\n" + row, "2"), 28, 22, twelve, "11"},
      {"ShortSecondRow", small_bvh(row + "1 2 3  \r\n" + row, "3"), 29, 8, twelve, "3"},
      {"LongRow", small_bvh("0 0 0 0 0 0 0 0 0 0 0 0 7.5\n"), 28, 25,
       "the end of the row after 12 numbers", "'7.5'"},
      {"GarbageAfterRows", small_bvh(row + "\nHIERARCHY\n"), 30, 1,
       "the end of the file after 1 rows", "'HIERARCHY'"},
      {"OnlyHalfARow", small_bvh("0 0 0 0"), 28, 8, "1 rows, as Frames announces", "0 whole rows"},
      {"TooDeep", deep(1002), 1002, 43, "at most 1000 joints in a chain", "'j'"},
      {"LoneCarriageReturns", "HIERARCHY\rROOT a\r{\r  OFFSET 0 x 0\r", 4, 12,
       "a number, three after OFFSET", "'x'"},
      {"AfterByteOrderMark", "\xEF\xBB\xBFHELLO", 1, 1, "HIERARCHY", "'HELLO'"},
  };
}

class MalformedBvh : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedBvh, SaysWhereWhatWasExpectedAndWhatFound) {
  const Malformed& sample = GetParam();
  try {
    static_cast<void>(parse(sample.text));
    FAIL() << "no error";
  } catch (const ParseError& error) {
    EXPECT_EQ(error.file(), "clip.bvh");
    EXPECT_EQ(error.line(), sample.line);
    EXPECT_EQ(error.column(), sample.column);
    EXPECT_EQ(error.expected(), sample.expected);
    EXPECT_EQ(error.found(), sample.found);
    EXPECT_EQ(error.exit_code(), ExitCode::kBadInput);
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, MalformedBvh, testing::ValuesIn(malformed()),
                         [](const auto& info) { return info.param.name; });

TEST(BvhErrors, AreOneLineThatNamesTheFile) {
  try {
    static_cast<void>(parse(small_bvh("1 2 x\n")));
    FAIL() << "no error";
  } catch (const ParseError& error) {
    EXPECT_STREQ(error.what(),
                 "clip.bvh:28:5: expected a number (decimal point, no nan or inf), found 'x'");
  }
}

TEST(BvhErrors, FrameTimeZeroNamesTheSettingAndObeysIt) {
  const std::string text = small_bvh(small_row(), "1", "0");
  EXPECT_THAT([&] { static_cast<void>(parse(text)); },
              testing::ThrowsMessage<ParseError>(HasSubstr("data.fps")));
  EXPECT_EQ(parse(text, {.unit = {1.0}, .fps = 25.0}).motion.fps(), 25.0);
}

TEST(BvhErrors, MissingRowsWarnAndAreAnErrorIfStrict) {
  const std::string text = small_bvh(small_row("1") + small_row("2"), "5");
  const Clip clip = parse(text);
  EXPECT_EQ(clip.motion.frames(), 2);
  ASSERT_EQ(clip.warnings.size(), 1u);
  EXPECT_EQ(clip.warnings[0],
            "clip.bvh: Frames announces 5, but the file has only 2 whole rows, which are used");
  try {
    static_cast<void>(parse(text, {.unit = {1.0}, .strict = true}));
    FAIL() << "no error";
  } catch (const ParseError& error) {
    EXPECT_EQ(error.line(), 30u);
    EXPECT_EQ(error.expected(), "5 rows, as Frames announces");
    EXPECT_EQ(error.found(), "2 whole rows");
  }
}

TEST(BvhErrors, ALastRowCutOffIsDropped) {
  for (const std::string cut : {"3 3 3 3", "3 3 3 -", "3 3 1e-", "3 3 3 3 3 3 3 3 3 3 3"}) {
    const Clip clip = parse(small_bvh(small_row("1") + small_row("2") + cut, "3"));
    EXPECT_EQ(clip.motion.frames(), 2) << cut;
    EXPECT_EQ(clip.warnings.size(), 1u) << cut;
    EXPECT_EQ(clip.motion.root_position(1), Vec3(2, 2, 2));
  }
}

TEST(BvhErrors, SurplusRowsAreLeftOutWithAWarning) {
  const Clip clip = parse(small_bvh(small_row("1") + small_row("2") + "\n" + small_row("3")));
  EXPECT_EQ(clip.motion.frames(), 1);
  ASSERT_EQ(clip.warnings.size(), 1u);
  EXPECT_EQ(clip.warnings[0], "clip.bvh: Frames announces 1; left out the 2 lines after them");
}

TEST(BvhErrors, AnAbsurdFrameCountAllocatesNothing) {
  for (const std::string count : {"999999999999", "9223372036854775807", "2147483648"}) {
    const Clip clip = parse(small_bvh(small_row("1"), count));
    EXPECT_EQ(clip.motion.frames(), 1);
    EXPECT_EQ(clip.warnings.size(), 1u);
  }
}

TEST(BvhErrors, RepeatedJointNamesGetNumbers) {
  std::string text = replaced(small_bvh(small_row()), "JOINT Leg", "JOINT Hips");
  text = replaced(text, "JOINT Spine", "JOINT Hips");
  const Clip clip = parse(text);
  EXPECT_THAT(clip.motion.skeleton().names(), testing::ElementsAre("Hips", "Hips_2", "Hips_3"));
  EXPECT_EQ(clip.warnings.size(), 2u);
}

TEST(BvhErrors, FoldersAndMissingFilesAreInputErrors) {
  const poseaae::test::TemporaryFolder folder;
  EXPECT_THROW(static_cast<void>(read_bvh(folder.path())), InputError);
  EXPECT_THROW(static_cast<void>(read_bvh(folder / "none.bvh")), InputError);
}

}  // namespace
}  // namespace poseaae::mocap
