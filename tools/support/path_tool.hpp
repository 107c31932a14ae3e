#pragma once

#include "support/path_arguments.hpp"
#include "support/run_tool.hpp"
#include "support/time_arguments.hpp"

namespace poseaae::tools {

/// The main of a program that makes one path through a model's latent space and gives it back as
/// motion. `Arguments` are its own options:
///   void add_to(CommandLine&);
///   void check();                                  before anything is read or written; UsageError
///   session::Dancer make_path(session::OpenModel&);
///   static constexpr bool kFollowsClips            whether that is the path of a clip
template <typename Arguments>
int run_path_tool(CommandLine& app, int argc, char** argv) {
  Arguments arguments;
  PathArguments path_arguments(app, Arguments::kFollowsClips);
  arguments.add_to(app);
  TimeArguments time(app);
  return run_tool(app, argc, argv, [&] {
    arguments.check();
    time.check();
    auto model = path_arguments.load();
    const session::Dancer dancer = time.apply(arguments.make_path(model), model);
    path_arguments.finish(model, {dancer});
    time.report(model, dancer.path);
  });
}

}  // namespace poseaae::tools
