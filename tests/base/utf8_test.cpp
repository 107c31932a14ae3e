#include "poseaae/base/utf8.hpp"

#include <gtest/gtest.h>

namespace poseaae {
namespace {

// Unicode 15, table 3-7, and the examples of section 3.9.
TEST(Utf8, WellFormedTextIsKnown) {
  for (const char* text :
       {"", "Hips",
        "H\xC3\xBC"
        "fte",
        "\xE8\x85\xB0", "\xF0\x9F\x92\x83", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(text)) << text;
    EXPECT_EQ(utf8_text(text), text);
  }
  for (const char* bytes : {"\x80", "\xC0\xAF", "\xC3", "\xE0\x9F\x80", "\xED\xA0\x80", "\xE8\x85",
                            "\xF4\x90\x80\x80", "\xF0\x80\x80\x80", "a\xFF"}) {
    EXPECT_FALSE(is_utf8(bytes)) << bytes;
    EXPECT_TRUE(is_utf8(utf8_text(bytes)));
  }
  EXPECT_EQ(utf8_character("\xE8\x85\xB0x"), 3U);
}

TEST(Utf8, ShiftJisIsRead) {
  EXPECT_EQ(utf8_text("\x8D\x98"), "腰");
  EXPECT_EQ(utf8_text("\x8D\xB6\x82\xD0\x82\xB6"), "左ひじ");
  EXPECT_EQ(utf8_text("\x8D\xB6\x91\xAB\x87\x5A"), "左足Ⅶ") << "NEC's row 13";
  EXPECT_EQ(utf8_text("\xBE\xDD\xC0\xB0"), "ｾﾝﾀｰ") << "half the width";
}

TEST(Utf8, WhatIsNoShiftJisIsLatin1) {
  EXPECT_EQ(utf8_text("H\xFC"
                      "fte"),
            "Hüfte");
  EXPECT_EQ(utf8_text("Sch\xE4"
                      "del"),
            "Schädel")
      << "E4 64 would be a letter of Shift-JIS";
  EXPECT_EQ(utf8_text("\xC4rmel"), "Ärmel") << "C4 would be a letter of Shift-JIS";
  EXPECT_EQ(utf8_text("a\xFF"), "aÿ");
}

TEST(Utf8, EscapesWhatItIsNotAndComesBack) {
  const std::string name = "caf\xE9 \\ x";
  EXPECT_EQ(unescaped(escaped(name)), name);
  EXPECT_EQ(escaped(name), "caf\\xe9 \\\\ x");
}

}  // namespace
}  // namespace poseaae
