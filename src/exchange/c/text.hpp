#pragma once

#include <span>
#include <string>
#include <string_view>

/// Pieces of C99 that are C++11 too.
namespace poseaae::exchange::c {

/// A name that both languages take, in lower case: what is no ASCII letter or digit becomes '_', of
/// which there is never more than one in a row (C++ keeps such names for itself), and none at the
/// end. It begins with a letter, if need be that of "model_".
[[nodiscard]] std::string identifier(std::string_view name);
/// "1.5f", the shortest digits that read back as the same number, which is finite.
[[nodiscard]] std::string number(float value);
/// "text" with what is not plain ASCII, quotes, backslashes and question marks (of trigraphs) as
/// octal digits.
[[nodiscard]] std::string literal(std::string_view text);
/// {a, b, ...}, wrapped at eighty characters.
[[nodiscard]] std::string list(std::span<const std::string> items);
[[nodiscard]] std::string list(std::span<const float> numbers);
/// `code` with a model's name in place of $n, and in capitals in place of $N.
[[nodiscard]] std::string named(std::string_view code, const std::string& name);

}  // namespace poseaae::exchange::c
