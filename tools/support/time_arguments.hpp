#pragma once

#include <optional>
#include <string>

#include "poseaae/session/open_model.hpp"
#include "support/command_line.hpp"

namespace poseaae::tools {

/// Options that change the timing of a path before it is decoded, and that describe its movement:
/// `--smooth`, `--slow`, `--fps-out` and `--diagnostics`.
class TimeArguments {
 public:
  explicit TimeArguments(CommandLine& app);
  TimeArguments(const TimeArguments&) = delete;
  TimeArguments& operator=(const TimeArguments&) = delete;

  /// Call before the work starts. @throws UsageError, OutputError
  void check() const;
  /// Smoothed, slowed down and brought to the frame rate asked for, in this order; its detail is
  /// treated alike. @throws UsageError
  /// A path of windows is not slowed down by points between its own, but by playing what it decodes
  /// to more slowly.
  [[nodiscard]] session::Dancer apply(session::Dancer dancer,
                                      const session::OpenModel& model) const;
  /// Prints how the path moves and writes the table, if --diagnostics was given.
  /// @throws OutputError
  void report(session::OpenModel& model, const latent::LatentPath& path) const;

 private:
  [[nodiscard]] latent::LatentPath retimed(latent::LatentPath path) const;

  std::optional<double> smooth_hz_;
  std::optional<double> slow_;
  std::optional<double> fps_;
  std::string diagnostics_path_;
};

}  // namespace poseaae::tools
