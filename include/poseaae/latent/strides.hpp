#pragma once

#include <optional>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/mocap/motion.hpp"

/// Longer and shorter steps along the way of a clip, for poses that were changed on it.
namespace poseaae::latent {

/// Metres from the first frame, along the way (T, 1), by which the feet take poses without a root
/// (footing::travel_by_feet()); nothing where a skeleton has no legs. The way's velocity is taken
/// over 0.2 s, so that a body that sways does not go farther.
[[nodiscard]] std::optional<Batch> strides_of(mocap::Motion poses, bool turns);

/// A path that follows a clip, with the strides of its own poses (LatentPath::strides). Whatever
/// changes its poses afterwards then changes how far they go along the clip's way.
[[nodiscard]] LatentPath with_strides(const codec::PoseAutoencoder& model, LatentPath path);

/// The root with every step multiplied by
///   s = r^k,  r = (v' + e) / (v + e),  k = clamp((|ln r| - 0.05) / 0.1, 0, 1),
/// with v and v' the speeds of both strides over a second around it, e = 0.05 m/s: what feet tell
/// alike to 5 % changes nothing. Nothing if no step changes. @throws UsageError when frames differ
[[nodiscard]] std::optional<RootPath> restridden(const RootPath& root, const Batch& before,
                                                 const Batch& after, double fps);

}  // namespace poseaae::latent
