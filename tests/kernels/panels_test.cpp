#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "levels.hpp"

namespace poseaae {
namespace {

using kernels::kLanes;

RC_GTEST_PROP(Panels, HoldEachSampleInItsLaneAndTheLastOneInTheLanesBeyond, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 70);
  const auto features = *rc::gen::inRange<std::size_t>(1, 100);
  const auto stride = features + *rc::gen::inRange<std::size_t>(0, 5);
  Random random(1);
  test::at_every_level([&]<typename T>(const kernels::Table<T>& kernel, double) {
    const auto rows = test::random_numbers<T>(random, count * stride);
    const std::size_t panels = kernels::blocks_of(count);
    kernels::Buffer<T> packed(panels * features * kLanes);
    kernel.to_panels(rows.data(), nullptr, stride, count, features, packed.data());
    for (std::size_t lane = 0; lane < panels * kLanes; ++lane) {
      for (std::size_t f = 0; f < features; ++f) {
        RC_ASSERT(packed[((lane / kLanes) * features + f) * kLanes + lane % kLanes] ==
                  rows[std::min(lane, count - 1) * stride + f]);
      }
    }
    kernels::Buffer<T> back(count * stride, T(-7));
    kernel.from_panels(packed.data(), count, features, back.data(), stride);
    for (std::size_t i = 0; i < back.size(); ++i) {
      RC_ASSERT(back[i] == (i % stride < features ? rows[i] : T(-7)));
    }
  });
}

RC_GTEST_PROP(Panels, PackedWeightsComeBack, ()) {
  const auto inputs = *rc::gen::inRange<std::size_t>(1, 40);
  const auto outputs = *rc::gen::inRange<std::size_t>(1, 40);
  Random random(2);
  const auto weights = test::random_numbers<float>(random, inputs * outputs);
  kernels::Buffer<float> blocked(kernels::blocked_size(inputs, outputs), 0.0F);
  kernels::pack_weights(inputs, outputs, weights.data(), blocked.data());
  kernels::Buffer<float> back(weights.size());
  kernels::unpack_weights(inputs, outputs, blocked.data(), back.data());
  RC_ASSERT(back == weights);
}

}  // namespace
}  // namespace poseaae
