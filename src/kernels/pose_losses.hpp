#pragma once

#include "poseaae/kernels/table.hpp"
#include "quaternion.hpp"

/// The three pose losses and their gradient in one pass out along the chain of joints and one back.
///
/// Going out, each joint adds its norm and quaternion losses, whose gradients it has at once, and
/// its position loss, whose gradient by the joint's place it keeps. Coming back, the places'
/// gradients are summed over each subtree, and reach a rotation through the bones that hang on it.
namespace poseaae::kernels {
namespace {

/// What a joint keeps between the way out and the way back: kLanes numbers a row.
template <typename T>
struct JointScratch {
  explicit JointScratch(T* begin) : row(begin) {}
  T* row;
  T* at(std::size_t j, std::size_t r) const { return row + (j * kPoseLossRows + r) * kLanes; }
  T* local(std::size_t j) const { return at(j, 0); }      ///< prediction, as kinematics sees it
  T* predicted(std::size_t j) const { return at(j, 4); }  ///< world rotation of the prediction
  T* truth(std::size_t j) const { return at(j, 8); }      ///< world rotation of the target
  T* apart(std::size_t j) const { return at(j, 12); }     ///< predicted place - true place
  /// By the joint's place; on the way back, of its subtree's places.
  T* place_gradient(std::size_t j) const { return at(j, 15); }
  T* rotation_gradient(std::size_t j) const { return at(j, 18); }  ///< by the world rotation
  T* own_gradient(std::size_t j) const { return at(j, 22); }       ///< norm, quaternion losses
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

/// The angle between q and the unit t, by the parts (w, v) of conj(q) t.
template <typename T, PoseLossForm kForm>
POSEAAE_INLINE Vec<T> quaternion_loss(const Quaternion<T>& q, const Quaternion<T>& t, T factor,
                                      Quaternion<T>& gradient) {
  constexpr bool kCorrected = kForm == PoseLossForm::kCorrected;
  const Vec<T> w = dot<T>(q, t);
  const Point<T> v = scaled<T>(t.v, q.w) - scaled<T>(q.v, t.w) - cross<T>(q.v, t.v);
  const Vec<T> length = quick_root<T>(dot<T>(v, v));
  const Vec<T> size = length * length + w * w;
  // 2 atan2(|v|, |w|), or atan2(|v|, w)
  const Vec<T> x = kCorrected ? absolute<T>(w) : w;
  const T scale = kCorrected ? factor + factor : factor;
  const Vec<T> slope = size > T(0) ? scale * quick_inverse<T>(size) : Vec<T>{};
  const Vec<T> by_v = length > T(0) ? slope * x * quick_inverse<T>(length) : Vec<T>{};
  Vec<T> by_w = -slope * length;
  if constexpr (kCorrected) by_w = w < T(0) ? -by_w : (w > T(0) ? by_w : Vec<T>{});
  const Point<T> g = scaled<T>(v, by_v);
  gradient.w += by_w * t.w + dot<T>(g, t.v);
  gradient.v = gradient.v + scaled<T>(t.v, by_w) - scaled<T>(g, t.w) - cross<T>(t.v, g);
  const Vec<T> angle = atan2_upper<T>(length, x);
  return kCorrected ? angle + angle : angle;
}

template <typename T, PoseLossForm kForm>
struct PoseLossPass {
  const Chain<T>& chain;
  const PoseLossWeights<T>& weights;
  T scale;
  JointScratch<T> scratch;
  Vec<T> norm{}, position{}, quaternion{};

  POSEAAE_INLINE void out(std::size_t j, const Quaternion<T>& q, const Quaternion<T>& t) {
    const T weight = weights.joints[j];
    const Vec<T> length = quick_root<T>(dot<T>(q, q));
    const Vec<T> inverse = inverse_length<T>(length);
    Quaternion<T> own;
    norm += weight * norm_loss<T>(q, length, inverse, scale * weight * weights.norm, own);
    quaternion +=
        weight * quaternion_loss<T, kForm>(q, t, scale * weight * weights.quaternion, own);
    const Quaternion<T> local = kForm == PoseLossForm::kCorrected ? scaled<T>(q, inverse) : q;
    store<T>(scratch.inverse(j), inverse);
    store_quaternion(scratch.own_gradient(j), own);
    store_quaternion(scratch.local(j), local);
    store_quaternion(scratch.rotation_gradient(j), Quaternion<T>{});
    place(j, local, t);
  }

  POSEAAE_INLINE void place(std::size_t j, const Quaternion<T>& local, const Quaternion<T>& t) {
    if (chain.parents[j] < 0) {
      store_quaternion(scratch.predicted(j), local);
      store_quaternion(scratch.truth(j), t);
      store_point(scratch.apart(j), Point<T>{});
      store_point(scratch.place_gradient(j), Point<T>{});
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
    store_point(scratch.place_gradient(j), scaled<T>(apart, slope));
  }

  /// The gradient by joint j's quaternion; passes on what its parent has to know.
  POSEAAE_INLINE Quaternion<T> back(std::size_t j) {
    const auto local = load_quaternion<T>(scratch.local(j));
    const auto by_world = load_quaternion<T>(scratch.rotation_gradient(j));
    Quaternion<T> by_local = by_world;
    if (chain.parents[j] >= 0) {
      const auto parent = static_cast<std::size_t>(chain.parents[j]);
      const auto above = load_quaternion<T>(scratch.predicted(parent));
      const auto by_place = load_point<T>(scratch.place_gradient(j));
      by_local = conjugate<T>(above) * by_world;
      T* const rotation = scratch.rotation_gradient(parent);
      T* const position_above = scratch.place_gradient(parent);
      store_quaternion(
          rotation,
          load_quaternion<T>(rotation) + by_world * conjugate<T>(local) +
              rotated_adjoint<T>(above, broadcast_point<T>(chain.offsets + 3 * j), by_place));
      store_point(position_above, load_point<T>(position_above) + by_place);
    }
    const auto own = load_quaternion<T>(scratch.own_gradient(j));
    if constexpr (kForm == PoseLossForm::kTutorial) return own + by_local;
    // through q / |q|: what points along the quaternion does not turn it
    const Vec<T> along = dot<T>(local, by_local);
    return own + scaled<T>(by_local + scaled<T>(local, -along), load<T>(scratch.inverse(j)));
  }
};

template <typename T, PoseLossForm kForm>
void pose_losses_of(const Chain<T>& chain, const PoseLossWeights<T>& weights, std::size_t lanes,
                    T scale, const T* target, const T* prediction, T* scratch, T* gradient,
                    PoseLossSums& sums) {
  for (std::size_t first = 0; first < kLanes; first += kWidth<T>) {
    PoseLossPass<T, kForm> pass{chain, weights, scale, JointScratch<T>(scratch + first),
                                {},    {},      {}};
    for (std::size_t j = 0; j < chain.joints; ++j) {
      pass.out(j, load_quaternion<T>(prediction + first + 4 * j * kLanes),
               load_quaternion<T>(target + first + 4 * j * kLanes));
    }
    const Bits<T> mask = lane_mask<T>(first, lanes);
    if (gradient != nullptr) {
      for (std::size_t j = chain.joints; j-- > 0;) {
        const std::size_t row = first + 4 * j * kLanes;
        const Quaternion<T> g = pass.back(j);
        store_quaternion<T>(gradient + row, {mask ? g.w : Vec<T>{},
                                             {mask ? g.v.x : Vec<T>{}, mask ? g.v.y : Vec<T>{},
                                              mask ? g.v.z : Vec<T>{}}});
      }
    }
    sums.norm += static_cast<double>(sum<T>(mask ? pass.norm : Vec<T>{}));
    sums.position += static_cast<double>(sum<T>(mask ? pass.position : Vec<T>{}));
    sums.quaternion += static_cast<double>(sum<T>(mask ? pass.quaternion : Vec<T>{}));
  }
}

template <typename T>
void pose_losses(const Chain<T>& chain, const PoseLossWeights<T>& weights, std::size_t lanes,
                 T scale, const T* target, const T* prediction, T* scratch, T* gradient,
                 PoseLossSums& sums) {
  const auto form = weights.form == PoseLossForm::kTutorial
                        ? pose_losses_of<T, PoseLossForm::kTutorial>
                        : pose_losses_of<T, PoseLossForm::kCorrected>;
  form(chain, weights, lanes, scale, target, prediction, scratch, gradient, sums);
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
