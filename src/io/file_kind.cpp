#include "poseaae/io/file_kind.hpp"

#include <fmt/format.h>

#include "poseaae/base/paths.hpp"

namespace poseaae::h5 {

bool is_hdf5(const std::filesystem::path& path) { return lower_extension(path) == ".h5"; }

void write_kind(Group& root, const FileKind& kind) {
  root.set_attribute("format", kind.format);
  root.set_attribute("version", kind.version);
}

bool is_kind(const Group& root, const FileKind& kind) {
  if (!root.has_attribute("format")) return false;
  const std::string found = root.text_attribute("format");
  return found == kind.format || (kind.former_format != nullptr && found == kind.former_format);
}

void require_kind(const Group& root, const FileKind& kind, const std::filesystem::path& path) {
  if (!is_kind(root, kind)) {
    throw ModelError(
        fmt::format("{}: expected {}, found another kind of HDF5 file", path.string(), kind.what));
  }
  if (const double version = root.number_attribute("version"); version != kind.version) {
    throw ModelError(with_file(other_version(kind, version), path));
  }
}

std::string one_text(const Group& group, const std::string& name) {
  if (group.has_attribute(name)) return group.text_attribute(name);
  const auto texts = group.read_strings(name);
  if (texts.size() != 1) throw ModelError(fmt::format("{}: expected a single text", name));
  return texts.front();
}

void write_texts(Group group, const std::map<std::string, std::string>& texts) {
  for (const auto& [name, text] : texts) group.set_attribute(name, text);
}

std::map<std::string, std::string> read_texts(const Group& group) {
  std::map<std::string, std::string> texts;
  for (const auto& name : group.text_names()) texts[name] = one_text(group, name);
  return texts;
}

}  // namespace poseaae::h5
