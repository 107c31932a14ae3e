#include <fmt/format.h>

#include "hdf5_handle.hpp"
#include "poseaae/io/hdf5.hpp"

namespace poseaae::h5 {

bool Group::has_attribute(const std::string& name, const std::string& path) const {
  return H5Aexists_by_name(handle_->group, path.c_str(), name.c_str(), H5P_DEFAULT) > 0;
}

Id Group::Handle::open_attribute(const std::string& attribute, const std::string& member) const {
  Id id(H5Aopen_by_name(group, member.c_str(), attribute.c_str(), H5P_DEFAULT, H5P_DEFAULT),
        H5Aclose);
  if (!id.valid()) fail(member, fmt::format("expected an attribute '{}', found none", attribute));
  return id;
}

void Group::Handle::write_attribute(const std::string& attribute, const std::string& member,
                                    hid_t type, const void* value) const {
  if (H5Aexists_by_name(group, member.c_str(), attribute.c_str(), H5P_DEFAULT) > 0) {
    H5Adelete_by_name(group, member.c_str(), attribute.c_str(), H5P_DEFAULT);
  }
  const Id id(H5Acreate_by_name(group, member.c_str(), attribute.c_str(), type, simple_space({}),
                                H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
              H5Aclose);
  check_write(member + "@" + attribute, id.valid() && H5Awrite(id, type, value) >= 0);
}

std::string Group::text_attribute(const std::string& name, const std::string& path) const {
  const Id attribute = handle_->open_attribute(name, path);
  const Id type(H5Aget_type(attribute), H5Tclose);
  if (H5Tis_variable_str(type) <= 0) {
    handle_->fail(path, fmt::format("attribute '{}': expected text of variable length", name));
  }
  const Id space(H5Aget_space(attribute), H5Sclose);
  if (H5Sget_simple_extent_npoints(space) != 1) {
    handle_->fail(path, fmt::format("attribute '{}': expected a single text, found several", name));
  }
  char* raw = nullptr;
  if (H5Aread(attribute, type, &raw) < 0) {
    handle_->fail(
        path,
        fmt::format("attribute '{}' cannot be read; the file is damaged, copy or make it again",
                    name));
  }
  std::string text(raw == nullptr ? "" : raw);
  H5free_memory(raw);
  return text;
}

double Group::number_attribute(const std::string& name, const std::string& path) const {
  const Id attribute = handle_->open_attribute(name, path);
  const Id space(H5Aget_space(attribute), H5Sclose);
  double number = 0.0;
  if (H5Sget_simple_extent_npoints(space) != 1 ||
      H5Aread(attribute, H5T_NATIVE_DOUBLE, &number) < 0) {
    handle_->fail(path, fmt::format("attribute '{}': expected a single number", name));
  }
  return number;
}

void Group::set_attribute(const std::string& name, const std::string& text,
                          const std::string& path) {
  const char* raw = text.c_str();
  handle_->write_attribute(name, path, string_type(), &raw);
}

void Group::set_attribute(const std::string& name, double number, const std::string& path) {
  handle_->write_attribute(name, path, H5T_NATIVE_DOUBLE, &number);
}

void Group::set_attribute(const std::string& name, std::int64_t number, const std::string& path) {
  handle_->write_attribute(name, path, H5T_NATIVE_INT64, &number);
}

}  // namespace poseaae::h5
