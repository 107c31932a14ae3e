#pragma once

#include <pybind11/pybind11.h>

#include <limits>
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
    if constexpr (std::is_unsigned_v<T>) {
      const unsigned long long found = PyLong_AsUnsignedLongLong(number.ptr());
      if (PyErr_Occurred() != nullptr) throw error_already_set();
      if (found > std::numeric_limits<T>::max()) throw value_error("the number is too large");
      value.value = static_cast<T>(found);
    } else {
      const long long found = PyLong_AsLongLong(number.ptr());
      if (PyErr_Occurred() != nullptr) throw error_already_set();
      if (found > std::numeric_limits<T>::max() || found < std::numeric_limits<T>::min()) {
        throw value_error("the number is too large");
      }
      value.value = static_cast<T>(found);
    }
    return true;
  }
  static handle cast(poseaae::python::Whole<T> source, return_value_policy, handle) {
    return PyLong_FromLongLong(static_cast<long long>(source.value));
  }
};

}  // namespace pybind11::detail
