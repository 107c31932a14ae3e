#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "foreign_hdf5.hpp"
#include "hdf5_handle.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/io/hdf5.hpp"
#include "seal.hpp"

namespace poseaae::h5 {

namespace {

/// HDF5 prints its error stack to stderr unless told not to; our exceptions say it better. And at
/// exit it tries once more to close what it could not write, and crashes over that (1.10.8); what
/// is open here is closed by its owner.
void set_up() {
  static const herr_t once = H5dont_atexit();
  static_cast<void>(once);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

}  // namespace

namespace {

/// The first link of a file that leads to another file, or is of a kind that an application
/// defines; "" if there is none.
std::string foreign_link(hid_t file) {
  std::string found;
  const auto look = [](hid_t, const char* name, const H5L_info_t* info, void* out) -> herr_t {
    if (info->type == H5L_TYPE_HARD || info->type == H5L_TYPE_SOFT) return 0;
    *static_cast<std::string*>(out) = name;
    return 1;
  };
  H5Lvisit(file, H5_INDEX_NAME, H5_ITER_NATIVE, look, &found);
  return found;
}

}  // namespace

bool thread_safe() {
  hbool_t safe = 0;
  return H5is_library_threadsafe(&safe) >= 0 && safe > 0;
}

Group open_file(const std::filesystem::path& path) {
  set_up();
  require_regular_file(path);
  if (H5Fis_hdf5(path.c_str()) <= 0) {
    throw ModelError(
        fmt::format("{}: expected an HDF5 file, found something else (perhaps text, or an empty or "
                    "truncated file); check the path or make the file again",
                    path.string()));
  }
  const bool intact = seal_holds(path);
  if (intact) look_through(path);
  Id file(intact ? H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT) : H5I_INVALID_HID, H5Fclose);
  if (!file.valid()) {
    throw ModelError(fmt::format(
        "{}: this HDF5 file is damaged or truncated; copy or make it again", path.string()));
  }
  if (const std::string link = foreign_link(file); !link.empty()) {
    throw ModelError(
        fmt::format("{}: /{}: expected everything in this file, found a link to another one",
                    path.string(), link));
  }
  Id root(H5Gopen2(file, "/", H5P_DEFAULT), H5Gclose);
  return Group(std::make_shared<Group::Handle>(std::move(file), std::move(root), path.string(), "/",
                                               nullptr));
}

namespace {

/// The bytes of an open file.
std::vector<std::byte> image_of(hid_t file) {
  std::vector<std::byte> image(
      static_cast<std::size_t>(std::max<ssize_t>(0, H5Fget_file_image(file, nullptr, 0))));
  H5Fget_file_image(file, image.data(), image.size());
  return image;
}

}  // namespace

void write_file(const std::filesystem::path& path, const std::function<void(Group&)>& fill) {
  set_up();
  AtomicFile target(path);  // first: an unwritable place is found out before any work
  const Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  // The first superblock has no checksum: H5Fget_file_image clears the "open for writing" flag,
  // which would leave a later superblock with a checksum that no longer matches.
  H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_LATEST);
  std::string name = target.temporary().string();
  if (target.is_device()) {  // HDF5 moves about in its file: made in memory, under a mere label
    name += ".in-memory";
    constexpr std::size_t kGrowth = std::size_t{1} << 20;
    H5Pset_fapl_core(access, kGrowth, 0);
  }
  target.reserve(kKeptBack);  // a full disk is found out before HDF5 has a file to close
  Sha256 digest;
  {
    Id file(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose);
    Id root(H5Gopen2(file, "/", H5P_DEFAULT), H5Gclose);
    const hid_t file_id = file;
    const auto handle = std::make_shared<Group::Handle>(std::move(file), std::move(root),
                                                        path.string(), "/", nullptr);
    handle->check_write("", file_id >= 0);
    if (!target.is_device()) handle->target = &target;
    handle->reserve(0);  // creating it gave back what was reserved before
    Group group(handle);
    fill(group);
    handle->check_write("", H5Fflush(file_id, H5F_SCOPE_LOCAL) >= 0);
    if (target.is_device()) {
      const std::vector<std::byte> image = image_of(file_id);
      target.write(image);
      digest.update(image);
    } else {
      hsize_t size = 0;
      handle->check_write("", H5Fget_filesize(file_id, &size) >= 0);
      target.shrink(size);
    }
  }
  if (!target.is_device()) {
    read_blocks(name, [&](std::span<const std::byte> block) { digest.update(block); });
  }
  target.write(seal_of(digest));
  target.commit();
}

}  // namespace poseaae::h5
