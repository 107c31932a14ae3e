#pragma once

#include <functional>

#include "support/command_line.hpp"

namespace poseaae::tools {

/// Parses the command line and runs `body`, turning every exception into one clear line on stderr
/// and its exit code (base/error.hpp). Adds `--version`. Ctrl-C leaves no temporary file, unless
/// `body` handles it itself (base/interrupt.hpp).
int run_tool(CommandLine& app, int argc, char** argv, const std::function<void()>& body);

}  // namespace poseaae::tools
