#pragma once

#include <cstddef>
#include <string_view>

#include "poseaae.h"

namespace poseaae::c_api {

/// The status of the exception that is being handled, whose text becomes poseaae_message().
[[nodiscard]] poseaae_status status_of_exception() noexcept;

/// Runs `call`, and nothing that it throws goes on.
template <typename Call>
[[nodiscard]] poseaae_status guarded(const Call& call) noexcept {
  try {
    call();
    return POSEAAE_OK;
  } catch (...) {
    return status_of_exception();
  }
}

/// @throws UsageError "<name>: expected an address, found null"
void require_address(const void* address, std::string_view name);
/// An array of exactly so many numbers. @throws UsageError naming both
void require_array(const void* address, std::size_t numbers, std::size_t expected,
                   std::string_view name);
/// @throws UsageError "<name>: expected finite numbers, found nan at 3 (row 0, column 3)"
void require_finite(const float* numbers, std::size_t count, int width, std::string_view name);
/// How many rows of `width` numbers an array has. @throws UsageError where that is no whole number,
/// or so large that its rows cannot be counted
[[nodiscard]] int rows_in(const void* address, std::size_t numbers, int width,
                          std::string_view name);

}  // namespace poseaae::c_api
