#pragma once

#include <fmt/format.h>
#include <hdf5.h>

#include <memory>
#include <string>
#include <utility>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/io/hdf5.hpp"

/// What the parts of the HDF5 layer share; libhdf5's types stay behind poseaae/io/hdf5.hpp.
namespace poseaae::h5 {

/// Owns one HDF5 identifier of any kind.
class Id {
 public:
  using Close = herr_t (*)(hid_t);
  Id() = default;
  Id(hid_t id, Close close) : id_(id), close_(close) {}
  Id(Id&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
  Id(const Id&) = delete;
  Id& operator=(const Id&) = delete;
  Id& operator=(Id&&) = delete;
  ~Id() {
    if (id_ >= 0) close_(id_);
  }
  operator hid_t() const { return id_; }  // NOLINT: stands in for the number it owns
  [[nodiscard]] bool valid() const { return id_ >= 0; }

 private:
  hid_t id_ = H5I_INVALID_HID;
  Close close_ = nullptr;
};

/// A scalar for the shape {}.
[[nodiscard]] Id simple_space(const Shape& shape);
[[nodiscard]] Shape shape_of(hid_t space);
/// The number of elements.
[[nodiscard]] std::size_t count_of(const Shape& shape);
/// False when the shape announces more than the file can hold: nothing is allocated for that.
[[nodiscard]] bool is_stored(hid_t set, hid_t type, const Shape& shape);

/// Why the numbers of a dataset with these properties are not read: they lie in another file, or
/// need a filter that the HDF5 library would load as a plug-in. A file must not decide which files
/// are read, and what code runs. "" where all is well.
[[nodiscard]] std::string why_not_own(hid_t plist);

/// More than HDF5 keeps back (groups, attributes, heaps) until it closes a file.
inline constexpr std::size_t kKeptBack = std::size_t{1} << 18;

/// A numeric dataset, open, that holds what its shape announces.
struct OpenNumbers {
  Id set;
  Shape shape;
};

/// A group that is open, with its place for messages.
struct Group::Handle {
  Handle(Id file_id, Id group_id, std::string file_name, std::string group_path,
         std::shared_ptr<Handle> owner)
      : file(std::move(file_id)),
        group(std::move(group_id)),
        name(std::move(file_name)),
        path(std::move(group_path)),
        parent(std::move(owner)) {}

  [[noreturn]] void fail(const std::string& member, const std::string& problem) const {
    throw ModelError(fmt::format("{}: {}{}: {}", name, path, member, problem));
  }
  void check_read(const std::string& member, bool worked) const {
    if (!worked) fail(member, "cannot be read; the file is damaged, copy or make it again");
  }
  void check_write(const std::string& member, bool worked) const {
    if (!worked) throw OutputError(fmt::format("{}: cannot store {}{}", name, path, member));
  }
  /// Room on the disk for this many bytes more, and for what HDF5 keeps back until the end. libhdf5
  /// cannot close a file that it failed to write to, and crashes at exit: it must not meet a full
  /// disk. @throws OutputError
  void reserve(std::size_t bytes) const;
  [[nodiscard]] bool has(const std::string& member) const;
  /// @throws ModelError when the member is missing, not numeric, or not all in the file
  [[nodiscard]] OpenNumbers open_numbers(const std::string& member) const;
  /// The same, and its shape must be `expected`.
  [[nodiscard]] OpenNumbers open_numbers(const std::string& member, const Shape& expected) const;

  /// @throws ModelError when it is missing
  [[nodiscard]] Id open_attribute(const std::string& attribute, const std::string& member) const;
  /// In place of one of this name; nothing is written of `value` for a shape without elements.
  /// @throws OutputError
  void write_attribute(const std::string& attribute, const std::string& member, hid_t type,
                       const Shape& shape, const void* value) const;

  /// @throws ModelError where why_not_own() of the dataset says something
  void require_own(const std::string& member, hid_t set) const;

  /// Adds the texts of an attribute to `texts`. @throws ModelError when it is missing, or no text
  void append_texts(const std::string& attribute, const std::string& member,
                    std::vector<std::string>& texts) const;
  /// In place of one of this name. @throws OutputError
  void write_texts(const std::string& attribute, const std::string& member,
                   std::span<const std::string> texts, const Shape& shape) const;
  /// A dataset of text, as older files have them. @throws ModelError
  [[nodiscard]] std::vector<std::string> old_texts(const std::string& member) const;

  Id file;   ///< only the root group owns the file
  Id group;  ///< declared after the file: closed before it
  std::string name;
  std::string path;
  std::shared_ptr<Handle> parent;
  AtomicFile* target = nullptr;  ///< where a root that is written goes, unless that is a device
};

}  // namespace poseaae::h5
