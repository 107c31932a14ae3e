#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace poseaae {

/// A progress bar with the remaining time on stderr, if that is a terminal; otherwise nothing.
class Progress {
 public:
  /// With `enabled` false there is no bar even on a terminal.
  Progress(std::string label, std::size_t total, bool enabled = true);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// Redraws at most ten times a second; `note` follows the bar.
  void update(std::size_t done, std::string_view note = {});
  /// Removes the bar, so that a log message can be printed in its place.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  std::string label_;
  std::size_t total_;
  bool live_;
  bool drawn_ = false;
  std::size_t first_ = 0;  ///< `done` at the first update: a resumed run does not begin at 0
  bool started_ = false;
  Clock::time_point start_{};
  Clock::time_point last_{};
};

/// 75 -> "1:15", 3700 -> "1:01:40"; "?" for what is not finite
[[nodiscard]] std::string format_duration(double seconds);

}  // namespace poseaae
