#pragma once

#include <mutex>
#include <vector>

#include "poseaae/live/message.hpp"

namespace poseaae::serve {

/// What the instrument told since pages last heard of it. Of an address that was set more than
/// once, only the last value counts, so that a fast sender costs pages little.
class Told {
 public:
  struct News {
    std::vector<std::pair<live::Message, live::Peer>> messages;
    bool described = false;   ///< the description is another one
    bool overflowed = false;  ///< there was too much to keep: the state has to be told again
  };

  void add(const live::Message& message, live::Peer from);
  void describe();
  [[nodiscard]] bool empty() const;
  [[nodiscard]] News take();

 private:
  mutable std::mutex mutex_;
  News news_;
};

}  // namespace poseaae::serve
