#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text of unknown encoding: names in motion files, names of files.
namespace poseaae {

/// Number of bytes of the well-formed UTF-8 character (Unicode, table 3-7) that `text` begins with;
/// 0 where it begins with none.
[[nodiscard]] std::size_t utf8_character(std::string_view text);

/// Whether all of the text is well-formed UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text);

/// The text in UTF-8: as it is if it is UTF-8 already, else from Shift-JIS (as MikuMikuDance writes
/// it) where it can be that, else from Latin-1, which every text can be. A letter of Shift-JIS next
/// to one of a Latin word, as the a umlaut of "Sch\xE4del" would be, speaks for Latin-1.
[[nodiscard]] std::string utf8_text(std::string_view bytes);

/// Bytes as text in UTF-8, and back: those that are not UTF-8 as \xNN, other backslashes doubled.
[[nodiscard]] std::string escaped(std::string_view bytes);
[[nodiscard]] std::string unescaped(std::string_view text);

}  // namespace poseaae
