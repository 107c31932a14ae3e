#pragma once

#include "objects.hpp"

namespace poseaae::c_api {

/// The law of that name, or the usual one where it is null. @throws UsageError
[[nodiscard]] latent::Sampling sampling_of(const Model& model, const char* law);

}  // namespace poseaae::c_api
