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
                                    hid_t type, const Shape& shape, const void* value) const {
  if (H5Aexists_by_name(group, member.c_str(), attribute.c_str(), H5P_DEFAULT) > 0) {
    H5Adelete_by_name(group, member.c_str(), attribute.c_str(), H5P_DEFAULT);
  }
  const Id id(H5Acreate_by_name(group, member.c_str(), attribute.c_str(), type, simple_space(shape),
                                H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
              H5Aclose);
  const bool nothing = count_of(shape) == 0;
  check_write(member + "@" + attribute, id.valid() && (nothing || H5Awrite(id, type, value) >= 0));
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

void Group::set_attribute(const std::string& name, double number, const std::string& path) {
  handle_->write_attribute(name, path, H5T_NATIVE_DOUBLE, {}, &number);
}

void Group::set_attribute(const std::string& name, std::int64_t number, const std::string& path) {
  handle_->write_attribute(name, path, H5T_NATIVE_INT64, {}, &number);
}

}  // namespace poseaae::h5
