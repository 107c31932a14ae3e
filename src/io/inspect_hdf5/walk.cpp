#include "walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "../hdf5_handle.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::h5 {

namespace {

constexpr int kDeepest = 100;
constexpr std::size_t kPlenty = std::size_t{64} << 20;  ///< bytes of an array
constexpr std::size_t kMostPacked = 100;                ///< times its bytes in the file
constexpr std::size_t kAtOnce = std::size_t{1} << 20;   ///< numbers

bool is_number(hid_t type) {
  const H5T_class_t kind = H5Tget_class(type);
  return kind == H5T_FLOAT || kind == H5T_INTEGER;
}

/// Frees what the library gave for texts of variable length.
class Texts {
 public:
  Texts(hid_t type, hid_t space, std::size_t count) : type_(type), space_(space), texts_(count) {}
  Texts(const Texts&) = delete;
  Texts& operator=(const Texts&) = delete;
  ~Texts() { H5Dvlen_reclaim(type_, space_, H5P_DEFAULT, texts_.data()); }
  [[nodiscard]] char** data() { return texts_.data(); }

 private:
  hid_t type_;
  hid_t space_;
  std::vector<char*> texts_;
};

/// Reads rows of an array until all are read, or one cannot be.
void read_rows(hid_t set, hid_t space, const Shape& shape) {
  const std::size_t width = count_of({shape.begin() + 1, shape.end()});
  const std::size_t rows = std::clamp<std::size_t>(kAtOnce / std::max<std::size_t>(1, width), 1,
                                                   std::max<std::size_t>(1, shape[0]));
  std::vector<double> numbers(rows * width);
  std::vector<hsize_t> start(shape.size(), 0);
  std::vector<hsize_t> count(shape.begin(), shape.end());
  for (std::size_t row = 0; row < shape[0]; row += rows) {
    start[0] = row;
    count[0] = std::min(rows, shape[0] - row);
    H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr);
    const Id memory = simple_space({count.begin(), count.end()});
    if (H5Dread(set, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, numbers.data()) < 0) return;
  }
}

/// @throws ModelError where reading it would take far more memory than the file has bytes
void require_reasonable(hid_t set, hid_t type, hid_t plist, const Shape& shape) {
  const std::size_t size = std::max<std::size_t>(1, H5Tget_size(type));
  const std::size_t bytes = count_of(shape) * size;
  const std::size_t stored = H5Dget_storage_size(set);
  std::size_t chunk = 0;
  if (H5Pget_layout(plist) == H5D_CHUNKED) {
    std::vector<hsize_t> dims(shape.size());
    H5Pget_chunk(plist, static_cast<int>(dims.size()), dims.data());
    chunk = size;
    for (const hsize_t dim : dims) {
      chunk = dim > kPlenty / chunk ? kPlenty + 1 : chunk * static_cast<std::size_t>(dim);
    }
  }
  if (bytes > kPlenty && bytes / kMostPacked > stored) {
    throw ModelError(
        fmt::format("expected an array packed to at least a hundredth of its size, "
                    "found {} bytes in {}; unpack it, as with h5repack -f NONE",
                    bytes, stored));
  }
  if (chunk > kPlenty) {
    throw ModelError(
        "expected an array in pieces of at most 64 MB, found larger ones; store it "
        "anew, as with h5repack -l CONTI");
  }
}

void read_set(hid_t set) {
  const Id type(H5Dget_type(set), H5Tclose);
  const Id space(H5Dget_space(set), H5Sclose);
  const Id plist(H5Dget_create_plist(set), H5Pclose);
  const Shape shape = shape_of(space);
  if (!why_not_own(plist).empty() || !is_stored(set, type, shape) || count_of(shape) == 0) return;
  if (is_number(type)) {
    require_reasonable(set, type, plist, shape);
    if (!shape.empty()) return read_rows(set, space, shape);
    double number = 0.0;
    H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, &number);
  } else if (H5Tis_variable_str(type) > 0) {
    require_reasonable(set, type, plist, shape);
    Texts texts(type, space, count_of(shape));
    H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data());
  }
}

void read_attribute(hid_t attribute) {
  const Id type(H5Aget_type(attribute), H5Tclose);
  const Id space(H5Aget_space(attribute), H5Sclose);
  const auto count =
      static_cast<std::size_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space)));
  if (count > kAtOnce) return;
  if (is_number(type)) {
    std::vector<double> numbers(count);
    H5Aread(attribute, H5T_NATIVE_DOUBLE, numbers.data());
  } else if (H5Tis_variable_str(type) > 0) {
    Texts texts(type, space, count);
    H5Aread(attribute, type, texts.data());
  }
}

/// What a visit found wrong, kept while it returns through the library's C.
struct Visit {
  std::string file;
  std::exception_ptr problem;
};

herr_t on_attribute(hid_t object, const char* name, const H5A_info_t*, void*) {
  const Id attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose);
  if (attribute.valid()) read_attribute(attribute);
  return 0;
}

/// @throws ModelError
void look_at(hid_t root, const char* name, H5O_type_t kind) {
  if (std::ranges::count(std::string_view(name), '/') >= kDeepest) {
    throw ModelError(fmt::format("expected groups at most {} deep, found deeper ones", kDeepest));
  }
  const Id object(H5Oopen(root, name, H5P_DEFAULT), H5Oclose);
  if (!object.valid()) return;
  H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_NATIVE, nullptr, on_attribute, nullptr);
  if (kind == H5O_TYPE_DATASET) read_set(object);
}

herr_t on_object(hid_t root, const char* name, const H5O_info_t* info, void* data) {
  auto& visit = *static_cast<Visit*>(data);
  try {
    look_at(root, name, info->type);
    return 0;
  } catch (const ModelError& problem) {
    const std::string line =
        fmt::format("{}: /{:.200}: {}", visit.file, std::string_view(name), problem.what());
    visit.problem = std::make_exception_ptr(ModelError(line));
  } catch (...) {
    visit.problem = std::current_exception();
  }
  return -1;
}

}  // namespace

void walk(const std::filesystem::path& path) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5PLset_loading_state(0);
  const Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!file.valid()) return;  // the reader says so
  Visit visit{path.string(), nullptr};
  H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_NATIVE, on_object, &visit, H5O_INFO_BASIC);
  if (visit.problem) std::rethrow_exception(visit.problem);
}

}  // namespace poseaae::h5
