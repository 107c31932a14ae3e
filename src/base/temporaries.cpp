#include "temporaries.hpp"

#include <unistd.h>

#include <cstring>

namespace poseaae {

std::array<Temporary::Place, 64> Temporary::places;

Temporary::Temporary() noexcept {
  for (Place& place : places) {
    if (place.taken.exchange(true)) continue;
    place_ = &place;
    return;
  }
}

char* Temporary::keep(const char* path) noexcept {
  const std::size_t size = std::strlen(path) + 1;
  if (place_ == nullptr || size > place_->path.size()) return nullptr;
  std::memcpy(place_->path.data(), path, size);
  place_->named = true;
  return place_->path.data();
}

void Temporary::release() noexcept {
  if (place_ == nullptr) return;
  place_->named = false;
  place_->taken = false;
  place_ = nullptr;
}

void remove_temporaries() noexcept {
  for (const Temporary::Place& place : Temporary::places) {
    if (place.named) ::unlink(place.path.data());
  }
}

}  // namespace poseaae
