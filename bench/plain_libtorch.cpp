// The baseline "plain libtorch": the tutorial's training step as it would be written in C++ with
// torch::nn, torch::optim and autograd, kinematics joint by joint along the skeleton as in the
// tutorial. Before it is measured, its losses have to match those of the project's own engine.
// step/plain_libtorch/tutorial/joints:22/net:64-16-8/batch:16/threads:1
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "support/engines.hpp"
#include "support/runner.hpp"
#include "support/workload.hpp"

namespace poseaae::bench {
namespace {

using torch::indexing::Ellipsis;
using torch::indexing::None;
using torch::indexing::Slice;

void append_activation(torch::nn::Sequential& layers, nn::Activation activation) {
  switch (activation) {
    case nn::Activation::kLinear:
      return;
    case nn::Activation::kRelu:
      layers->push_back(torch::nn::ReLU());
      return;
    case nn::Activation::kElu:
      layers->push_back(torch::nn::ELU());
      return;
    default:
      throw Error("plain_libtorch: the tutorial has ReLU and ELU only");
  }
}

torch::nn::Sequential make_network(const nn::Network& initial) {
  const torch::NoGradGuard no_gradients;
  torch::nn::Sequential layers;
  for (const auto& layer : initial.layers()) {
    torch::nn::Linear linear(layer.spec.inputs, layer.spec.outputs);
    linear->weight.copy_(torch::tensor(layer.array("weight")).view_as(linear->weight));
    linear->bias.copy_(torch::tensor(layer.array("bias")));
    layers->push_back(linear);
    append_activation(layers, layer.spec.activation);
  }
  return layers;
}

torch::Tensor hamilton_product(const torch::Tensor& a, const torch::Tensor& b) {
  const auto p = a.unbind(-1);
  const auto q = b.unbind(-1);
  return torch::stack({p[0] * q[0] - p[1] * q[1] - p[2] * q[2] - p[3] * q[3],
                       p[0] * q[1] + p[1] * q[0] + p[2] * q[3] - p[3] * q[2],
                       p[0] * q[2] - p[1] * q[3] + p[2] * q[0] + p[3] * q[1],
                       p[0] * q[3] + p[1] * q[2] - p[2] * q[1] + p[3] * q[0]},
                      -1);
}

/// v + 2 (w u x v + u x (u x v)), q = (w, u)
torch::Tensor rotate(const torch::Tensor& q, const torch::Tensor& v) {
  const auto w = q.index({Ellipsis, Slice(0, 1)});
  const auto u = q.index({Ellipsis, Slice(1, None)});
  const auto uv = torch::cross(u, v, -1);
  return v + 2 * (w * uv + torch::cross(u, uv, -1));
}

class PlainTutorial {
 public:
  explicit PlainTutorial(const objective::EngineSetup& setup)
      : skeleton_(setup.skeleton),
        weights_(setup.objective.weights),
        encoder_(make_network(setup.initial.encoder)),
        decoder_(make_network(setup.initial.decoder)),
        discriminator_(make_network(setup.initial.discriminator)),
        autoencoder_adam_(parameters_of_both(), torch::optim::AdamOptions(kAutoencoderRate)),
        discriminator_adam_(discriminator_->parameters(),
                            torch::optim::AdamOptions(kDiscriminatorRate)) {
    discriminator_->push_back(torch::nn::Sigmoid());
    for (const auto& offset : skeleton_.offsets()) {  // in centimetres, as the tutorial's files
      offsets_.push_back(torch::tensor({100 * offset[0], 100 * offset[1], 100 * offset[2]})
                             .to(torch::kFloat32)
                             .view({1, 3}));
      has_children_.push_back(false);
    }
    for (const int parent : skeleton_.parents()) {
      if (parent >= 0) has_children_[static_cast<std::size_t>(parent)] = true;
    }
  }

  /// The sum of the autoencoder's losses.
  double step(const torch::Tensor& poses, const torch::Tensor& prior) {
    discriminator_step(poses, prior);
    return autoencoder_step(poses);
  }

 private:
  std::vector<torch::Tensor> parameters_of_both() const {
    auto parameters = encoder_->parameters();
    const auto more = decoder_->parameters();
    parameters.insert(parameters.end(), more.begin(), more.end());
    return parameters;
  }

  void discriminator_step(const torch::Tensor& poses, const torch::Tensor& prior) {
    torch::Tensor encodings;
    {
      const torch::NoGradGuard no_gradients;
      encodings = encoder_->forward(poses);
    }
    const auto real = discriminator_->forward(prior);
    const auto fake = discriminator_->forward(encodings);
    const auto loss = 0.5 * (torch::binary_cross_entropy(real, torch::ones_like(real)) +
                             torch::binary_cross_entropy(fake, torch::zeros_like(fake)));
    discriminator_adam_.zero_grad();
    loss.backward();
    discriminator_adam_.step();
  }

  double autoencoder_step(const torch::Tensor& poses) {
    const auto latents = encoder_->forward(poses);
    const auto prediction = decoder_->forward(latents);
    torch::Tensor probabilities;
    {
      const torch::NoGradGuard no_gradients;
      probabilities = discriminator_->forward(latents);
    }
    const auto prior_loss =
        torch::binary_cross_entropy(torch::zeros_like(probabilities), probabilities);
    const auto loss = weights_[0] * norm_loss(prediction) +
                      weights_[1] * position_loss(poses, prediction) +
                      weights_[2] * quaternion_loss(poses, prediction) + weights_[3] * prior_loss;
    autoencoder_adam_.zero_grad();
    loss.backward();
    autoencoder_adam_.step();
    return loss.item<double>();
  }

  static torch::Tensor norm_loss(const torch::Tensor& prediction) {
    return (prediction.view({-1, 4}).norm(2, -1) - 1).square().mean();
  }

  torch::Tensor position_loss(const torch::Tensor& truth, const torch::Tensor& guess) const {
    return (positions(truth) - positions(guess)).norm(2, -1).mean();
  }

  static torch::Tensor quaternion_loss(const torch::Tensor& truth, const torch::Tensor& guess) {
    static const torch::Tensor conjugate = torch::tensor({1.0F, -1.0F, -1.0F, -1.0F});
    const auto difference = hamilton_product(guess.view({-1, 4}) * conjugate, truth.view({-1, 4}));
    const auto length = difference.index({Slice(), Slice(1, None)}).norm(2, -1);
    return torch::atan2(length, difference.index({Slice(), 0})).abs().mean();
  }

  /// (B, J, 3), one joint after the other from its parent.
  torch::Tensor positions(const torch::Tensor& poses) const {
    const auto batch = poses.size(0);
    const auto local = poses.view({batch, -1, 4});
    std::vector<torch::Tensor> positions;
    std::vector<torch::Tensor> rotations;
    for (int j = 0; j < skeleton_.joints(); ++j) {
      const auto rotation = local.index({Slice(), j});
      const auto index = static_cast<std::size_t>(j);
      if (j == 0) {
        positions.push_back(torch::zeros({batch, 3}));
        rotations.push_back(rotation);
        continue;
      }
      const auto parent = static_cast<std::size_t>(skeleton_.parent(j));
      positions.push_back(positions[parent] +
                          rotate(rotations[parent], offsets_[index].expand({batch, 3})));
      rotations.push_back(has_children_[index] ? hamilton_product(rotations[parent], rotation)
                                               : torch::Tensor());
    }
    return torch::stack(positions, 1);
  }

  mocap::Skeleton skeleton_;
  std::vector<torch::Tensor> offsets_;
  std::vector<bool> has_children_;
  std::vector<double> weights_;
  torch::nn::Sequential encoder_;
  torch::nn::Sequential decoder_;
  torch::nn::Sequential discriminator_;
  torch::optim::Adam autoencoder_adam_;
  torch::optim::Adam discriminator_adam_;
};

torch::Tensor to_tensor(const Batch& batch) {
  return torch::from_blob(const_cast<float*>(batch.data()), {batch.rows(), batch.cols()}).clone();
}

objective::EngineSetup tutorial_setup() {
  constexpr int kJoints = 22;
  return engine_setup(workload_of(kJoints).skeleton, tutorial_net(), objective::Preset::kTutorial,
                      1);
}

/// The baseline must compute the same losses, or the comparison means nothing.
void require_same_losses() {
  const auto setup = tutorial_setup();
  const auto engine = engine_named("torch").make(setup);
  engine->set_learning_rates(kAutoencoderRate, kDiscriminatorRate);
  PlainTutorial plain(setup);
  Batches batches(workload_of(setup.skeleton.joints()).poses, 16, tutorial_net().latent);
  for (int step = 1; step <= 10; ++step, batches.next()) {
    const double expected = engine->step(batches.input()).total;
    const double found = plain.step(to_tensor(batches.poses()), to_tensor(batches.prior()));
    if (!(std::abs(found - expected) < 1e-4 * std::abs(expected))) {
      throw Error(
          fmt::format("plain_libtorch, step {}: expected the torch engine's loss {}, found {}",
                      step, expected, found));
    }
  }
}

void measure(benchmark::State& state, int batch) {
  const auto setup = tutorial_setup();
  PlainTutorial plain(setup);
  torch::set_num_threads(setup.options.threads);
  const Batches batches(workload_of(setup.skeleton.joints()).poses, batch, tutorial_net().latent);
  const auto poses = to_tensor(batches.poses());
  for (auto _ : state) {
    benchmark::DoNotOptimize(plain.step(poses, torch::randn({batch, tutorial_net().latent})));
  }
  state.SetItemsProcessed(state.iterations() * batch);
}

void declare() {
  require_same_losses();
  for (const int batch : {16, 1024}) {
    benchmark::RegisterBenchmark(
        fmt::format("step/plain_libtorch/tutorial/joints:22/net:{}/batch:{}/threads:1",
                    tutorial_net().name(), batch)
            .c_str(),
        measure, batch)
        ->Unit(benchmark::kMicrosecond)
        ->UseRealTime();
  }
}

}  // namespace
}  // namespace poseaae::bench

int main(int argc, char** argv) { return poseaae::bench::run(argc, argv, poseaae::bench::declare); }
