// Compiled once for each level, with the flags and the POSEAAE_LEVEL of CMakeLists.txt.
#include "poseaae/kernels/table.hpp"

#include "dense.hpp"
#include "latents.hpp"
#include "optimiser.hpp"
#include "panels.hpp"
#include "pose_losses.hpp"

#define POSEAAE_JOIN_(a, b) a##b
#define POSEAAE_JOIN(a, b) POSEAAE_JOIN_(a, b)

namespace poseaae::kernels {

namespace {

template <typename T>
constexpr Table<T> make_table() {
  return {.level = Level::POSEAAE_JOIN(k, POSEAAE_LEVEL),
          .to_panels = to_panels<T>,
          .from_panels = from_panels<T>,
          .dense_forward = dense_forward<T>,
          .activation_backward = activation_backward<T>,
          .dense_backward_input = dense_backward_input<T>,
          .dense_backward_weights = dense_backward_weights<T>,
          .softplus = softplus<T>,
          .sigmoid_sum = sigmoid_sum<T>,
          .pose_losses = pose_losses<T>,
          .forward_kinematics = forward_kinematics<T>,
          .positions_backward = positions_backward<T>,
          .normalise = normalise<T>,
          .to_six = to_six<T>,
          .from_six = from_six<T>,
          .multiquadratic = multiquadratic<T>,
          .sample = sample<T>,
          .divergence = divergence<T>,
          .dropout = dropout<T>,
          .adam = adam<T>,
          .squared_norm = squared_norm<T>};
}

}  // namespace

extern const Table<float> POSEAAE_JOIN(kFloat, POSEAAE_LEVEL);
extern const Table<double> POSEAAE_JOIN(kDouble, POSEAAE_LEVEL);
constinit const Table<float> POSEAAE_JOIN(kFloat, POSEAAE_LEVEL) = make_table<float>();
constinit const Table<double> POSEAAE_JOIN(kDouble, POSEAAE_LEVEL) = make_table<double>();

}  // namespace poseaae::kernels
