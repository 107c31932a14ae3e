#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "array.hpp"
#include "zip.hpp"

/// Archives of arrays with names, as np.savez() writes them (.npz).
namespace poseaae::npz {

/// Numbers with their shape; the last index runs fastest.
struct Numbers {
  Shape shape;
  std::vector<double> values;
  /// Of the first index.
  [[nodiscard]] std::size_t rows() const { return shape.empty() ? 1 : shape.front(); }
};

/// Reads arrays by name, each when it is asked for. What nobody asks for is never unpacked, so that
/// objects in an array that is not needed do no harm; objects are never loaded.
class Archive {
 public:
  /// `bytes` must outlive it. @throws InputError for what is no archive: of a pickle, it says how
  /// to make an archive of it
  Archive(std::string_view bytes, const std::filesystem::path& file);

  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> names() const;

  /// `shape`: how many of each index there are, 0 for any number of them; {} for any shape.
  /// @throws InputError that names the array
  [[nodiscard]] Numbers numbers(const std::string& name, const Shape& shape = {}) const;
  /// A single number, in an array of any shape with one item.
  [[nodiscard]] double number(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> texts(const std::string& name) const;

  /// @throws InputError that begins with the file
  [[noreturn]] void fail(std::string_view what) const;
  [[nodiscard]] const std::filesystem::path& file() const noexcept { return file_; }

 private:
  [[nodiscard]] const ZipEntry* find(std::string_view name) const;
  [[nodiscard]] Array array(const std::string& name) const;
  [[nodiscard]] std::size_t begin(const ZipEntry& entry, const ZipReader::Take& take,
                                  Header& header) const;

  std::filesystem::path file_;
  ZipReader zip_;
};

/// Makes such an archive.
class ArchiveWriter {
 public:
  void add(const std::string& name, std::span<const float> values, const Shape& shape);
  void add(const std::string& name, std::span<const double> values, const Shape& shape);
  void add(const std::string& name, std::span<const std::int32_t> values, const Shape& shape);
  void add(const std::string& name, const std::vector<std::string>& texts);
  /// A single one, of shape ().
  void add(const std::string& name, double value);
  void add(const std::string& name, const std::string& text);
  /// @throws OutputError
  void save(const std::filesystem::path& path);

 private:
  void add(const std::string& name, std::string_view type, std::string_view data,
           const Shape& shape);
  ZipWriter zip_;
};

}  // namespace poseaae::npz
