#pragma once

#include <pybind11/numpy.h>

#include <Eigen/Core>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "poseaae/math/batch.hpp"
#include "python/arguments.hpp"

/// Arrays to and from NumPy.
namespace poseaae::python {

namespace py = pybind11;

/// A size that an array is asked for; kAny stands for any.
inline constexpr py::ssize_t kAny = -1;
struct Shape {
  std::string text;  ///< as messages say it: "(N, 88)"
  std::vector<py::ssize_t> sizes;
};

/// The array in C order, the given one where it is that already. Numbers of another type are
/// converted. `what` begins messages. @throws py::type_error for what is no array of numbers,
/// UsageError for an array of none of these shapes
template <typename Scalar>
[[nodiscard]] py::array_t<Scalar, py::array::c_style> array_of(const py::handle& given,
                                                               const std::string& what,
                                                               const std::vector<Shape>& shapes);

/// The numbers of an array of which all but the first size are `width` together, as rows of it.
/// They belong to the array.
template <typename Scalar>
using RowsOf = Eigen::Map<const BatchOf<Scalar>>;
template <typename Scalar>
[[nodiscard]] RowsOf<Scalar> rows_in(const py::array_t<Scalar, py::array::c_style>& array,
                                     py::ssize_t width) {
  return {array.data(), width == 0 ? 0 : array.size() / width, width};
}

/// @throws UsageError naming the first number that is not finite, "WHAT: ..., found nan at [3, 0]"
void require_finite(const RowsOf<float>& rows, const std::string& what);

/// (N, width). @throws as array_of() does
[[nodiscard]] Batch batch_of(const ArrayLike& given, const std::string& what,
                             py::ssize_t width = kAny);
/// (N). @throws as array_of() does
template <typename Scalar>
[[nodiscard]] Eigen::Matrix<Scalar, Eigen::Dynamic, 1> vector_of(const ArrayLike& given,
                                                                 const std::string& what,
                                                                 py::ssize_t size = kAny);

/// The numbers of `values` as an array of that shape, which owns them from now on: no copy.
template <typename Container>
[[nodiscard]] py::array owned(Container values, std::vector<py::ssize_t> shape) {
  using Scalar = std::remove_cvref_t<decltype(*values.data())>;
  auto* kept = new Container(std::move(values));
  const py::capsule owner(kept, [](void* object) { delete static_cast<Container*>(object); });
  return py::array_t<Scalar>(std::move(shape), kept->data(), owner);
}

/// The numbers at `data`, which `owner` keeps, as an array that shows and changes them in place.
template <typename Scalar>
[[nodiscard]] py::array view_of(Scalar* data, std::vector<py::ssize_t> shape,
                                const py::handle& owner) {
  py::array_t<std::remove_const_t<Scalar>> array(std::move(shape), data, owner);
  if constexpr (std::is_const_v<Scalar>) array.attr("flags").attr("writeable") = false;
  return array;
}

}  // namespace poseaae::python
