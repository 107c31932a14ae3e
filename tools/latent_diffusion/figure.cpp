#include "latent_diffusion/figure.hpp"

#include <fmt/format.h>

#include "poseaae/latent/decode.hpp"
#include "poseaae/render/painter.hpp"
#include "poseaae/render/picture.hpp"

namespace poseaae::tools {

namespace {

/// Unrelated poses, a frame each, every one on the floor.
mocap::Motion standing(const codec::PoseAutoencoder& model, const Batch& latents) {
  mocap::Motion motion(model.skeleton(), 1.0, static_cast<int>(latents.rows()));
  for (Eigen::Index i = 0; i < latents.rows(); ++i) {
    const auto pose = latent::decode(model, {latents.row(i), 1.0});
    const auto frame = static_cast<int>(i);
    motion.set_root_position(frame, pose.root_position(0));
    for (int j = 0; j < motion.joints(); ++j) motion.set_rotation(frame, j, pose.rotation(0, j));
  }
  return motion;
}

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
  const int columns = directed ? static_cast<int>(strengths.size()) : seeds;
  std::vector<render::Panel> rows;
  for (const double level : levels) {
    Batch latents(columns, path.dim());
    for (int column = 0; column < columns; ++column) {
      diffusion::EditOptions cell = options;
      cell.level = level;
      if (directed) {
        cell.strength = strengths[static_cast<std::size_t>(column)];
      } else {
        cell.seed = options.seed + static_cast<std::uint64_t>(column);
      }
      latents.row(column) = diffusion::edit(diffusion, path, cell).points.row(frame);
    }
    rows.push_back({fmt::format("level {:g}", level), standing(model, latents)});
  }
  std::vector<std::string> names;
  for (int column = 0; column < columns; ++column) {
    names.push_back(
        directed ? fmt::format("strength {:g}", strengths[static_cast<std::size_t>(column)])
                 : fmt::format("seed {}", options.seed + static_cast<std::uint64_t>(column)));
  }
  render::Style style;
  style.width = 220;
  style.height = 220;
  style.grid = false;
  style.time_label = false;
  render::Camera view = camera;
  view.distance *= 1.1;  // room for the names of rows
  auto picture = render::contact_strip(render::Scene(std::move(rows)), view, style, columns);
  add_column_names(picture, names);
  render::write_picture(file, picture);
}

}  // namespace poseaae::tools
