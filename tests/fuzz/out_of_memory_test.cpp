#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "fuzz/all_targets.hpp"
#include "fuzz/support.hpp"
#include "poseaae/base/error.hpp"

// What readers do when memory ends: for each n, the n-th allocation of a reading fails, those of
// the C++ library and those that libraries of C make alike.

namespace {

std::atomic<long> left{-1};  ///< allocations until one fails; below 0, none does
std::atomic<bool> failed{false};
std::atomic<bool> libraries_too{true};  ///< those that call malloc()

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
  if (!libraries_too || !fails()) return __libc_malloc(size);
  errno = ENOMEM;
  return nullptr;
}
void* calloc(std::size_t count, std::size_t size) {
  if (!libraries_too || !fails()) return __libc_calloc(count, size);
  errno = ENOMEM;
  return nullptr;
}
void* realloc(void* memory, std::size_t size) {
  if (!libraries_too || !fails()) return __libc_realloc(memory, size);
  errno = ENOMEM;
  return nullptr;
}

}  // extern "C"

/// The bounds of the program's own code.
extern "C" const char __executable_start;
extern "C" const char etext;

/// Whether the program itself asks.
bool is_ours(const void* caller) { return caller >= &__executable_start && caller < &etext; }

void* operator new(std::size_t size) {
  const bool none = is_ours(__builtin_return_address(0)) && fails();
  void* const memory = none ? nullptr : __libc_malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace poseaae::fuzz {

namespace {

/// Those of which memory is taken.
std::vector<Named> starved() {
  std::vector<Named> all = targets();
  // The input of one is written by libhdf5 in the same breath, so that it does not tell who failed;
  // that of the other is looked for in a folder, and libstdc++ 12 ends the program where
  // directory_iterator() gets no memory.
  std::erase_if(all, [](const Named& each) { return each.name == "hdf5" || each.name == "amc"; });
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

/// liblo 0.31 (lo_message_new()) and libhdf5 1.10.8
/// (H5AC_create()) use what malloc() did not give: where they are at work, only the allocations of
/// C++ fail.
bool stands_without_malloc(const std::string& name) { return name != "osc" && name != "path_file"; }

class OutOfMemory : public testing::TestWithParam<Named> {};

/// Each of the first hundred, then fewer and fewer of them. What is read afterwards is whole.
TEST_P(OutOfMemory, IsAnErrorAndNoHarm) {
  const Target& target = GetParam().target;
  libraries_too = stands_without_malloc(GetParam().name);
  for (const std::string& seed : target.seeds()) {
    target.read(seed);  // what is made once is made
    long tried = 0;
    for (long n = 0; read_without(target, seed, n); n += 1 + n / 100) ++tried;
    EXPECT_GT(tried, 0);
    EXPECT_NO_THROW(target.read(seed));
  }
}

INSTANTIATE_TEST_SUITE_P(All, OutOfMemory, testing::ValuesIn(starved()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace poseaae::fuzz
