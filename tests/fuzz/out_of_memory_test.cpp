#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "fuzz/support.hpp"
#include "poseaae/base/error.hpp"

// What readers do when memory ends: for each n, the n-th allocation of a reading fails, those of
// the C++ library and those that libraries of C make alike.

namespace {

std::atomic<long> left{-1};  ///< allocations until one fails; below 0, none does
std::atomic<bool> failed{false};

bool fails() {
  if (left.load(std::memory_order_relaxed) < 0 || left.fetch_sub(1) != 0) return false;
  failed = true;
  return true;
}

}  // namespace

// In place of the C library's, for the whole program.
extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);

void* malloc(std::size_t size) {
  if (!fails()) return __libc_malloc(size);
  errno = ENOMEM;
  return nullptr;
}
void* calloc(std::size_t count, std::size_t size) {
  if (!fails()) return __libc_calloc(count, size);
  errno = ENOMEM;
  return nullptr;
}
void* realloc(void* memory, std::size_t size) {
  if (!fails()) return __libc_realloc(memory, size);
  errno = ENOMEM;
  return nullptr;
}

}  // extern "C"

namespace poseaae::fuzz {

#define TARGET(name) Target name##_target();
POSEAAE_FUZZ_TARGETS
#undef TARGET

namespace {

struct Named {
  std::string name;
  Target target;
};

std::vector<Named> targets() {
  std::vector<Named> all;
#define TARGET(name) all.push_back({#name, name##_target()});
  POSEAAE_FUZZ_TARGETS
#undef TARGET
  return all;
}

/// Reads while the n-th allocation fails, counted from 0. @return whether there was an n-th
bool read_without(const Target& target, const std::string& seed, long n) {
  failed = false;
  left = n;
  try {
    target.read(seed);
  } catch (const std::bad_alloc&) {
  } catch (const Error&) {
  }
  left = -1;
  return failed;
}

class OutOfMemory : public testing::TestWithParam<Named> {};

/// Each of the first thousand, then fewer and fewer of them. What is read afterwards is whole.
TEST_P(OutOfMemory, IsAnErrorAndNoHarm) {
  const Target& target = GetParam().target;
  for (const std::string& seed : target.seeds()) {
    target.read(seed);  // what is made once is made
    long tried = 0;
    for (long n = 0; read_without(target, seed, n); n += 1 + n / 1000) ++tried;
    EXPECT_GT(tried, 0);
    EXPECT_NO_THROW(target.read(seed));
  }
}

INSTANTIATE_TEST_SUITE_P(All, OutOfMemory, testing::ValuesIn(targets()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace poseaae::fuzz
