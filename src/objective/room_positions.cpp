#include "poseaae/objective/room_positions.hpp"

#include <algorithm>

#include "poseaae/math/heading.hpp"

namespace poseaae::objective {

using kernels::kLanes;
using Root = mocap::RowShape::Root;

template <typename T>
RoomPositions<T>::RoomPositions(const EngineSetup& setup, std::vector<std::size_t> frames)
    : bones_(setup.skeleton, 1.0, setup.objective.body),
      joints_(static_cast<std::size_t>(setup.skeleton.joints())),
      rotation_(setup.objective.rotation),
      travels_(setup.rows.travels),
      truth_(setup.rows, kernels::RotationForm::kQuaternion),
      prediction_(setup.rows, rotation_),
      frames_(std::move(frames)),
      path_(truth_.count, setup.rows.fps),
      quaternions_(truth_.rotations * kLanes),
      by_features_(prediction_.rotations * kLanes),
      scratch_(kernels::pose_loss_scratch(joints_)) {}

template <typename T>
void RoomPositions<T>::of_truth(const kernels::Table<T>& kernels, const T* rows, T* positions) {
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    kernels.forward_kinematics(bones_.chain(), truth_.frame(rows, frames_[i]), scratch_.data(),
                               frame_of(positions, i));
  }
  if (travels_) place(truth_, rows, positions);
}

template <typename T>
void RoomPositions<T>::of_prediction(const kernels::Table<T>& kernels, const T* features,
                                     T* positions) {
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    const T* const frame = prediction_.frame(features, frames_[i]);
    if (rotation_ == kernels::RotationForm::kSixD) {
      kernels.from_six(joints_, 1, frame, quaternions_.data());
    } else {
      std::copy_n(frame, quaternions_.size(), quaternions_.data());
      kernels.normalise(joints_, 1, quaternions_.data());
    }
    kernels.forward_kinematics(bones_.chain(), quaternions_.data(), scratch_.data(),
                               frame_of(positions, i));
  }
  if (travels_) place(prediction_, features, positions);
}

template <typename T>
void RoomPositions<T>::place(const PanelFrames& rows, const T* panel, T* positions) {
  path_.follow(rows, panel);
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    const std::size_t t = frames_[i];
    const T* const height = rows.root(panel, t) + Root::kHeight * kLanes;
    const T* const c = path_.cosine(t);
    const T* const s = path_.sine(t);
    for (std::size_t j = 0; j < joints_; ++j) {
      T* const p = frame_of(positions, i) + 3 * j * kLanes;
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const auto turned = math::Heading<T>{c[lane], s[lane]}.turn(p[lane], p[2 * kLanes + lane]);
        p[lane] = turned.x + path_.x(t)[lane];
        p[kLanes + lane] += height[lane];
        p[2 * kLanes + lane] = turned.z + path_.z(t)[lane];
      }
    }
  }
}

template <typename T>
void RoomPositions<T>::backward(const kernels::Table<T>& kernels, std::size_t lanes,
                                const T* features, const T* positions, T* by_positions,
                                T* gradient) {
  if (travels_) {
    path_.follow(prediction_, features);
    unplace(lanes, positions, by_positions, gradient);
    path_.backward(prediction_, lanes, gradient);
  }
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    kernels.positions_backward(bones_.chain(), rotation_, lanes,
                               prediction_.frame(features, frames_[i]), frame_of(by_positions, i),
                               scratch_.data(), by_features_.data());
    T* const frame = prediction_.frame(gradient, frames_[i]);
    for (std::size_t k = 0; k < by_features_.size(); ++k) frame[k] += by_features_[k];
  }
}

template <typename T>
void RoomPositions<T>::unplace(std::size_t lanes, const T* positions, T* by_positions,
                               T* gradient) {
  for (std::size_t t = 0; t < prediction_.count; ++t) {
    for (T* const row : {path_.by_heading(t), path_.by_x(t), path_.by_z(t)}) {
      std::fill_n(row, kLanes, T(0));
    }
  }
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    const std::size_t t = frames_[i];
    T* const by_height = prediction_.root(gradient, t) + Root::kHeight * kLanes;
    T* const by_x = path_.by_x(t);
    T* const by_z = path_.by_z(t);
    T* const by_heading = path_.by_heading(t);
    T up[kLanes]{};
    for (std::size_t j = 0; j < joints_; ++j) {
      const T* const p = positions + (i * joints_ + j) * 3 * kLanes;
      T* const g = frame_of(by_positions, i) + 3 * j * kLanes;
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const math::OnFloor<T> by{g[lane], g[2 * kLanes + lane]};
        const math::OnFloor<T> from_body{p[lane] - path_.x(t)[lane],
                                         p[2 * kLanes + lane] - path_.z(t)[lane]};
        by_x[lane] += by.x;
        by_z[lane] += by.z;
        up[lane] += g[kLanes + lane];
        by_heading[lane] += math::by_heading(from_body, by);
        const auto back =
            math::Heading<T>{path_.cosine(t)[lane], path_.sine(t)[lane]}.turn_back(by.x, by.z);
        g[lane] = back.x;
        g[2 * kLanes + lane] = back.z;
      }
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) by_height[lane] += up[lane];
  }
}

std::vector<std::size_t> spread_frames(std::size_t frames, std::size_t count) {
  count = std::min(frames, count);
  std::vector<std::size_t> spread(count);
  for (std::size_t i = 0; i < count; ++i) {
    spread[i] = count == 1 ? frames / 2 : i * (frames - 1) / (count - 1);
  }
  return spread;
}

template class RoomPositions<float>;
template class RoomPositions<double>;

}  // namespace poseaae::objective
