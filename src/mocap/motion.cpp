#include "poseaae/mocap/motion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::mocap {

namespace {

constexpr std::size_t kQuat = math::kQuatSize;

double checked_fps(double fps) {
  if (!(fps > 0.0) || !std::isfinite(fps)) {
    throw UsageError(fmt::format("expected a positive number of frames per second, found {}", fps));
  }
  return fps;
}

}  // namespace

Motion::Motion(Skeleton skeleton, double fps, int frames)
    : skeleton_(std::move(skeleton)), fps_(checked_fps(fps)), frames_(frames) {
  if (frames < 0)
    throw Error(fmt::format("expected a number of frames of 0 or more, found {}", frames));
  const std::size_t rows = static_cast<std::size_t>(frames);
  rotations_.resize(rows * skeleton_.parents().size() * kQuat, 0.0);
  for (std::size_t i = 0; i < rotations_.size(); i += kQuat) rotations_[i] = 1.0;
  root_positions_.resize(rows * 3);
  for (int t = 0; t < frames; ++t) set_root_position(t, skeleton_.offset(0));
}

void Motion::set_fps(double fps) { fps_ = checked_fps(fps); }

Quat Motion::rotation(int frame, int joint) const {
  return math::load_wxyz(&rotations_[(static_cast<std::size_t>(frame) * joints() + joint) * kQuat]);
}

void Motion::set_rotation(int frame, int joint, const Quat& q) {
  math::store_wxyz(q.normalized(),
                   &rotations_[(static_cast<std::size_t>(frame) * joints() + joint) * kQuat]);
}

Vec3 Motion::root_position(int frame) const {
  return Vec3(&root_positions_[static_cast<std::size_t>(frame) * 3]);
}

void Motion::set_root_position(int frame, const Vec3& position) {
  std::copy_n(position.data(), 3, root_positions_.begin() + static_cast<std::ptrdiff_t>(frame) * 3);
}

std::span<const double> Motion::pose(int frame) const {
  const std::size_t row = static_cast<std::size_t>(joints()) * kQuat;
  return rotations().subspan(static_cast<std::size_t>(frame) * row, row);
}

void Motion::set_translation(int joint, std::vector<Vec3> track) {
  if (joint <= 0 || joint >= joints()) {
    throw Error(fmt::format("translation track: expected a joint from 1 to below {}, found {}",
                            joints(), joint));
  }
  if (track.size() != static_cast<std::size_t>(frames_)) {
    throw Error(fmt::format("translation track of '{}': expected {} frames, found {}",
                            skeleton_.name(joint), frames_, track.size()));
  }
  translations_[joint] = std::move(track);
}

Vec3 Motion::local_position(int frame, int joint) const {
  if (joint == 0) return root_position(frame);
  const auto track = translations_.find(joint);
  return track == translations_.end() ? skeleton_.offset(joint) : track->second.at(frame);
}

Motion Motion::slice(int first, int last) const {
  if (first < 0 || last > frames_ || first > last) {
    throw UsageError(
        fmt::format("expected frames within 0:{2}, the range of this clip, found {0}:{1}", first,
                    last, frames_));
  }
  Motion part(skeleton_, fps_, last - first);
  const std::size_t row = static_cast<std::size_t>(joints()) * kQuat;
  std::copy_n(rotations_.begin() + static_cast<std::ptrdiff_t>(first * row), part.rotations_.size(),
              part.rotations_.begin());
  std::copy_n(root_positions_.begin() + static_cast<std::ptrdiff_t>(first) * 3,
              part.root_positions_.size(), part.root_positions_.begin());
  for (const auto& [joint, track] : translations_) {
    part.translations_[joint] = {track.begin() + first, track.begin() + last};
  }
  return part;
}

}  // namespace poseaae::mocap
