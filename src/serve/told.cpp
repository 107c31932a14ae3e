#include "serve/told.hpp"

#include <algorithm>
#include <utility>

namespace poseaae::serve {

namespace {

constexpr std::size_t kMost = 1024;

/// Whether the later of two messages leaves nothing of the earlier one.
bool replaces(const live::Message& later, const live::Message& earlier) {
  return later.address == earlier.address && later.values.size() >= earlier.values.size() &&
         later.address != "/poseaae/error";
}

}  // namespace

void Told::add(const live::Message& message, live::Peer from) {
  const std::lock_guard lock(mutex_);
  auto& messages = news_.messages;
  // Only where the same one has set it: each hears what others have set, and not its own.
  const auto old = std::ranges::find_if(messages, [&](const auto& told) {
    return told.second == from && replaces(message, told.first);
  });
  if (old != messages.end()) messages.erase(old);
  if (messages.size() < kMost) {
    messages.emplace_back(message, from);
  } else {
    news_.overflowed = true;
  }
}

void Told::describe() {
  const std::lock_guard lock(mutex_);
  news_.described = true;
}

bool Told::empty() const {
  const std::lock_guard lock(mutex_);
  return news_.messages.empty() && !news_.described && !news_.overflowed;
}

Told::News Told::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(news_, {});
}

}  // namespace poseaae::serve
