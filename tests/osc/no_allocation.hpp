#pragma once

namespace poseaae::test {

/// As long as it lives, what this thread allocates by operator new is counted; the destructor makes
/// the test fail if that was anything.
class NoAllocation {
 public:
  NoAllocation();
  NoAllocation(const NoAllocation&) = delete;
  NoAllocation& operator=(const NoAllocation&) = delete;
  ~NoAllocation();
};

}  // namespace poseaae::test
