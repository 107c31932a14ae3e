#pragma once

#include <string>

namespace poseaae::python {

/// The text of an error, in which options of the programs ("--resume", "--set data.fps=30") are
/// what Python calls them: keys of a configuration, arguments and fields, methods. An option that
/// has no other name is the argument of its own name ("--root-rotation": root_rotation).
[[nodiscard]] std::string in_python(std::string text);

}  // namespace poseaae::python
