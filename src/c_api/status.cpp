#include "status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <limits>
#include <new>

#include "poseaae/base/error.hpp"

namespace poseaae::c_api {

namespace {

/// A text of fixed size, so that a message about lacking memory takes none.
thread_local std::array<char, 2048> last_message{};

void keep(std::string_view text) noexcept {
  const std::size_t size = std::min(text.size(), last_message.size() - 1);
  std::copy_n(text.begin(), size, last_message.begin());
  last_message[size] = '\0';
}

poseaae_status status_of(const Error& problem) {
  switch (problem.exit_code()) {
    case ExitCode::kUsage:
      return POSEAAE_USAGE;
    case ExitCode::kBadInput:
      return POSEAAE_INPUT;
    default:
      return POSEAAE_FAILED;
  }
}

}  // namespace

poseaae_status status_of_exception() noexcept {
  try {
    throw;
  } catch (const Error& problem) {
    keep(problem.what());
    return status_of(problem);
  } catch (const std::bad_alloc&) {
    keep("expected more memory than there is");
    return POSEAAE_MEMORY;
  } catch (const std::exception& problem) {
    keep(problem.what());
    return POSEAAE_FAILED;
  } catch (...) {
    keep("failed for a reason that is not known");
    return POSEAAE_FAILED;
  }
}

void require_address(const void* address, std::string_view name) {
  if (address == nullptr) {
    throw UsageError(fmt::format("{}: expected an address, found null", name));
  }
}

void require_array(const void* address, std::size_t numbers, std::size_t expected,
                   std::string_view name) {
  require_address(address, name);
  if (numbers != expected) {
    throw UsageError(fmt::format("{}: expected {} numbers, found {}", name, expected, numbers));
  }
}

void require_finite(const float* numbers, std::size_t count, int width, std::string_view name) {
  const float* const end = numbers + count;
  const float* const bad =
      std::find_if(numbers, end, [](float number) { return !std::isfinite(number); });
  if (bad == end) return;
  const auto at = static_cast<std::size_t>(bad - numbers);
  const auto columns = static_cast<std::size_t>(width);
  throw UsageError(fmt::format("{}: expected finite numbers, found {} at {} (row {}, column {})",
                               name, *bad, at, at / columns, at % columns));
}

int rows_in(const void* address, std::size_t numbers, int width, std::string_view name) {
  require_address(address, name);
  const std::size_t rows = numbers / static_cast<std::size_t>(width);
  if (rows == 0 || numbers % static_cast<std::size_t>(width) != 0) {
    throw UsageError(
        fmt::format("{}: expected {} numbers or a multiple, found {}", name, width, numbers));
  }
  if (rows > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw UsageError(fmt::format("{}: expected at most {} rows, found {}", name,
                                 std::numeric_limits<int>::max(), rows));
  }
  return static_cast<int>(rows);
}

}  // namespace poseaae::c_api

extern "C" {

int32_t poseaae_abi() { return POSEAAE_ABI; }

const char* poseaae_version() { return POSEAAE_VERSION; }

const char* poseaae_message() { return poseaae::c_api::last_message.data(); }

}  // extern "C"
