#include "samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace poseaae::mocap::test {

namespace {

Vec3 random_vector(Random& random, double size) {
  return size * Vec3(random.normal(), random.normal(), random.normal());
}

}  // namespace

std::string small_bvh(const std::string& rows, const std::string& frames,
                      const std::string& frame_time) {
  return "HIERARCHY\n"
         "ROOT Hips\n"
         "{\n"
         "  OFFSET 0 1 0\n"
         "  CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation\n"
         "  JOINT Leg\n"
         "  {\n"
         "    OFFSET 0.5 -1 0\n"
         "    CHANNELS 3 Zrotation Xrotation Yrotation\n"
         "    End Site\n"
         "    {\n"
         "      OFFSET 0 -0.25 0\n"
         "    }\n"
         "  }\n"
         "  JOINT Spine\n"
         "  {\n"
         "    OFFSET 0 0.5 0\n"
         "    CHANNELS 3 Zrotation Xrotation Yrotation\n"
         "    End Site\n"
         "    {\n"
         "      OFFSET 0 0.25 0\n"
         "    }\n"
         "  }\n"
         "}\n"
         "MOTION\n"
         "Frames: " +
         frames + "\nFrame Time: " + frame_time + "\n" + rows;
}

std::string small_row(const std::string& value) {
  std::string row = value;
  for (int i = 1; i < 12; ++i) row += " " + value;
  return row + "\n";
}

Clip parse(const std::string& text, BvhReadOptions options) {
  return parse_bvh(text, "clip.bvh", options);
}

Skeleton random_skeleton(Random& random, int joints) {
  std::vector<std::string> names;
  std::vector<int> parents;
  std::vector<Vec3> offsets;
  std::vector<int> open{-1};  // the chain from the root to the last joint
  std::vector<int> children(static_cast<std::size_t>(joints), 0);
  for (int j = 0; j < joints; ++j) {
    if (j > 0) {
      open.resize(2 + random.below(open.size() - 1));
      ++children[open.back()];
    }
    names.push_back(fmt::format("joint:{}.{}", j, random.below(100)));
    parents.push_back(open.back());
    offsets.push_back(random_vector(random, 0.3));
    open.push_back(j);
  }
  std::vector<EndSite> sites;
  for (int j = 0; j < joints; ++j) {
    const std::uint64_t count = children[j] > 0 ? random.below(2) : 1 + random.below(2);
    for (std::uint64_t i = 0; i < count; ++i) {
      sites.push_back(
          {j, random_vector(random, 0.1), i == 0 ? "" : fmt::format("tip {} of {}", i, j)});
    }
  }
  return {names, parents, offsets, sites};
}

Motion random_motion(Random& random, const Skeleton& skeleton, int frames, double moving) {
  Motion motion(skeleton, 30.0, frames);
  for (int t = 0; t < frames; ++t) {
    motion.set_root_position(t, random_vector(random, 1.0));
    for (int j = 0; j < skeleton.joints(); ++j) {
      motion.set_rotation(t, j, math::from_rotation_vector(random_vector(random, 2.0)));
    }
  }
  for (int j = 1; j < skeleton.joints(); ++j) {
    if (random.uniform() >= moving) continue;
    std::vector<Vec3> track;
    for (int t = 0; t < frames; ++t) track.push_back(random_vector(random, 0.5));
    motion.set_translation(j, track);
  }
  return motion;
}

Difference difference(const Motion& a, const Motion& b) {
  if (a.frames() != b.frames() || a.joints() != b.joints()) {
    throw std::runtime_error("two motions of one size were expected");
  }
  Difference largest;
  for (int t = 0; t < a.frames(); ++t) {
    for (int j = 0; j < a.joints(); ++j) {
      largest.angle =
          std::max(largest.angle, math::angle_between(a.rotation(t, j), b.rotation(t, j)));
      largest.length =
          std::max(largest.length, (a.local_position(t, j) - b.local_position(t, j)).norm());
    }
  }
  return largest;
}

}  // namespace poseaae::mocap::test
