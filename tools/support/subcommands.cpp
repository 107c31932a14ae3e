#include "support/subcommands.hpp"

#include <vector>

#include "support/run_tool.hpp"

namespace poseaae::tools {

int run_subcommand(CommandLine& app, int argc, char** argv,
                   std::initializer_list<SubcommandKind> kinds) {
  struct Entry {
    CommandLine* options;
    std::unique_ptr<Subcommand> subcommand;
  };
  std::vector<Entry> entries;
  for (const SubcommandKind& kind : kinds) {
    CommandLine& options = app.add_subcommand(kind.name, kind.description);
    if (kind.footer != nullptr) options.footer(kind.footer);
    entries.push_back({&options, kind.make(options)});
  }
  return run_tool(app, argc, argv, [&] {
    for (const Entry& entry : entries) {
      if (entry.options->parsed()) entry.subcommand->run();
    }
  });
}

}  // namespace poseaae::tools
