#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "poseaae/render/output.hpp"
#include "poseaae/render/picture.hpp"

namespace poseaae::atlas {

/// What a look at a latent space leaves: a picture, the numbers in it and, where it moves, a film.
struct Figure {
  render::Picture picture;
  std::string csv;
  std::optional<render::Scene> film;
};

/// Says at once what would otherwise fail after long work: .png, .svg and .pdf take the picture,
/// .csv the numbers, and where there is a film, .gif, .bvh and .h5 that.
/// @throws UsageError, OutputError
void check_figure(const std::filesystem::path& path, bool has_film);
/// @throws UsageError, OutputError
void write_figure(const std::filesystem::path& path, const Figure& figure,
                  const render::OutputOptions& options);

}  // namespace poseaae::atlas
