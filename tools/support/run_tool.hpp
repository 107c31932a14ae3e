#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "support/command_line.hpp"

namespace poseaae::tools {

/// Parses the command line and runs `body`, turning every exception into one clear line on stderr
/// and its exit code (base/error.hpp). Adds `--version`. Ctrl-C leaves no temporary file, unless
/// `body` handles it itself (base/interrupt.hpp).
int run_tool(CommandLine& app, int argc, char** argv, const std::function<void()>& body);

/// Prints results that are in a file too: a stdout that is closed, or that nobody reads any more,
/// is no failure then. @throws OutputError on any other (a full disk)
void print_what_is_kept(const std::string& text);

/// @throws UsageError unless the name of this output ends in the extension
void require_extension(const std::string& option, const std::filesystem::path& output,
                       const std::string& extension);

}  // namespace poseaae::tools
