#pragma once

#include <initializer_list>
#include <memory>

#include "support/command_line.hpp"

namespace poseaae::tools {

/// A part of a program with options of its own ("pose_style learn"): they are declared when it is
/// made, run() does what it says.
class Subcommand {
 public:
  Subcommand() = default;
  Subcommand(const Subcommand&) = delete;
  Subcommand& operator=(const Subcommand&) = delete;
  virtual ~Subcommand() = default;
  virtual void run() = 0;
};

struct SubcommandKind {
  const char* name;
  const char* description;  ///< one line
  std::unique_ptr<Subcommand> (*make)(CommandLine& options);
};

/// run_tool() of a program that is used through exactly one of its subcommands.
int run_subcommand(CommandLine& app, int argc, char** argv,
                   std::initializer_list<SubcommandKind> kinds);

}  // namespace poseaae::tools
