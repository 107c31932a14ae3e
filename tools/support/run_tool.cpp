#include "support/run_tool.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <new>

#include "poseaae/core/error.hpp"
#include "poseaae/core/log.hpp"

namespace poseaae::tools {

namespace {

// Results are only results once they are written: a full disk behind stdout is a failure too.
void flush_results() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw OutputError("standard output: cannot write the results; is the disk full?");
  }
}

}  // namespace

int run_tool(CLI::App& app, int argc, char** argv, const std::function<void()>& body) {
  app.set_version_flag("--version", "PoseAAE " POSEAAE_VERSION);
  app.get_formatter()->column_width(34);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    if (problem.get_exit_code() == 0) return app.exit(problem);
    log::error("{}; see {} --help", problem.what(), app.get_name());
    return static_cast<int>(ExitCode::kUsage);
  }
  try {
    body();
    flush_results();
    return static_cast<int>(ExitCode::kDone);
  } catch (const Error& problem) {
    log::error("{}", problem.what());
    return static_cast<int>(problem.exit_code());
  } catch (const std::bad_alloc&) {
    log::error("out of memory; try fewer frames, a smaller picture or a smaller batch");
  } catch (const std::exception& problem) {
    log::error("{}", problem.what());
  }
  return static_cast<int>(ExitCode::kFailed);
}

}  // namespace poseaae::tools
