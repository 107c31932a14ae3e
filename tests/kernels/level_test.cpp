#include <algorithm>

#include "levels.hpp"

namespace poseaae {
namespace {

TEST(Level, PlainCodeIsAlwaysThereAndTheLastIsTheOneInUse) {
  const auto& levels = kernels::supported_levels();
  EXPECT_EQ(levels.front(), kernels::Level::kGeneric);
  EXPECT_TRUE(std::is_sorted(levels.begin(), levels.end()));
  if (std::getenv("POSEAAE_SIMD") == nullptr) {
    EXPECT_EQ(kernels::active_level(), levels.back());
  }
}

TEST(Level, EveryTableIsOfItsLevel) {
  for (const auto level : kernels::supported_levels()) {
    EXPECT_EQ(kernels::table<float>(level).level, level);
    EXPECT_EQ(kernels::table<double>(level).level, level);
  }
}

#ifdef __x86_64__
TEST(Level, AProcessorOfTodayRunsMoreThanPlainCode) {
  EXPECT_GE(kernels::supported_levels().size(), 2U);
}
#endif

}  // namespace
}  // namespace poseaae
