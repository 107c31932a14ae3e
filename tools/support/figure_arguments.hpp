#pragma once

#include <string>
#include <vector>

#include "poseaae/atlas/figure.hpp"
#include "poseaae/atlas/pose_grid.hpp"
#include "support/command_line.hpp"
#include "support/output_arguments.hpp"

namespace poseaae::tools {

/// `--out` and how figures are drawn, for programs that show a latent space.
class FigureArguments {
 public:
  struct Kind {
    std::string size{};     ///< default of --size: "1100x800"; none when empty
    std::string size_of{};  ///< what --size is of
    bool figures = true;    ///< poses are drawn: --view
    bool film = false;      ///< .gif, .bvh and .h5 can be written
    bool required = true;   ///< at least one --out
  };
  FigureArguments(CommandLine& app, Kind kind);

  /// Reads what was given and tries each output. Call first. @throws UsageError, OutputError
  void check();
  /// Writes every output and says so on stdout. @throws OutputError
  void write(const atlas::Figure& figure) const;

  [[nodiscard]] bool wanted() const { return !outputs_.empty(); }
  [[nodiscard]] const PictureSize& size() const { return pixels_; }
  [[nodiscard]] const render::Camera& camera() const { return options_.camera; }
  /// --size as the cells of a grid of poses, with --view.
  [[nodiscard]] atlas::GridStyle grid() const {
    return {.cell_width = pixels_.width, .cell_height = pixels_.height, .camera = camera()};
  }

 private:
  Kind kind_;
  std::vector<std::string> outputs_;
  std::string size_;
  std::string view_ = "three-quarter";
  PictureSize pixels_;
  render::OutputOptions options_;
};

}  // namespace poseaae::tools
