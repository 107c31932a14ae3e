#pragma once

#include <cstddef>
#include <functional>

namespace poseaae {

/// `threads` itself when positive; for 0 the number of cores this process may run on, at least 1.
/// @throws UsageError when negative
[[nodiscard]] int thread_count(int threads);

/// body(0), body(1), ..., body(count - 1), on up to thread_count(threads) threads: each takes the
/// lowest index that is not taken yet. With one thread, or one index, the body runs on the calling
/// thread.
///
/// Exceptions of a body are rethrown to the caller: of several, that of the lowest index, which is
/// the one that a sequential loop would have thrown. Higher indices may or may not have run by
/// then. Bodies of different indices must not write to the same place.
void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

}  // namespace poseaae
