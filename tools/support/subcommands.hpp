#pragma once

#include <initializer_list>
#include <memory>

#include "support/command_line.hpp"

namespace poseaae::tools {

/// A subcommand of a program ("pose_style learn"). Its constructor declares its options; run() does
/// the work.
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
  const char* footer;       ///< text below its options in --help; null: that of the program
  std::unique_ptr<Subcommand> (*make)(CommandLine& options);
};
/// Of the class `Kind`, a Subcommand.
template <typename Kind>
constexpr SubcommandKind subcommand(const char* name, const char* description,
                                    const char* footer = nullptr) {
  return {name, description, footer, [](CommandLine& options) -> std::unique_ptr<Subcommand> {
            return std::make_unique<Kind>(options);
          }};
}

/// run_tool() for a program that requires exactly one of its subcommands.
int run_subcommand(CommandLine& app, int argc, char** argv,
                   std::initializer_list<SubcommandKind> kinds);

}  // namespace poseaae::tools
