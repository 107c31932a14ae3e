#include <fmt/format.h>

#include <limits>
#include <random>

#include "poseaae/base/error.hpp"
#include "walks.hpp"

namespace poseaae::latent::walks {

namespace {

/// np.random.seed(seed), np.random.random(): MT19937, 53 bits from two outputs of 32 (27 and 26 of
/// them), in [0, 1).
class NumpyRandom {
 public:
  explicit NumpyRandom(std::uint32_t seed) : engine_(seed) {}

  [[nodiscard]] double random() {
    const auto high = static_cast<double>(engine_() >> 5);
    const auto low = static_cast<double>(engine_() >> 6);
    return (high * 0x1.0p26 + low) * 0x1.0p-53;
  }

 private:
  std::mt19937 engine_;
};

std::uint32_t numpy_seed(std::uint64_t seed) {
  if (seed > std::numeric_limits<std::uint32_t>::max()) {
    throw UsageError(fmt::format(
        "seed: expected at most 4294967295 for the tutorial's walk, as in NumPy, found {}", seed));
  }
  return static_cast<std::uint32_t>(seed);
}

Batch sample(const WalkContext& context) {
  constexpr double kStepSize = 2.0;
  const WalkOptions& options = context.options;
  const auto size = static_cast<float>(options.step_size.value_or(kStepSize));
  NumpyRandom random(numpy_seed(options.seed));
  const auto drawn = [&] {
    return context.draw ? context.draw(context.random) : context.space.sample(context.random);
  };
  Eigen::VectorXf z = context.start ? *context.start : Eigen::VectorXf(drawn().cast<float>());
  Batch points(options.count, context.space.dim());
  points.row(0) = z;
  for (int t = 1; t < options.count; ++t) {
    for (float& value : z) value += static_cast<float>(random.random()) * size;
    points.row(t) = z;
  }
  return points;
}

}  // namespace

WalkKind tutorial() {
  return {"tutorial",
          "the tutorial's walk: adds uniform random numbers from [0, step size) and drifts away "
          "from the learned poses",
          std::nullopt, sample, false};
}

}  // namespace poseaae::latent::walks
