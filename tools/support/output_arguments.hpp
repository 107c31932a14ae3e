#pragma once

#include <string>
#include <vector>

#include "poseaae/render/output.hpp"
#include "support/command_line.hpp"

namespace poseaae::tools {

/// `--out` and everything about how motion is drawn: the same options in every program that makes
/// motion, declared here once.
class OutputArguments {
 public:
  explicit OutputArguments(CommandLine& app);
  OutputArguments(const OutputArguments&) = delete;
  OutputArguments& operator=(const OutputArguments&) = delete;

  /// Turns what was given into options and tries each output, so that a wrong name or a full folder
  /// is found out before the work. Call first. @throws UsageError, OutputError
  void check();
  /// Writes every output and says so on stdout. `primary_panel` is the panel that .bvh, .h5 and
  /// .csv carry. @throws OutputError
  void write(const render::Scene& scene, int primary_panel = 0);

  [[nodiscard]] render::OutputOptions& options() noexcept { return options_; }

 private:
  std::vector<std::string> outputs_;
  std::string size_;
  std::string view_;
  std::string projection_;
  std::string background_;
  bool no_grid_ = false;
  bool no_shadow_ = false;
  bool no_label_ = false;
  render::OutputOptions options_;
};

/// "480" or "640x480": pixels, width and height. @throws UsageError
struct PictureSize {
  int width = 0;
  int height = 0;
  [[nodiscard]] static PictureSize parse(const std::string& text);
};

/// "front", "three-quarter", "side", "back", "top", or "azimuth,elevation" in degrees ("-30,15").
/// @throws UsageError
struct ViewDirection {
  double azimuth_deg = 0.0;
  double elevation_deg = 0.0;
  [[nodiscard]] static ViewDirection parse(const std::string& text);
};

}  // namespace poseaae::tools
