#pragma once

#include <optional>

#include "poseaae/latent/root_path.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/nn/network.hpp"

namespace poseaae::latent {

/// A trajectory through latent space: T points (T, Z), one per frame, at a frame rate. Walks,
/// offsets and mixes take and return paths; decode() turns a path into motion.
struct LatentPath {
  Batch points;  ///< (T, Z)
  double fps = 30.0;
  /// Where the dancer goes meanwhile (T); empty where no clip says so, and for dancing in place.
  /// Whatever makes a path of another one takes it along.
  std::optional<RootPath> root{};
  /// How far along their way feet would take the poses that the root belongs to, metres from the
  /// first frame (T, 1): with_strides(). Where it is empty, the root is followed as it is.
  std::optional<Batch> strides{};
  /// By how much the feet decide where the dancer goes, and not the root (T, 1), 0 to 1: 1 where
  /// the poses lie between those of clips, whose strides need not agree (mix(), bridge()). Nothing
  /// if empty.
  std::optional<Batch> by_feet{};
  /// Of windows that follow a clip to its end: its frames, where the last window is laid back to
  /// end with it (codec::PoseFormat::rows_to_end()). Empty where all follow one another every hop.
  std::optional<int> clip_frames{};

  [[nodiscard]] int frames() const { return static_cast<int>(points.rows()); }
  [[nodiscard]] int dim() const { return static_cast<int>(points.cols()); }
};

/// The path without a last window that is laid back, for what goes on behind it.
[[nodiscard]] LatentPath every_hop(LatentPath path);

/// `frames` points spread evenly in time over the path, ends included, linear in between; a path of
/// one point is repeated. @throws UsageError when the path is empty or frames < 1
[[nodiscard]] Batch resample(const Batch& points, int frames);

}  // namespace poseaae::latent
