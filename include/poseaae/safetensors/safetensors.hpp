#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/base/file_kind.hpp"
#include "poseaae/base/mapped_file.hpp"

/// Named arrays and texts in one file that runs no code and that every framework reads:
/// https://github.com/huggingface/safetensors, the specification in its README.
///
/// A file is the size n of its header as 8 bytes, little-endian; n bytes of JSON, `{"NAME":
/// {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ..., "__metadata__": {"KEY":
/// "TEXT"}}`; and the bytes of the arrays, row-major, little-endian. Names of arrays that belong
/// together share a beginning: "encoder.0.weight".
namespace poseaae::safetensors {

using Shape = std::vector<std::size_t>;

/// The most bytes that a header may have.
inline constexpr std::size_t kMaxHeader = 100'000'000;

/// The contents of a file that is in memory. Everything that the specification asks for is checked
/// when it is made: the header's size, strict JSON, no name or key twice, known types, shapes whose
/// size is that of their bytes, and bytes that the arrays cover exactly, without gaps or overlaps.
/// Memory is in proportion to the header that is there.
class View {
 public:
  /// The bytes must outlive the view. @throws ModelError
  explicit View(std::span<const std::byte> bytes);

  [[nodiscard]] bool has(const std::string& name) const { return arrays_.contains(name); }
  /// Whether any array's name begins so.
  [[nodiscard]] bool has_any(const std::string& beginning) const;
  /// @throws ModelError when there is no such array
  [[nodiscard]] const Shape& shape(const std::string& name) const;
  /// float, double, std::int32_t or std::uint8_t, as stored (F32, F64, I32, U8): nothing is
  /// converted. @throws ModelError when there is no such array, its type or shape is another, or a
  /// number is not finite
  template <typename T>
  [[nodiscard]] std::vector<T> read(const std::string& name, const Shape& expected) const;
  /// The same of any shape.
  template <typename T>
  [[nodiscard]] std::vector<T> read(const std::string& name) const {
    return read<T>(name, shape(name));
  }
  /// The same with whatever is not a number, which stands for what was not measured.
  template <typename T>
  [[nodiscard]] std::vector<T> read_with_gaps(const std::string& name, const Shape& expected) const;

  [[nodiscard]] const std::map<std::string, std::string>& texts() const noexcept { return texts_; }
  [[nodiscard]] bool has_text(const std::string& key) const { return texts_.contains(key); }
  /// @throws ModelError when there is none
  [[nodiscard]] const std::string& text(const std::string& key) const;
  /// Bytes that text escapes (Builder::bytes_text()).
  [[nodiscard]] std::string bytes_text(const std::string& key) const;

  /// @throws ModelError: another format, another version, contents that do not match the text
  /// `crc32` if there is one
  void require(const FileKind& kind) const;
  /// @throws ModelError naming an array that nothing has asked for: it would be lost, and may be
  /// what a newer version's file means
  void require_all_read() const;

 private:
  struct Array {
    std::string type;
    Shape shape;
    std::span<const std::byte> bytes;
  };
  void read_header(std::string_view header);
  void require_cover() const;
  [[nodiscard]] const Array& find(const std::string& name) const;

  std::map<std::string, Array> arrays_;
  std::map<std::string, std::string> texts_;
  std::span<const std::byte> data_;
  mutable std::set<std::string> read_;
};

/// The contents of a file to be.
class Builder {
 public:
  /// @throws UsageError when the shape has another size, or the name is taken
  template <typename T>
  void add(const std::string& name, std::span<const T> values, const Shape& shape);
  /// UTF-8.
  void text(const std::string& key, std::string value);
  /// Text that may not be UTF-8, such as names of files: where it is not, it is escaped()
  /// (base/utf8.hpp), and the key becomes `KEY.escaped`.
  void bytes_text(const std::string& key, std::string_view value);
  /// Says what the file is: texts `format` and `version`.
  void kind(const FileKind& kind);

  /// The file, with a text `crc32`: in eight hexadecimal digits, the CRC-32 of the bytes of the
  /// arrays, followed by key and value of all other texts in the order of their keys' bytes. Arrays
  /// of larger numbers come first, so that all lie where their type may.
  [[nodiscard]] std::string bytes() const;
  /// The same, whole or not at all. @throws OutputError
  void write(const std::filesystem::path& path) const;

 private:
  struct Array {
    std::string type;
    std::size_t number_size;
    Shape shape;
    std::string bytes;
  };
  std::map<std::string, Array> arrays_;
  std::map<std::string, std::string> texts_;
};

/// Whether a file is HDF5, in which older versions kept models.
[[nodiscard]] bool is_hdf5(std::span<const std::byte> bytes);

/// read(view) of contents of this kind, and every array of it read. Errors begin with `name`.
/// @throws ModelError
template <typename Read>
[[nodiscard]] auto parse(std::span<const std::byte> bytes, const FileKind& kind,
                         const std::filesystem::path& name, const Read& read);
/// The same of a file. @throws InputError, ModelError
template <typename Read>
[[nodiscard]] auto load(const std::filesystem::path& path, const FileKind& kind, const Read& read) {
  const MappedFile file(path);
  return parse(file.bytes(), kind, path, read);
}

/// @throws ModelError that says how files of older versions are taken along
void refuse_hdf5(std::span<const std::byte> bytes, const FileKind& kind);

template <typename Read>
auto parse(std::span<const std::byte> bytes, const FileKind& kind,
           const std::filesystem::path& name, const Read& read) {
  try {
    refuse_hdf5(bytes, kind);
    const View view(bytes);
    view.require(kind);
    auto result = read(view);
    view.require_all_read();
    return result;
  } catch (const ModelError& problem) {
    throw ModelError(with_file(problem.what(), name));
  }
}

}  // namespace poseaae::safetensors
