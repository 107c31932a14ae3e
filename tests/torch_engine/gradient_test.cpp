#include <gtest/gtest.h>
#include <torch/autograd.h>

#include "losses/losses.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae {
namespace {

using objective::Preset;
using torch_engine::LossContext;
using torch_engine::LossInputs;

/// Central differences against autograd, in float64: for each element x_i of `input`,
/// (f(x + h e_i) - f(x - h e_i)) / 2h must equal df/dx_i to `tolerance` of the largest gradient.
void check_gradient(const std::function<torch::Tensor(const torch::Tensor&)>& f,
                    torch::Tensor input, double tolerance = 1e-7) {
  constexpr double kStep = 1e-6;
  input = input.detach().requires_grad_(true);
  const auto analytic = torch::autograd::grad({f(input)}, {input})[0];
  const torch::NoGradGuard no_gradients;
  auto numeric = torch::zeros_like(analytic);
  auto flat = input.detach().view(-1);
  for (std::int64_t i = 0; i < flat.numel(); ++i) {
    const auto moved = [&](double by) {
      auto copy = flat.clone();
      copy[i] += by;
      return f(copy.view(input.sizes())).item<double>();
    };
    numeric.view(-1)[i] = (moved(kStep) - moved(-kStep)) / (2 * kStep);
  }
  const double scale = analytic.abs().max().item<double>();
  ASSERT_GT(scale, 0.0) << "a loss without gradient proves nothing";
  EXPECT_LT((analytic - numeric).abs().max().item<double>() / scale, tolerance);
}

mocap::Skeleton small_skeleton() {
  using mocap::Vec3;
  return {
      {"root", "spine", "head", "arm", "hand"},
      {-1, 0, 1, 1, 3},
      {Vec3(0.1, 0.9, 0), Vec3(0, 0.5, 0), Vec3(0, 0.3, 0.1), Vec3(0.4, 0.1, 0), Vec3(0.3, 0, 0)}};
}

torch::Tensor random_tensor(std::vector<std::int64_t> shape, std::uint64_t seed) {
  Random random(seed);
  auto tensor = torch::empty(shape, torch::kFloat64);
  auto* data = tensor.data_ptr<double>();
  for (std::int64_t i = 0; i < tensor.numel(); ++i) data[i] = random.normal();
  return tensor;
}

struct Case {
  Preset preset;
  std::string term;
  bool joint_weights;
};

class LossGradient : public testing::TestWithParam<Case> {};

TEST_P(LossGradient, MatchesFiniteDifferences) {
  const auto& [preset, term, weighted] = GetParam();
  objective::Objective objective;
  if (preset == Preset::kTutorial) objective.form = objective::LossForm::tutorial();
  if (weighted) objective.joint_weights = {0.5, 1.5, 2.0, 0.25, 0.75};
  objective.contact_joints = {4, 2};
  const LossContext context(objective, small_skeleton(), torch::kCPU, torch::kFloat64);
  const auto& loss = torch_engine::loss_function(term);
  auto target = random_tensor({3, 5, 4}, 1);
  target = (target / target.norm(2, -1, true)).view({3, 20});
  const auto prediction = random_tensor({3, 20}, 2);
  const LossInputs inputs{.target = target,
                          .prediction = prediction,
                          .logits = random_tensor({3, 1}, 3),
                          .latents = random_tensor({6, 4}, 8),
                          .prior = random_tensor({6, 4}, 7),
                          .posterior = random_tensor({3, 8}, 9),
                          .pose_logits = random_tensor({3, 1}, 16),
                          .generated_positions = random_tensor({2, 1, 5, 3}, 17),
                          .recorded_positions = random_tensor({2, 1, 5, 3}, 18),
                          .true_root = random_tensor({2, 3, 4}, 10),
                          .root = random_tensor({2, 3, 4}, 11),
                          .true_contacts = random_tensor({2, 3, 2}, 12),
                          .contacts = random_tensor({2, 3, 2}, 13),
                          .true_positions = random_tensor({2, 3, 5, 3}, 14),
                          .positions = random_tensor({2, 3, 5, 3}, 15)};
  int seen = 0;
  for (const auto side :
       {&LossInputs::prediction, &LossInputs::logits, &LossInputs::latents, &LossInputs::posterior,
        &LossInputs::generated_positions, &LossInputs::pose_logits, &LossInputs::root,
        &LossInputs::contacts, &LossInputs::positions}) {
    const auto value = [&](const torch::Tensor& x) {
      LossInputs there = inputs;
      there.*side = x;
      return loss(context, there);
    };
    if (!value((inputs.*side).detach().clone().requires_grad_(true)).requires_grad()) continue;
    check_gradient(value, inputs.*side);
    ++seen;
  }
  EXPECT_GT(seen, 0) << "a loss that depends on nothing proves nothing";
}

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (const Preset preset : {Preset::kTutorial, Preset::kCorrected}) {
    for (const auto& term : objective::loss_terms()) {
      if (!torch_engine::loss_function(term.name)) continue;
      for (const bool weighted : {false, true}) cases.push_back({preset, term.name, weighted});
    }
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(EveryTerm, LossGradient, testing::ValuesIn(all_cases()),
                         [](const auto& info) {
                           const Case& c = info.param;
                           return c.term +
                                  (c.preset == Preset::kTutorial ? "Tutorial" : "Corrected") +
                                  (c.joint_weights ? "Weighted" : "");
                         });

TEST(DiscriminatorGradient, MatchesFiniteDifferences) {
  const auto real = random_tensor({4, 1}, 4);
  const auto fake = random_tensor({4, 1}, 5);
  check_gradient([&](const auto& x) { return torch_engine::discriminator_loss(x, fake); }, real);
  check_gradient([&](const auto& x) { return torch_engine::discriminator_loss(real, x); }, fake);
}

TEST(QuaternionLoss, CorrectedDoesNotSeeTheSignTutorialDoes) {
  auto q = random_tensor({1, 20}, 6);
  q = (q.view({5, 4}) / q.view({5, 4}).norm(2, -1, true)).view({1, 20});
  const LossInputs flipped{q, -q, torch::zeros({1, 1}, torch::kFloat64)};
  objective::Objective objective;
  objective.form = {};
  const LossContext corrected(objective, small_skeleton(), torch::kCPU, torch::kFloat64);
  EXPECT_NEAR(torch_engine::quaternion_loss(corrected, flipped).item<double>(), 0.0, 1e-7);
  objective.form = objective::LossForm::tutorial();
  const LossContext tutorial(objective, small_skeleton(), torch::kCPU, torch::kFloat64);
  EXPECT_NEAR(torch_engine::quaternion_loss(tutorial, flipped).item<double>(), M_PI, 1e-7);
}

TEST(PriorLoss, HasItsClosedForms) {
  const auto logits = torch::tensor({0.0, 2.0}, torch::kFloat64).view({2, 1});
  const LossInputs inputs{{}, {}, logits};
  const double d = 1.0 / (1.0 + std::exp(-2.0));
  objective::Objective objective;
  objective.form = objective::LossForm::tutorial();
  const LossContext tutorial(objective, small_skeleton(), torch::kCPU, torch::kFloat64);
  EXPECT_NEAR(torch_engine::prior_loss(tutorial, inputs).item<double>(), 100.0 * (0.5 + d) / 2.0,
              1e-10);
  objective.form = {};
  const LossContext corrected(objective, small_skeleton(), torch::kCPU, torch::kFloat64);
  EXPECT_NEAR(torch_engine::prior_loss(corrected, inputs).item<double>(),
              (std::log(2.0) - std::log(d)) / 2.0, 1e-10);
}

}  // namespace
}  // namespace poseaae
