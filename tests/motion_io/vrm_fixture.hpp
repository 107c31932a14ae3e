#pragma once

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gltf_fixture.hpp"
#include "poseaae/math/quaternion.hpp"

namespace poseaae::test {

/// A character as VRM's own tools write it, put together from the specifications: the joints have
/// names that say nothing, the map of `humanoid.humanBones` says which is which. Beside the body
/// there are a mesh, the node "secondary", hair that hangs to the hips, and a skirt of four chains
/// as long as legs, all of one skin. 1.0 faces +z in a T-pose; 0.x faces -z, here in an A-pose, as
/// many are, with arms 40 degrees below the horizontal.
/// https://github.com/vrm-c/vrm-specification
class VrmFixture {
 public:
  explicit VrmFixture(bool older) : older_(older) {
    world_ = node("Armature", {});
    trunk();
    for (const double side : {1.0, -1.0}) {
      arm(side);
      leg(side);
    }
    hair_and_skirt();
  }

  /// The joint of each human bone, by the names of 1.0.
  [[nodiscard]] const std::map<std::string, std::string>& joints() const { return joints_; }
  /// Of hair and skirt.
  [[nodiscard]] const std::vector<std::string>& others() const { return others_; }

  /// The file, in the container of GLB.
  [[nodiscard]] std::string bytes() const {
    std::string json = document();
    while (json.size() % 4 != 0) json += ' ';
    std::string file = "glTF";
    const auto number = [&](std::size_t value) {
      for (unsigned k = 0; k < 4; ++k) file += static_cast<char>(value >> (8U * k) & 255U);
    };
    number(2);
    number(12 + 8 + json.size());
    number(json.size());
    file += "JSON";
    return file + json;
  }

 private:
  struct Node {
    std::string name;
    math::Vec3 place;
    std::vector<int> children{};
  };

  int node(const std::string& name, const math::Vec3& place, int parent = -1) {
    nodes_.push_back({name, place});
    const int index = static_cast<int>(nodes_.size()) - 1;
    if (parent >= 0) nodes_[parent].children.push_back(index);
    return index;
  }
  /// 0.x looks the other way.
  [[nodiscard]] math::Vec3 faced(const math::Vec3& way) const {
    return older_ ? math::Vec3(-way.x(), way.y(), -way.z()) : way;
  }
  /// A joint that is a bone, "" for none. Its name tells nothing of it.
  int joint(const std::string& bone, const math::Vec3& place, int parent) {
    const std::string name = fmt::format("n{:03}", nodes_.size() * 37 % 211);
    const int index = node(name, faced(place), parent);
    if (bone.empty()) others_.push_back(name);
    if (bone.empty()) return index;
    joints_[bone] = name;
    bones_.emplace_back(bone, index);
    return index;
  }

  void trunk() {
    hips_ = joint("hips", {0, 0.9, 0}, world_);
    const int spine = joint("spine", {0, 0.08, 0}, hips_);
    const int chest = joint("chest", {0, 0.12, 0}, spine);
    chest_ = joint("upperChest", {0, 0.12, 0}, chest);
    const int neck = joint("neck", {0, 0.15, -0.01}, chest_);
    head_ = joint("head", {0, 0.08, 0.01}, neck);
    joint("leftEye", {0.03, 0.06, 0.05}, head_);
    joint("rightEye", {-0.03, 0.06, 0.05}, head_);
  }

  void arm(double side) {
    const std::string word = side > 0.0 ? "left" : "right";
    const double hangs = older_ ? 0.698 : 0.0;
    const auto along = [&](double length) {
      return math::Vec3(side * length * std::cos(hangs), -length * std::sin(hangs), 0);
    };
    const int shoulder = joint(word + "Shoulder", {0.03 * side, 0.1, 0}, chest_);
    const int upper = joint(word + "UpperArm", {0.1 * side, 0, 0}, shoulder);
    const int lower = joint(word + "LowerArm", along(0.24), upper);
    const int hand = joint(word + "Hand", along(0.22), lower);
    for (int f = 0; f < 5; ++f) {
      const std::string fingers[] = {"Thumb", "Index", "Middle", "Ring", "Little"};
      math::Vec3 place = along(f == 0 ? 0.02 : 0.08) + math::Vec3(0, 0, 0.04 - 0.02 * f);
      int last = hand;
      for (int k = 0; k < 3; ++k) {
        const char* part = f > 0 ? std::array{"Proximal", "Intermediate", "Distal"}[k]
                                 : std::array{"Metacarpal", "Proximal", "Distal"}[k];
        last = joint(word + fingers[f] + part, place, last);
        place = along(0.025);
      }
    }
  }

  void leg(double side) {
    const std::string word = side > 0.0 ? "left" : "right";
    const int upper = joint(word + "UpperLeg", {0.08 * side, -0.04, 0}, hips_);
    const int lower = joint(word + "LowerLeg", {0, -0.38, 0.005}, upper);
    const int foot = joint(word + "Foot", {0, -0.4, -0.015}, lower);
    joint(word + "Toes", {0, -0.06, 0.12}, foot);
  }

  void hair_and_skirt() {
    int last = joint("", {0, 0.1, -0.08}, head_);
    for (int k = 0; k < 6; ++k) last = joint("", {0, -0.1, 0}, last);
    for (const auto& [x, z] :
         {std::pair(0.12, 0.08), {-0.12, 0.08}, {0.12, -0.08}, {-0.12, -0.08}}) {
      last = joint("", {x, -0.02, z}, hips_);
      for (int k = 0; k < 3; ++k) last = joint("", {0.1 * x, -0.26, 0.1 * z}, last);
    }
  }

  [[nodiscard]] std::string bones_json() const {
    std::string text;
    for (const auto& [bone, node] : bones_) {
      text += text.empty() ? "" : ",";
      text += older_ ? fmt::format(R"({{"bone":"{}","node":{},"useDefaultValues":true}})",
                                   older_name(bone), node)
                     : fmt::format(R"("{}":{{"node":{}}})", bone, node);
    }
    return text;
  }
  /// As 0.x calls it.
  static std::string older_name(const std::string& bone) {
    const auto thumb = bone.find("Thumb");
    if (thumb == std::string::npos) return bone;
    const std::string part = bone.substr(thumb + 5);
    return bone.substr(0, thumb + 5) + (part == "Metacarpal" ? "Proximal"
                                        : part == "Proximal" ? "Intermediate"
                                                             : part);
  }

  [[nodiscard]] std::string document() const {
    GltfFixture file;
    std::string joints;
    for (const Node& each : nodes_) {
      std::string children;
      for (const int child : each.children) children += fmt::format(",{}", child);
      const int index = file.node(fmt::format(
          R"("name":"{}","translation":[{},{},{}]{})", each.name, each.place.x(), each.place.y(),
          each.place.z(),
          children.empty() ? "" : fmt::format(R"(,"children":[{}])", children.substr(1))));
      if (index > 0) joints += fmt::format("{}{}", joints.empty() ? "" : ",", index);
    }
    const int places = file.numbers<float>({0, 0, 0, 0.1F, 0, 0, 0, 0.1F, 0}, 3);
    const int mesh = file.node(R"("name":"Face","mesh":0,"skin":0)");
    const int secondary = file.node(R"("name":"secondary")");
    file.add(
        fmt::format(R"("meshes":[{{"primitives":[{{"attributes":{{"POSITION":{}}}}}]}}])", places));
    file.add(fmt::format(R"("skins":[{{"joints":[{}]}}])", joints));
    file.add(
        fmt::format(R"("scenes":[{{"nodes":[{},{},{}]}}],"scene":0)", mesh, world_, secondary));
    file.add(older_
                 ? fmt::format(R"("extensionsUsed":["VRM"],"extensions":{{"VRM":{{"specVersion":)"
                               R"("0.0","humanoid":{{"humanBones":[{}],"armStretch":0.05}}}}}})",
                               bones_json())
                 : fmt::format(R"("extensionsUsed":["VRMC_vrm"],"extensions":{{"VRMC_vrm":{{)"
                               R"("specVersion":"1.0","humanoid":{{"humanBones":{{{}}}}}}}}})",
                               bones_json()));
    return file.text();
  }

  bool older_;
  int world_ = 0, hips_ = 0, chest_ = 0, head_ = 0;
  std::vector<Node> nodes_;
  std::map<std::string, std::string> joints_;
  std::vector<std::string> others_;
  std::vector<std::pair<std::string, int>> bones_;
};

}  // namespace poseaae::test
