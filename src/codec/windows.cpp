#include "windows.hpp"

#include <algorithm>

#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/math/hann.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::codec {

namespace {

using footing::Place;
using footing::Step;
using mocap::RowShape;

/// Of the step between two frames, as velocities.
void store_step(const Step& step, double fps, float* root) {
  root[RowShape::kSideways] = static_cast<float>(step.sideways * fps);
  root[RowShape::kForwards] = static_cast<float>(step.forwards * fps);
  root[RowShape::kTurn] = static_cast<float>(step.turn * fps);
}

Step load_step(const float* root, double fps) {
  return {root[RowShape::kSideways] / fps, root[RowShape::kForwards] / fps,
          root[RowShape::kTurn] / fps};
}

/// Adds `weight` of a frame to a sum of frames, each rotation on the hemisphere of its sum so far.
void add_frame(const float* frame, float weight, const RowShape& shape, float* sum) {
  const int rotations = shape.rotations();
  for (int i = 0; i < rotations; i += 4) {
    const Eigen::Map<const Eigen::Vector4f> q(frame + i);
    Eigen::Map<Eigen::Vector4f> total(sum + i);
    total += total.dot(q) < 0.0F ? -weight * q : weight * q;
  }
  for (int i = rotations; i < shape.frame_width(); ++i) sum[i] += weight * frame[i];
}

/// Of a sum of frames with this total weight.
void make_mean(float* sum, float total, const RowShape& shape) {
  const int rotations = shape.rotations();
  for (int i = 0; i < rotations; i += 4) {
    Eigen::Map<Eigen::Vector4f> q(sum + i);
    if (q.squaredNorm() > 0.0F) {
      q.normalize();
    } else {
      q = Eigen::Vector4f::UnitX();  // w x y z
    }
  }
  for (int i = rotations; i < shape.frame_width(); ++i) sum[i] /= total;
}

}  // namespace

Batch travelling_frames(const mocap::Motion& motion, const RowShape& shape, int body) {
  const footing::RootPath root = footing::root_path_of(motion, body);
  const footing::Contacts contacts = footing::contacts_of(motion);
  Batch frames(motion.frames(), shape.frame_width());
  for (int t = 0; t < motion.frames(); ++t) {
    float* const row = frames.row(t).data();
    const mocap::PoseView pose(row);
    for (int j = 0; j < motion.joints(); ++j) pose.set_rotation(j, motion.rotation(t, j));
    pose.set_rotation(body, footing::lean_of(root.rows, t));
    const int before_last = std::max(0, motion.frames() - 2);
    const Step step =
        motion.frames() < 2 ? Step{} : footing::step_of(root, std::min(t, before_last));
    float* const numbers = row + shape.root();
    store_step(step, motion.fps(), numbers);
    numbers[RowShape::kHeight] =
        root.rows(t, footing::RootPath::kHeight) - static_cast<float>(contacts.floor_m);
    for (int c = 0; c < shape.contacts; ++c) {
      numbers[RowShape::kRootNumbers + c] = contacts.at(t, c) ? 1.0F : 0.0F;
    }
  }
  return frames;
}

mocap::Motion sent_along(mocap::Motion motion, const Batch& frames, const RowShape& shape,
                         int body) {
  Place place;
  for (int t = 0; t < motion.frames(); ++t) {
    const float* const numbers = frames.row(t).data() + shape.root();
    const mocap::Vec3 position(place.x, numbers[RowShape::kHeight], place.z);
    const mocap::Quat heading(Eigen::AngleAxisd(place.heading, mocap::Vec3::UnitY()));
    const mocap::Quat rotation = heading * motion.rotation(t, body);
    if (body == 0) {
      motion.set_rotation(t, 0, rotation);
      motion.set_root_position(t, position);
    } else {
      const mocap::WorldPose pose = mocap::forward_kinematics(motion, t);
      const mocap::Quat& above = pose.rotations[motion.skeleton().parent(body)];
      motion.set_rotation(t, body, above.conjugate() * rotation);
      motion.set_root_position(t, position - pose.positions[body]);
    }
    place = footing::moved(place, load_step(numbers, shape.fps));
  }
  return motion;
}

namespace {

/// The first frame of window k of so many frames.
Eigen::Index first_of(Eigen::Index k, int hop, Eigen::Index frames, const RowShape& shape,
                      AtEnd end) {
  const Eigen::Index latest = std::max<Eigen::Index>(0, frames - shape.frames);
  return end == AtEnd::kLaidBack ? std::min(k * hop, latest) : k * hop;
}

}  // namespace

Batch windows_of(const Batch& frames, const RowShape& shape, int hop, AtEnd end) {
  const Eigen::Index count = frames.rows();
  const Eigen::Index width = shape.frame_width();
  const Eigen::Index beyond = std::max<Eigen::Index>(0, count - shape.frames);
  Batch windows(count == 0 ? 0 : (beyond + hop - 1) / hop + 1, shape.width());
  for (Eigen::Index k = 0; k < windows.rows(); ++k) {
    const Eigen::Index first = first_of(k, hop, count, shape, end);
    for (int i = 0; i < shape.frames; ++i) {
      const Eigen::Index t = first + i;
      auto frame = windows.row(k).segment(i * width, width);
      frame = frames.row(std::min(t, count - 1));
      if (t >= count) frame.segment(shape.root(), RowShape::kHeight).setZero();
    }
  }
  return windows;
}

Batch overlapped(const Batch& windows, const RowShape& shape, int hop, int count, AtEnd end) {
  const std::vector<double> hann = math::hann(shape.frames);
  const std::vector<float> weights(hann.begin(), hann.end());
  Batch frames = Batch::Zero(count, shape.frame_width());
  std::vector<float> totals(static_cast<std::size_t>(count), 0.0F);
  for (Eigen::Index k = 0; k < windows.rows(); ++k) {
    const Eigen::Index first = first_of(k, hop, count, shape, end);
    for (int i = 0; i < shape.frames; ++i) {
      const Eigen::Index t = (first + i) % count;
      add_frame(windows.row(k).data() + i * shape.frame_width(), weights[i], shape,
                frames.row(t).data());
      totals[t] += weights[i];
    }
  }
  for (int t = 0; t < count; ++t) make_mean(frames.row(t).data(), totals[t], shape);
  return frames;
}

}  // namespace poseaae::codec
