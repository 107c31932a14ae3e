#pragma once

#include <array>
#include <atomic>
#include <climits>

namespace poseaae {

/// The name of a temporary file, where a signal handler finds it. Names are never freed, so that a
/// handler can read them at any time.
class Temporary {
 public:
  /// Takes a free place, or none when all are taken: then the file outlives an interruption.
  Temporary() noexcept;
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() { release(); }

  /// Room for a path; nullptr for a path that is too long, or without a place. What stands in it is
  /// removed from now on, even before the file exists.
  [[nodiscard]] char* keep(const char* path) noexcept;
  /// The file is not to be removed any more.
  void release() noexcept;

 private:
  struct Place {
    std::atomic<bool> taken{false};
    std::atomic<bool> named{false};
    std::array<char, PATH_MAX> path{};
  };
  friend void remove_temporaries() noexcept;
  static std::array<Place, 64> places;

  Place* place_ = nullptr;
};

/// Removes every temporary file of this process; safe in a signal handler.
void remove_temporaries() noexcept;

}  // namespace poseaae
