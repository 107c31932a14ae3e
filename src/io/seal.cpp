#include "seal.hpp"

#include <algorithm>
#include <string_view>

#include "poseaae/base/paths.hpp"
#include "poseaae/io/checksum.hpp"

namespace poseaae {

namespace {

constexpr std::string_view kWord = "\nPOSEAAE-SHA256 ";
constexpr std::size_t kSize = kWord.size() + 64 + 1;

}  // namespace

std::string seal_of(Sha256& digest) { return std::string(kWord) + digest.hex_digest() + "\n"; }

bool seal_holds(const std::filesystem::path& path) {
  require_regular_file(path);
  const std::size_t size = std::filesystem::file_size(path);
  if (size < kSize) return true;
  std::size_t left = size - kSize;  // to come before the seal
  Sha256 digest;
  std::string seal;
  read_blocks(path, [&](std::span<const std::byte> block) {
    const auto sealed = block.first(std::min(left, block.size()));
    digest.update(sealed);
    left -= sealed.size();
    const auto rest = block.subspan(sealed.size());
    seal.append(reinterpret_cast<const char*>(rest.data()), rest.size());
  });
  return !seal.starts_with(kWord) || seal == seal_of(digest);
}

}  // namespace poseaae
