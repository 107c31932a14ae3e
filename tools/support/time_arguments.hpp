#pragma once

#include <optional>
#include <string>

#include "poseaae/model/pose_autoencoder.hpp"
#include "support/command_line.hpp"
#include "support/path_arguments.hpp"

namespace poseaae::tools {

/// What any path can do in time before it is decoded, and how it moves: `--smooth`, `--slow`,
/// `--fps-out` and `--diagnostics`.
class TimeArguments {
 public:
  explicit TimeArguments(CommandLine& app);
  TimeArguments(const TimeArguments&) = delete;
  TimeArguments& operator=(const TimeArguments&) = delete;

  /// Before the work. @throws UsageError, OutputError
  void check() const;
  /// Smoothed, slowed down and brought to the frame rate asked for, in this order; its detail goes
  /// along. @throws UsageError
  [[nodiscard]] TitledPath apply(TitledPath titled) const;
  /// Says on stdout how the path moves and writes the table, where that was asked for.
  /// @throws OutputError
  void report(const model::PoseAutoencoder& model, const latent::LatentPath& path) const;

 private:
  [[nodiscard]] latent::LatentPath retimed(latent::LatentPath path) const;

  std::optional<double> smooth_hz_;
  std::optional<double> slow_;
  std::optional<double> fps_;
  std::string diagnostics_path_;
};

}  // namespace poseaae::tools
