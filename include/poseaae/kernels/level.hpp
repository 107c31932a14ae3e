#pragma once

#include <string>
#include <vector>

/// The inner loops of the project, compiled for several instruction sets and chosen at run time.
namespace poseaae::kernels {

/// Instruction sets that the kernels are compiled for: the x86-64 levels v2 (SSE4.2), v3 (AVX2,
/// FMA) and v4 (AVX-512), and plain C++ for every other processor.
enum class Level { kGeneric, kV2, kV3, kV4 };

[[nodiscard]] std::string level_name(Level level);

/// The compiled levels that this processor supports, slowest first; never empty.
[[nodiscard]] const std::vector<Level>& supported_levels();

/// The level in use: the fastest supported one, or the one that the environment variable
/// POSEAAE_SIMD names (generic, v2, v3, v4). @throws UsageError when that level is unknown or not
/// supported on this machine
[[nodiscard]] Level active_level();

}  // namespace poseaae::kernels
