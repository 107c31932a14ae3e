#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pybind11/pybind11.h>

#include <string>

#include "poseaae/base/error.hpp"
#include "poseaae/base/names.hpp"

/// Values of enumerations, as the words that programs and files have for them.
namespace poseaae::python {

/// The value of `word`. @throws UsageError with all words
template <typename Enum>
[[nodiscard]] Enum named(const std::string& word, const Names<Enum>& names) {
  if (const auto value = value_of(word, names)) return *value;
  throw UsageError(
      fmt::format("expected one of {}, found '{}'", fmt::join(words_of(names), ", "), word));
}

/// A caster between an enumeration and text, by its `names`.
template <typename Enum, const Names<Enum>& (*names)()>
struct NamedCaster {
  PYBIND11_TYPE_CASTER(Enum, pybind11::detail::const_name("str"));

  bool load(pybind11::handle source, bool) {
    if (!source || PyUnicode_Check(source.ptr()) == 0) return false;
    value = named(pybind11::cast<std::string>(source), names());
    return true;
  }
  static pybind11::handle cast(Enum source, pybind11::return_value_policy, pybind11::handle) {
    return pybind11::str(name_of(source, names())).release();
  }
};

}  // namespace poseaae::python

/// At global scope: POSEAAE_NAMED(poseaae::mocap::Up, poseaae::mocap::up_names)
#define POSEAAE_NAMED(Enum, names) \
  template <>                      \
  struct pybind11::detail::type_caster<Enum> : poseaae::python::NamedCaster<Enum, names> {}
