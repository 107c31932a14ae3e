#include <fmt/format.h>

#include <cmath>

#include "poseaae/evaluation/inbetween.hpp"
#include "poseaae/math/quaternion.hpp"

namespace poseaae::evaluation::inbetween {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;

std::vector<int> window_starts(int frames, int window, int hop) {
  std::vector<int> starts;
  for (int i = 0; i + window < frames; i += hop) starts.push_back(i);
  return starts;
}

Motion in_common_frame(Motion window, const Vec3& forward) {
  Vec3 middle = Vec3::Zero();
  for (int t = 0; t < window.frames(); ++t) middle += window.root_position(t) / window.frames();
  middle.y() = 0.0;
  const Vec3 facing = window.rotation(kPast - 1, 0) * forward;
  const Quat turn(Eigen::AngleAxisd(std::atan2(facing.z(), facing.x()), Vec3::UnitY()));
  for (int t = 0; t < window.frames(); ++t) {
    window.set_root_position(t, turn * (window.root_position(t) - middle));
    window.set_rotation(t, 0, turn * window.rotation(t, 0));
  }
  return window;
}

std::string describe(const Data& data) {
  return fmt::format(
      "{} windows of {} frames every {} in {} held-out clips; statistics of {} windows of {} "
      "frames "
      "every {} in {} training clips; {} frames before a gap, one behind it; {} joints at {:g} fps",
      data.windows.size(), kTestWindow, kTestHop, data.test_clips, data.train_windows, kTrainWindow,
      kTrainHop, data.train_clips, kPast, data.skeleton.joints(), data.fps);
}

}  // namespace poseaae::evaluation::inbetween
