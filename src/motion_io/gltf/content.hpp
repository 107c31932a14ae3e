#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/mapped_file.hpp"

namespace poseaae::mocap::gltf {

/// A file of glTF with its numbers: GLB, or JSON with buffers beside it or in data: addresses.
class Content {
 public:
  /// `bytes` must outlive the object. @throws InputError that begins with the file
  Content(std::string_view bytes, std::filesystem::path path);

  [[nodiscard]] const Document& document() const noexcept { return document_; }
  /// Numbers of an accessor of `width` components per element ("VEC3": 3), one element after the
  /// other; integers that are normalised are taken for numbers within [-1, 1] (3.11). Buffers are
  /// read when they are first asked for. @throws InputError where a number would lie outside
  [[nodiscard]] std::vector<double> numbers(std::size_t accessor, std::size_t width);
  /// "FILE: WHAT"
  [[nodiscard]] InputError error(std::string_view what) const;

 private:
  void open(std::string_view bytes);
  [[nodiscard]] const Accessor& checked(std::size_t accessor, std::size_t width) const;
  [[nodiscard]] std::string_view buffer(std::size_t number);
  [[nodiscard]] std::filesystem::path file_beside(const std::string& uri) const;
  struct Span;
  [[nodiscard]] Span span_of(const Place& place, int component, std::size_t width,
                             std::size_t count, std::size_t accessor);
  void replace_sparse(const Accessor& accessor, std::size_t number, std::size_t width,
                      std::vector<double>& values);

  std::filesystem::path path_;
  std::optional<std::string_view> chunk_;  ///< the buffer within a GLB
  Document document_;
  std::map<std::size_t, std::string> decoded_;
  std::map<std::size_t, MappedFile> mapped_;
};

}  // namespace poseaae::mocap::gltf
