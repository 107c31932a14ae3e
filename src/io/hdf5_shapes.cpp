#include <algorithm>
#include <limits>
#include <numeric>

#include "hdf5_handle.hpp"

// Also part of the program inspect_hdf5, which must judge of sizes as the reader does.
namespace poseaae::h5 {

Id simple_space(const Shape& shape) {
  const std::vector<hsize_t> dims(shape.begin(), shape.end());
  return {dims.empty() ? H5Screate(H5S_SCALAR)
                       : H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr),
          H5Sclose};
}

std::size_t count_of(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

Shape shape_of(hid_t space) {
  std::vector<hsize_t> dims(
      static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space))));
  H5Sget_simple_extent_dims(space, dims.data(), nullptr);
  return {dims.begin(), dims.end()};
}

bool is_stored(hid_t set, hid_t type, const Shape& shape) {
  std::size_t room = H5Dget_storage_size(set) / std::max<std::size_t>(1, H5Tget_size(type));
  const Id plist(H5Dget_create_plist(set), H5Pclose);
  constexpr std::size_t kMaxDeflateRatio = 1040;
  if (H5Pget_layout(plist) == H5D_CHUNKED) room *= kMaxDeflateRatio;
  if (std::find(shape.begin(), shape.end(), 0U) != shape.end()) return true;
  std::size_t count = 1;
  for (const std::size_t size : shape) {
    if (size > std::numeric_limits<std::size_t>::max() / count) return false;
    count *= size;
  }
  return count <= room;
}

std::string why_not_own(hid_t plist) {
  if (H5Pget_layout(plist) == H5D_VIRTUAL || H5Pget_external_count(plist) > 0) {
    return "expected numbers in this file, found a reference to another file";
  }
  for (int i = 0; i < H5Pget_nfilters(plist); ++i) {
    unsigned flags = 0;
    unsigned config = 0;
    std::size_t values = 0;
    const auto filter = H5Pget_filter2(plist, static_cast<unsigned>(i), &flags, &values, nullptr, 0,
                                       nullptr, &config);
    if (filter >= 0 && filter < H5Z_FILTER_RESERVED) continue;  // the library's own
    return fmt::format(
        "expected numbers packed by a filter of HDF5 itself (deflate, shuffle, ...), found filter "
        "{}, which is a plug-in",
        filter);
  }
  return "";
}

}  // namespace poseaae::h5
