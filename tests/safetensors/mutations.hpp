#pragma once

#include <string>

#include "poseaae/base/random.hpp"

namespace poseaae::safetensors::test {

/// The first eight bytes of a file whose header has this size.
[[nodiscard]] std::string size_bytes(std::size_t size);

/// A safetensors file with one to six changes: bytes flipped, taken, doubled or moved; numbers of
/// its header replaced by others, some of them enormous; pieces of JSON put in. In most files the
/// size of the header is made right again, so that the damage is deeper than that.
[[nodiscard]] std::string mutated(std::string bytes, Random& random);

}  // namespace poseaae::safetensors::test
