#pragma once

#include <optional>
#include <string>
#include <vector>

#include "poseaae/render/output.hpp"
#include "support/command_line.hpp"
#include "support/onto_arguments.hpp"
#include "support/write_arguments.hpp"

namespace poseaae::tools {

/// `--out`, `--onto`, and the options of how motion is drawn, shared by every program that writes
/// motion.
class OutputArguments {
 public:
  explicit OutputArguments(CommandLine& app);
  OutputArguments(const OutputArguments&) = delete;
  OutputArguments& operator=(const OutputArguments&) = delete;

  /// Converts the arguments into options and checks each output, so that a wrong name is found
  /// before the work starts; reads the character of --onto. Call first.
  /// @throws UsageError, OutputError, InputError, ParseError
  void check();
  /// Writes every output and reports it on stdout. `primary_panel` is the panel whose motion .bvh,
  /// .h5 and .csv contain. With --onto, all of them are those of its character, and what each joint
  /// follows is logged once. @throws OutputError
  void write(const render::Scene& scene, int primary_panel = 0);

  [[nodiscard]] render::OutputOptions& options() noexcept { return options_; }

 private:
  [[nodiscard]] render::Scene on_target(const render::Scene& scene, int primary_panel) const;

  std::vector<std::string> outputs_;
  std::optional<OntoArguments> onto_;
  std::string size_;
  std::string view_;
  std::string projection_;
  std::string background_;
  bool no_grid_ = false;
  bool no_shadow_ = false;
  bool no_label_ = false;
  std::optional<WriteArguments> write_;
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
