#include "walker.hpp"

#include <fmt/format.h>

#include <cmath>

namespace poseaae::mocap::test {

using math::Vec3;

const std::vector<WalkerJoint>& walker_joints() {
  const Vec3 none = Vec3::Zero();
  static const std::vector<WalkerJoint> joints{{"Hips", -1, {0, 94, 0}, none},
                                               {"Spine", 0, {0, 10, -1}, none},
                                               {"Chest", 1, {0, 22, 0}, none},
                                               {"Neck", 2, {0, 20, 0}, none},
                                               {"Head", 3, {0, 9, 2}, {0, 18, 0}},
                                               {"LeftArm", 2, {17, 15, 0}, none},
                                               {"LeftForeArm", 5, {27, 0, 0}, none},
                                               {"LeftHand", 6, {25, 0, 0}, {9, 0, 0}},
                                               {"RightArm", 2, {-17, 15, 0}, none},
                                               {"RightForeArm", 8, {-27, 0, 0}, none},
                                               {"RightHand", 9, {-25, 0, 0}, {-9, 0, 0}},
                                               {"LeftUpLeg", 0, {9, -4, 0}, none},
                                               {"LeftLeg", 11, {0, -42, 0}, none},
                                               {"LeftFoot", 12, {0, -40, 0}, {0, -8, 14}},
                                               {"RightUpLeg", 0, {-9, -4, 0}, none},
                                               {"RightLeg", 14, {0, -42, 0}, none},
                                               {"RightFoot", 15, {0, -40, 0}, {0, -8, 14}}};
  return joints;
}

namespace {

std::string three(const Vec3& numbers) {
  return fmt::format("{:.6f} {:.6f} {:.6f}", numbers.x(), numbers.y(), numbers.z());
}

/// Hierarchy and rows, depth first: the joints are listed so.
class WalkerFile {
 public:
  explicit WalkerFile(const WalkerStyle& style) : style_(style) {}

  std::string text() {
    if (!style_.camera.empty()) {
      text_ = "HIERARCHY\nROOT Scene\n{\nOFFSET 0 0 0\nCHANNELS 3 Zrotation Xrotation Yrotation\n" +
              style_.camera;
      joint(0, "JOINT");
      text_ += "}\n";
    } else {
      text_ = "HIERARCHY\n";
      joint(0, "ROOT");
    }
    text_ += fmt::format("MOTION\nFrames: {}\nFrame Time: {}\n", style_.frames, style_.frame_time);
    for (int t = 0; t < style_.frames; ++t) row(t);
    return text_;
  }

 private:
  void joint(std::size_t j, const char* kind) {
    const WalkerJoint& joint = walker_joints()[j];
    const bool moves = j == 0 || style_.positions_everywhere;
    const bool root = j == 0;
    const int channels = (moves ? 6 : 3) + (root && !style_.more_channels.empty() ? 3 : 0);
    text_ += fmt::format("{} {}\n{{\nOFFSET {}\nCHANNELS {}{} Zrotation Xrotation Yrotation{}\n",
                         kind, joint.name, three(style_.offset(joint) * style_.units_per_cm),
                         channels, moves ? " Xposition Yposition Zposition" : "",
                         root ? style_.more_channels : "");
    for (std::size_t child = j + 1; child < walker_joints().size(); ++child) {
      if (walker_joints()[child].parent == static_cast<int>(j)) this->joint(child, "JOINT");
    }
    if (!joint.end.isZero()) {
      text_ += fmt::format("End Site\n{{\nOFFSET {}\n}}\n", three(joint.end * style_.units_per_cm));
    }
    text_ += "}\n";
  }

  void row(int t) {
    const double swing = 25.0 * std::sin(2.0 * M_PI * t / 24.0);
    if (!style_.camera.empty()) text_ += "0 0 0 0 0 0 ";
    for (const WalkerJoint& joint : walker_joints()) {
      const bool root = joint.parent < 0;
      if (root || style_.positions_everywhere) {
        const Vec3 there = root ? Vec3(0.0, 94.0, t) : joint.offset;
        text_ += three(style_.position(t, joint, there) * style_.units_per_cm) + " ";
      }
      const double turn = joint.name == "LeftUpLeg"    ? swing
                          : joint.name == "RightUpLeg" ? -swing
                                                       : 0.0;
      text_ += fmt::format("0 {:.6f} 0 {}", turn, root ? style_.more_numbers : "");
    }
    text_ += "\n";
  }

  const WalkerStyle& style_;
  std::string text_;
};

}  // namespace

std::string walker_bvh(const WalkerStyle& style) { return WalkerFile(style).text(); }

}  // namespace poseaae::mocap::test
