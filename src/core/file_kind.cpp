#include "poseaae/core/file_kind.hpp"

#include <fmt/format.h>

namespace poseaae::h5 {

void write_kind(Group& root, const FileKind& kind) {
  root.set_attribute("format", kind.format);
  root.set_attribute("version", kind.version);
}

void require_kind(const Group& root, const FileKind& kind, const std::filesystem::path& path) {
  if (!root.has_attribute("format") || root.text_attribute("format") != kind.format) {
    throw ModelError(
        fmt::format("{}: expected {}, found another kind of HDF5 file", path.string(), kind.what));
  }
  if (const double version = root.number_attribute("version"); version != kind.version) {
    throw ModelError(fmt::format("{}: expected {} version {}, found {}; {}", path.string(),
                                 kind.noun, kind.version, version, kind.remedy));
  }
}

std::string with_file(std::string_view message, const std::filesystem::path& path) {
  if (message.starts_with(path.string())) return std::string(message);
  return fmt::format("{}: {}", path.string(), message);
}

}  // namespace poseaae::h5
