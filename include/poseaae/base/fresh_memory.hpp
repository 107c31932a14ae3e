#pragma once

#include <cstddef>

namespace poseaae {

/// Says that `bytes` of new memory are about to be written, all of them: the system gives the pages
/// of a large array at once, rather than one by one as each is met. It changes no contents, and
/// where the system cannot do it, nothing happens (Linux 5.14, MADV_POPULATE_WRITE).
void will_write(void* memory, std::size_t bytes) noexcept;

}  // namespace poseaae
