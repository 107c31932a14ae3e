#include "support/run_tool.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio_ext.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <new>
#include <optional>
#include <system_error>

#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/outputs.hpp"
#include "poseaae/base/paths.hpp"

namespace poseaae::tools {

namespace {

// Results are only results once they are written: a full disk behind stdout is a failure too. A
// reader that left is none, where a closed pipe does not end the program (InterruptGuard).
void flush_results() {
  errno = 0;
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    if (errno == EPIPE) return;
    throw OutputError("standard output: cannot write the results; check whether the disk is full");
  }
}

/// A standard stream that is closed would be the next file that is opened, and what is printed
/// would go into it. In its place, one that only can be read: writing fails as it did.
void fill_standard_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    if (::fcntl(stream, F_GETFD) != -1) continue;
    static_cast<void>(::open("/dev/null", O_RDONLY));  // takes the lowest free number
  }
}

}  // namespace

int run_tool(CommandLine& app, int argc, char** argv, const std::function<void()>& body) {
  fill_standard_streams();
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
  } catch (const std::system_error& problem) {  // of printing
    if (problem.code() == std::errc::broken_pipe) return static_cast<int>(ExitCode::kDone);
    log::error("{}", problem.what());
  } catch (const std::exception& problem) {
    log::error("{}", problem.what());
  }
  return static_cast<int>(ExitCode::kFailed);
}

void print_what_is_kept(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) {
    return;
  }
  if (errno != EPIPE && errno != EBADF) flush_results();
  ::__fpurge(stdout);
  std::clearerr(stdout);
}

void require_extension(const std::string& option, const std::filesystem::path& output,
                       const std::string& extension) {
  if (lower_extension(output) == extension) return;
  throw UsageError(fmt::format("{}: expected a name that ends in {}, found '{}'", option, extension,
                               output.string()));
}

}  // namespace poseaae::tools
