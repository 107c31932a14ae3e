#include <numbers>

#include "steps.hpp"

namespace poseaae::latent::steps {

namespace {

class Uniform final : public Stationary {
 public:
  using Stationary::Stationary;

 private:
  // Variance (b - a)^2 / 12 = 1.
  [[nodiscard]] double noise(Random& random) const override {
    return random.uniform(-std::numbers::sqrt3, std::numbers::sqrt3);
  }
};

}  // namespace

StepKind uniform() {
  return {"uniform", "the same with bounded noise: no single step is large", 0.7,
          [](const StepContext& context) { return std::make_unique<Uniform>(context); }};
}

}  // namespace poseaae::latent::steps
