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

Growing& Growing::graft(std::string_view parent, const Skeleton& body) {
  const int top = find(parent);
  const int first = static_cast<int>(names_.size());
  for (int j = 0; j < body.joints(); ++j) {
    names_.push_back(body.name(j));
    parents_.push_back(j == 0 ? top : first + body.parent(j));
    offsets_.push_back(body.offset(j));
  }
  for (const EndSite& site : body.end_sites()) {
    sites_.push_back({first + site.parent, site.offset, site.name});
  }
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

Skeleton scaled(const Skeleton& skeleton, double factor) {
  std::vector<Vec3> offsets;
  for (const Vec3& offset : skeleton.offsets()) offsets.push_back(factor * offset);
  std::vector<EndSite> sites = skeleton.end_sites();
  for (EndSite& site : sites) site.offset *= factor;
  return {skeleton.names(), skeleton.parents(), offsets, sites};
}

Skeleton with_local_frames(const Skeleton& skeleton, const std::function<Quat(int)>& frame) {
  std::vector<Quat> into;
  for (int j = 0; j < skeleton.joints(); ++j) into.push_back(frame(j).conjugate());
  std::vector<Vec3> offsets{skeleton.offset(0)};
  for (int j = 1; j < skeleton.joints(); ++j) {
    offsets.push_back(into[skeleton.parent(j)] * skeleton.offset(j));
  }
  std::vector<EndSite> sites = skeleton.end_sites();
  for (EndSite& site : sites) site.offset = into[site.parent] * site.offset;
  return {skeleton.names(), skeleton.parents(), offsets, sites};
}

Skeleton with_bone(const Skeleton& skeleton, std::string_view joint,
                   const std::function<Vec3(const Vec3&)>& change) {
  std::vector<Vec3> offsets = skeleton.offsets();
  Vec3& offset = offsets.at(*skeleton.find(joint));
  offset = change(offset);
  return {skeleton.names(), skeleton.parents(), offsets, skeleton.end_sites()};
}

std::vector<int> order_of(const Skeleton& skeleton, const std::vector<double>& key) {
  std::vector<int> order;
  const std::function<void(int)> visit = [&](int joint) {
    order.push_back(joint);
    std::vector<int> children = skeleton.children(joint);
    std::ranges::sort(children, {}, [&](int child) { return key[child]; });
    for (const int child : children) visit(child);
  };
  visit(0);
  return order;
}

Skeleton reordered(const Skeleton& skeleton, const std::vector<int>& order) {
  std::vector<int> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = static_cast<int>(i);
  std::vector<std::string> names;
  std::vector<int> parents;
  std::vector<Vec3> offsets;
  for (const int j : order) {
    names.push_back(skeleton.name(j));
    parents.push_back(j == 0 ? -1 : place[skeleton.parent(j)]);
    offsets.push_back(skeleton.offset(j));
  }
  std::vector<EndSite> sites = skeleton.end_sites();
  for (EndSite& site : sites) site.parent = place[site.parent];
  return {names, parents, offsets, sites};
}

}  // namespace poseaae::mocap::test
