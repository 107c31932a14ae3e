#include "support/run_tool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <new>

#include "poseaae/core/error.hpp"
#include "poseaae/core/log.hpp"

namespace poseaae::tools {

namespace {

// Results are only results once they are written: a full disk behind stdout is a failure too.
void flush_results() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw OutputError("standard output: cannot write the results; check whether the disk is full");
  }
}

/// Breaks lines between words where they would leave the terminal; line breaks of the text stay.
std::string wrapped(const std::string& text, std::size_t width) {
  std::string result;
  std::size_t column = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    if (column > 0 && column + (end - begin) > width) {
      result.back() = '\n';  // the blank before this word
      column = 0;
    }
    const std::size_t next = std::min(end + 1, text.size());
    result.append(text, begin, next - begin);
    column = end < text.size() && text[end] == '\n' ? 0 : column + (next - begin);
    begin = next;
  }
  return result;
}

class WrappingFormatter : public CLI::Formatter {
 public:
  std::string make_option_desc(const CLI::Option* option) const override {
    constexpr std::size_t kWidth = 64;
    return wrapped(option->get_description(), kWidth);
  }
};

}  // namespace

int run_tool(CLI::App& app, int argc, char** argv, const std::function<void()>& body) {
  app.set_version_flag("--version", "PoseAAE " POSEAAE_VERSION);
  const auto formatter = std::make_shared<WrappingFormatter>();
  constexpr std::size_t kOptionWidth = 34;
  formatter->column_width(kOptionWidth);
  app.formatter(formatter);
  for (CLI::App* command : app.get_subcommands({})) command->formatter(formatter);
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
