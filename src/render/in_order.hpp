#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace poseaae::render {

/// Makes the bytes of a part, 0 <= part < parts. It is called by one thread at a time.
using PartMaker = std::function<std::string(std::size_t part)>;

/// take(0, make(0)), take(1, make(1)), ...: parts are made by several threads, each with a maker of
/// its own, and taken in order on the calling thread. At most threads + 2 parts are begun or made
/// but not yet taken, so that memory stays bounded. With one thread, everything happens on the
/// calling thread.
///
/// What a maker throws is thrown here when its part's turn comes; what `take` throws ends the work.
void in_order(std::size_t parts, int threads, const std::function<PartMaker()>& new_maker,
              const std::function<void(std::size_t, std::string)>& take);

}  // namespace poseaae::render
