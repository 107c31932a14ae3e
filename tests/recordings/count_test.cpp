#include <gtest/gtest.h>

// What configuring says is left out where the recordings are missing.
TEST(RecordingsTests, AreAsManyAsConfiguringSays) {
  EXPECT_EQ(testing::UnitTest::GetInstance()->total_test_count(), POSEAAE_TEST_COUNT)
      << "set COUNT in tests/recordings/CMakeLists.txt";
}
