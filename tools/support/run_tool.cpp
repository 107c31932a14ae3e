#include "support/run_tool.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <new>
#include <optional>

#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/outputs.hpp"
#include "poseaae/base/paths.hpp"

namespace poseaae::tools {

namespace {

// Results are only results once they are written: a full disk behind stdout is a failure too.
void flush_results() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw OutputError("standard output: cannot write the results; check whether the disk is full");
  }
}

}  // namespace

int run_tool(CommandLine& app, int argc, char** argv, const std::function<void()>& body) {
  if (const std::optional<int> ended = app.parse(argc, argv)) return *ended;
  exit_on_interrupt();
  try {
    app.check_outputs();
    guard_outputs(app.outputs());
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

void require_extension(const std::string& option, const std::filesystem::path& output,
                       const std::string& extension) {
  if (lower_extension(output) == extension) return;
  throw UsageError(fmt::format("{}: expected a name that ends in {}, found '{}'", option, extension,
                               output.string()));
}

}  // namespace poseaae::tools
