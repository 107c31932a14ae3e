#pragma once

#include <cstddef>
#include <functional>

namespace poseaae {

/// `threads` itself when positive; for 0 the number of cores this process may run on, at least 1.
/// @throws UsageError when negative
[[nodiscard]] int thread_count(int threads);

/// body(0), body(1), ..., body(count - 1), on up to thread_count(threads) threads: each takes the
/// lowest index that nobody has taken. With one thread, or one index, the body runs on the
/// caller's.
///
/// What a body throws, the caller gets: of several exceptions the one of the lowest index, which is
/// the one that a loop would have thrown, whatever the number of threads. Indices above it may have
/// run by then or never run. Bodies of different indices must not write to the same place.
void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

}  // namespace poseaae
