#pragma once

#include <string>
#include <string_view>

namespace poseaae::mocap::bvh {

/// UTF-16, as Windows' Notepad saves it: told by its byte order mark, or without one by the zero
/// byte beside the first letter.
[[nodiscard]] bool is_utf16(std::string_view bytes);

/// The text in UTF-8 without a byte order mark. A half of a pair without the other becomes U+FFFD.
[[nodiscard]] std::string utf8_of_utf16(std::string_view bytes);

}  // namespace poseaae::mocap::bvh
