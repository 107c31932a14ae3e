#include "poseaae/latent/decode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::latent {

namespace {

/// The height of the lowest point in each frame.
std::vector<double> lowest_points(const mocap::Motion& motion) {
  std::vector<double> lowest;
  for (int t = 0; t < motion.frames(); ++t) {
    const mocap::WorldPose pose = mocap::forward_kinematics(motion, t);
    auto points = mocap::end_site_positions(motion.skeleton(), pose);
    points.insert(points.end(), pose.positions.begin(), pose.positions.end());
    lowest.push_back(
        std::min_element(points.begin(), points.end(), [](const auto& a, const auto& b) {
          return a.y() < b.y();
        })->y());
  }
  return lowest;
}

/// Gaussian average over time; `sigma` in frames. At the ends, the part of the window that exists;
/// of a loop, the other end.
std::vector<double> smooth(const std::vector<double>& values, double sigma, bool loops) {
  const auto count = static_cast<int>(values.size());
  const int reach = static_cast<int>(std::ceil(3.0 * sigma));
  std::vector<double> result(values.size());
  for (int t = 0; t < count; ++t) {
    double sum = 0.0;
    double total = 0.0;
    for (int i = t - reach; i <= t + reach; ++i) {
      if (!loops && (i < 0 || i >= count)) continue;
      const double weight = std::exp(-0.5 * (i - t) * (i - t) / (sigma * sigma));
      sum += weight * values[((i % count) + count) % count];
      total += weight;
    }
    result[t] = sum / total;
  }
  return result;
}

}  // namespace

LatentPath encode(const codec::PoseAutoencoder& model, const mocap::Motion& motion) {
  return {model.encode(model.format().rows_of(motion)), motion.fps()};
}

PointMetric joint_positions(const codec::PoseAutoencoder& model) {
  return [&model](const Batch& latents) -> Eigen::MatrixXd {
    const Batch poses = model.decode(latents);
    Batch positions(poses.rows(), 3 * model.skeleton().joints());
    mocap::forward_kinematics<float>(
        model.skeleton(), {poses.data(), static_cast<std::size_t>(poses.size())},
        {positions.data(), static_cast<std::size_t>(positions.size())});
    return positions.cast<double>();
  };
}

mocap::Motion decode(const codec::PoseAutoencoder& model, const LatentPath& path,
                     const DecodeOptions& options) {
  mocap::Motion motion =
      mocap::make_continuous(model.format().motion_of(model.decode(path.points), path.fps));
  return options.plant ? plant_on_floor(std::move(motion), options.loops) : motion;
}

mocap::Motion plant_on_floor(mocap::Motion motion, bool loops) {
  constexpr double kSigma_s = 0.04;
  const std::vector<double> heights = smooth(lowest_points(motion), kSigma_s * motion.fps(), loops);
  for (int t = 0; t < motion.frames(); ++t) {
    motion.set_root_position(t, motion.root_position(t) - heights[t] * mocap::Vec3::UnitY());
  }
  return motion;
}

mocap::Motion reconstruct(const codec::PoseAutoencoder& model, const mocap::Motion& motion) {
  const Batch poses = model.decode(model.encode(model.format().rows_of(motion)));
  mocap::Motion result = motion;
  for (int t = 0; t < result.frames(); ++t) {
    const mocap::PoseView<const float> pose(poses.row(t).data());
    for (int j = 0; j < result.joints(); ++j) result.set_rotation(t, j, pose.rotation(j));
  }
  return mocap::make_continuous(std::move(result));
}

MotionError compare(const mocap::Motion& a, const mocap::Motion& b) {
  if (a.frames() != b.frames() || a.joints() != b.joints()) {
    throw UsageError(
        fmt::format("expected motions with as many frames and joints, found {} x {} and {} x {}",
                    a.frames(), a.joints(), b.frames(), b.joints()));
  }
  double distance = 0.0;
  double angle = 0.0;
  for (int t = 0; t < a.frames(); ++t) {
    const auto first = mocap::forward_kinematics(a, t);
    const auto second = mocap::forward_kinematics(b, t);
    for (int j = 0; j < a.joints(); ++j) {
      distance += (first.positions[j] - second.positions[j]).norm();
      angle += math::angle_between(a.rotation(t, j), b.rotation(t, j));
    }
  }
  const double rotations = std::max(1.0, static_cast<double>(a.frames()) * a.joints());
  const double positions = std::max(1.0, static_cast<double>(a.frames()) * (a.joints() - 1));
  return {100.0 * distance / positions, angle / rotations * 180.0 / std::numbers::pi};
}

}  // namespace poseaae::latent
