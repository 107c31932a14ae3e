#include "support/sample_arguments.hpp"

#include "support/choice.hpp"

namespace poseaae::tools {

Option* SampleArguments::add_to(CommandLine& app) {
  return add_choice(
      app, "--sample", sampling_, latent::sampling_names(),
      "How random poses are drawn: flow, distributed as the poses that the model learned from; "
      "mixture, by the Gaussians fitted to them; prior, by their mean and covariance alone, also "
      "where no poses are (default: flow where the model has one, prior otherwise)");
}

}  // namespace poseaae::tools
