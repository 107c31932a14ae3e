#pragma once

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/mix.hpp"
#include "poseaae/latent/offset.hpp"
#include "poseaae/latent/sampling.hpp"
#include "poseaae/latent/tour.hpp"
#include "python/clips.hpp"

POSEAAE_NAMED(poseaae::codec::RotationForm, poseaae::codec::rotation_names);
POSEAAE_NAMED(poseaae::latent::Sampling, poseaae::latent::sampling_names);
POSEAAE_NAMED(poseaae::latent::Travel, poseaae::latent::travel_names);
POSEAAE_NAMED(poseaae::latent::Plant, poseaae::latent::plant_names);
POSEAAE_NAMED(poseaae::latent::Easing, poseaae::latent::easing_names);
POSEAAE_NAMED(poseaae::latent::Interpolation, poseaae::latent::interpolation_names);
POSEAAE_NAMED(poseaae::latent::LengthMatch, poseaae::latent::length_match_names);
POSEAAE_NAMED(poseaae::latent::AmplitudeUnit, poseaae::latent::amplitude_unit_names);
POSEAAE_NAMED(poseaae::latent::OffsetShape, poseaae::latent::offset_shape_names);
POSEAAE_NAMED(poseaae::latent::Way, poseaae::latent::way_names);

namespace poseaae::python {

[[nodiscard]] inline const Names<latent::Pace>& pace_names() {
  static const Names<latent::Pace> names{{"eased", latent::Pace::kEased},
                                         {"constant", latent::Pace::kConstant}};
  return names;
}

/// (Z) of a space, or nothing.
[[nodiscard]] inline std::optional<Eigen::VectorXf> point_of(const std::optional<ArrayLike>& given,
                                                             int dim) {
  if (!given) return std::nullopt;
  return vector_of<float>(*given, "start", dim);
}

}  // namespace poseaae::python

POSEAAE_NAMED(poseaae::latent::Pace, poseaae::python::pace_names);
