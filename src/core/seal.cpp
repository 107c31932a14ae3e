#include "seal.hpp"

#include <string_view>

#include "poseaae/core/checksum.hpp"
#include "poseaae/core/paths.hpp"

namespace poseaae {

namespace {

constexpr std::string_view kWord = "\nPOSEAAE-SHA256 ";
constexpr std::size_t kSize = kWord.size() + 64 + 1;

}  // namespace

std::string seal_of(std::span<const std::byte> bytes) {
  Sha256 digest;
  digest.update(bytes);
  return std::string(kWord) + digest.hex_digest() + "\n";
}

bool seal_holds(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  if (bytes.size() < kSize) return true;
  const std::string_view seal = std::string_view(bytes).substr(bytes.size() - kSize);
  if (!seal.starts_with(kWord)) return true;
  return seal == seal_of(std::as_bytes(std::span(bytes)).first(bytes.size() - kSize));
}

}  // namespace poseaae
