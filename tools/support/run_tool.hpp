#pragma once

#include <functional>

#include "support/command_line.hpp"

namespace poseaae::tools {

/// Parses the command line and runs `body`, turning whatever is thrown into one clear line on
/// stderr and the exit code that belongs to it (core/error.hpp).
int run_tool(CommandLine& app, int argc, char** argv, const std::function<void()>& body);

}  // namespace poseaae::tools
