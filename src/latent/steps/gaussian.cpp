#include "steps.hpp"

namespace poseaae::latent::steps {

namespace {

class Gaussian final : public Stationary {
 public:
  using Stationary::Stationary;

 private:
  [[nodiscard]] double noise(Random& random) const override { return random.normal(); }
};

}  // namespace

StepKind gaussian() {
  return {"gaussian", "stationary in the model's own latent statistics, normal noise", 0.7,
          [](const StepContext& context) { return std::make_unique<Gaussian>(context); }};
}

}  // namespace poseaae::latent::steps
