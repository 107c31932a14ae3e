#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The main of every test program.
namespace {

/// A test that was skipped has failed: it has shown nothing, and CTest would count it as passed.
class NoSkips : public testing::EmptyTestEventListener {
  void OnTestEnd(const testing::TestInfo& test) override {
    if (test.result()->Skipped()) ADD_FAILURE() << "a test was skipped; every test has to run";
  }
};

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  testing::UnitTest::GetInstance()->listeners().Append(new NoSkips);  // GoogleTest deletes it
  return RUN_ALL_TESTS();
}
