#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/diffusion/generate.hpp"
#include "poseaae/render/camera.hpp"

namespace poseaae::tools {

/// A pose of a clip edited in every way of a table: rows are noise levels; columns are strengths of
/// the direction, or, where there is none, seeds.
struct EditFigure {
  std::vector<double> levels{0.0, 0.2, 0.4, 0.6, 0.8};
  std::vector<double> strengths{0.0, 0.5, 1.0, 1.5, 2.0};
  int seeds = 5;
  int frame = 0;  ///< of the path

  /// Writes .png, .svg or .pdf. @throws UsageError, OutputError
  void write(const std::filesystem::path& file, const codec::PoseAutoencoder& model,
             const diffusion::LatentDiffusion& diffusion, const latent::LatentPath& path,
             const diffusion::EditOptions& options, const render::Camera& camera) const;
};

}  // namespace poseaae::tools
