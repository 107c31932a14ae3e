#include "support/sample_arguments.hpp"

#include "support/choice.hpp"

namespace poseaae::tools {

Option* SampleArguments::add_to(CommandLine& app) {
  return add_choice(
      app, "--sample", sampling_, latent::sampling_names(),
      "How random poses are drawn: mixture, by Gaussians fitted to the poses that the model "
      "learned from; flow, by a smoother map that takes N(0, I) to them; prior, by their mean and "
      "covariance alone, also where no poses are (default: mixture where the model has a flow, "
      "prior otherwise)");
}

}  // namespace poseaae::tools
