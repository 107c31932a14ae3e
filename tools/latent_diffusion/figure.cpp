#include "latent_diffusion/figure.hpp"

#include <fmt/format.h>

#include "poseaae/latent/decode.hpp"
#include "poseaae/render/painter.hpp"
#include "poseaae/render/picture.hpp"

namespace poseaae::tools {

namespace {

/// Unrelated poses, a frame each, every one on the floor.
mocap::Motion standing(const model::PoseAutoencoder& model, const model::Batch& latents) {
  mocap::Motion motion(model.skeleton(), 1.0, static_cast<int>(latents.rows()));
  for (Eigen::Index i = 0; i < latents.rows(); ++i) {
    const auto pose = latent::decode(model, {latents.row(i), 1.0});
    const auto frame = static_cast<int>(i);
    motion.set_root_position(frame, pose.root_position(0));
    for (int j = 0; j < motion.joints(); ++j) motion.set_rotation(frame, j, pose.rotation(0, j));
  }
  return motion;
}

}  // namespace

void EditFigure::write(const std::filesystem::path& file, const model::PoseAutoencoder& model,
                       const diffusion::LatentDiffusion& diffusion, const latent::LatentPath& path,
                       const diffusion::EditOptions& options, const render::Camera& camera) const {
  const bool directed = options.towards != diffusion::LabelSet::kNone;
  const int columns = directed ? static_cast<int>(strengths.size()) : seeds;
  std::vector<render::Panel> rows;
  for (const double level : levels) {
    model::Batch latents(columns, path.dim());
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
  render::Style style;
  style.width = 220;
  style.height = 220;
  style.grid = false;
  style.time_label = false;
  render::write_picture(
      file, render::contact_strip(render::Scene(std::move(rows)), camera, style, columns));
}

}  // namespace poseaae::tools
