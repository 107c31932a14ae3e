#include "latent_diffusion/figure.hpp"

#include <fmt/format.h>

#include "poseaae/atlas/pose_grid.hpp"
#include "poseaae/render/painter.hpp"
#include "poseaae/render/picture.hpp"

namespace poseaae::tools {

namespace {

/// A band below the picture that says what its columns are.
void add_column_names(render::Picture& picture, const std::vector<std::string>& names) {
  constexpr int kBand = 30;
  constexpr double kTextSize = 12.0;
  const double top = picture.height;
  const double width = picture.width / static_cast<double>(names.size());
  picture.height += kBand;
  render::Layer band{{0.0, top, static_cast<double>(picture.width), kBand}, {}};
  for (std::size_t i = 0; i < names.size(); ++i) {
    band.shapes.emplace_back(render::Label{{(static_cast<double>(i) + 0.5) * width, top + 16.0},
                                           names[i],
                                           kTextSize,
                                           render::Style{}.ink(),
                                           render::Anchor::kCentre});
  }
  picture.layers.push_back(std::move(band));
}

}  // namespace

void EditFigure::write(const std::filesystem::path& file, const codec::PoseAutoencoder& model,
                       const diffusion::LatentDiffusion& diffusion, const latent::LatentPath& path,
                       const diffusion::EditOptions& options, const render::Camera& camera) const {
  const bool directed = options.towards != diffusion::LabelSet::kNone;
  const std::size_t columns = directed ? strengths.size() : static_cast<std::size_t>(seeds);
  std::vector<diffusion::EditOptions> cells(columns, options);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < columns; ++i) {
    if (directed) {
      cells[i].strength = strengths[i];
      names.push_back(fmt::format("strength {:g}", cells[i].strength));
    } else {
      cells[i].seed += i;
      names.push_back(fmt::format("seed {}", cells[i].seed));
    }
  }
  std::vector<render::Panel> rows;
  for (const double level : levels) {
    Batch latents(static_cast<Eigen::Index>(columns), path.dim());
    for (std::size_t i = 0; i < columns; ++i) {
      cells[i].level = level;
      latents.row(static_cast<Eigen::Index>(i)) =
          diffusion::edit(diffusion, path, cells[i]).points.row(frame);
    }
    rows.push_back({fmt::format("level {:g}", level), atlas::stand_poses(model, latents)});
  }
  render::Style style;
  style.width = 220;
  style.height = 220;
  style.grid = false;
  style.time_label = false;
  render::Camera view = camera;
  view.distance *= 1.1;  // room for the names of rows
  auto picture =
      render::contact_strip(render::Scene(std::move(rows)), view, style, static_cast<int>(columns));
  add_column_names(picture, names);
  render::write_picture(file, picture);
}

}  // namespace poseaae::tools
