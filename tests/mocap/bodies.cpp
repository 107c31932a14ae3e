#include "bodies.hpp"

#include <algorithm>
#include <stdexcept>

namespace poseaae::mocap::test {

Growing::Growing(const std::string& root, const Vec3& offset)
    : names_{root}, parents_{-1}, offsets_{offset} {}

int Growing::find(std::string_view name) const {
  const auto found = std::ranges::find(names_, name);
  if (found == names_.end()) throw std::invalid_argument(std::string(name));
  return static_cast<int>(found - names_.begin());
}

Growing& Growing::joint(std::string_view parent, const std::string& name, const Vec3& offset) {
  parents_.push_back(find(parent));
  names_.push_back(name);
  offsets_.push_back(offset);
  return *this;
}

Growing& Growing::end(std::string_view parent, const Vec3& offset) {
  sites_.push_back({find(parent), offset, ""});
  return *this;
}

Skeleton Growing::skeleton() const { return {names_, parents_, offsets_, sites_}; }

Growing dancer_to_grow() {
  Growing body("Hips", Vec3(0, 0.94, 0));
  body.joint("Hips", "Spine", Vec3(0, 0.10, -0.01))
      .joint("Spine", "Chest", Vec3(0, 0.22, 0))
      .joint("Chest", "Neck", Vec3(0, 0.20, 0))
      .joint("Neck", "Head", Vec3(0, 0.09, 0.02))
      .end("Head", Vec3(0, 0.18, 0));
  for (const double side : {1.0, -1.0}) {
    const std::string word = side > 0.0 ? "Left" : "Right";
    body.joint("Chest", word + "Shoulder", Vec3(0.04 * side, 0.15, 0))
        .joint(word + "Shoulder", word + "Arm", Vec3(0.13 * side, 0, 0))
        .joint(word + "Arm", word + "ForeArm", Vec3(0.27 * side, 0, 0))
        .joint(word + "ForeArm", word + "Hand", Vec3(0.25 * side, 0, 0))
        .end(word + "Hand", Vec3(0.09 * side, 0, 0));
  }
  for (const double side : {1.0, -1.0}) {
    const std::string word = side > 0.0 ? "Left" : "Right";
    body.joint("Hips", word + "UpLeg", Vec3(0.09 * side, -0.04, 0))
        .joint(word + "UpLeg", word + "Leg", Vec3(0, -0.42, 0))
        .joint(word + "Leg", word + "Foot", Vec3(0, -0.41, 0))
        .end(word + "Foot", Vec3(0, -0.07, 0.14));
  }
  return body;
}

Skeleton dancer() { return dancer_to_grow().skeleton(); }

Skeleton renamed(const Skeleton& skeleton,
                 const std::function<std::string(const std::string&)>& name) {
  std::vector<std::string> names;
  std::ranges::transform(skeleton.names(), std::back_inserter(names), name);
  return {names, skeleton.parents(), skeleton.offsets(), skeleton.end_sites()};
}

Skeleton numbered(const Skeleton& skeleton) {
  int count = 0;
  return renamed(skeleton, [&](const std::string&) { return "joint_" + std::to_string(count++); });
}

Skeleton turned(const Skeleton& skeleton, const Quat& turn) {
  std::vector<Vec3> offsets;
  for (const Vec3& offset : skeleton.offsets()) offsets.push_back(turn * offset);
  std::vector<EndSite> sites = skeleton.end_sites();
  for (EndSite& site : sites) site.offset = turn * site.offset;
  return {skeleton.names(), skeleton.parents(), offsets, sites};
}

}  // namespace poseaae::mocap::test
