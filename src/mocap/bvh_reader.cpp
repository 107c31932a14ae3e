#include <algorithm>
#include <cmath>
#include <numbers>

#include "bvh_header.hpp"
#include "bvh_lexer.hpp"
#include "bvh_rows.hpp"
#include "poseaae/core/paths.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"

namespace poseaae::mocap {

namespace {

Skeleton make_skeleton(const bvh::Header& header, double metres) {
  std::vector<std::string> names;
  std::vector<int> parents;
  std::vector<Vec3> offsets;
  for (const bvh::Joint& joint : header.joints) {
    names.push_back(joint.name);
    parents.push_back(joint.parent);
    offsets.emplace_back(joint.offset * metres);
  }
  std::vector<EndSite> end_sites = header.end_sites;
  for (EndSite& site : end_sites) site.offset *= metres;
  return {std::move(names), std::move(parents), std::move(offsets), std::move(end_sites)};
}

/// The product of the rotation channels as listed, each within the frame of those before it.
Quat rotation_of(const bvh::Joint& joint, const double* numbers) {
  constexpr double kHalfRadians = std::numbers::pi / 360.0;
  Quat rotation = Quat::Identity();
  for (std::size_t i = 0; i < joint.channels.size(); ++i) {
    if (!joint.channels[i].rotates) continue;
    const double half = numbers[i] * kHalfRadians;
    Quat factor(std::cos(half), 0.0, 0.0, 0.0);
    factor.vec()[joint.channels[i].axis] = std::sin(half);
    rotation = rotation * factor;
  }
  return rotation;
}

/// The joint's OFFSET with the components that have a position channel replaced; file units.
Vec3 position_of(const bvh::Joint& joint, const double* numbers) {
  Vec3 position = joint.offset;
  for (std::size_t i = 0; i < joint.channels.size(); ++i) {
    if (!joint.channels[i].rotates) position[joint.channels[i].axis] = numbers[i];
  }
  return position;
}

bool has_position(const bvh::Joint& joint) {
  return std::any_of(joint.channels.begin(), joint.channels.end(),
                     [](const bvh::Channel& channel) { return !channel.rotates; });
}

/// T positions in metres, or nothing where they stay within `tolerance` of the OFFSET.
std::vector<Vec3> track_of(const bvh::Joint& joint, const bvh::Rows& rows, std::size_t columns,
                           const BvhReadOptions& options) {
  if (!has_position(joint)) return {};
  std::vector<Vec3> track(static_cast<std::size_t>(rows.frames));
  double farthest = 0.0;
  for (std::size_t t = 0; t < track.size(); ++t) {
    const Vec3 position = position_of(joint, &rows.values[t * columns + joint.first_column]);
    farthest = std::max(farthest, (position - joint.offset).cwiseAbs().maxCoeff());
    track[t] = position * options.unit.metres;
  }
  if (farthest <= options.track_tolerance) track.clear();
  return track;
}

Motion make_motion(const bvh::Header& header, const bvh::Rows& rows,
                   const BvhReadOptions& options) {
  Motion motion(make_skeleton(header, options.unit.metres), header.fps, rows.frames);
  double* rotation = motion.rotations().data();
  for (int t = 0; t < rows.frames; ++t) {
    const double* const row = &rows.values[static_cast<std::size_t>(t) * header.columns];
    for (const bvh::Joint& joint : header.joints) {
      math::store_wxyz(rotation_of(joint, row + joint.first_column), rotation);
      rotation += math::kQuatSize;
    }
    const bvh::Joint& root = header.joints.front();
    motion.set_root_position(t, position_of(root, row + root.first_column) * options.unit.metres);
  }
  for (int j = 1; j < motion.joints(); ++j) {
    std::vector<Vec3> track = track_of(header.joints[j], rows, header.columns, options);
    if (!track.empty()) motion.set_translation(j, std::move(track));
  }
  return motion;
}

}  // namespace

BvhClip parse_bvh(std::string_view text, const std::filesystem::path& name,
                  const BvhReadOptions& options) {
  bvh::Lexer lexer(text, name);
  const bvh::Header header = bvh::read_header(lexer, options.fps);
  const bvh::Rows rows = bvh::read_rows(lexer, header, options.strict);
  BvhClip clip{make_motion(header, rows, options), header.warnings};
  clip.warnings.insert(clip.warnings.end(), rows.warnings.begin(), rows.warnings.end());
  if (std::string odd = check_height(clip.motion.skeleton()); !odd.empty()) {
    clip.warnings.push_back(std::move(odd));
  }
  for (std::string& warning : clip.warnings) warning.insert(0, name.string() + ": ");
  return clip;
}

BvhClip read_bvh(const std::filesystem::path& path, const BvhReadOptions& options) {
  return parse_bvh(read_file(path), path, options);
}

}  // namespace poseaae::mocap
