#pragma once

#include "poseaae/latent/attribute.hpp"

namespace poseaae::latent::test {

/// Two attributes of three latents, with something in every field.
[[nodiscard]] AttributeSet two_attributes();

/// Compares every field.
void expect_same(const AttributeSet& loaded, const AttributeSet& set);

}  // namespace poseaae::latent::test
