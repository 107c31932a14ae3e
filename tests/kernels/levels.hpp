#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "poseaae/base/random.hpp"
#include "poseaae/kernels/buffer.hpp"
#include "poseaae/kernels/table.hpp"

/// Every kernel is tested at every level that this machine runs, in both precisions.
namespace poseaae::test {

/// use.template operator()<T>(table, tolerance)
template <typename Use>
void at_every_level(Use use) {
  for (const kernels::Level level : kernels::supported_levels()) {
    SCOPED_TRACE(kernels::level_name(level));
    {
      SCOPED_TRACE("float");
      use.template operator()<float>(kernels::table<float>(level), 2e-5);
    }
    {
      SCOPED_TRACE("double");
      use.template operator()<double>(kernels::table<double>(level), 1e-12);
    }
  }
}

template <typename T>
kernels::Buffer<T> random_numbers(Random& random, std::size_t count) {
  kernels::Buffer<T> numbers(count);
  for (T& number : numbers) number = static_cast<T>(random.normal());
  return numbers;
}

}  // namespace poseaae::test
