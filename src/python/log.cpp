#include "poseaae/base/log.hpp"

#include "poseaae/base/installed.hpp"
#include "python/bindings.hpp"

namespace poseaae::python {

namespace {

const Names<log::Level>& level_names() {
  static const Names<log::Level> names{{"debug", log::Level::kDebug},
                                       {"info", log::Level::kInfo},
                                       {"warning", log::Level::kWarning},
                                       {"error", log::Level::kError}};
  return names;
}

}  // namespace

void bind_log(py::module_& m) {
  m.def(
      "set_level", [](const std::string& lowest) { log::set_level(named(lowest, level_names())); },
      "lowest"_a,
      "From now on, messages below this level are not shown: \"debug\", \"info\" (as it begins), "
      "\"warning\" "
      "or \"error\".");
}

}  // namespace poseaae::python
