#pragma once

#include <openssl/types.h>

#include <string>
#include <string_view>

namespace poseaae::serve {

/// The digest of a text, in base64 (RFC 4648, 4). @throws Error where OpenSSL lacks the method
[[nodiscard]] std::string base64_digest(std::string_view text, const EVP_MD* method);

}  // namespace poseaae::serve
