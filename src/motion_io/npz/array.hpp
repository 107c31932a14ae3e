#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Arrays of NumPy (.npy). The format: numpy.lib.format in NumPy's manual, versions 1 to 3.
namespace poseaae::npz {

using Shape = std::vector<std::size_t>;
/// "(100, 3)"
[[nodiscard]] std::string text_of(const Shape& shape);

/// What the header of an array says.
struct Header {
  char kind = 'f';       ///< f float, i, u integer, b truth, U, S text, O objects, others
  std::size_t item = 8;  ///< bytes of an item
  bool swapped = false;  ///< the other byte order than this machine's
  bool columns = false;  ///< Fortran's order: the first index runs fastest
  Shape shape;

  [[nodiscard]] std::size_t items() const;
  [[nodiscard]] bool is_number() const;
};

/// The header's dictionary, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }".
/// @throws InputError "expected ..., found ..."
[[nodiscard]] Header parse_header(std::string_view dictionary);

/// An array in memory.
struct Array {
  Header header;
  const char* data = nullptr;     ///< in `own`, or in the bytes of the archive
  std::unique_ptr<char[]> own{};  ///< unpacked; none where the archive has the items as they are

  /// All items in the order in which the last index runs fastest. f2, f4, f8, i, u of 1 to 8 bytes,
  /// truth values as 0 and 1. @throws InputError for others, and for numbers that are not finite
  [[nodiscard]] std::vector<double> numbers() const;
  /// Of kind U or S, in UTF-8, without the zeros that fill them. @throws InputError for others
  [[nodiscard]] std::vector<std::string> texts() const;
};

/// The bytes before the data of an array of this machine's order, with a size that is a multiple of
/// 64. `type`: "f4", "f8", "i4", "U12".
[[nodiscard]] std::string header_bytes(std::string_view type, const Shape& shape);

/// Texts as items of equal size, kind U: UTF-32 filled up with zeros. `letters`: of the longest.
[[nodiscard]] std::string text_items(const std::vector<std::string>& texts, std::size_t& letters);

}  // namespace poseaae::npz
