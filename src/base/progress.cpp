#include "poseaae/base/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace poseaae {

Progress::Progress(std::string label, std::size_t total, bool enabled)
    : label_(std::move(label)),
      total_(std::max<std::size_t>(total, 1)),
      live_(enabled && ::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() { clear(); }

void Progress::update(std::size_t done, std::string_view note) {
  if (!live_) return;
  const auto now = Clock::now();
  if (!started_) {
    started_ = true;
    first_ = done;
    start_ = now;
  }
  if (drawn_ && done < total_ && now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  constexpr std::size_t kWidth = 30;
  const std::size_t filled = std::min(kWidth, done * kWidth / total_);
  std::string line = fmt::format("\r\x1b[K{} [{}{}] {}/{}", label_, std::string(filled, '='),
                                 std::string(kWidth - filled, ' '), done, total_);
  if (done > first_) {
    const double elapsed = std::chrono::duration<double>(now - start_).count();
    const double each = elapsed / static_cast<double>(done - first_);
    line += fmt::format(
        " ETA {}", format_duration(each * static_cast<double>(total_ - std::min(done, total_))));
  }
  if (!note.empty()) line += fmt::format("  {}", note);
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

void Progress::clear() {
  if (!drawn_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  drawn_ = false;
}

std::string format_duration(double seconds) {
  if (!std::isfinite(seconds)) return "?";
  const auto whole = static_cast<long long>(std::llround(std::max(0.0, seconds)));
  const long long hours = whole / 3600;
  const long long minutes = whole / 60 % 60;
  if (hours > 0) return fmt::format("{}:{:02}:{:02}", hours, minutes, whole % 60);
  return fmt::format("{}:{:02}", minutes, whole % 60);
}

}  // namespace poseaae
