#pragma once

#include "poseaae/kernels/table.hpp"
#include "quaternion.hpp"
#include "six.hpp"

/// The pose losses and their gradient in one forward and one backward pass over the joints.
///
/// The forward pass adds the norm and quaternion losses of each joint, whose gradients are known at
/// once, and its position loss, whose gradient with respect to the joint's position is kept. The
/// backward pass sums the gradients of positions over each subtree, and passes them to the rotation
/// through the bones attached to the joint.
namespace poseaae::kernels {
namespace {

/// Data that a joint keeps between the two passes, in rows of kLanes numbers.
template <typename T>
struct JointScratch {
  explicit JointScratch(T* begin) : row(begin) {}
  T* row;
  T* at(std::size_t j, std::size_t r) const { return row + (j * kPoseLossRows + r) * kLanes; }
  T* local(std::size_t j) const { return at(j, 0); }      ///< prediction, as kinematics sees it
  T* predicted(std::size_t j) const { return at(j, 4); }  ///< world rotation of the prediction
  T* truth(std::size_t j) const { return at(j, 8); }      ///< world rotation of the target
  T* apart(std::size_t j) const { return at(j, 12); }     ///< predicted position - true position
  /// With respect to the joint's position; in the backward pass, summed over its subtree.
  T* position_gradient(std::size_t j) const { return at(j, 15); }
  T* rotation_gradient(std::size_t j) const { return at(j, 18); }  ///< by the world rotation
  T* own_gradient(std::size_t j) const { return at(j, 22); }       ///< without positions
  T* inverse(std::size_t j) const { return at(j, 26); }            ///< 1 / length of the prediction
};

template <typename T>
POSEAAE_INLINE Vec<T> inverse_length(Vec<T> length) {
  return quick_inverse<T>(at_least<T>(length, T(1e-12)));  // PyTorch's bound
}

/// (|q| - 1)^2. The gradient at q = 0 is taken as 0.
template <typename T>
POSEAAE_INLINE Vec<T> norm_loss(const Quaternion<T>& q, Vec<T> length, Vec<T> inverse, T factor,
                                Quaternion<T>& gradient) {
  const Vec<T> excess = length - T(1);
  const Vec<T> slope = length > T(0) ? (factor + factor) * excess * inverse : Vec<T>{};
  gradient = gradient + scaled<T>(q, slope);
  return excess * excess;
}

/// The angle between q and the unit t, and its soft form.
template <typename T>
struct Angle {
  Vec<T> plain;  ///< theta
  Vec<T> soft;   ///< sqrt(theta^2 + e^2) - e, e = kSoftAngle
};

/// By the parts (w, v) of conj(q) t; adds `factor` of the plain and `soft_factor` of the soft angle
/// to the gradient.
template <typename T, PoseLossForm kForm>
POSEAAE_INLINE Angle<T> angle_losses(const Quaternion<T>& q, const Quaternion<T>& t, T factor,
                                     T soft_factor, Quaternion<T>& gradient) {
  constexpr bool kSignless = kForm == PoseLossForm::kRotations;
  const Vec<T> w = dot<T>(q, t);
  const Point<T> v = scaled<T>(t.v, q.w) - scaled<T>(q.v, t.w) - cross<T>(q.v, t.v);
  const Vec<T> length = quick_root<T>(dot<T>(v, v));
  const Vec<T> size = length * length + w * w;
  // 2 atan2(|v|, |w|), or atan2(|v|, w)
  const Vec<T> x = kSignless ? absolute<T>(w) : w;
  Vec<T> angle = atan2_upper<T>(length, x);
  Vec<T> soft{};
  Vec<T> scale = broadcast<T>(factor);
  if constexpr (kSignless) {
    angle = angle + angle;
    const Vec<T> root = quick_root<T>(angle * angle + T(kSoftAngle * kSoftAngle));
    soft = root - T(kSoftAngle);
    scale = scale + soft_factor * angle * quick_inverse<T>(root);
    scale = scale + scale;
  }
  const Vec<T> slope = size > T(0) ? scale * quick_inverse<T>(size) : Vec<T>{};
  const Vec<T> by_v = length > T(0) ? slope * x * quick_inverse<T>(length) : Vec<T>{};
  Vec<T> by_w = -slope * length;
  if constexpr (kSignless) by_w = w < T(0) ? -by_w : (w > T(0) ? by_w : Vec<T>{});
  const Point<T> g = scaled<T>(v, by_v);
  gradient.w += by_w * t.w + dot<T>(g, t.v);
  gradient.v = gradient.v + scaled<T>(t.v, by_w) - scaled<T>(g, t.w) - cross<T>(t.v, g);
  return {angle, soft};
}

template <typename T, PoseLossForm kForm, RotationForm kRotation>
struct PoseLossPass {
  static constexpr std::size_t kFeatures = features_of(kRotation);

  const Chain<T>& chain;
  const PoseLossWeights<T>& weights;
  T scale;
  JointScratch<T> scratch;
  Vec<T> norm{}, position{}, quaternion{}, rotation{};

  /// `prediction` points to the joint's numbers.
  POSEAAE_INLINE void out(std::size_t j, const T* prediction, const Quaternion<T>& t) {
    Quaternion<T> own;
    if constexpr (kRotation == RotationForm::kSixD) {
      const Quaternion<T> local = quaternion_of<T>(
          frame_of<T>(load_point<T>(prediction), load_point<T>(prediction + 3 * kLanes)));
      add_angle(j, local, t, own);
      keep(j, local, own, t);
    } else {
      const auto q = load_quaternion<T>(prediction);
      const T weight = weights.joints[j];
      const Vec<T> length = quick_root<T>(dot<T>(q, q));
      const Vec<T> inverse = inverse_length<T>(length);
      norm += weight * norm_loss<T>(q, length, inverse, scale * weight * weights.norm, own);
      add_angle(j, q, t, own);
      store<T>(scratch.inverse(j), inverse);
      keep(j, kForm == PoseLossForm::kRotations ? scaled<T>(q, inverse) : q, own, t);
    }
  }

  POSEAAE_INLINE void add_angle(std::size_t j, const Quaternion<T>& q, const Quaternion<T>& t,
                                Quaternion<T>& own) {
    const T weight = weights.joints[j];
    const auto angle = angle_losses<T, kForm>(q, t, scale * weight * weights.quaternion,
                                              scale * weight * weights.rotation, own);
    quaternion += weight * angle.plain;
    rotation += weight * angle.soft;
  }

  POSEAAE_INLINE void keep(std::size_t j, const Quaternion<T>& local, const Quaternion<T>& own,
                           const Quaternion<T>& t) {
    store_quaternion(scratch.own_gradient(j), own);
    store_quaternion(scratch.local(j), local);
    store_quaternion(scratch.rotation_gradient(j), Quaternion<T>{});
    place(j, local, t);
  }

  /// Joint j as predicted, with no truth beside it: `by_position` is the gradient by where it is.
  POSEAAE_INLINE void stand(std::size_t j, const T* prediction, const Point<T>& by_position) {
    Quaternion<T> local;
    if constexpr (kRotation == RotationForm::kSixD) {
      local = quaternion_of<T>(
          frame_of<T>(load_point<T>(prediction), load_point<T>(prediction + 3 * kLanes)));
    } else {
      const auto q = load_quaternion<T>(prediction);
      const Vec<T> inverse = inverse_length<T>(quick_root<T>(dot<T>(q, q)));
      store<T>(scratch.inverse(j), inverse);
      local = scaled<T>(q, inverse);
    }
    store_quaternion(scratch.own_gradient(j), Quaternion<T>{});
    store_quaternion(scratch.rotation_gradient(j), Quaternion<T>{});
    store_quaternion(scratch.local(j), local);
    store_point(scratch.position_gradient(j), by_position);
    const int parent = chain.parents[j];
    store_quaternion(
        scratch.predicted(j),
        parent < 0
            ? local
            : load_quaternion<T>(scratch.predicted(static_cast<std::size_t>(parent))) * local);
  }

  POSEAAE_INLINE void place(std::size_t j, const Quaternion<T>& local, const Quaternion<T>& t) {
    if (chain.parents[j] < 0) {
      store_quaternion(scratch.predicted(j), local);
      store_quaternion(scratch.truth(j), t);
      store_point(scratch.apart(j), Point<T>{});
      store_point(scratch.position_gradient(j), Point<T>{});
      return;
    }
    const auto parent = static_cast<std::size_t>(chain.parents[j]);
    const Point<T> offset = broadcast_point<T>(chain.offsets + 3 * j);
    const auto predicted = load_quaternion<T>(scratch.predicted(parent));
    const auto truth = load_quaternion<T>(scratch.truth(parent));
    const Point<T> apart = load_point<T>(scratch.apart(parent)) +
                           (rotated<T>(predicted, offset) - rotated<T>(truth, offset));
    const Vec<T> distance = quick_root<T>(dot<T>(apart, apart));
    const T weight = weights.joints[j];
    const T factor = scale * weight * weights.position;
    const Vec<T> slope = distance > T(0) ? factor * quick_inverse<T>(distance) : Vec<T>{};
    position += weight * distance;
    store_quaternion(scratch.predicted(j), predicted * local);
    store_quaternion(scratch.truth(j), truth * t);
    store_point(scratch.apart(j), apart);
    store_point(scratch.position_gradient(j), scaled<T>(apart, slope));
  }

  /// The gradient by joint j's numbers, to `gradient`; passes on what its parent has to know.
  POSEAAE_INLINE void back(std::size_t j, const T* prediction, Bits<T> mask, T* gradient) {
    const auto local = load_quaternion<T>(scratch.local(j));
    const auto by_world = load_quaternion<T>(scratch.rotation_gradient(j));
    Quaternion<T> by_local = by_world;
    if (chain.parents[j] >= 0) {
      const auto parent = static_cast<std::size_t>(chain.parents[j]);
      const auto above = load_quaternion<T>(scratch.predicted(parent));
      const auto by_position = load_point<T>(scratch.position_gradient(j));
      by_local = conjugate<T>(above) * by_world;
      T* const rotation_above = scratch.rotation_gradient(parent);
      T* const position_above = scratch.position_gradient(parent);
      store_quaternion(
          rotation_above,
          load_quaternion<T>(rotation_above) + by_world * conjugate<T>(local) +
              rotated_adjoint<T>(above, broadcast_point<T>(chain.offsets + 3 * j), by_position));
      store_point(position_above, load_point<T>(position_above) + by_position);
    }
    const auto own = load_quaternion<T>(scratch.own_gradient(j));
    if constexpr (kRotation == RotationForm::kSixD) {
      // a turn dw of the joint moves its quaternion by (0, dw / 2) q
      const Quaternion<T> turned = (own + by_local) * conjugate<T>(local);
      const auto frame =
          frame_of<T>(load_point<T>(prediction), load_point<T>(prediction + 3 * kLanes));
      const auto columns = six_gradient<T>(frame, scaled<T>(turned.v, broadcast<T>(T(0.5))));
      store_point<T>(gradient, masked(mask, columns.a1));
      store_point<T>(gradient + 3 * kLanes, masked(mask, columns.a2));
    } else {
      Quaternion<T> g = own + by_local;
      if constexpr (kForm == PoseLossForm::kRotations) {
        // through q / |q|: what points along the quaternion does not turn it
        const Vec<T> along = dot<T>(local, by_local);
        g = own + scaled<T>(by_local + scaled<T>(local, -along), load<T>(scratch.inverse(j)));
      }
      store_quaternion<T>(gradient, {mask ? g.w : Vec<T>{}, masked(mask, g.v)});
    }
  }

  static POSEAAE_INLINE Point<T> masked(Bits<T> mask, const Point<T>& p) {
    return {mask ? p.x : Vec<T>{}, mask ? p.y : Vec<T>{}, mask ? p.z : Vec<T>{}};
  }
};

template <typename T, PoseLossForm kForm, RotationForm kRotation>
void pose_losses_of(const Chain<T>& chain, const PoseLossWeights<T>& weights, std::size_t lanes,
                    T scale, const T* target, const T* prediction, T* scratch, T* gradient,
                    PoseLossSums& sums) {
  using Pass = PoseLossPass<T, kForm, kRotation>;
  for (std::size_t first = 0; first < kLanes; first += kWidth<T>) {
    Pass pass{chain, weights, scale, JointScratch<T>(scratch + first), {}, {}, {}, {}};
    const auto row = [&](std::size_t j) { return first + Pass::kFeatures * j * kLanes; };
    for (std::size_t j = 0; j < chain.joints; ++j) {
      pass.out(j, prediction + row(j), load_quaternion<T>(target + first + 4 * j * kLanes));
    }
    const Bits<T> mask = lane_mask<T>(first, lanes);
    if (gradient != nullptr) {
      for (std::size_t j = chain.joints; j-- > 0;) {
        pass.back(j, prediction + row(j), mask, gradient + row(j));
      }
    }
    const auto total = [&](Vec<T> values) POSEAAE_LAMBDA_INLINE {
      return static_cast<double>(sum<T>(mask ? values : Vec<T>{}));
    };
    sums.norm += total(pass.norm);
    sums.position += total(pass.position);
    sums.quaternion += total(pass.quaternion);
    sums.rotation += total(pass.rotation);
  }
}

template <typename T>
void pose_losses(const Chain<T>& chain, const PoseLossWeights<T>& weights, std::size_t lanes,
                 T scale, const T* target, const T* prediction, T* scratch, T* gradient,
                 PoseLossSums& sums) {
  constexpr auto kQuaternion = RotationForm::kQuaternion;
  auto form = pose_losses_of<T, PoseLossForm::kRotations, kQuaternion>;
  if (weights.form == PoseLossForm::kNumbers) {
    form = pose_losses_of<T, PoseLossForm::kNumbers, kQuaternion>;
  } else if (weights.rotation_form == RotationForm::kSixD) {
    form = pose_losses_of<T, PoseLossForm::kRotations, RotationForm::kSixD>;
  }
  form(chain, weights, lanes, scale, target, prediction, scratch, gradient, sums);
}

/// The backward pass of kinematics alone, from gradients with respect to the positions.
template <typename T, RotationForm kRotation>
void positions_backward_of(const Chain<T>& chain, std::size_t lanes, const T* prediction,
                           const T* by_positions, T* scratch, T* gradient) {
  using Pass = PoseLossPass<T, PoseLossForm::kRotations, kRotation>;
  const PoseLossWeights<T> none{};
  for (std::size_t first = 0; first < kLanes; first += kWidth<T>) {
    Pass pass{chain, none, T(0), JointScratch<T>(scratch + first), {}, {}, {}, {}};
    const auto row = [&](std::size_t j) { return first + Pass::kFeatures * j * kLanes; };
    for (std::size_t j = 0; j < chain.joints; ++j) {
      pass.stand(j, prediction + row(j), load_point<T>(by_positions + first + 3 * j * kLanes));
    }
    const Bits<T> mask = lane_mask<T>(first, lanes);
    for (std::size_t j = chain.joints; j-- > 0;) {
      pass.back(j, prediction + row(j), mask, gradient + row(j));
    }
  }
}

template <typename T>
void positions_backward(const Chain<T>& chain, RotationForm rotation, std::size_t lanes,
                        const T* prediction, const T* by_positions, T* scratch, T* gradient) {
  const auto form = rotation == RotationForm::kSixD
                        ? positions_backward_of<T, RotationForm::kSixD>
                        : positions_backward_of<T, RotationForm::kQuaternion>;
  form(chain, lanes, prediction, by_positions, scratch, gradient);
}

template <typename T>
void forward_kinematics(const Chain<T>& chain, const T* poses, T* scratch, T* positions) {
  for (std::size_t first = 0; first < kLanes; first += kWidth<T>) {
    const auto world = [&](std::size_t j) { return scratch + first + 4 * j * kLanes; };
    const auto place = [&](std::size_t j) { return positions + first + 3 * j * kLanes; };
    for (std::size_t j = 0; j < chain.joints; ++j) {
      const auto local = load_quaternion<T>(poses + first + 4 * j * kLanes);
      if (chain.parents[j] < 0) {
        store_quaternion(world(j), local);
        store_point(place(j), Point<T>{});
        continue;
      }
      const auto parent = static_cast<std::size_t>(chain.parents[j]);
      const auto above = load_quaternion<T>(world(parent));
      store_point(place(j), load_point<T>(place(parent)) +
                                rotated<T>(above, broadcast_point<T>(chain.offsets + 3 * j)));
      store_quaternion(world(j), above * local);
    }
  }
}

template <typename T>
void normalise(std::size_t joints, std::size_t panels, T* poses) {
  for (std::size_t j = 0; j < joints * panels; ++j) {
    for (std::size_t first = 0; first < kLanes; first += kWidth<T>) {
      T* const place = poses + first + 4 * j * kLanes;
      const auto q = load_quaternion<T>(place);
      const Vec<T> length = square_root(dot<T>(q, q));
      const Bits<T> some = length > T(0);
      Quaternion<T> unit = scaled<T>(q, T(1) / (some ? length : broadcast<T>(T(1))));
      unit.w = some ? unit.w : broadcast<T>(T(1));
      store_quaternion(place, unit);
    }
  }
}

}  // namespace
}  // namespace poseaae::kernels
