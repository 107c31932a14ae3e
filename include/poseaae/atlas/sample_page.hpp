#pragma once

#include <cstdint>
#include <string>

#include "poseaae/atlas/pose_grid.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent/sampling.hpp"
#include "poseaae/math/batch.hpp"

/// Poses of random points beside recorded ones, for the eye to tell apart.
namespace poseaae::atlas {

/// Poses that were recorded.
struct RecordedPoses {
  latent::Encodings encodings;  ///< T rows: of which clips and frames they are
  Batch poses;                  ///< (T, 4J) on the model's skeleton
};

struct SamplePageOptions {
  int rows = 8;
  int columns = 8;  ///< of each of the two halves
  std::uint64_t seed = 1;

  /// @throws UsageError
  void validate() const;
  [[nodiscard]] int count() const { return rows * columns; }
};

/// As many poses of both kinds, in the order in which they are drawn: row by row.
struct SamplePage {
  SamplePageOptions options;
  RecordedPoses recorded;  ///< (count), or none
  Batch latents;           ///< (count, Z): the random points
  Batch poses;             ///< (count, 4J) that they decode to
};

/// Draws options.count() random points, and as many different poses of `recorded`, both by the
/// seed; no recorded pose where there is none to choose from. @throws UsageError when there are
/// fewer than `count`, or poses that are not known (NaN)
[[nodiscard]] SamplePage draw_samples(const codec::PoseAutoencoder& model, const latent::Draw& draw,
                                      const RecordedPoses& recorded,
                                      const SamplePageOptions& options);

/// Recorded poses to the left and those of the random points to the right: all on the model's
/// skeleton and at one scale, each turned to face forward (mocap::remove_heading()) and standing on
/// a floor of its own. @throws UsageError as pose_grid() does
[[nodiscard]] render::Picture draw_sample_page(const codec::PoseAutoencoder& model,
                                               const SamplePage& page, const GridStyle& style = {});

/// What is drawn, a line each: kind ("recorded" or "random"), clip and frame of recorded poses, z0,
/// z1, ... of both.
[[nodiscard]] std::string sample_page_csv(const SamplePage& page);

}  // namespace poseaae::atlas
