#pragma once

#include <pybind11/eigen.h>
#include <pybind11/functional.h>
#include <pybind11/numpy.h>
#include <pybind11/operators.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "python/arguments.hpp"
#include "python/arrays.hpp"
#include "python/named.hpp"
#include "python/options.hpp"

/// The Python package: what each C++ module offers, under the module's own name. One file for each.
namespace poseaae::python {

namespace py = pybind11;
using namespace py::literals;

/// The library's exceptions as those of poseaae/_errors.py, with their text and exit code.
void bind_errors();

/// Each gets the Python module of its name, poseaae.mocap and so on, in the order in which one uses
/// the classes of another.
void bind_log(py::module_& m);
void bind_clips(py::module_& m);
void bind_footing(py::module_& m);
void bind_retarget(py::module_& m);
void bind_models(py::module_& m);
void bind_latent(py::module_& m);
void bind_dataset(py::module_& m);
void bind_attributes(py::module_& m);
void bind_session(py::module_& m);
void bind_metrics(py::module_& m);
void bind_render(py::module_& m);
void bind_training(py::module_& m);
void bind_evaluation(py::module_& m);

/// Calls `work` while other Python threads run. It must touch no Python object.
template <typename Work>
decltype(auto) without_gil(const Work& work) {
  const py::gil_scoped_release release;
  return work();
}

}  // namespace poseaae::python
