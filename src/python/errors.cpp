#include <filesystem>

#include "poseaae/base/error.hpp"
#include "python/bindings.hpp"
#include "python/wording.hpp"

namespace poseaae::python {

namespace {

/// The class of that name in poseaae/_errors.py.
py::object error_class(const char* name) {
  return py::module_::import("poseaae._errors").attr(name);
}

void raise(const char* name, const Error& error) {
  const py::object type = error_class(name);
  const py::object raised = type(in_python(error.what()));
  PyErr_SetObject(type.ptr(), raised.ptr());
}

void raise(const ParseError& error) {
  const py::object type = error_class("ParseError");
  const py::object raised = type(error.what());
  raised.attr("file") = error.file();
  raised.attr("line") = error.line();
  raised.attr("column") = error.column();
  raised.attr("expected") = error.expected();
  raised.attr("found") = error.found();
  PyErr_SetObject(type.ptr(), raised.ptr());
}

/// As Python's own functions raise them, with number, text and file.
void raise(const std::filesystem::filesystem_error& error) {
  const py::object type = py::module_::import("builtins").attr("OSError");
  const py::object raised =
      type(error.code().value(), error.code().message(), error.path1().string());
  PyErr_SetObject(py::type::of(raised).ptr(), raised.ptr());
}

void translate(std::exception_ptr pointer) {
  try {
    if (pointer) std::rethrow_exception(pointer);
  } catch (const ParseError& error) {
    raise(error);
  } catch (const ModelError& error) {
    raise("ModelError", error);
  } catch (const InputError& error) {
    raise("InputError", error);
  } catch (const ConfigError& error) {
    raise("ConfigError", error);
  } catch (const UsageError& error) {
    raise("UsageError", error);
  } catch (const OutputError& error) {
    raise("OutputError", error);
  } catch (const TrainingError& error) {
    raise("TrainingError", error);
  } catch (const Interrupted& error) {
    raise("Interrupted", error);
  } catch (const Error& error) {
    raise("Error", error);
  } catch (const std::filesystem::filesystem_error& error) {
    raise(error);
  }
}

}  // namespace

void bind_errors() { py::register_exception_translator(translate); }

}  // namespace poseaae::python
