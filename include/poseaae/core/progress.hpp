#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace poseaae {

/// A live bar with time left on a terminal, silence elsewhere; always on stderr.
class Progress {
 public:
  /// `enabled` false keeps it silent even on a terminal.
  Progress(std::string label, std::size_t total, bool enabled = true);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// Redraws at most ten times a second; `note` follows the bar.
  void update(std::size_t done, std::string_view note = {});
  /// Removes the bar, so that a line of log can take its place.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  std::string label_;
  std::size_t total_;
  bool live_;
  bool drawn_ = false;
  std::size_t first_ = 0;  ///< done at the first update: a resumed run does not begin at 0
  bool started_ = false;
  Clock::time_point start_{};
  Clock::time_point last_{};
};

/// 75 -> "1:15", 3700 -> "1:01:40"; "?" for what is not finite
[[nodiscard]] std::string format_duration(double seconds);

}  // namespace poseaae
