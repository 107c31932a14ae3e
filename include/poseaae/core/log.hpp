#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Messages for people, on stderr; results go to stdout by other means.
namespace poseaae::log {

enum class Level { kDebug, kInfo, kWarning, kError };

void message(Level level, std::string_view text);
void set_level(Level lowest_shown);
/// From now on this thread's messages of any level also go to this file (appended). Another
/// thread's do not: several runs may go on side by side, each with its log. @throws OutputError
void add_file(const std::filesystem::path& path);
/// Closes what add_file() opened on this thread.
void close_files();

/// Warnings in a row: at most `max_lines` of them, then how many more there were.
void warn_all(const std::vector<std::string>& warnings, std::size_t max_lines = 8);

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
