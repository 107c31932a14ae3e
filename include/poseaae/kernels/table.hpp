#pragma once

#include <cstddef>

#include "poseaae/kernels/activation.hpp"
#include "poseaae/kernels/dropout.hpp"
#include "poseaae/kernels/layout.hpp"
#include "poseaae/kernels/level.hpp"
#include "poseaae/kernels/rotation_form.hpp"

namespace poseaae::kernels {

/// A dense layer y = f(W x + b), with W in blocks (layout.hpp) and b padded to whole blocks.
template <typename T>
struct Dense {
  std::size_t inputs;
  std::size_t outputs;
  Activation activation;
  const T* weights;
  const T* bias;
};

/// A skeleton in the form that forward kinematics needs; joint 0 is the root, a parent precedes its
/// children.
template <typename T>
struct Chain {
  std::size_t joints;
  const int* parents;  ///< (J), -1 for the root
  const T* offsets;    ///< (J, 3)
};

/// What the pose losses compare: the four numbers of each quaternion as they are predicted, so that
/// q and -q differ; or the rotations that these numbers stand for.
enum class PoseLossForm { kNumbers, kRotations };

/// Form and weights of the losses between predicted and true poses.
template <typename T>
struct PoseLossWeights {
  PoseLossForm form;
  RotationForm rotation_form;  ///< of the prediction; kSixD only with kRotations
  T norm;                      ///< of (|q| - 1)^2; 0 with kSixD, which has no length to keep
  T position;                  ///< of |p - p'|
  T quaternion;                ///< of the angle
  T rotation;                  ///< of the soft angle; 0 with kNumbers
  const T* joints;             ///< (J) of mean 1
};

/// Radians below which the soft angle sqrt(theta^2 + e^2) - e is a parabola: its gradient vanishes
/// where prediction and truth agree, as that of the angle itself does not.
inline constexpr double kSoftAngle = 0.05;

/// Sums over samples and joints: multiplied by the weights of the joints, not by those of the
/// losses.
struct PoseLossSums {
  double norm = 0.0;
  double position = 0.0;
  double quaternion = 0.0;
  double rotation = 0.0;

  void operator+=(const PoseLossSums& other) {
    norm += other.norm;
    position += other.position;
    quaternion += other.quaternion;
    rotation += other.rotation;
  }
};

template <typename T>
struct AdamRates {
  T rate;             ///< learning rate / (1 - beta1^t)
  T root_correction;  ///< 1 / sqrt(1 - beta2^t)
  T beta1;
  T rest1;  ///< 1 - beta1, computed in double: in float it would lose digits
  T beta2;
  T rest2;  ///< 1 - beta2
  T epsilon;
  T gradient_scale;  ///< factor of the gradients: that of clipping, or 1
};

/// The kernels of one level. None of them allocates, throws or keeps state. Pointers are to panels
/// unless stated otherwise; `panels` is the number of consecutive panels.
template <typename T>
struct Table {
  Level level;

  /// Copies rows (count, features) of `rows`, which start `stride` numbers apart, into
  /// blocks_of(count) panels: the first ones, or those of the numbers `which`, unless it is null.
  void (*to_panels)(const T* rows, const int* which, std::size_t stride, std::size_t count,
                    std::size_t features, T* panels);
  /// The inverse.
  void (*from_panels)(const T* panels, std::size_t count, std::size_t features, T* rows,
                      std::size_t stride);

  /// y = f(W x + b). `before`, unless null, receives W x + b (for derivative_needs_input).
  void (*dense_forward)(const Dense<T>& layer, std::size_t panels, const T* x, T* y, T* before);
  /// dy <- dy f'(x), from the outputs y and, where needed, `before`.
  void (*activation_backward)(Activation activation, std::size_t rows, std::size_t panels,
                              const T* y, const T* before, T* dy);
  /// dx = W^T dy.
  void (*dense_backward_input)(const Dense<T>& layer, std::size_t panels, const T* dy, T* dx);
  /// Gradients dW = dy x^T in blocks, and db: stored, or with `add` added to those there. `scratch`
  /// holds panels x padded(outputs) x kLanes numbers.
  void (*dense_backward_weights)(const Dense<T>& layer, std::size_t panels, const T* x, const T* dy,
                                 T* scratch, bool add, T* weights_gradient, T* bias_gradient);

  /// Sum over `lanes` of softplus(s x) = log(1 + e^(s x)) for s = sign; dx = scale s sigmoid(s x),
  /// zero in the lanes beyond. x and dx are one row of kLanes.
  double (*softplus)(T sign, std::size_t lanes, T scale, const T* x, T* dx);
  /// Sum over `lanes` of sigmoid(x).
  double (*sigmoid_sum)(std::size_t lanes, const T* x);

  /// Adds the losses of `lanes` samples to `sums`; `gradient`, unless null, receives scale times
  /// the gradient of their weighted sum by the prediction, zero in the lanes beyond. The target is
  /// a panel of 4J rows, the others have the prediction's rows; `scratch` holds
  /// pose_loss_scratch(J) numbers.
  void (*pose_losses)(const Chain<T>& chain, const PoseLossWeights<T>& weights, std::size_t lanes,
                      T scale, const T* target, const T* prediction, T* scratch, T* gradient,
                      PoseLossSums& sums);
  /// World positions (3J rows) of unit quaternions (4J rows), one panel, the root at the origin.
  /// `scratch` holds 4 J kLanes numbers.
  void (*forward_kinematics)(const Chain<T>& chain, const T* poses, T* scratch, T* positions);
  /// Backpropagates gradients with respect to world positions (3J rows, one panel) to `gradient`,
  /// with respect to the features of the rotations (quaternions are normalised first); zero in the
  /// lanes beyond `lanes`. `scratch` holds pose_loss_scratch(J) numbers.
  void (*positions_backward)(const Chain<T>& chain, RotationForm rotation, std::size_t lanes,
                             const T* prediction, const T* by_positions, T* scratch, T* gradient);
  /// Normalises each quaternion of a panel of 4J rows; the zero quaternion becomes the identity.
  void (*normalise)(std::size_t joints, std::size_t panels, T* poses);
  /// Unit quaternions (4J rows) to 6D rotations (6J rows), and back by Gram-Schmidt.
  void (*to_six)(std::size_t joints, std::size_t panels, const T* quaternions, T* six);
  void (*from_six)(std::size_t joints, std::size_t panels, const T* six, T* quaternions);

  /// Sum over the `lanes` samples x of one panel and `samples` samples y, each of `features`
  /// features, of k(x, y) = mean over scales s of C / (C + |x - y|^2), C = 2 Z s, the inverse
  /// multiquadratic kernel at seven scales; adds `factor` times its gradient by x to `gradient`
  /// (one panel) unless that is null.
  double (*multiquadratic)(std::size_t features, std::size_t lanes, const T* x, std::size_t samples,
                           const T* y, T factor, T* gradient);
  /// z = mean + e^(l / 2) noise for an encoder's output of 2Z rows a panel, mean over l, the
  /// logarithm of the variance.
  void (*sample)(std::size_t features, std::size_t panels, const T* output, const T* noise, T* z);
  /// Sum over `lanes` of KL(N(mean, e^l) || N(0, I)) = (mean^2 + e^l - 1 - l) / 2, of one panel;
  /// `gradient`, unless null, receives factor times its gradient plus the gradient that
  /// `z_gradient` backpropagates.
  double (*divergence)(std::size_t features, std::size_t lanes, T factor, const T* output,
                       const T* noise, const T* z_gradient, T* gradient);

  /// Dropout: y = x with some features dropped, `features` rows per panel; `first_panel` is the
  /// index of the first panel in the batch. y may be x. Gradients are dropped by the same call.
  void (*dropout)(const Dropout& dropout, std::size_t features, std::size_t first_panel,
                  std::size_t panels, const T* x, T* y);

  /// Adam (Kingma and Ba 2015) on `count` numbers: g is the sum of `parts` arrays, `part_stride`
  /// numbers apart.
  void (*adam)(const AdamRates<T>& rates, std::size_t count, const T* gradients, std::size_t parts,
               std::size_t part_stride, T* parameters, T* first_moments, T* second_moments);
  /// Sum of squares of the sums of `parts` arrays.
  double (*squared_norm)(std::size_t count, const T* gradients, std::size_t parts,
                         std::size_t part_stride);
};

/// Scales s of the kernel in Table::multiquadratic (Tolstikhin et al. 2018, "Wasserstein
/// Auto-Encoders", section 4, as in their code).
inline constexpr double kMultiquadraticScales[] = {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0};

/// Rows of kLanes numbers that a joint keeps between the two passes of pose_losses.
inline constexpr std::size_t kPoseLossRows = 27;

[[nodiscard]] constexpr std::size_t pose_loss_scratch(std::size_t joints) {
  return joints * kPoseLossRows * kLanes;
}

/// The kernels of a level. T is float or double. @throws UsageError when this machine lacks it
template <typename T>
[[nodiscard]] const Table<T>& table(Level level);
/// Those of active_level().
template <typename T>
[[nodiscard]] const Table<T>& table() {
  return table<T>(active_level());
}

}  // namespace poseaae::kernels
