#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace poseaae::tools {

/// Parses the command line and runs `body`, turning whatever is thrown into one clear line on
/// stderr and the exit code that belongs to it (core/error.hpp). `--version` is added.
int run_tool(CLI::App& app, int argc, char** argv, const std::function<void()>& body);

}  // namespace poseaae::tools
