#include "poseaae/base/log.hpp"

#include <fmt/chrono.h>
#include <fmt/color.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <map>
#include <memory>
#include <system_error>

#include "poseaae/base/error.hpp"
#include "poseaae/base/utf8.hpp"

namespace poseaae::log {

namespace {

std::atomic<Level> lowest_shown{Level::kInfo};

struct Look {
  const char* name;
  fmt::text_style style;
};

Look look_of(Level level) {
  switch (level) {
    case Level::kDebug:
      return {"debug", fmt::fg(fmt::terminal_color::cyan)};
    case Level::kWarning:
      return {"warning", fmt::fg(fmt::terminal_color::yellow) | fmt::emphasis::bold};
    case Level::kError:
      return {"error", fmt::fg(fmt::terminal_color::red) | fmt::emphasis::bold};
    case Level::kInfo:
      break;
  }
  return {"info", fmt::fg(fmt::terminal_color::green)};
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

/// Of the thread that asks: runs side by side keep logs of their own.
std::vector<File>& files() {
  thread_local std::vector<File> open;
  return open;
}

/// One write, so that the lines of threads do not mix. A line that cannot be written is lost.
void write_line(std::FILE* file, const std::string& line) {
  std::fwrite(line.data(), 1, line.size(), file);
  std::fflush(file);
}

void show(Level level, std::string_view text) {
  static const bool terminal = isatty(STDERR_FILENO) == 1;
  const auto [word, style] = look_of(level);
  const std::string name = terminal ? fmt::format(style, "{}", word) : word;
  write_line(stderr, fmt::format("{}: {}\n", name, text));
}

std::vector<std::pair<std::string, std::string>>& options_for_keys() {
  static std::vector<std::pair<std::string, std::string>> options;
  return options;
}

/// Whether a key beside this character would be part of something longer, such as a path.
bool goes_on(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '/';
}

/// What a warning says, whatever file and numbers it is about: "...: Frame Time 30 was read" and
/// "...: Frame Time 60 was read" are of one kind.
std::string kind_of(const std::string& warning) {
  const auto source = warning.find(": ");
  std::string kind = source == std::string::npos ? warning : warning.substr(source + 2);
  const auto digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
  kind = kind.substr(0, static_cast<std::size_t>(std::ranges::find_if(kind, digit) - kind.begin()));
  return kind.substr(0, kind.find('\''));
}

/// The text with \xNN in place of each control character but tabs and ends of lines: names come
/// from files, and a terminal would obey them.
std::string showable(std::string_view text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool control = (byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7F;
    const bool latin =  // U+0080 to U+009F, in UTF-8
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (latin) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[++i]));
    } else if (control) {
      shown += fmt::format("\\x{:02x}", byte);
    } else {
      shown += text[i];
    }
  }
  return shown;
}

/// The text with options in place of keys.
std::string worded(std::string text) {
  for (const auto& [key, option] : options_for_keys()) {
    for (std::size_t at = 0; (at = text.find(key, at)) != std::string::npos; ++at) {
      const std::size_t end = at + key.size();
      const bool whole =
          (at == 0 || !goes_on(text[at - 1])) && (end == text.size() || !goes_on(text[end]));
      if (whole) text.replace(at, key.size(), option);
    }
  }
  return text;
}

}  // namespace

void say_for(std::string key, std::string option) {
  options_for_keys().emplace_back(std::move(key), std::move(option));
}

void message(Level level, std::string_view said) {
  const std::string text = worded(showable(utf8_text(said)));  // names may be of any encoding
  if (level >= lowest_shown) show(level, text);
  if (files().empty()) return;
  const std::string line =
      fmt::format("{:%Y-%m-%d %H:%M:%S} {} {}\n", fmt::localtime(std::time(nullptr)),
                  look_of(level).name, text);
  for (const File& file : files()) write_line(file.get(), line);
}

void warn_all(const std::vector<std::string>& warnings, std::size_t max_alike) {
  std::map<std::string, std::size_t> alike;
  for (const std::string& line : warnings) {
    const bool shown = ++alike[kind_of(line)] <= max_alike;
    message(shown ? Level::kWarning : Level::kDebug, line);
  }
  for (const auto& [kind, count] : alike) {
    if (count > max_alike) warning("... and {} more like: {}", count - max_alike, kind);
  }
}

void set_level(Level lowest) { lowest_shown = lowest; }

void add_file(const std::filesystem::path& path) {
  File file(std::fopen(path.c_str(), "a"), &std::fclose);
  if (!file) {
    throw OutputError(fmt::format("{}: the log file cannot be opened: {}", path.string(),
                                  std::system_category().message(errno)));
  }
  files().push_back(std::move(file));
}

void close_files() { files().clear(); }

}  // namespace poseaae::log
