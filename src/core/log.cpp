#include "poseaae/core/log.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "poseaae/core/error.hpp"

namespace poseaae::log {

namespace {

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarning:
      return spdlog::level::warn;
    case Level::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

using Sinks = std::vector<std::shared_ptr<spdlog::sinks::sink>>;

/// Of the thread that asks: runs side by side keep logs of their own.
Sinks& files() {
  thread_local Sinks sinks;
  return sinks;
}

spdlog::logger& logger() {
  static const auto instance = [] {
    auto console = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
    console->set_pattern("%^%l%$: %v");
    auto made = std::make_shared<spdlog::logger>("poseaae", console);
    made->set_level(spdlog::level::debug);
    console->set_level(spdlog::level::info);
    return made;
  }();
  return *instance;
}

}  // namespace

void message(Level level, std::string_view text) {
  const spdlog::string_view_t view(text.data(), text.size());
  logger().log(to_spdlog(level), view);
  for (const auto& file : files()) {
    file->log(spdlog::details::log_msg(logger().name(), to_spdlog(level), view));
    file->flush();
  }
}

void warn_all(const std::vector<std::string>& warnings, std::size_t max_lines) {
  for (std::size_t i = 0; i < std::min(max_lines, warnings.size()); ++i) warning("{}", warnings[i]);
  if (warnings.size() > max_lines) warning("... and {} more warnings", warnings.size() - max_lines);
}

void set_level(Level lowest_shown) { logger().sinks().front()->set_level(to_spdlog(lowest_shown)); }

void add_file(const std::filesystem::path& path) {
  try {
    auto file = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path.string());
    file->set_pattern("%Y-%m-%d %H:%M:%S %l %v");
    files().push_back(std::move(file));
  } catch (const spdlog::spdlog_ex& failure) {
    throw OutputError(failure.what());
  }
}

void close_files() { files().clear(); }

}  // namespace poseaae::log
