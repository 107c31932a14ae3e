#include "poseaae/io/hdf5.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "hdf5_handle.hpp"

namespace poseaae::h5 {

namespace {

template <typename T>
hid_t native_type() {
  if constexpr (std::is_same_v<T, float>) return H5T_NATIVE_FLOAT;
  if constexpr (std::is_same_v<T, double>) return H5T_NATIVE_DOUBLE;
  if constexpr (std::is_same_v<T, std::int32_t>) return H5T_NATIVE_INT32;
  if constexpr (std::is_same_v<T, std::int64_t>) return H5T_NATIVE_INT64;
  if constexpr (std::is_same_v<T, std::uint8_t>) return H5T_NATIVE_UINT8;
}

/// Creates the groups above a member with it.
Id with_parents() {
  Id links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  H5Pset_create_intermediate_group(links, 1);
  return links;
}

Id create_set(hid_t group, const std::string& path, hid_t type, const Shape& shape) {
  // HDF5 notes when a dataset was made; without, the same contents are the same bytes.
  const Id timeless(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_obj_track_times(timeless, false);
  return {H5Dcreate2(group, path.c_str(), type, simple_space(shape), with_parents(), timeless,
                     H5P_DEFAULT),
          H5Dclose};
}

/// False when HDF5 cannot read them.
template <typename T>
bool read_numbers(const OpenNumbers& from, std::span<T> values) {
  return values.empty() ||
         H5Dread(from.set, native_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0;
}

}  // namespace

void Group::Handle::reserve(std::size_t bytes) const {
  const Handle* root = this;
  while (root->parent) root = root->parent.get();
  if (root->target == nullptr) return;
  hsize_t size = 0;
  check_write("", H5Fget_filesize(root->file, &size) >= 0);
  root->target->reserve(static_cast<std::size_t>(size) + bytes + kKeptBack);
}

bool Group::Handle::has(const std::string& member) const {
  // H5Lexists wants every step of the path to exist.
  for (std::size_t end = member.find('/'); end != std::string::npos;
       end = member.find('/', end + 1)) {
    if (end > 0 && H5Lexists(group, member.substr(0, end).c_str(), H5P_DEFAULT) <= 0) {
      return false;
    }
  }
  return H5Lexists(group, member.c_str(), H5P_DEFAULT) > 0;
}

void Group::Handle::require_own(const std::string& member, hid_t set) const {
  const std::string problem = why_not_own(Id(H5Dget_create_plist(set), H5Pclose));
  if (!problem.empty()) fail(member, problem);
}

OpenNumbers Group::Handle::open_numbers(const std::string& member) const {
  if (!has(member)) fail(member, "expected an array, found nothing under this name");
  Id set(H5Dopen2(group, member.c_str(), H5P_DEFAULT), H5Dclose);
  if (!set.valid()) fail(member, "expected an array, found something else");
  require_own(member, set);
  const Id type(H5Dget_type(set), H5Tclose);
  const H5T_class_t kind = H5Tget_class(type);
  if (kind != H5T_FLOAT && kind != H5T_INTEGER) {
    fail(member, "expected numbers, found another type");
  }
  const Id space(H5Dget_space(set), H5Sclose);
  Shape shape = shape_of(space);
  if (!is_stored(set, type, shape)) {
    fail(member, fmt::format("expected {} numbers, found {} bytes", fmt::join(shape, " x "),
                             H5Dget_storage_size(set)));
  }
  return {std::move(set), std::move(shape)};
}

OpenNumbers Group::Handle::open_numbers(const std::string& member, const Shape& expected) const {
  OpenNumbers numbers = open_numbers(member);
  if (numbers.shape != expected) {
    fail(member, fmt::format("expected shape ({}), found ({})", fmt::join(expected, ", "),
                             fmt::join(numbers.shape, ", ")));
  }
  return numbers;
}

bool Group::has(const std::string& path) const { return handle_->has(path); }

std::vector<std::string> Group::members() const {
  std::vector<std::string> names;
  const auto collect = [](hid_t, const char* name, const H5L_info_t*, void* out) -> herr_t {
    static_cast<std::vector<std::string>*>(out)->emplace_back(name);
    return 0;
  };
  H5Literate(handle_->group, H5_INDEX_NAME, H5_ITER_INC, nullptr, collect, &names);
  return names;
}

Group Group::group(const std::string& path) const {
  if (!has(path)) handle_->fail(path, "expected a group, found nothing under this name");
  Id id(H5Gopen2(handle_->group, path.c_str(), H5P_DEFAULT), H5Gclose);
  if (!id.valid()) handle_->fail(path, "expected a group, found something else");
  return Group(std::make_shared<Handle>(Id(), std::move(id), handle_->name,
                                        handle_->path + path + "/", handle_));
}

Group Group::create_group(const std::string& path) {
  if (has(path)) return group(path);
  Id id(H5Gcreate2(handle_->group, path.c_str(), with_parents(), H5P_DEFAULT, H5P_DEFAULT),
        H5Gclose);
  handle_->check_write(path, id.valid());
  return Group(std::make_shared<Handle>(Id(), std::move(id), handle_->name,
                                        handle_->path + path + "/", handle_));
}

Shape Group::shape(const std::string& path) const { return handle_->open_numbers(path).shape; }

template <typename T>
Array<T> Group::read(const std::string& path) const {
  OpenNumbers numbers = handle_->open_numbers(path);
  std::vector<T> values(count_of(numbers.shape));
  handle_->check_read(path, read_numbers<T>(numbers, values));
  return {std::move(values), std::move(numbers.shape)};
}

template <typename T>
std::vector<T> Group::read(const std::string& path, const Shape& expected) const {
  const OpenNumbers numbers = handle_->open_numbers(path, expected);
  std::vector<T> values(count_of(expected));
  handle_->check_read(path, read_numbers<T>(numbers, values));
  return values;
}

template <typename T>
void Group::read(const std::string& path, const Shape& expected, std::span<T> values) const {
  const OpenNumbers numbers = handle_->open_numbers(path, expected);
  if (values.size() != count_of(expected)) {
    handle_->fail(path, fmt::format("expected a buffer for {} numbers, found one for {}",
                                    count_of(expected), values.size()));
  }
  handle_->check_read(path, read_numbers<T>(numbers, values));
}

template <typename T>
void Group::write(const std::string& path, std::span<const T> values, const Shape& shape) {
  handle_->check_write(path, values.size() == count_of(shape));
  const Id set = create_set(handle_->group, path, native_type<T>(), shape);
  handle_->check_write(path, set.valid());
  if (values.empty()) return;
  handle_->reserve(values.size_bytes());
  handle_->check_write(
      path, H5Dwrite(set, native_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
}

#define POSEAAE_H5_SCALAR(T)                                                          \
  template Array<T> Group::read<T>(const std::string&) const;                         \
  template std::vector<T> Group::read<T>(const std::string&, const Shape&) const;     \
  template void Group::read<T>(const std::string&, const Shape&, std::span<T>) const; \
  template void Group::write<T>(const std::string&, std::span<const T>, const Shape&);
POSEAAE_H5_SCALAR(float)
POSEAAE_H5_SCALAR(double)
POSEAAE_H5_SCALAR(std::int32_t)
POSEAAE_H5_SCALAR(std::int64_t)
POSEAAE_H5_SCALAR(std::uint8_t)
#undef POSEAAE_H5_SCALAR

}  // namespace poseaae::h5
