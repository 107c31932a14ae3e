#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "hdf5_handle.hpp"
#include "poseaae/base/utf8.hpp"
#include "poseaae/io/hdf5.hpp"

namespace poseaae::h5 {

namespace {

/// HDF5's first format, which every reader knows, limits an attribute to 64 KiB; each text of it is
/// a reference of 16 bytes to a heap.
constexpr std::size_t kMostTexts = 4000;

/// UTF-8 of variable length.
Id text_type() {
  Id type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return type;
}

/// The name of the n-th attribute, counted from 1, of a list.
std::string part_name(const std::string& name, std::size_t n) {
  return n == 1 ? name : fmt::format("{}.{}", name, n);
}

std::string mark_name(const std::string& name) { return name + ".escaped"; }

/// All strings of an attribute or a dataset, whose memory the HDF5 library gives.
template <typename Read>
bool take_texts(hid_t type, hid_t space, std::vector<std::string>& texts, const Read& read) {
  std::vector<char*> raw(count_of(shape_of(space)), nullptr);
  if (raw.empty()) return true;
  if (read(raw.data()) < 0) return false;
  for (const char* text : raw) texts.emplace_back(text == nullptr ? "" : text);
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, raw.data());
  return true;
}

}  // namespace

void Group::Handle::append_texts(const std::string& attribute, const std::string& member,
                                 std::vector<std::string>& texts) const {
  const Id id = open_attribute(attribute, member);
  const Id type(H5Aget_type(id), H5Tclose);
  if (H5Tis_variable_str(type) <= 0) {
    fail(member, fmt::format("attribute '{}': expected text of variable length", attribute));
  }
  const Id space(H5Aget_space(id), H5Sclose);
  const auto read = [&](char** raw) { return H5Aread(id, type, raw); };
  if (!take_texts(type, space, texts, read)) {
    fail(member, fmt::format("attribute '{}' cannot be read; the file is damaged, copy or make it "
                             "again",
                             attribute));
  }
}

void Group::Handle::write_texts(const std::string& attribute, const std::string& member,
                                std::span<const std::string> texts, const Shape& shape) const {
  std::vector<const char*> raw;
  std::size_t bytes = 0;
  constexpr std::size_t kOverhead = 48;  // a reference and a heap's entry for each text
  for (const auto& text : texts) {
    raw.push_back(text.c_str());
    bytes += text.size() + kOverhead;
  }
  reserve(bytes);
  write_attribute(attribute, member, text_type(), shape, raw.data());
}

std::vector<std::string> Group::Handle::old_texts(const std::string& member) const {
  if (!has(member)) fail(member, "expected a list of text, found nothing under this name");
  const Id set(H5Dopen2(group, member.c_str(), H5P_DEFAULT), H5Dclose);
  const Id type(H5Dget_type(set), H5Tclose);
  if (!set.valid() || H5Tis_variable_str(type) <= 0) {
    fail(member, "expected a list of text of variable length, found another type");
  }
  require_own(member, set);
  const Id space(H5Dget_space(set), H5Sclose);
  check_read(member, is_stored(set, type, shape_of(space)));
  std::vector<std::string> texts;
  const auto read = [&](char** raw) {
    return H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, raw);
  };
  check_read(member, take_texts(type, space, texts, read));
  return texts;
}

std::vector<std::string> Group::read_strings(const std::string& name,
                                             const std::string& path) const {
  if (!has_attribute(name, path)) return handle_->old_texts(name);
  std::vector<std::string> texts;
  for (std::size_t n = 1; n == 1 || has_attribute(part_name(name, n), path); ++n) {
    handle_->append_texts(part_name(name, n), path, texts);
  }
  if (has_attribute(mark_name(name), path)) {
    std::transform(texts.begin(), texts.end(), texts.begin(), unescaped);
  }
  return texts;
}

void Group::write_strings(const std::string& name, std::span<const std::string> values,
                          const std::string& path) {
  std::vector<std::string> texts(values.begin(), values.end());
  if (!std::all_of(texts.begin(), texts.end(), is_utf8)) {
    std::transform(texts.begin(), texts.end(), texts.begin(), escaped);
    set_attribute(mark_name(name), std::int64_t{1}, path);
  }
  std::span<const std::string> rest(texts);
  for (std::size_t n = 1; n == 1 || !rest.empty(); ++n) {
    const auto part = rest.first(std::min(rest.size(), kMostTexts));
    handle_->write_texts(part_name(name, n), path, part, {part.size()});
    rest = rest.subspan(part.size());
  }
}

std::vector<std::string> Group::text_names() const {
  std::vector<std::string> names;
  const auto collect = [](hid_t, const char* name, const H5A_info_t*, void* out) -> herr_t {
    static_cast<std::vector<std::string>*>(out)->emplace_back(name);
    return 0;
  };
  hsize_t first = 0;
  H5Aiterate2(handle_->group, H5_INDEX_NAME, H5_ITER_INC, &first, collect, &names);
  std::vector<std::string> helpers;
  for (const auto& name : names) {
    if (has_attribute(mark_name(name))) helpers.push_back(mark_name(name));
    for (std::size_t n = 2; has_attribute(part_name(name, n)); ++n) {
      helpers.push_back(part_name(name, n));
    }
  }
  std::erase_if(names, [&](const std::string& name) {
    return std::find(helpers.begin(), helpers.end(), name) != helpers.end();
  });
  return names.empty() ? members() : names;
}

std::string Group::text_attribute(const std::string& name, const std::string& path) const {
  std::vector<std::string> texts;
  handle_->append_texts(name, path, texts);
  if (texts.size() != 1) {
    handle_->fail(
        path, fmt::format("attribute '{}': expected a single text, found {}", name, texts.size()));
  }
  return has_attribute(mark_name(name), path) ? unescaped(texts.front()) : texts.front();
}

void Group::set_attribute(const std::string& name, const std::string& text,
                          const std::string& path) {
  const bool plain = is_utf8(text);
  const std::string stored = plain ? text : escaped(text);
  if (!plain) set_attribute(mark_name(name), std::int64_t{1}, path);
  handle_->write_texts(name, path, std::span(&stored, 1), {});
}

}  // namespace poseaae::h5
