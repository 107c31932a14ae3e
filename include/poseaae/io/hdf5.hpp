#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

/// A thin layer over the C library of HDF5: numeric arrays in groups, and attributes of both.
/// Scalar types are float, double, std::int32_t, std::int64_t and std::uint8_t; reading converts
/// between numeric types.
///
/// Text is in attributes alone, because Octave stops loading a file at the first dataset of text.
/// It is UTF-8 of variable length, as h5py writes and reads it. Bytes that are not UTF-8 are kept
/// as
/// `\xNN`, with other backslashes doubled; an attribute `<name>.escaped` then stands beside it. A
/// list of more than 4000 texts, which a single attribute has no room for, goes on in `<name>.2`,
/// `<name>.3` and so on.
///
/// Files written here end in a digest of their bytes, so that damage anywhere in the file is
/// detected when it is opened; those of other programs have none. Whoever made it, a file is looked
/// through in a process of its own before it is opened in this one, so that what a damaged or
/// hostile one makes of the library does no harm (docs/RELIABILITY.md). What a file holds is all
/// that is read: one with a link to another file, with numbers that lie in another file, or packed
/// by a filter that is a plug-in, is refused.
namespace poseaae::h5 {

using Shape = std::vector<std::size_t>;

template <typename T>
struct Array {
  std::vector<T> values;  ///< row-major
  Shape shape;
};

/// A group of an open file. A handle: copying it refers to the same group.
class Group {
 public:
  [[nodiscard]] bool has(const std::string& path) const;
  /// Names of the members, sorted.
  [[nodiscard]] std::vector<std::string> members() const;
  /// @throws ModelError naming file and path when it is not there
  [[nodiscard]] Group group(const std::string& path) const;
  /// Creates it, parents included, or opens it when it exists.
  Group create_group(const std::string& path);

  /// @throws ModelError when the dataset is missing, not numeric, or damaged
  template <typename T>
  [[nodiscard]] Array<T> read(const std::string& path) const;
  /// The same, and its shape must be `expected`.
  template <typename T>
  [[nodiscard]] std::vector<T> read(const std::string& path, const Shape& expected) const;
  /// The same, into memory of the caller, which has room for an array of shape `expected`.
  template <typename T>
  void read(const std::string& path, const Shape& expected, std::span<T> values) const;
  /// Shape of the array that read() would return, without reading it. Throws as read() does.
  [[nodiscard]] Shape shape(const std::string& path) const;
  template <typename T>
  void write(const std::string& path, std::span<const T> values, const Shape& shape);

  /// A list of text, as an attribute of the array or group `path` that it belongs to. In files of
  /// before, which had text in datasets, the dataset `name` of this group.
  [[nodiscard]] std::vector<std::string> read_strings(const std::string& name,
                                                      const std::string& path = ".") const;
  void write_strings(const std::string& name, std::span<const std::string> values,
                     const std::string& path = ".");
  /// The names of this group's texts and lists of text, sorted; in older files those of its
  /// members.
  [[nodiscard]] std::vector<std::string> text_names() const;

  /// Attributes of this group, or of the member `path` when one is given.
  [[nodiscard]] bool has_attribute(const std::string& name, const std::string& path = ".") const;
  [[nodiscard]] std::string text_attribute(const std::string& name,
                                           const std::string& path = ".") const;
  [[nodiscard]] double number_attribute(const std::string& name,
                                        const std::string& path = ".") const;
  void set_attribute(const std::string& name, const std::string& text,
                     const std::string& path = ".");
  void set_attribute(const std::string& name, double number, const std::string& path = ".");
  void set_attribute(const std::string& name, std::int64_t number, const std::string& path = ".");

 protected:
  struct Handle;
  explicit Group(std::shared_ptr<Handle> handle) : handle_(std::move(handle)) {}
  std::shared_ptr<Handle> handle_;

  friend Group open_file(const std::filesystem::path& path);
  friend void write_file(const std::filesystem::path& path,
                         const std::function<void(Group&)>& fill);
};

/// Whether the HDF5 library was built so that several threads can use it at a time, each on its own
/// files. Debian's is.
[[nodiscard]] bool thread_safe();

/// Opens for reading. @throws InputError (missing, a folder), ModelError (not HDF5, cut off, with a
/// link to another file, or such that the library comes to harm)
[[nodiscard]] Group open_file(const std::filesystem::path& path);

/// Writes a new file, atomically (base/atomic_file.hpp): `fill` gets the root group. Arrays are
/// written to disk at once; they are held in memory only where the target is a device. @throws
/// OutputError
void write_file(const std::filesystem::path& path, const std::function<void(Group&)>& fill);

}  // namespace poseaae::h5
