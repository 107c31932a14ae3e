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

/// In latent space, in single precision.
class Tutorial final : public WalkCourse {
 public:
  explicit Tutorial(const WalkContext& context)
      : random_(numpy_seed(context.options.seed)),
        size_(static_cast<float>(context.options.step_size.value_or(kStepSize))) {
    const auto drawn = [&] {
      return context.draw ? context.draw(context.random) : context.space.sample(context.random);
    };
    z_ = context.start ? *context.start : Eigen::VectorXf(drawn().cast<float>());
  }

  [[nodiscard]] Eigen::VectorXd point() const override { return z_.cast<double>(); }
  void step() override {
    for (float& value : z_) value += static_cast<float>(random_.random()) * size_;
  }
  [[nodiscard]] Batch latents(const Eigen::MatrixXd& points,
                              const LatentGaussian& /*space*/) const override {
    return points.cast<float>();
  }

 private:
  static constexpr double kStepSize = 2.0;

  NumpyRandom random_;
  float size_;
  Eigen::VectorXf z_;
};

}  // namespace

WalkKind tutorial() {
  return {"tutorial",
          "the tutorial's walk: adds uniform random numbers from [0, step size) and drifts away "
          "from the learned poses",
          std::nullopt, course_of<Tutorial>, false};
}

}  // namespace poseaae::latent::walks
