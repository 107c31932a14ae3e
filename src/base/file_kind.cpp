#include "poseaae/base/file_kind.hpp"

#include <fmt/format.h>

namespace poseaae {

std::string with_file(std::string_view message, const std::filesystem::path& path) {
  if (message.starts_with(path.string())) return std::string(message);
  return fmt::format("{}: {}", path.string(), message);
}

std::string other_version(const FileKind& kind, double found) {
  return fmt::format("expected {} version {}, found {}; {}", kind.noun, kind.version, found,
                     kind.remedy);
}

}  // namespace poseaae
