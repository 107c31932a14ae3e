#pragma once

#include <map>
#include <string>

#include "poseaae/codec/pose_autoencoder.hpp"

namespace poseaae::exchange {

/// What a program must know of a model beside its arrays, as texts of JSON under names, for formats
/// that keep such texts (docs/FILES.md lists them): the skeleton, the frame rate, what rows are,
/// and where the latents of the training poses lie.
[[nodiscard]] std::map<std::string, std::string> facts_of(const codec::PoseAutoencoder& model);

}  // namespace poseaae::exchange
