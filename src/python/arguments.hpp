#pragma once

#include <pybind11/pybind11.h>

#include <limits>
#include <string>
#include <type_traits>

/// Arguments that pybind11 would take more than it should: 2.7 as the whole number 2, None as an
/// array of one NaN.
namespace poseaae::python {

/// A whole number: whatever has __index__, so that 2.7 and numpy.float32(2) are refused.
template <typename T>
struct Whole {
  T value{};
  operator T() const { return value; }  // NOLINT(google-explicit-constructor): it is one
};
using Int = Whole<int>;

/// Whatever NumPy makes an array of numbers from: an array, numbers in lists. Never None.
struct ArrayLike : pybind11::object {
  static bool is_given(PyObject* object) { return object != Py_None; }
  PYBIND11_OBJECT_DEFAULT(ArrayLike, object, is_given)
};

}  // namespace poseaae::python

namespace pybind11::detail {

template <>
struct handle_type_name<poseaae::python::ArrayLike> {
  static constexpr auto name = const_name("ArrayLike");
};

template <typename T>
struct type_caster<poseaae::python::Whole<T>> {
  PYBIND11_TYPE_CASTER(poseaae::python::Whole<T>, const_name("int"));

  bool load(handle source, bool) {
    if (!source || PyIndex_Check(source.ptr()) == 0) return false;
    const auto number = reinterpret_steal<object>(PyNumber_Index(source.ptr()));
    if (!number) throw error_already_set();
    using Widest = std::conditional_t<std::is_unsigned_v<T>, unsigned long long, long long>;
    Widest found = 0;
    if constexpr (std::is_unsigned_v<T>) {
      found = PyLong_AsUnsignedLongLong(number.ptr());
    } else {
      found = PyLong_AsLongLong(number.ptr());
    }
    const bool beyond_widest = PyErr_Occurred() != nullptr;  // OverflowError: neither has a range
    if (beyond_widest) PyErr_Clear();
    if (beyond_widest || found > std::numeric_limits<T>::max() ||
        found < std::numeric_limits<T>::min()) {
      throw value_error("expected a whole number from " +
                        std::to_string(std::numeric_limits<T>::min()) + " to " +
                        std::to_string(std::numeric_limits<T>::max()) + ", found " +
                        pybind11::str(number).cast<std::string>());
    }
    value.value = static_cast<T>(found);
    return true;
  }
  static handle cast(poseaae::python::Whole<T> source, return_value_policy, handle) {
    return PyLong_FromLongLong(static_cast<long long>(source.value));
  }
};

}  // namespace pybind11::detail
