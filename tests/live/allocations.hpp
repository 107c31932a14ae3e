#pragma once

#include <cstdint>

namespace poseaae::test {

/// How often this thread has asked for memory: operator new of this test program counts.
[[nodiscard]] std::uint64_t allocations();

}  // namespace poseaae::test
