#include "pose_kernel.hpp"

#include <torch/autograd.h>

namespace poseaae::torch_engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

/// Gives (values, weighted) and keeps the gradient for the way back.
template <typename T>
struct PoseTermsFunction : torch::autograd::Function<PoseTermsFunction<T>> {
  static tensor_list forward(AutogradContext* context, const torch::Tensor& prediction,
                             const torch::Tensor& target,
                             const objective::PoseObjective<T>* objective,
                             const std::vector<double>& weights) {
    const auto guess = prediction.contiguous();
    const auto truth = target.contiguous();
    auto gradient = torch::empty_like(guess);
    const auto means =
        objective->rows(static_cast<std::size_t>(guess.size(0)), truth.template data_ptr<T>(),
                        guess.template data_ptr<T>(), gradient.template data_ptr<T>());
    double total = 0.0;
    for (std::size_t i = 0; i < means.size(); ++i) {
      total += weights[objective::term_index(objective::PoseObjective<T>::kTerms[i])] * means[i];
    }
    const auto values =
        torch::tensor(std::vector<double>(means.begin(), means.end()), torch::kFloat64)
            .to(prediction.scalar_type());
    context->save_for_backward({gradient});
    context->mark_non_differentiable({values});
    return {values, torch::full({}, total, prediction.options())};
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& gradients) {
    return {gradients[1] * context->get_saved_variables()[0], {}, {}, {}};
  }
};

}  // namespace

template <typename T>
PoseTerms pose_terms(const objective::PoseObjective<T>& objective,
                     const std::vector<double>& weights, const torch::Tensor& target,
                     const torch::Tensor& prediction) {
  const auto found = PoseTermsFunction<T>::apply(prediction, target, &objective, weights);
  return {found[0], found[1]};
}

template PoseTerms pose_terms<float>(const objective::PoseObjective<float>&,
                                     const std::vector<double>&, const torch::Tensor&,
                                     const torch::Tensor&);
template PoseTerms pose_terms<double>(const objective::PoseObjective<double>&,
                                      const std::vector<double>&, const torch::Tensor&,
                                      const torch::Tensor&);

}  // namespace poseaae::torch_engine
