#include "poseaae/mocap/humanoid.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "body_tree.hpp"
#include "side_names.hpp"

namespace poseaae::mocap {

namespace {

using Words = std::span<const std::string_view>;
using Chain = std::vector<int>;

constexpr auto kTwistWords =
    std::to_array<std::string_view>({"twist", "roll", "捩", "helper", "share", "bendy", "correct"});
constexpr auto kHandWords = std::to_array<std::string_view>(
    {"hand", "wrist", "手首", "palm", "mano", "main", "손", "кист"});
constexpr auto kFootWords = std::to_array<std::string_view>(
    {"foot", "ankle", "足首", "fuss", "fuß", "pied", "caviglia", "tobillo", "стоп"});
constexpr auto kEyeWords = std::to_array<std::string_view>({"eye", "目"});
constexpr auto kNotAnEye =
    std::to_array<std::string_view>({"brow", "lid", "lash", "end", "nub", "両"});
constexpr auto kJawWords = std::to_array<std::string_view>({"jaw", "顎", "あご"});
/// In the order of the bones: thumb, index, middle, ring, little.
constexpr std::array<std::array<std::string_view, 4>, 5> kFingerWords{
    {{"thumb", "親指", "daumen", "pouce"},
     {"index", "人指", "人差", "zeige"},
     {"middle", "中指", "mid", "mittel"},
     {"ring", "薬指", "annul", "無名"},
     {"little", "小指", "pinky", "pinkie"}}};
constexpr int kJointsOfAFinger = 3;

bool says(const std::string& name, Words words) {
  const std::string small = lower_case(name);
  return std::ranges::any_of(
      words, [&](std::string_view word) { return small.find(word) != std::string::npos; });
}

HumanBone after(HumanBone bone, int steps) {
  return static_cast<HumanBone>(static_cast<int>(bone) + steps);
}

/// Finds the bones of one skeleton, part by part.
class Finder {
 public:
  Finder(const Skeleton& skeleton, const Anatomy& anatomy)
      : skeleton_(skeleton), anatomy_(anatomy), tree_(skeleton), bones_(skeleton.joints()) {}

  std::vector<std::optional<HumanBone>> found() {
    set(anatomy_.pelvis, HumanBone::kHips);
    torso();
    head();
    for (int j = 1; j < tree_.joints(); ++j) {
      const Part part = anatomy_.part[j];
      if (anatomy_.part[tree_.parent(j)] == part || anatomy_.side[j] == Side::kMiddle) continue;
      if (part == Part::kLeg) leg(j);
      if (part == Part::kArm) arm(j);
    }
    return std::move(bones_);
  }

 private:
  /// The first joint that claims a bone has it.
  void set(int joint, HumanBone bone) {
    const auto place = static_cast<std::size_t>(bone);
    if (joint < 0 || bones_[joint] || taken_[place]) return;
    bones_[joint] = bone;
    taken_[place] = true;
  }

  /// From below the pelvis to where arms or the neck branch off.
  void torso() {
    int top = -1;
    for (int j = 1; j < tree_.joints(); ++j) {
      const Part part = anatomy_.part[j];
      const int above = tree_.parent(j);
      const bool leaves = part == Part::kArm || part == Part::kHead;
      if (!leaves || anatomy_.part[above] != Part::kTorso) continue;
      if (top < 0 || tree_.is_within(above, top)) top = above;
    }
    Chain spine;
    for (int j = top; j > 0 && j != anatomy_.pelvis; j = tree_.parent(j)) spine.push_back(j);
    std::ranges::reverse(spine);
    if (spine.empty()) return;
    set(spine.front(), HumanBone::kSpine);
    if (spine.size() == 2) set(spine.back(), HumanBone::kChest);
    if (spine.size() < 3) return;
    set(spine[spine.size() / 2], HumanBone::kChest);
    set(spine.back(), HumanBone::kUpperChest);
  }

  void head() {
    const int head = anatomy_.head;
    if (head < 0) return;
    set(head, HumanBone::kHead);
    int neck = head;
    while (neck > 0 && anatomy_.part[tree_.parent(neck)] == Part::kHead) neck = tree_.parent(neck);
    if (neck != head) set(neck, HumanBone::kNeck);
    for (const int j : tree_.branch(head)) {
      const std::string& name = skeleton_.name(j);
      if (says(name, kJawWords)) set(j, HumanBone::kJaw);
      if (!says(name, kEyeWords) || says(name, kNotAnEye)) continue;
      if (anatomy_.side[j] == Side::kLeft) set(j, HumanBone::kLeftEye);
      if (anatomy_.side[j] == Side::kRight) set(j, HumanBone::kRightEye);
    }
  }

  /// From the top of a limb along its longest way, or to the first joint below that is called so.
  [[nodiscard]] Chain chain_of(int top, Words end_words) const {
    int tip = tree_.tip(top);
    for (const int j : tree_.branch(top)) {
      const std::string& name = skeleton_.name(j);
      if (!says(name, end_words) || says(name, kTwistWords)) continue;
      if (!tree_.is_within(tip, j)) tip = tree_.tip(j);
      break;
    }
    Chain chain;
    for (int j = tip; j != tree_.parent(top); j = tree_.parent(j)) {
      if (!says(skeleton_.name(j), kTwistWords)) chain.push_back(j);
    }
    std::ranges::reverse(chain);
    return chain;
  }

  [[nodiscard]] double bone(const Chain& chain, std::size_t i) const {
    return (tree_.at(chain[i + 1]) - tree_.at(chain[i])).norm();
  }

  /// The place in the chain of the joint that the upper of two long bones leaves. `end`: of the
  /// hand or foot; the chain's size where its name is not known.
  [[nodiscard]] std::size_t upper(const Chain& chain, std::size_t end) const {
    if (end < chain.size() && end >= 2) return end - 2;
    double longest = 0.0;
    for (std::size_t i = 0; i + 1 < chain.size(); ++i) longest = std::max(longest, bone(chain, i));
    constexpr double kLong = 0.75;  // a collar bone is about 0.6 of an upper arm
    std::size_t i = 0;
    while (i + 1 < chain.size() && bone(chain, i) < kLong * longest) ++i;
    return i;
  }

  [[nodiscard]] std::size_t end_of(const Chain& chain, Words words) const {
    const auto end =
        std::ranges::find_if(chain, [&](int joint) { return says(skeleton_.name(joint), words); });
    return static_cast<std::size_t>(end - chain.begin());
  }

  void leg(int top) {
    const bool left = anatomy_.side[top] == Side::kLeft;
    const HumanBone first = left ? HumanBone::kLeftUpperLeg : HumanBone::kRightUpperLeg;
    const Chain chain = chain_of(top, kFootWords);
    const std::size_t at = upper(chain, end_of(chain, kFootWords));
    for (std::size_t k = 0; k < 4 && at + k < chain.size(); ++k) {
      set(chain[at + k], after(first, static_cast<int>(k)));
    }
  }

  void arm(int top) {
    const bool left = anatomy_.side[top] == Side::kLeft;
    const HumanBone shoulder = left ? HumanBone::kLeftShoulder : HumanBone::kRightShoulder;
    const Chain chain = chain_of(top, kHandWords);
    const std::size_t at = upper(chain, end_of(chain, kHandWords));
    if (at > 0) set(chain[at - 1], shoulder);
    for (std::size_t k = 0; k < 3 && at + k < chain.size(); ++k) {
      set(chain[at + k], after(shoulder, static_cast<int>(k) + 1));
    }
    if (at + 2 < chain.size()) fingers(chain[at + 2], left);
  }

  void fingers(int hand, bool left) {
    const HumanBone thumb =
        left ? HumanBone::kLeftThumbMetacarpal : HumanBone::kRightThumbMetacarpal;
    for (std::size_t finger = 0; finger < kFingerWords.size(); ++finger) {
      Chain chain;
      for (const int j : tree_.branch(hand)) {
        if (j != hand && says(skeleton_.name(j), kFingerWords[finger])) chain.push_back(j);
      }
      // A fourth joint before a tip is a metacarpal, which only the thumb has here.
      const bool metacarpal = finger > 0 && chain.size() > kJointsOfAFinger &&
                              (chain.size() > kJointsOfAFinger + 1 || !is_tip(chain.back()));
      if (metacarpal) chain.erase(chain.begin());
      for (int k = 0; k < kJointsOfAFinger && k < static_cast<int>(chain.size()); ++k) {
        set(chain[k], after(thumb, kJointsOfAFinger * static_cast<int>(finger) + k));
      }
    }
  }

  /// Mixamo numbers the ends of fingers as if they were joints: "LeftHandIndex4".
  [[nodiscard]] bool is_tip(int joint) const {
    const std::string name = lower_case(skeleton_.name(joint));
    const bool named = name.ends_with("4") || name.find("end") != name.npos ||
                       name.find("tip") != name.npos || name.find("nub") != name.npos;
    return tree_.children(joint).empty() && named;
  }

  const Skeleton& skeleton_;
  const Anatomy& anatomy_;
  BodyTree tree_;
  std::vector<std::optional<HumanBone>> bones_;
  std::array<bool, kHumanBones> taken_{};
};

}  // namespace

const Names<HumanBone>& human_bone_names() {
  static const auto names = [] {
    Names<HumanBone> all;
    for (const char* name :
         {"hips",         "spine",         "chest",         "upperChest",    "neck",
          "head",         "leftEye",       "rightEye",      "jaw",           "leftUpperLeg",
          "leftLowerLeg", "leftFoot",      "leftToes",      "rightUpperLeg", "rightLowerLeg",
          "rightFoot",    "rightToes",     "leftShoulder",  "leftUpperArm",  "leftLowerArm",
          "leftHand",     "rightShoulder", "rightUpperArm", "rightLowerArm", "rightHand"}) {
      all.emplace_back(name, static_cast<HumanBone>(all.size()));
    }
    for (const std::string side : {"left", "right"}) {
      for (const char* joint : {"ThumbMetacarpal", "ThumbProximal", "ThumbDistal"}) {
        all.emplace_back(side + joint, static_cast<HumanBone>(all.size()));
      }
      for (const std::string finger : {"Index", "Middle", "Ring", "Little"}) {
        for (const char* joint : {"Proximal", "Intermediate", "Distal"}) {
          all.emplace_back(side + finger + joint, static_cast<HumanBone>(all.size()));
        }
      }
    }
    return all;
  }();
  return names;
}

std::optional<HumanBone> parent_of(HumanBone bone) {
  switch (bone) {
    case HumanBone::kHips:
      return std::nullopt;
    case HumanBone::kLeftUpperLeg:
    case HumanBone::kRightUpperLeg:
      return HumanBone::kHips;
    case HumanBone::kRightEye:
    case HumanBone::kLeftEye:
    case HumanBone::kJaw:
      return HumanBone::kHead;
    case HumanBone::kLeftShoulder:
    case HumanBone::kRightShoulder:
      return HumanBone::kUpperChest;
    default:
      break;
  }
  for (const auto& [thumb, hand] :
       {std::pair(HumanBone::kLeftThumbMetacarpal, HumanBone::kLeftHand),
        std::pair(HumanBone::kRightThumbMetacarpal, HumanBone::kRightHand)}) {
    const int joint = static_cast<int>(bone) - static_cast<int>(thumb);
    const bool of_this_hand = joint >= 0 && joint < 5 * kJointsOfAFinger;
    if (of_this_hand && joint % kJointsOfAFinger == 0) return hand;
  }
  if (bone == HumanBone::kNeck) return HumanBone::kUpperChest;
  return after(bone, -1);
}

std::vector<std::optional<HumanBone>> human_bones_of(const Skeleton& skeleton,
                                                     const Anatomy& anatomy) {
  return Finder(skeleton, anatomy).found();
}

std::vector<std::optional<HumanBone>> human_bones_of(const Skeleton& skeleton) {
  return human_bones_of(skeleton, anatomy_of(skeleton));
}

std::vector<int> joints_of_human_bones(const std::vector<std::optional<HumanBone>>& bones) {
  std::vector<int> joints(kHumanBones, -1);
  for (std::size_t j = 0; j < bones.size(); ++j) {
    if (bones[j]) joints[static_cast<std::size_t>(*bones[j])] = static_cast<int>(j);
  }
  return joints;
}

}  // namespace poseaae::mocap
