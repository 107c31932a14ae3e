#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/atlas/plane.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/attribute.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/math/batch.hpp"

/// A latent space for the page (src/page) that plays it in a browser.
namespace poseaae::page {

/// Poses at places of a plane: K points with the latents that they stand for.
struct PoseMap {
  Eigen::MatrixX2d places;  ///< (K, 2)
  Batch latents;            ///< (K, Z)
  bool metric = false;      ///< Plane::metric()
  /// Where each comes from; all empty for random points.
  std::vector<std::string> clips;
  std::vector<int> clip;   ///< K: index into clips
  std::vector<int> frame;  ///< K: frame of that clip's file, from 0
};

/// The points of a plane of these encodings, which is a plane of all their rows.
[[nodiscard]] PoseMap map_of(const atlas::Plane& plane, const latent::Encodings& encodings);
/// The points of a plane of random latents.
[[nodiscard]] PoseMap map_of(const atlas::Plane& plane, const Batch& latents);

/// What the page plays without a program behind it.
struct Space {
  std::string title;  ///< at its head
  std::string key;    ///< under which browsers keep presets: the same for the same model alone
  PoseMap map;
  std::vector<latent::Attribute> styles;  ///< a slider each, by their mean difference
  std::vector<latent::NamedPath> clips;   ///< recorded dances; none unless they are wanted
};

/// {"version": 1, "title", "key", "model", "map", "styles", "clips"} (docs/FILES.md): the model's
/// decoder and the space, numbers as float32 in base64. Every '<' is escaped, so that no name ends
/// the element of the page that it stands in. @throws UsageError for a model of windows, and where
/// sizes do not fit
[[nodiscard]] std::string json_of(const codec::PoseAutoencoder& model, const Space& space);

/// The page, as it was installed with the programs. @throws InputError where it was left out
[[nodiscard]] std::string installed_page();
/// The page that plays this space by itself. @throws InputError unless `page` is one
[[nodiscard]] std::string page_of_space(const std::string& page, const std::string& space_json);

}  // namespace poseaae::page
