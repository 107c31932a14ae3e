#include "poseaae/objective/window_path.hpp"

#include <cmath>

#include "poseaae/math/heading.hpp"

namespace poseaae::objective {

using kernels::kLanes;
using Root = mocap::RowShape::Root;

template <typename T>
WindowPath<T>::WindowPath(std::size_t frames, double fps)
    : frames_(frames), seconds_(static_cast<T>(1.0 / fps)), rows_(frames * kRows * kLanes) {}

template <typename T>
template <typename Step>
void WindowPath<T>::outwards(Step step) const {
  const std::size_t middle = frames_ / 2;
  for (std::size_t t = middle; t + 1 < frames_; ++t) step(t, t, t + 1, T(1));
  for (std::size_t t = middle; t-- > 0;) step(t, t + 1, t, T(-1));
}

template <typename T>
template <typename Step>
void WindowPath<T>::inwards(Step step) const {
  const std::size_t middle = frames_ / 2;
  for (std::size_t t = frames_ - 1; t-- > middle;) step(t, t, t + 1, T(1));
  for (std::size_t t = 0; t < middle; ++t) step(t, t + 1, t, T(-1));
}

template <typename T>
void WindowPath<T>::follow(const PanelFrames& frames, const T* panel) {
  const std::size_t middle = frames_ / 2;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    for (const Row row : {kHeading, kSine, kX, kZ}) at(middle, row)[lane] = T(0);
    at(middle, kCosine)[lane] = T(1);
  }
  outwards([&](std::size_t t, std::size_t from, std::size_t to, T sign) {
    const T* const root = frames.root(panel, t);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const T sideways = root[Root::kSideways * kLanes + lane];
      const T forwards = root[Root::kForwards * kLanes + lane];
      const T turn = seconds_ * root[Root::kTurn * kLanes + lane];
      const T before = at(from, kHeading)[lane];
      const T heading = before + sign * turn;
      const T half = before + sign * T(0.5) * turn;
      const T c = std::cos(half);
      const T s = std::sin(half);
      const auto way = math::Heading<T>{c, s}.turn(sideways, forwards);
      const T x = seconds_ * way.x;
      const T z = seconds_ * way.z;
      at(t, kStepCosine)[lane] = c;
      at(t, kStepSine)[lane] = s;
      at(t, kStepX)[lane] = x;
      at(t, kStepZ)[lane] = z;
      at(to, kHeading)[lane] = heading;
      at(to, kCosine)[lane] = std::cos(heading);
      at(to, kSine)[lane] = std::sin(heading);
      at(to, kX)[lane] = at(from, kX)[lane] + sign * x;
      at(to, kZ)[lane] = at(from, kZ)[lane] + sign * z;
    }
  });
}

template <typename T>
void WindowPath<T>::backward(const PanelFrames& frames, std::size_t lanes, T* gradient) {
  inwards([&](std::size_t t, std::size_t from, std::size_t to, T sign) {
    T* const root = frames.root(gradient, t);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const math::Heading<T> halfway{at(t, kStepCosine)[lane], at(t, kStepSine)[lane]};
      const math::OnFloor<T> step{at(t, kStepX)[lane], at(t, kStepZ)[lane]};
      const math::OnFloor<T> by_step{sign * by_x(to)[lane], sign * by_z(to)[lane]};
      const auto by_way = halfway.turn_back(by_step.x, by_step.z);
      const T heading = by_heading(to)[lane];
      const T half = math::by_heading(step, by_step);
      root[Root::kSideways * kLanes + lane] += seconds_ * by_way.x;
      root[Root::kForwards * kLanes + lane] += seconds_ * by_way.z;
      root[Root::kTurn * kLanes + lane] += seconds_ * sign * (heading + T(0.5) * half);
      by_x(from)[lane] += by_x(to)[lane];
      by_z(from)[lane] += by_z(to)[lane];
      by_heading(from)[lane] += heading + half;
    }
  });
}

template class WindowPath<float>;
template class WindowPath<double>;

}  // namespace poseaae::objective
