#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "poseaae/base/error.hpp"
#include "python/arguments.hpp"

namespace poseaae::python {

namespace py = pybind11;

/// A struct of options as a Python class: its fields are attributes, and keyword arguments of its
/// constructor, under their own names and with the struct's own defaults.
template <typename Struct>
class Options {
 public:
  Options(const py::handle& scope, const char* name, const char* doc) : class_(scope, name, doc) {
    class_.def(py::init([names = names_](const py::kwargs& fields) {
      auto made = std::make_unique<Struct>();
      const py::object shown = py::cast(made.get(), py::return_value_policy::reference);
      for (const auto& [key, value] : fields) {
        const auto field = key.template cast<std::string>();
        if (std::ranges::find(*names, field) == names->end()) {
          const std::string near = nearest_word(field, *names);
          throw py::type_error(fmt::format("unexpected field '{}'{}; expected {}", field,
                                           near.empty() ? "" : ", did you mean '" + near + "'?",
                                           fmt::join(*names, ", ")));
        }
        set(shown, field, value);
      }
      return made;
    }));
    class_.def("__repr__", [names = names_](const py::object& self) {
      std::string text =
          py::str(py::type::of(self).attr("__name__")).template cast<std::string>() + "(";
      for (const std::string& field : *names) {
        if (text.back() != '(') text += ", ";
        text += field + "=" + py::repr(self.attr(field.c_str())).template cast<std::string>();
      }
      return text + ")";
    });
    class_.def("__copy__", [](const Struct& self) { return Struct(self); });
    class_.def("__deepcopy__", [](const Struct& self, const py::dict&) { return Struct(self); });
  }

  template <typename Field>
  Options& field(const char* name, Field Struct::*member, const char* doc) {
    return property(
        name, [member](const Struct& self) -> const Field& { return self.*member; },
        [member](Struct& self, typename Argument<Field>::type value) {
          self.*member = Field(value);
        },
        doc);
  }
  /// A field that Python sees otherwise than as it is.
  template <typename Get, typename Set>
  Options& property(const char* name, const Get& get, const Set& set, const char* doc) {
    class_.def_property(name, py::cpp_function(get, py::return_value_policy::copy), set, doc);
    names_->emplace_back(name);
    return *this;
  }

  /// The class, for what is not a field.
  [[nodiscard]] py::class_<Struct>& type() { return class_; }

 private:
  /// A value that is not possible is refused with the name of its field.
  static void set(const py::object& object, const std::string& field, const py::handle& value) {
    try {
      object.attr(field.c_str()) = value;
    } catch (py::error_already_set& error) {
      const std::string text = py::str(error.value()).template cast<std::string>();
      if (!error.matches(PyExc_ValueError) || text.starts_with(field)) throw;
      const py::object named = error.type()(field + ": " + text);
      PyErr_SetObject(error.type().ptr(), named.ptr());
      throw py::error_already_set();
    }
  }
  /// Whole numbers are taken as nothing else.
  template <typename Field>
  struct Argument {
    using type = std::conditional_t<std::is_integral_v<Field> && !std::is_same_v<Field, bool>,
                                    Whole<Field>, const Field&>;
  };
  template <typename Field>
  requires std::is_same_v<Field, std::optional<int>>
  struct Argument<Field> {
    using type = const std::optional<Int>&;
  };

  std::shared_ptr<std::vector<std::string>> names_ = std::make_shared<std::vector<std::string>>();
  py::class_<Struct> class_;
};

/// An argument that is such a struct with its defaults, which signatures show as "...": the class
/// has them.
template <typename Struct>
[[nodiscard]] py::arg_v with_defaults(const char* name) {
  return {name, Struct{}, "..."};
}

}  // namespace poseaae::python
