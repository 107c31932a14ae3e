// Files in the wild: everything that is odd and still means something.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <locale>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"

namespace poseaae::mocap {
namespace {

using test::parse;
using test::small_bvh;
using test::small_row;

constexpr double kDegree = std::numbers::pi / 180.0;

/// A root with a child, whose channel lines are given.
std::string two_joints(const std::string& root, const std::string& child, const std::string& row) {
  return "HIERARCHY\nROOT a\n{\nOFFSET 1 2 3\n" + root + "\nJOINT b\n{\nOFFSET 4 5 6\n" + child +
         "\nEnd Site\n{\nOFFSET 0 1 0\n}\n}\n}\nMOTION\nFrames: 1\nFrame Time: 0.04\n" + row + "\n";
}

Quat turn(int axis, double degrees) {
  return Quat(Eigen::AngleAxisd(degrees * kDegree, Vec3::Unit(axis)));
}

std::string replaced_all(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// As the small sample with one row of ones, whatever its dress.
void expect_small(const std::string& text) {
  const Clip clip = parse(text);
  EXPECT_TRUE(clip.warnings.empty()) << clip.warnings.front();
  EXPECT_EQ(clip.motion.skeleton(), parse(small_bvh(small_row("1"))).motion.skeleton());
  ASSERT_EQ(clip.motion.frames(), 1);
  EXPECT_EQ(clip.motion.fps(), 30.0);
  EXPECT_EQ(clip.motion.root_position(0), Vec3(1, 1, 1));
  const Quat ones = turn(2, 1) * turn(0, 1) * turn(1, 1);
  for (int j = 0; j < 3; ++j) {
    EXPECT_LT(math::angle_between(clip.motion.rotation(0, j), ones), 1e-12);
  }
}

TEST(BvhReader, ReadsWhatItSays) {
  const Motion motion = parse(small_bvh(small_row("1"))).motion;
  const Skeleton& skeleton = motion.skeleton();
  EXPECT_THAT(skeleton.names(), testing::ElementsAre("Hips", "Leg", "Spine"));
  EXPECT_THAT(skeleton.parents(), testing::ElementsAre(-1, 0, 0));
  EXPECT_EQ(skeleton.offset(1), Vec3(0.5, -1, 0));
  ASSERT_EQ(skeleton.end_sites().size(), 2u);
  EXPECT_EQ(skeleton.end_sites()[0], (EndSite{1, Vec3(0, -0.25, 0), ""}));
  expect_small(small_bvh(small_row("1")));
}

TEST(BvhReader, TakesAnyLineBreak) {
  const std::string text = small_bvh(small_row("1"));
  expect_small(replaced_all(text, "\n", "\r\n"));
  expect_small(replaced_all(text, "\n", "\r"));
  expect_small(text.substr(0, text.size() - 1));
}

TEST(BvhReader, TakesTabsBlankLinesTrailingBlanksAndAByteOrderMark) {
  const std::string text = small_bvh(small_row("1"));
  expect_small(replaced_all(text, "  ", "\t"));
  expect_small(replaced_all(text, " ", " \t "));
  expect_small(replaced_all(text, "\n", " \t\n\n \n"));
  expect_small("\n\n" + text + "\n  \n\n");
  expect_small("\xEF\xBB\xBF" + text);
}

std::string utf16(const std::u16string& text, bool big_endian) {
  std::string bytes;
  for (const char16_t unit : text) {
    const auto high = static_cast<char>(unit >> 8);
    const auto low = static_cast<char>(unit & 0xFF);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

TEST(BvhReader, TakesUtf16AsWindowsSavesIt) {
  const std::string ascii = small_bvh(small_row("1"));
  const std::u16string text(ascii.begin(), ascii.end());
  for (const bool big_endian : {false, true}) {
    expect_small(utf16(u"\uFEFF" + text, big_endian));
    expect_small(utf16(text, big_endian));
    std::u16string named = u"\uFEFF" + text;
    named.replace(named.find(u"Leg"), 3, u"\u5DE6 B\u00E4\U0001F9B5");
    EXPECT_EQ(parse(utf16(named, big_endian)).motion.skeleton().name(1),
              "\u5DE6 B\u00E4\U0001F9B5");
    named.replace(named.find(u"\U0001F9B5"), 2, u"\xD83E");
    EXPECT_EQ(parse(utf16(named, big_endian)).motion.skeleton().name(1), "\u5DE6 B\u00E4\uFFFD");
  }
  EXPECT_THROW(static_cast<void>(parse("\xFF\xFE")), ParseError);
  EXPECT_THROW(static_cast<void>(parse("\xFF\xFEH")), ParseError);
  const std::u16string zero_first(u"\uFEFF\0\u5DE6\u5DE6", 4);
  EXPECT_THROW(static_cast<void>(parse(utf16(zero_first, true))), ParseError);
}

TEST(BvhReader, TakesKeywordsInAnyCase) {
  std::string text = small_bvh(small_row("1"));
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"HIERARCHY", "Hierarchy"},
                                                        {"ROOT", "root"},
                                                        {"JOINT", "Joint"},
                                                        {"OFFSET", "Offset"},
                                                        {"CHANNELS", "channels"},
                                                        {"End Site", "END SITE"},
                                                        {"MOTION", "Motion"},
                                                        {"Frames:", "FRAMES:"},
                                                        {"Frame Time:", "frame time:"},
                                                        {"Xrotation", "XROTATION"},
                                                        {"Zposition", "zPosition"}}) {
    text = replaced_all(text, from, to);
  }
  expect_small(text);
}

TEST(BvhReader, TakesFramesWithTabBlankOrNoColon) {
  const std::string text = small_bvh(small_row("1"));
  for (const std::string frames : {"Frames:\t", "Frames :", "Frames : ", "Frames:", "Frames "}) {
    expect_small(replaced_all(text, "Frames: ", frames));
  }
  for (const std::string time : {"Frame Time:\t", "Frame Time :", "Frame\tTime: ", "Frame Time "}) {
    expect_small(replaced_all(text, "Frame Time: ", time));
  }
}

TEST(BvhReader, TakesBracesAnywhere) {
  const std::string text = small_bvh(small_row("1"));
  expect_small(replaced_all(replaced_all(text, "\n  {", " {"), "\n{", "{"));
  std::string one_line = text.substr(0, text.find("MOTION"));
  one_line = replaced_all(
      replaced_all(replaced_all(one_line, "ROOT Hips\n", "ROOT Hips"), "\n", " "), "  ", " ");
  expect_small(one_line + text.substr(text.find("MOTION")));
}

TEST(BvhReader, TakesNumbersOfEveryForm) {
  const auto root_x = [](const std::string& number) {
    return parse(small_bvh(number + " 0 0 0 0 0 0 0 0 0 0 0\n")).motion.root_position(0).x();
  };
  EXPECT_EQ(root_x("+2.5"), 2.5);
  EXPECT_EQ(root_x(".5"), 0.5);
  EXPECT_EQ(root_x("-.5"), -0.5);
  EXPECT_EQ(root_x("5."), 5.0);
  EXPECT_EQ(root_x("1.5e2"), 150.0);
  EXPECT_EQ(root_x("1E-5"), 1e-5);
  EXPECT_EQ(root_x("1e+2"), 100.0);
  EXPECT_EQ(root_x("1e-999"), 0.0);
  EXPECT_EQ(root_x("-0"), 0.0);
  EXPECT_EQ(root_x("007"), 7.0);
}

TEST(BvhReader, PartsNumbersGluedByASign) {
  const Motion motion = parse(small_bvh("1.5-2.5-1e-5 10-20+30 0 0 0 0 0-0\n")).motion;
  EXPECT_EQ(motion.root_position(0), Vec3(1.5, -2.5, -1e-5));
  EXPECT_LT(math::angle_between(motion.rotation(0, 0), turn(2, 10) * turn(0, -20) * turn(1, 30)),
            1e-12);
  const std::string glued = small_bvh(small_row());
  EXPECT_EQ(
      parse(replaced_all(glued, "OFFSET 0.5 -1 0", "OFFSET 0.5-1-2")).motion.skeleton().offset(1),
      Vec3(0.5, -1, -2));
}

TEST(BvhReader, TakesAnglesBeyondAFullTurn) {
  const Motion motion = parse(small_bvh("0 0 0 190 0 0 725 0 0 -270 0 0\n")).motion;
  EXPECT_LT(math::angle_between(motion.rotation(0, 0), turn(2, -170)), 1e-12);
  EXPECT_LT(math::angle_between(motion.rotation(0, 1), turn(2, 5)), 1e-12);
  EXPECT_LT(math::angle_between(motion.rotation(0, 2), turn(2, 90)), 1e-12);
}

TEST(BvhReader, MultipliesRotationsAsListedOnEachJoint) {
  const Motion motion =
      parse(two_joints("CHANNELS 3 Yrotation Zrotation Xrotation",
                       "CHANNELS 3 Xrotation Yrotation Zrotation", "10 20 30 40 50 60"))
          .motion;
  EXPECT_LT(math::angle_between(motion.rotation(0, 0), turn(1, 10) * turn(2, 20) * turn(0, 30)),
            1e-12);
  EXPECT_LT(math::angle_between(motion.rotation(0, 1), turn(0, 40) * turn(1, 50) * turn(2, 60)),
            1e-12);
}

TEST(BvhReader, TellsChannelsApartByNameNotByPlace) {
  const Motion motion =
      parse(two_joints("CHANNELS 6 Zrotation Yposition Xrotation Xposition Yrotation Zposition",
                       "CHANNELS 0", "10 1 20 2 30 3"))
          .motion;
  EXPECT_EQ(motion.root_position(0), Vec3(2, 1, 3));
  EXPECT_LT(math::angle_between(motion.rotation(0, 0), turn(2, 10) * turn(0, 20) * turn(1, 30)),
            1e-12);
}

TEST(BvhReader, TakesNoneOneThreeOrSixChannels) {
  const Motion none = parse(two_joints("", "CHANNELS 1 Yrotation", "90")).motion;
  EXPECT_EQ(none.root_position(0), Vec3(1, 2, 3)) << "without position channels, the OFFSET";
  EXPECT_EQ(none.rotation(0, 0).coeffs(), Quat::Identity().coeffs());
  EXPECT_LT(math::angle_between(none.rotation(0, 1), turn(1, 90)), 1e-12);

  const Motion three = parse(two_joints("CHANNELS 3 Xposition Yposition Zposition",
                                        "CHANNELS 6 Xposition Yposition Zposition Xrotation "
                                        "Yrotation Zrotation",
                                        "7 8 9 4.5 5 6 0 0 0"))
                           .motion;
  EXPECT_EQ(three.root_position(0), Vec3(7, 8, 9));
  EXPECT_EQ(three.local_position(0, 1), Vec3(4.5, 5, 6));
}

TEST(BvhReader, APositionChannelReplacesItsComponentOfTheOffsetOnly) {
  const Motion motion =
      parse(two_joints("CHANNELS 1 Yposition", "CHANNELS 2 Zposition Xrotation", "20 60 0")).motion;
  EXPECT_EQ(motion.root_position(0), Vec3(1, 20, 3));
  EXPECT_EQ(motion.local_position(0, 1), Vec3(4, 5, 60));
  EXPECT_EQ(motion.skeleton().offset(1), Vec3(4, 5, 6)) << "the skeleton is the file's";
  EXPECT_EQ(forward_kinematics(motion, 0).positions[1], Vec3(5, 25, 63));
}

TEST(BvhReader, PositionsThatRepeatTheOffsetMakeNoTrack) {
  const auto tracks = [](const std::string& position, double tolerance) {
    return parse(two_joints("CHANNELS 0", "CHANNELS 1 Xposition", position),
                 {.unit = {0.01}, .track_tolerance = tolerance})
        .motion.translations()
        .size();
  };
  EXPECT_EQ(tracks("4.00009", 1e-4), 0u);
  EXPECT_EQ(tracks("4.0002", 1e-4), 1u);
  EXPECT_EQ(tracks("4.00009", 0.0), 1u);
  EXPECT_EQ(tracks("4", 0.0), 0u);
}

TEST(BvhReader, KeepsNamesWithColonsDotsDashesAndBlanks) {
  const std::string text = small_bvh(small_row());
  for (const std::string name :
       {"mixamorig:LeftUpLeg", "Leg.L", "left-leg", "left upper leg", "Bein \xC3\xA4\xC3\xB6"}) {
    EXPECT_EQ(parse(replaced_all(text, "JOINT Leg", "JOINT " + name)).motion.skeleton().name(1),
              name);
    EXPECT_EQ(parse(replaced_all(text, "JOINT Leg\n  {", "JOINT\t" + name + " \t {"))
                  .motion.skeleton()
                  .name(1),
              name);
  }
}

TEST(BvhReader, TakesAHalfCharacterOfShiftJisThatLooksLikeABrace) {
  const std::string ribbon = "\x83\x8A\x83\x7B\x83\x93";  // U+30EA U+30DC U+30F3; 7B is '{'
  for (const std::string brace : {"\n  {", " {", "{"}) {
    const std::string text =
        replaced_all(small_bvh(small_row()), "JOINT Leg\n  {", "JOINT " + ribbon + brace);
    const Skeleton skeleton = parse(text).motion.skeleton();
    EXPECT_EQ(skeleton.joints(), 3);
    EXPECT_EQ(skeleton.find(ribbon), 1);
  }
  const std::string text = small_bvh(small_row());
  EXPECT_EQ(parse(replaced_all(text, "JOINT Leg\n  {", "JOINT \u30DC{")).motion.skeleton().name(1),
            "\u30DC");
}

TEST(BvhReader, TakesEndSitesNamedMissingSeveralOrUnderTheRoot) {
  const std::string text = small_bvh(small_row());
  const auto first_name = [&](const std::string& line) {
    return parse(replaced_all(text, "End Site", line)).motion.skeleton().end_sites().at(0).name;
  };
  EXPECT_EQ(first_name("End Site"), "");
  EXPECT_EQ(first_name("END SITE"), "");
  EXPECT_EQ(first_name("End Site left toe"), "left toe");
  EXPECT_EQ(first_name("End  site\tToe"), "Toe");
  EXPECT_EQ(first_name("End Toe"), "Toe");
  EXPECT_EQ(first_name("End Sitele"), "Sitele");

  const std::string site = "End Site\n    {\n      OFFSET 0 -0.25 0\n    }\n";
  EXPECT_EQ(parse(replaced_all(text, site, "")).motion.skeleton().end_sites().size(), 1u);
  EXPECT_EQ(parse(replaced_all(text, site, site + site)).motion.skeleton().end_sites().size(), 3u);

  const Motion under_root =
      parse(replaced_all(text, "  JOINT Leg", "  End Site { OFFSET 9 9 9 }\n  JOINT Leg")).motion;
  ASSERT_EQ(under_root.skeleton().end_sites().size(), 3u);
  EXPECT_EQ(under_root.skeleton().end_sites()[0], (EndSite{0, Vec3(9, 9, 9), ""}));
  const Motion alone = parse(
                           "HIERARCHY ROOT r\n{ OFFSET 0 0 0 CHANNELS 1 Xrotation End Site { "
                           "OFFSET 0 1 0 } } MOTION Frames: 1 Frame Time: 1\n5\n")
                           .motion;
  EXPECT_EQ(alone.joints(), 1);
}

TEST(BvhReader, KeepsTheOrderOfJointsAndSortsEndSitesByJoint) {
  std::string text = small_bvh(small_row());
  text = replaced_all(text, "  }\n}\nMOTION", "  }\n  End Site last { OFFSET 1 1 1 }\n}\nMOTION");
  const Skeleton skeleton = parse(text).motion.skeleton();
  EXPECT_THAT(skeleton.names(), testing::ElementsAre("Hips", "Leg", "Spine"));
  EXPECT_EQ(skeleton.end_sites()[0].name, "last");
}

TEST(BvhReader, ConvertsUnitsAtTheBorder) {
  const Motion motion =
      parse(small_bvh("10 20 30 0 0 0 0 0 0 0 0 0\n"), {.unit = Unit::parse("inch")}).motion;
  EXPECT_TRUE(motion.root_position(0).isApprox(Vec3(0.254, 0.508, 0.762), 1e-14));
  EXPECT_DOUBLE_EQ(motion.skeleton().offset(1).x(), 0.0127);
  EXPECT_DOUBLE_EQ(motion.skeleton().end_sites()[0].offset.y(), -0.00635);
}

TEST(FrameTime, SnapsToTheRateItMeans) {
  const auto fps = [](const std::string& time) {
    return parse(small_bvh(small_row(), "1", time)).motion.fps();
  };
  EXPECT_EQ(fps("0.0333333"), 30.0);
  EXPECT_EQ(fps("0.033333"), 30.0);
  EXPECT_EQ(fps("0.03333333333333333"), 30.0);
  EXPECT_EQ(fps("0.0333333351"), 30.0) << "a float printed as a double";
  EXPECT_EQ(fps("3.33333e-2"), 30.0);
  EXPECT_EQ(fps(".0083333"), 120.0);
  EXPECT_EQ(fps("0.008333"), 120.0);
  EXPECT_EQ(fps("0.0083"), 120.0);
  EXPECT_EQ(fps("0.041667"), 24.0);
  EXPECT_EQ(fps("0.041666"), 24.0) << "cut off instead of rounded";
  EXPECT_EQ(fps("0.016667"), 60.0);
  EXPECT_EQ(fps("0.04"), 25.0);
  EXPECT_EQ(fps("0.02"), 50.0);
  EXPECT_EQ(fps("0.01"), 100.0);
  EXPECT_EQ(fps("0.013889"), 72.0);
  EXPECT_EQ(fps("0.0111111"), 90.0);
  EXPECT_EQ(fps("0.006944"), 144.0);
  EXPECT_EQ(fps("0.004167"), 240.0);
  EXPECT_EQ(fps("1"), 1.0);
  EXPECT_DOUBLE_EQ(fps("0.0417083"), 24000.0 / 1001.0);
  EXPECT_DOUBLE_EQ(fps("0.0333667"), 30000.0 / 1001.0);
  EXPECT_DOUBLE_EQ(fps("0.0166833"), 60000.0 / 1001.0);
}

TEST(FrameTime, StaysAsItIsWhereNoRateIsMeant) {
  const auto fps = [](const std::string& time) {
    return parse(small_bvh(small_row(), "1", time)).motion.fps();
  };
  EXPECT_DOUBLE_EQ(fps("0.03"), 1.0 / 0.03) << "too few digits to call it 33 or 30";
  EXPECT_DOUBLE_EQ(fps("0.0299401"), 1.0 / 0.0299401);
  EXPECT_DOUBLE_EQ(fps("0.4"), 2.5);
  EXPECT_DOUBLE_EQ(fps("8"), 0.125);
}

TEST(FrameTime, AboveASecondIsARateOrATimeInMilliseconds) {
  const auto read = [](const std::string& time) {
    return parse(small_bvh(small_row(), "1", time));
  };
  const auto expect_rate = [&](double fps, const std::string& time) {
    const Clip clip = read(time);
    EXPECT_DOUBLE_EQ(clip.motion.fps(), fps) << time;
    EXPECT_THAT(clip.warnings, testing::ElementsAre(testing::HasSubstr("data.fps"))) << time;
  };
  for (const double rate : {24.0, 25.0, 30.0, 50.0, 60.0, 100.0, 120.0, 240.0}) {
    expect_rate(rate, fmt::format("{}", rate));
    expect_rate(rate, fmt::format("{:.6f}", rate));
    expect_rate(rate, fmt::format("{:.4f}", 1e3 / rate));
    expect_rate(rate, fmt::format("{:.1f}", 1e6 / rate));
  }
  expect_rate(30.0, "33.33");
  expect_rate(30.0, "33");
  expect_rate(60.0, "16.67");
  expect_rate(60.0, "17");
  expect_rate(120.0, "8.33");
  expect_rate(24.0, "41.7");
  expect_rate(50.0, "20");
  expect_rate(15.0, "15");
  expect_rate(30000.0 / 1001.0, "29.97");
  expect_rate(24000.0 / 1001.0, "23.976");
  expect_rate(60000.0 / 1001.0, "16.6833");
  expect_rate(0.125, "8");
  EXPECT_EQ(parse(small_bvh(small_row(), "1", "30"), {.unit = {1.0}, .fps = 25.0}).motion.fps(),
            25);
  EXPECT_TRUE(
      parse(small_bvh(small_row(), "1", "30"), {.unit = {1.0}, .fps = 25.0}).warnings.empty());
  EXPECT_TRUE(read("1").warnings.empty());
}

TEST(Units, AreNamedOrNumbers) {
  EXPECT_EQ(Unit::parse("cm").metres, 0.01);
  EXPECT_EQ(Unit::parse("m").metres, 1.0);
  EXPECT_EQ(Unit::parse("mm").metres, 0.001);
  EXPECT_EQ(Unit::parse("inch").metres, 0.0254);
  EXPECT_EQ(Unit::parse("ft").metres, 0.3048);
  EXPECT_EQ(Unit::parse("dm").metres, 0.1);
  EXPECT_EQ(Unit::parse("0.05644").metres, 0.05644);
  for (const std::string text : {"cm", "m", "inch", "mm", "ft", "dm", "0.05644"}) {
    EXPECT_EQ(Unit::parse(text).name(), text);
  }
  for (const std::string text : {"", "yard", "0", "-1", "nan", "inf", "1cm", "0,01", "CM "}) {
    EXPECT_THROW(static_cast<void>(Unit::parse(text)), ConfigError) << text;
  }
}

/// A decimal comma and grouped thousands, as in much of Europe.
class CommaNumbers : public std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

TEST(BvhReader, IsIndependentOfTheLocaleAndSoIsTheWriter) {
  const Motion motion = parse(small_bvh("1234567.25 0.5 0 1.5 0 0 0 0 0 0 0 0\n")).motion;
  const std::string text = format_bvh(motion);

  const std::locale before = std::locale::global(std::locale(std::locale(), new CommaNumbers));
  const std::string c_before = std::setlocale(LC_ALL, nullptr);
  for (const char* name : {"de_DE.UTF-8", "de_DE", "fr_FR.UTF-8"}) {
    if (std::setlocale(LC_ALL, name) != nullptr) break;
  }
  const Motion again = parse(small_bvh("1234567.25 0.5 0 1.5 0 0 0 0 0 0 0 0\n")).motion;
  const std::string text_again = format_bvh(motion);
  const double metres = Unit::parse("0.5").metres;
  std::setlocale(LC_ALL, c_before.c_str());
  std::locale::global(before);

  EXPECT_EQ(again.root_position(0), Vec3(1234567.25, 0.5, 0));
  EXPECT_EQ(text_again, text);
  EXPECT_EQ(metres, 0.5);
}

}  // namespace
}  // namespace poseaae::mocap
