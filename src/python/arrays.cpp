#include "python/arrays.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "poseaae/base/error.hpp"

namespace poseaae::python {

namespace {

/// "(3, 4)", as Python writes it.
std::string shape_of(const py::array& array) {
  return py::str(array.attr("shape")).cast<std::string>();
}

/// "bool", "object", "<U5"
std::string type_of(const py::array& array) { return py::str(array.dtype()).cast<std::string>(); }

bool fits(const py::array& array, const Shape& shape) {
  if (array.ndim() != static_cast<py::ssize_t>(shape.sizes.size())) return false;
  return std::ranges::equal(
      shape.sizes, std::span(array.shape(), shape.sizes.size()),
      [](py::ssize_t asked, py::ssize_t found) { return asked == kAny || asked == found; });
}

void require_shape(const py::array& array, const std::string& what,
                   const std::vector<Shape>& shapes) {
  std::string expected;
  for (const Shape& shape : shapes) {
    if (fits(array, shape)) return;
    expected += (expected.empty() ? "" : " or ") + shape.text;
  }
  throw UsageError(
      fmt::format("{}: expected an array of shape {}, found {}", what, expected, shape_of(array)));
}

}  // namespace

void require_finite(const RowsOf<float>& rows, const std::string& what) {
  if (rows.allFinite()) return;
  for (Eigen::Index row = 0; row < rows.rows(); ++row) {
    for (Eigen::Index column = 0; column < rows.cols(); ++column) {
      if (std::isfinite(rows(row, column))) continue;
      throw UsageError(fmt::format("{}: expected finite numbers, found {} at [{}, {}]", what,
                                   rows(row, column), row, column));
    }
  }
}

template <typename Scalar>
py::array_t<Scalar, py::array::c_style> array_of(const py::handle& given, const std::string& what,
                                                 const std::vector<Shape>& shapes) {
  py::array array = py::array::ensure(given);
  if (!array) PyErr_Clear();
  const char kind = array ? array.dtype().kind() : 'O';
  if (kind != 'f' && kind != 'i' && kind != 'u') {
    throw py::type_error(
        fmt::format("{}: expected an array of numbers, found {}{}", what,
                    py::str(py::type::of(given).attr("__name__")).cast<std::string>(),
                    py::isinstance<py::array>(given) ? " of dtype " + type_of(array) : ""));
  }
  require_shape(array, what, shapes);
  using Wanted = py::array_t<Scalar, py::array::c_style | py::array::forcecast>;
  const auto converted = Wanted::ensure(array);
  if (!converted) throw py::error_already_set();
  return py::reinterpret_borrow<py::array_t<Scalar, py::array::c_style>>(converted);
}

template py::array_t<float, py::array::c_style> array_of<float>(const py::handle&,
                                                                const std::string&,
                                                                const std::vector<Shape>&);
template py::array_t<double, py::array::c_style> array_of<double>(const py::handle&,
                                                                  const std::string&,
                                                                  const std::vector<Shape>&);

Batch batch_of(const ArrayLike& given, const std::string& what, py::ssize_t width) {
  const auto text =
      width == kAny ? std::string("(rows, columns)") : fmt::format("(rows, {})", width);
  const auto array = array_of<float>(given, what, {{text, {kAny, width}}});
  return rows_in(array, array.shape(1));
}

template <typename Scalar>
Eigen::Matrix<Scalar, Eigen::Dynamic, 1> vector_of(const ArrayLike& given, const std::string& what,
                                                   py::ssize_t size) {
  const auto text = size == kAny ? std::string("(numbers,)") : fmt::format("({},)", size);
  const auto array = array_of<Scalar>(given, what, {{text, {size}}});
  return Eigen::Map<const Eigen::Matrix<Scalar, Eigen::Dynamic, 1>>(array.data(), array.size());
}

template Eigen::VectorXf vector_of<float>(const ArrayLike&, const std::string&, py::ssize_t);
template Eigen::VectorXd vector_of<double>(const ArrayLike&, const std::string&, py::ssize_t);

}  // namespace poseaae::python
