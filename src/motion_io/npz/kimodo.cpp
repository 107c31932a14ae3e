#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "bodies.hpp"
#include "forms.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "world.hpp"

namespace poseaae::npz {

namespace {

constexpr double kUsualFps = 30.0;  // Kimodo's documentation, "Output formats"

/// The rotation of nine numbers, a matrix row by row.
Quat rotation_of(const double* m) {
  Eigen::Matrix3d matrix;
  matrix << m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8];
  return Quat(matrix).normalized();
}

WorldMotion world_of(const Request& request) {
  const Numbers places = request.archive.numbers("posed_joints", {0, 0, 3});
  const std::size_t frames = places.shape[0];
  const std::size_t joints = places.shape[1];
  if (frames == 0 || joints == 0 || frames > static_cast<std::size_t>(mocap::kMaxFrames)) {
    request.archive.fail(fmt::format("expected 1 to {} frames and a joint, found the shape {}",
                                     mocap::kMaxFrames, text_of(places.shape)));
  }
  const Numbers matrices = request.archive.numbers("global_rot_mats", {frames, joints, 3, 3});
  WorldMotion world{frames, joints, {}, {}};
  world.places.reserve(frames * joints);
  world.rotations.reserve(frames * joints);
  for (std::size_t i = 0; i < frames * joints; ++i) {
    const double* const m = &matrices.values[9 * i];
    const double size = Eigen::Map<const Eigen::Matrix3d>(m).norm();
    if (std::abs(size - std::sqrt(3.0)) > 0.1) {
      request.archive.fail(fmt::format(
          "array 'global_rot_mats': expected rotations, found another matrix in frame {}, joint {}",
          i / joints, i % joints));
    }
    world.places.emplace_back(&places.values[3 * i]);
    world.rotations.push_back(rotation_of(m));
  }
  return world;
}

}  // namespace

bool is_kimodo(const Archive& archive) {
  return archive.has("posed_joints") && archive.has("global_rot_mats");
}

Clip read_kimodo(const Request& request) {
  const WorldMotion world = world_of(request);
  const double said = frame_rate_of(request, {"fps", "mocap_frame_rate"});
  std::vector<std::string> names;
  std::vector<int> parents;
  for (const auto& [name, parent] : kimodo_joints(world.joints)) {
    names.push_back(name);
    parents.push_back(parent);
  }
  if (names.empty()) {
    names = numbered_joints(world.joints);
    try {
      parents = parents_by_rigidity(world);
    } catch (const InputError& problem) {
      request.archive.fail(problem.what());
    }
  }
  Clip clip{motion_of(world, std::move(names), std::move(parents), said > 0.0 ? said : kUsualFps)};
  clip.own_unit = true;
  return clip;
}

}  // namespace poseaae::npz
