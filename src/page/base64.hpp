#pragma once

#include <string>
#include <string_view>

namespace poseaae::page {

/// Bytes as letters, four for each three, filled up with '=' (RFC 4648, section 4).
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace poseaae::page
