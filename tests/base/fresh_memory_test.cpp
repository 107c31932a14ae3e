#include "poseaae/base/fresh_memory.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <numeric>
#include <vector>

namespace poseaae {
namespace {

/// New memory of whole pages, none of them there yet.
class Fresh {
 public:
  explicit Fresh(std::size_t pages) : bytes(pages * static_cast<std::size_t>(::getpagesize())) {
    memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  }
  Fresh(const Fresh&) = delete;
  Fresh& operator=(const Fresh&) = delete;
  ~Fresh() { ::munmap(memory, bytes); }

  [[nodiscard]] int pages_there() const {
    std::vector<unsigned char> there(bytes / static_cast<std::size_t>(::getpagesize()));
    EXPECT_EQ(::mincore(memory, bytes, there.data()), 0);
    return std::accumulate(there.begin(), there.end(), 0,
                           [](int sum, unsigned char page) { return sum + (page & 1); });
  }

  const std::size_t bytes;
  void* memory = nullptr;
};

TEST(FreshMemory, AllPagesOfALargeArrayAreThere) {
  const Fresh fresh(64);
  ASSERT_EQ(fresh.pages_there(), 0);
  will_write(fresh.memory, fresh.bytes);
  EXPECT_EQ(fresh.pages_there(), 64);
}

TEST(FreshMemory, OnlyWhatIsItsOwnIsTouched) {
  const Fresh fresh(64);
  const auto page = static_cast<std::size_t>(::getpagesize());
  will_write(static_cast<char*>(fresh.memory) + page / 2, 40 * page);
  EXPECT_EQ(fresh.pages_there(), 39);
  errno = 7;
  will_write(nullptr, fresh.bytes);  // no memory of this process
  EXPECT_EQ(errno, 7);
}

}  // namespace
}  // namespace poseaae
