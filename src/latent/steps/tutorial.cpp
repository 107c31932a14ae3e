#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <random>

#include "poseaae/core/error.hpp"
#include "steps.hpp"

namespace poseaae::latent::steps {

namespace {

/// np.random.seed(seed), np.random.random(): MT19937, 53 bits from two draws of 32 (27 and 26 of
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

class Tutorial final : public Step {
 public:
  explicit Tutorial(const StepContext& context)
      : random_(numpy_seed(context.seed)), size_(static_cast<float>(context.step_size)) {
    if (!std::isfinite(context.step_size)) {
      throw UsageError(fmt::format("step size: expected a number, found {}", context.step_size));
    }
  }

  [[nodiscard]] Eigen::VectorXd next(const Eigen::VectorXd& z) override {
    Eigen::VectorXf stepped = z.cast<float>();
    for (float& value : stepped) value += static_cast<float>(random_.random()) * size_;
    return stepped.cast<double>();
  }

 private:
  NumpyRandom random_;
  float size_;
};

}  // namespace

StepKind tutorial() {
  return {"tutorial", "the tutorial's own: adds uniform [0, size), leaves the data for good", 2.0,
          [](const StepContext& context) { return std::make_unique<Tutorial>(context); }};
}

}  // namespace poseaae::latent::steps
