#include "samples.hpp"

#include <algorithm>
#include <numbers>

#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "support/support.hpp"

namespace poseaae::retarget::test {

using mocap::Motion;
using mocap::Skeleton;

namespace {

/// Hips to head, then for each side collar bone to hand, then for each side thigh to toes; '*' is
/// where the mark of the side goes.
std::vector<std::string> named(const std::vector<std::string>& middle,
                               const std::vector<std::string>& arm,
                               const std::vector<std::string>& leg, const std::string& left,
                               const std::string& right) {
  std::vector<std::string> names = middle;
  for (const auto* limb : {&arm, &leg}) {
    for (const std::string& mark : {left, right}) {
      for (std::string name : *limb) {
        const auto at = name.find('*');
        names.push_back(at == std::string::npos ? name : name.replace(at, 1, mark));
      }
    }
  }
  return names;
}

}  // namespace

Motion shipped(const std::string& name, int first, int last) {
  const auto file = poseaae::test::source_dir() / "data" / (name + ".bvh");
  Motion motion = mocap::read_bvh(file).motion;
  return motion.slice(first, last < 0 ? motion.frames() : last);
}

const std::vector<Family>& families() {
  static const std::vector<Family> kFamilies{
      {"Mixamo",
       named({"mixamorig:Hips", "mixamorig:Spine", "mixamorig:Spine1", "mixamorig:Spine2",
              "mixamorig:Neck", "mixamorig:Head"},
             {"mixamorig:*Shoulder", "mixamorig:*Arm", "mixamorig:*ForeArm", "mixamorig:*Hand"},
             {"mixamorig:*UpLeg", "mixamorig:*Leg", "mixamorig:*Foot", "mixamorig:*ToeBase"},
             "Left", "Right")},
      {"Biped", named({"Bip01 Pelvis", "Bip01 Spine", "Bip01 Spine1", "Bip01 Spine2", "Bip01 Neck",
                       "Bip01 Head"},
                      {"Bip01 * Clavicle", "Bip01 * UpperArm", "Bip01 * Forearm", "Bip01 * Hand"},
                      {"Bip01 * Thigh", "Bip01 * Calf", "Bip01 * Foot", "Bip01 * Toe0"}, "L", "R")},
      {"Bandai-Namco", named({"Hips", "Spine", "Spine1", "Chest", "Neck", "Head"},
                             {"Shoulder_*", "UpperArm_*", "LowerArm_*", "Hand_*"},
                             {"UpperLeg_*", "LowerLeg_*", "Foot_*", "Toes_*"}, "L", "R")},
      {"SMPL", named({"pelvis", "spine1", "spine2", "spine3", "neck", "head"},
                     {"*_collar", "*_shoulder", "*_elbow", "*_wrist"},
                     {"*_hip", "*_knee", "*_ankle", "*_foot"}, "left", "right")},
      {"Unreal", named({"pelvis", "spine_01", "spine_02", "spine_03", "neck_01", "head"},
                       {"clavicle_*", "upperarm_*", "lowerarm_*", "hand_*"},
                       {"thigh_*", "calf_*", "foot_*", "ball_*"}, "l", "r")},
      {"Rigify", named({"DEF-spine", "DEF-spine.001", "DEF-spine.002", "DEF-spine.003",
                        "DEF-spine.005", "DEF-spine.006"},
                       {"DEF-shoulder.*", "DEF-upper_arm.*", "DEF-forearm.*", "DEF-hand.*"},
                       {"DEF-thigh.*", "DEF-shin.*", "DEF-foot.*", "DEF-toe.*"}, "L", "R")},
      {"VRM", named({"J_Bip_C_Hips", "J_Bip_C_Spine", "J_Bip_C_Chest", "J_Bip_C_UpperChest",
                     "J_Bip_C_Neck", "J_Bip_C_Head"},
                    {"J_Bip_*_Shoulder", "J_Bip_*_UpperArm", "J_Bip_*_LowerArm", "J_Bip_*_Hand"},
                    {"J_Bip_*_UpperLeg", "J_Bip_*_LowerLeg", "J_Bip_*_Foot", "J_Bip_*_ToeBase"},
                    "L", "R")},
      {"MakeHuman", named({"root", "spine05", "spine03", "spine01", "neck01", "head"},
                          {"clavicle.*", "upperarm01.*", "lowerarm01.*", "wrist.*"},
                          {"upperleg01.*", "lowerleg01.*", "foot.*", "toe1-1.*"}, "L", "R")},
      {"Xsens", named({"Pelvis", "L5", "L3", "T8", "Neck", "Head"},
                      {"*Shoulder", "*UpperArm", "*ForeArm", "*Hand"},
                      {"*UpperLeg", "*LowerLeg", "*Foot", "*Toe"}, "Left", "Right")},
      {"MikuMikuDance",
       named({"センター", "上半身", "上半身2", "上半身3", "首", "頭"},
             {"*肩", "*腕", "*ひじ", "*手首"}, {"*足", "*ひざ", "*足首", "*つま先"}, "左", "右")},
      {"numbers", named({"joint_0", "joint_1", "joint_2", "joint_3", "joint_4", "joint_5"},
                        {"joint_*6", "joint_*7", "joint_*8", "joint_*9"},
                        {"joint_*2", "joint_*3", "joint_*4", "joint_*5"}, "1", "3")},
  };
  return kFamilies;
}

Skeleton with_names(const Skeleton& skeleton, const std::vector<std::string>& names) {
  return {names, skeleton.parents(), skeleton.offsets(), skeleton.end_sites()};
}

double largest_distance(const Motion& a, int joint_a, const Motion& b, int joint_b) {
  double largest = 0.0;
  for (int t = 0; t < a.frames(); ++t) {
    const auto here = mocap::forward_kinematics(a, t).positions[joint_a];
    const auto there = mocap::forward_kinematics(b, t).positions[joint_b];
    largest = std::max(largest, (here - there).norm());
  }
  return largest;
}

double largest_turn_deg(const Motion& a, int joint_a, const Motion& b, int joint_b) {
  const auto turn = [](const Motion& motion, int t, int joint) {
    return mocap::Quat(mocap::forward_kinematics(motion, t).rotations[joint] *
                       mocap::forward_kinematics(motion, 0).rotations[joint].conjugate());
  };
  double largest = 0.0;
  for (int t = 0; t < a.frames(); ++t) {
    largest = std::max(largest, math::angle_between(turn(a, t, joint_a), turn(b, t, joint_b)));
  }
  return largest * 180.0 / std::numbers::pi;
}

}  // namespace poseaae::retarget::test
