#pragma once

#include "poseaae/mocap/clip.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/mirror.hpp"
#include "python/bindings.hpp"

POSEAAE_NAMED(poseaae::mocap::Up, poseaae::mocap::up_names);
POSEAAE_NAMED(poseaae::mocap::RootRotation, poseaae::mocap::root_rotation_names);

/// Casters and arrays of motion, for all files that bind functions of it.
namespace poseaae::python {

[[nodiscard]] const Names<mocap::Side>& side_names();
[[nodiscard]] const Names<mocap::Part>& part_names();

/// Poses as (N, J, 4) or (N, 4 J), in C order. @throws as array_of() does
template <typename Scalar>
[[nodiscard]] py::array_t<Scalar, py::array::c_style> poses_of(const ArrayLike& given,
                                                               const std::string& what, int joints);

/// Rows of three numbers each: points. @throws as array_of() does
[[nodiscard]] std::vector<mocap::Vec3> points_of(const ArrayLike& given, const std::string& what,
                                                 py::ssize_t count = kAny);
/// (N, 3)
[[nodiscard]] py::array array_of_points(const std::vector<mocap::Vec3>& points);

}  // namespace poseaae::python

POSEAAE_NAMED(poseaae::mocap::Side, poseaae::python::side_names);
POSEAAE_NAMED(poseaae::mocap::Part, poseaae::python::part_names);

namespace pybind11::detail {

/// Three numbers of float64.
template <>
struct type_caster<poseaae::mocap::Vec3> {
  PYBIND11_TYPE_CASTER(poseaae::mocap::Vec3, const_name("ArrayLike"));

  bool load(handle source, bool) {
    if (!source || source.is_none()) return false;
    const auto given = reinterpret_borrow<poseaae::python::ArrayLike>(source);
    value = poseaae::python::vector_of<double>(given, "a point", 3);
    return true;
  }
  static handle cast(const poseaae::mocap::Vec3& source, return_value_policy, handle) {
    return array_t<double>(3, source.data()).release();
  }
};

/// A unit, "cm" or metres a unit; it is a text in Python.
template <>
struct type_caster<poseaae::mocap::Unit> {
  PYBIND11_TYPE_CASTER(poseaae::mocap::Unit, const_name("str"));

  bool load(handle source, bool) {
    if (!source) return false;
    if (PyUnicode_Check(source.ptr()) == 0) return false;
    value = poseaae::mocap::Unit::parse(pybind11::cast<std::string>(source));
    return true;
  }
  static handle cast(const poseaae::mocap::Unit& source, return_value_policy, handle) {
    return str(source.name()).release();
  }
};

}  // namespace pybind11::detail
