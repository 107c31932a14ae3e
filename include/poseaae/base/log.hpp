#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Messages on stderr. Results are printed to stdout and do not pass through here.
namespace poseaae::log {

enum class Level { kDebug, kInfo, kWarning, kError };

void message(Level level, std::string_view text);
void set_level(Level lowest);
/// From now on, messages of this thread, of every level, are also appended to this file. Those of
/// other threads are not, so that several runs can go on side by side, each with its own log.
/// @throws OutputError
void add_file(const std::filesystem::path& path);
/// Closes what add_file() opened on this thread.
void close_files();

/// From now on, messages say `option` where a text has the configuration key `key`: a program that
/// has no configuration names the option that stands for it. To be called before any threads begin.
void say_for(std::string key, std::string option);

/// Logs the warnings, of each kind (a file and numbers apart) the first `max_alike`, then how many
/// more there were; log files have them all.
void warn_all(const std::vector<std::string>& warnings, std::size_t max_alike = 3);
/// The result of a function that returns its `warnings` with it: logs them.
template <typename Result>
[[nodiscard]] Result warned(Result result) {
  warn_all(result.warnings);
  return result;
}

template <typename... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  message(Level::kInfo, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void warning(fmt::format_string<Args...> format, Args&&... args) {
  message(Level::kWarning, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  message(Level::kError, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace poseaae::log
