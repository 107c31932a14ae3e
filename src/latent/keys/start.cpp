#include "start.hpp"

#include <algorithm>

#include "course.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::latent::keys {

namespace {

using mocap::RowShape;

/// Rotations of the keys' poses, slerped from one to the next, held at both ends.
void interpolate_poses(const std::vector<const Key*>& keys, int frame, float* row, int joints) {
  const auto behind =
      std::ranges::find_if(keys, [&](const Key* key) { return key->frame >= frame; });
  const Key& to = behind == keys.end() ? *keys.back() : **behind;
  const Key& from = behind == keys.begin() || behind == keys.end() ? to : **(behind - 1);
  const double share = from.frame == to.frame
                           ? 0.0
                           : static_cast<double>(frame - from.frame) / (to.frame - from.frame);
  for (int j = 0; j < joints; ++j) {
    const auto a = math::load_wxyz(from.pose.data() + 4 * j).cast<double>();
    const auto b = math::load_wxyz(to.pose.data() + 4 * j).cast<double>();
    math::store_wxyz<float>(math::slerp(a, b, share).cast<float>(), row + 4 * j);
  }
}

/// Heights of the body: the keys' course, or standing on the lowest joint.
std::vector<double> heights(const std::vector<Key>& keys, int frames, double standing) {
  std::vector<std::pair<int, double>> known;
  for (const Key& key : keys) {
    if (key.height) known.emplace_back(key.frame, *key.height);
  }
  return known.empty() ? std::vector<double>(static_cast<std::size_t>(frames), standing)
                       : course(known, frames);
}

/// Of the rest pose: how far the lowest joint is below the body.
double standing_height(const codec::PoseFormat& format) {
  const mocap::Skeleton& skeleton = format.skeleton();
  std::vector<double> y;
  for (int j = 0; j < skeleton.joints(); ++j) {
    y.push_back(j == 0 ? 0.0 : y[skeleton.parent(j)] + skeleton.offset(j).y());
  }
  return y[format.window() ? format.window()->body : 0] - std::ranges::min(y);
}

}  // namespace

Eigen::VectorXd start_at(const codec::PoseAutoencoder& model, const LatentGaussian& space,
                         const std::vector<Key>& keys, const std::vector<footing::Place>& way,
                         int points) {
  const codec::PoseFormat& format = model.format();
  const Eigen::Index dim = model.latent_dim();
  Eigen::VectorXd x = Eigen::VectorXd::Zero(points * dim + 3);
  x.tail<3>() << way[0].x, way[0].z, way[0].heading;
  std::vector<const Key*> posed;
  for (const Key& key : keys) {
    if (!key.pose.empty()) posed.push_back(&key);
  }
  if (posed.empty()) return x;
  const int frames = format.frames_for(points);
  Batch rows = Batch::Zero(frames, format.shape().frame_width());
  const auto up = heights(keys, frames, standing_height(format));
  for (int t = 0; t < frames; ++t) {
    interpolate_poses(posed, t, rows.row(t).data(), format.skeleton().joints());
    if (!format.window()) continue;
    const footing::Step step = footing::step_between(way[t], way[std::min(t + 1, frames - 1)]);
    auto root = rows.row(t).segment(format.shape().root(), RowShape::kRootNumbers);
    const double fps = model.data().fps;
    root[RowShape::kSideways] = static_cast<float>(step.sideways * fps);
    root[RowShape::kForwards] = static_cast<float>(step.forwards * fps);
    root[RowShape::kTurn] = static_cast<float>(step.turn * fps);
    root[RowShape::kHeight] = static_cast<float>(up[t]);
  }
  const BatchOf<double> e = space.whiten(model.encode(format.rows_of_frames(rows))).cast<double>();
  Eigen::Map<BatchOf<double>>(x.data(), points, dim) = e.topRows(points);
  return x;
}

}  // namespace poseaae::latent::keys
