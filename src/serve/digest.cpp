#include "serve/digest.hpp"

#include <openssl/evp.h>

#include <array>

#include "poseaae/base/error.hpp"

namespace poseaae::serve {

std::string base64_digest(std::string_view text, const EVP_MD* method) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, method, nullptr) != 1) {
    throw Error("expected SHA-1 and SHA-256 in this OpenSSL, found them missing");
  }
  std::array<unsigned char, 4 * ((EVP_MAX_MD_SIZE + 2) / 3) + 1> letters{};
  const int count = EVP_EncodeBlock(letters.data(), digest.data(), static_cast<int>(size));
  return {letters.begin(), letters.begin() + count};
}

}  // namespace poseaae::serve
