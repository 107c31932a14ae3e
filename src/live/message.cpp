#include "poseaae/live/message.hpp"

#include <atomic>

namespace poseaae::live {

Peer next_peer() {
  static std::atomic<Peer> last{kProgram};
  return ++last;
}

}  // namespace poseaae::live
