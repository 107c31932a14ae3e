#pragma once

#include <exception>
#include <optional>

namespace poseaae::test {

/// A T that all tests of a program use and that is expensive to make: its default constructor runs
/// when the first of them asks for it.
///
/// For a fixture's SetUp(). What the constructor throws is thrown again whenever a test asks, so
/// that every test that needs the T fails. (A failure in SetUpTestSuite() would skip them.)
template <typename T>
class Shared {
 public:
  const T& get() {
    if (failure_) std::rethrow_exception(failure_);
    if (!value_) make();
    return *value_;
  }

 private:
  void make() {
    try {
      value_.emplace();
    } catch (...) {
      failure_ = std::current_exception();
      throw;
    }
  }

  std::optional<T> value_;
  std::exception_ptr failure_;
};

}  // namespace poseaae::test
