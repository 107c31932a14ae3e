#include "poseaae/base/fresh_memory.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace poseaae {

void will_write(void* memory, std::size_t bytes) noexcept {
#ifdef MADV_POPULATE_WRITE
  constexpr std::size_t kFewest = 64 * 1024;  // below, the call costs as much as the pages
  if (bytes < kFewest) return;
  static const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(memory);
  const std::uintptr_t first = (begin + page - 1) / page * page;
  const std::uintptr_t last = (begin + bytes) / page * page;
  const int before = errno;
  (void)::madvise(reinterpret_cast<void*>(first), last - first, MADV_POPULATE_WRITE);
  errno = before;
#else
  (void)memory;
  (void)bytes;
#endif
}

}  // namespace poseaae
