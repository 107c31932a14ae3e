#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>

#include "files.hpp"
#include "poseaae.h"

/// The C library's own allocator counts here. AddressSanitizer has another one, under which this
/// file is left out of the program (CMakeLists.txt).
namespace {

thread_local long allocations = 0;

}  // namespace

extern "C" {

void* __libc_malloc(std::size_t size);                           // NOLINT: glibc's names
void* __libc_calloc(std::size_t count, std::size_t size);        // NOLINT
void* __libc_realloc(void* memory, std::size_t size);            // NOLINT
void* __libc_memalign(std::size_t alignment, std::size_t size);  // NOLINT

void* malloc(std::size_t size) {
  ++allocations;
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  ++allocations;
  return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) {
  ++allocations;
  return __libc_realloc(memory, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  ++allocations;
  return __libc_memalign(alignment, size);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  ++allocations;
  *memory = __libc_memalign(alignment, size);
  return *memory == nullptr ? ENOMEM : 0;
}

}  // extern "C"

namespace poseaae::test {
namespace {

TEST(CApiMemory, PosesAreDecodedWithoutAllocatingOnceOneWas) {
  poseaae_model* model = nullptr;
  ASSERT_EQ(poseaae_model_load(files().poses().c_str(), &model), POSEAAE_OK);
  const auto joints = static_cast<std::size_t>(files().clip.cols() / 4);
  std::vector<float> latents(3 * kLatents, 0.5F);
  std::vector<float> poses(3 * 4 * joints);
  std::vector<float> places(3 * 3 * joints);
  const auto pass = [&] {
    const long before = allocations;
    EXPECT_EQ(poseaae_decode(model, latents.data(), latents.size(), poses.data(), poses.size()), 0);
    EXPECT_EQ(
        poseaae_decode_poses(model, latents.data(), latents.size(), poses.data(), poses.size()), 0);
    EXPECT_EQ(poseaae_positions(model, poses.data(), poses.size(), places.data(), places.size()),
              0);
    return allocations - before;
  };
  EXPECT_GT(pass(), 0) << "the first call allocates, and this is counted";
  EXPECT_EQ(pass(), 0);
  EXPECT_EQ(pass(), 0);
  poseaae_model_free(model);
}

}  // namespace
}  // namespace poseaae::test
