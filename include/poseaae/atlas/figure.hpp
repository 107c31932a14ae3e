#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "poseaae/render/output.hpp"
#include "poseaae/render/picture.hpp"

namespace poseaae::atlas {

/// A view of a latent space: a picture, the numbers in it and, for views that move, an animation.
struct Figure {
  render::Picture picture;
  std::string csv;
  std::optional<render::Scene> film;
};

/// Checks an output before the work starts: formats of pictures take the picture, .csv the numbers
/// and, where there is an animation, every other format of scenes the animation.
/// @throws UsageError, OutputError
void check_figure(const std::filesystem::path& path, bool has_film);
/// @throws UsageError, OutputError
void write_figure(const std::filesystem::path& path, const Figure& figure,
                  const render::OutputOptions& options);

}  // namespace poseaae::atlas
