#include "poseaae/mocap/anatomy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "bodies.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/mocap/mirror.hpp"

namespace poseaae::mocap {
namespace {

using test::dancer;
using test::dancer_to_grow;
using test::Growing;
using test::numbered;
using test::renamed;
using test::turned;
using testing::ElementsAre;

/// What the English names of the dancer say: partner, side, part, head, feet.
void expect_dancer(const Skeleton& body, const Skeleton& named, const std::string& what) {
  const Anatomy anatomy = anatomy_of(body);
  EXPECT_EQ(anatomy.why_no_mirror, "") << what;
  for (int j = 0; j < named.joints(); ++j) {
    const std::string& name = named.name(j);
    const auto other = other_side(name);
    EXPECT_EQ(anatomy.partner[j], other ? *named.find(other->name) : j) << what << ": " << name;
    const Side side = !other ? Side::kMiddle : other->is_left ? Side::kLeft : Side::kRight;
    EXPECT_EQ(anatomy.side[j], side) << what << ": " << name;
    const bool leg = name.ends_with("Leg") || name.ends_with("Foot");
    const Part part = leg                                ? Part::kLeg
                      : other                            ? Part::kArm
                      : name == "Neck" || name == "Head" ? Part::kHead
                                                         : Part::kTorso;
    EXPECT_EQ(anatomy.part[j], part) << what << ": " << name;
  }
  EXPECT_EQ(anatomy.pelvis, *named.find("Hips")) << what;
  EXPECT_EQ(anatomy.head, *named.find("Head")) << what;
  EXPECT_THAT(anatomy.feet,
              testing::UnorderedElementsAre(*named.find("LeftFoot"), *named.find("RightFoot")))
      << what;
}

TEST(Anatomy, OfADancer) {
  expect_dancer(dancer(), dancer(), "English names");
  expect_dancer(numbered(dancer()), dancer(), "numbers");
  const auto letter = [count = 'a'](const std::string&) mutable {
    return std::string("joint_") + count++;
  };
  expect_dancer(renamed(dancer(), letter), dancer(), "letters that number, l and r among them");
}

TEST(Anatomy, OfADancerInOtherAxesAndUnits) {
  const double half = 0.5 * EIGEN_PI;
  for (const Vec3& axis : {Vec3(1, 0, 0), Vec3(0, 1, 0), Vec3(0, 0, 1)}) {
    for (const double angle : {0.1, 0.35, 0.7, half, 2.0, 2.0 * half, 3.0 * half}) {
      const Skeleton other = turned(dancer(), math::from_rotation_vector(angle * axis));
      const std::string what = testing::PrintToString(angle) + testing::PrintToString(axis);
      expect_dancer(other, dancer(), what);
      expect_dancer(numbered(other), dancer(), what + ", numbered");
    }
  }
  for (const double scale : {0.01, 39.37, 1000.0}) {
    expect_dancer(numbered(test::scaled(dancer(), scale)), dancer(), "another unit");
  }
}

/// Names in other languages: of the trunk, of arm and leg, and the side around them.
struct Language {
  const char* name;
  std::map<std::string, std::string> words;
  std::function<std::string(bool is_left, const std::string& part)> sided;
};

std::string in(const Language& language, const std::string& english) {
  const auto other = other_side(english);
  if (!other) return language.words.contains(english) ? language.words.at(english) : english;
  const std::string part = english.substr(other->is_left ? 4 : 5);
  const auto word = language.words.find(part);
  return language.sided(other->is_left, word == language.words.end() ? part : word->second);
}

std::vector<Language> languages() {
  const auto before = [](const char* left, const char* right) {
    return [=](bool is_left, const std::string& part) { return (is_left ? left : right) + part; };
  };
  const auto after = [](const char* left, const char* right) {
    return [=](bool is_left, const std::string& part) { return part + (is_left ? left : right); };
  };
  return {
      {"Japanese",
       {{"Hips", "センター"},
        {"Spine", "上半身"},
        {"Chest", "上半身2"},
        {"Neck", "首"},
        {"Head", "頭"},
        {"Shoulder", "肩"},
        {"Arm", "腕"},
        {"ForeArm", "ひじ"},
        {"Hand", "手首"},
        {"UpLeg", "足"},
        {"Leg", "ひざ"},
        {"Foot", "足首"}},
       before("左", "右")},
      {"German",
       {{"Hips", "Becken"},
        {"Spine", "Lende"},
        {"Chest", "Brust"},
        {"Neck", "Hals"},
        {"Head", "Kopf"},
        {"Shoulder", "Schulter"},
        {"Arm", "Oberarm"},
        {"ForeArm", "Unterarm"},
        {"UpLeg", "Oberschenkel"},
        {"Leg", "Unterschenkel"},
        {"Foot", "Fuß"}},
       after("Links", "Rechts")},
      {"French",
       {{"Hips", "bassin"},
        {"Spine", "dos"},
        {"Chest", "thorax"},
        {"Neck", "cou"},
        {"Head", "tête"},
        {"Shoulder", "épaule"},
        {"Arm", "bras"},
        {"ForeArm", "avant-bras"},
        {"Hand", "main"},
        {"UpLeg", "cuisse"},
        {"Leg", "jambe"},
        {"Foot", "pied"}},
       after("_gauche", "_droit")},
      {"Spanish",
       {{"Hips", "cadera"},
        {"Spine", "columna"},
        {"Chest", "pecho"},
        {"Neck", "cuello"},
        {"Head", "cabeza"},
        {"Shoulder", "hombro"},
        {"Arm", "brazo"},
        {"ForeArm", "antebrazo"},
        {"Hand", "mano"},
        {"UpLeg", "muslo"},
        {"Leg", "pierna"},
        {"Foot", "pie"}},
       after(" izquierda", " derecha")},
      {"Italian", {{"Head", "testa"}, {"Foot", "piede"}}, after("_sx", "_dx")},
      {"Portuguese", {{"Head", "cabeça"}, {"Arm", "braço"}}, after(" esquerdo", " direito")},
      {"romaji", {{"Head", "atama"}, {"Arm", "ude"}}, before("hidari_", "migi_")},
      {"Chinese", {{"Head", "头"}, {"Arm", "手臂"}}, before("左", "右")},
      {"Korean", {{"Head", "머리"}, {"Arm", "팔"}}, before("왼", "오른")},
      {"Russian", {{"Head", "голова"}, {"Arm", "рука"}}, before("левая ", "правая ")},
      {"l_ and r_", {}, before("l_", "r_")},
      {"_l and _r", {{"ForeArm", "lowerarm"}}, after("_l", "_r")},
      {".L and .R", {}, after(".L", ".R")},
      {".L.001", {}, after(".L.001", ".R.001")},
      {"L and R in the middle",
       {{"Hips", "CC_Base_Hips"}, {"Head", "CC_Base_Head"}},
       before("CC_Base_L_", "CC_Base_R_")},
      {"spaces", {{"Hips", "Bip01 Pelvis"}}, before("Bip01 L ", "Bip01 R ")},
      {"namespaces", {{"Hips", "rig:Hips"}}, before("rig:Left", "rig:Right")},
      {"lShldr", {{"Shoulder", "Collar"}, {"Arm", "Shldr"}}, before("l", "r")},
      {"lfemur",
       {{"Shoulder", "clavicle"},
        {"Arm", "humerus"},
        {"ForeArm", "radius"},
        {"Hand", "hand"},
        {"UpLeg", "femur"},
        {"Leg", "tibia"},
        {"Foot", "foot"},
        {"Spine", "lowerback"}},
       before("l", "r")},
      {"LEFT_HIP", {{"UpLeg", "HIP"}}, before("LEFT_", "RIGHT_")},
      {"vertebrae",
       {{"Hips", "Pelvis"}, {"Spine", "L5"}, {"Chest", "T8"}},
       before("Left", "Right")},
      {"a root called RL", {{"Hips", "RL_BoneRoot"}}, before("L_", "R_")},
  };
}

TEST(Anatomy, OfADancerInManyLanguages) {
  for (const Language& language : languages()) {
    const auto translated = [&](const std::string& name) { return in(language, name); };
    const Skeleton other = renamed(dancer(), translated);
    expect_dancer(other, dancer(), language.name);
    // Left and right exchanged: now only the names know.
    const Skeleton crossed = turned(other, math::from_rotation_vector({0, EIGEN_PI, 0}));
    expect_dancer(crossed, dancer(), language.name);
  }
}

TEST(Anatomy, OfBonesAlongOneAxis) {
  // As some programs export: all offsets along x, the pose in the rotations.
  const Skeleton named = dancer();
  std::vector<Vec3> offsets;
  for (const Vec3& offset : named.offsets()) offsets.emplace_back(offset.norm(), 0.0, 0.0);
  const Skeleton line(named.names(), named.parents(), offsets, named.end_sites());
  expect_dancer(line, dancer(), "names");
  const Anatomy anatomy = anatomy_of(numbered(line));
  const Anatomy expected = anatomy_of(dancer());
  EXPECT_EQ(anatomy.partner, expected.partner);
  EXPECT_EQ(anatomy.part, expected.part);
  EXPECT_EQ(anatomy.head, expected.head);
  EXPECT_EQ(anatomy.feet, expected.feet);
}

TEST(Anatomy, OfAnyLocalFrames) {
  Random random(3);
  for (int trial = 0; trial < 20; ++trial) {
    const Skeleton body = test::with_local_frames(dancer(), [&](int) {
      return math::Quat(random.normal(), random.normal(), random.normal(), random.normal())
          .normalized();
    });
    const Anatomy anatomy = anatomy_of(numbered(body));
    const Anatomy expected = anatomy_of(dancer());
    EXPECT_EQ(anatomy.partner, expected.partner);
    EXPECT_EQ(anatomy.part, expected.part);
    EXPECT_EQ(anatomy.head, expected.head);
    EXPECT_EQ(anatomy.why_no_mirror, "");
    EXPECT_EQ(anatomy_of(body).side, expected.side) << "by names";
  }
}

TEST(Anatomy, OfSiblingsInAnyOrder) {
  Random random(4);
  const Skeleton body = numbered(dancer());
  for (int trial = 0; trial < 20; ++trial) {
    std::vector<double> key(body.parents().size());
    for (double& each : key) each = random.normal();
    const std::vector<int> order = test::order_of(body, key);
    const Anatomy anatomy = anatomy_of(test::reordered(body, order));
    const Anatomy expected = anatomy_of(dancer());
    for (std::size_t i = 0; i < order.size(); ++i) {
      EXPECT_EQ(order[anatomy.partner[i]], expected.partner[order[i]]);
      EXPECT_EQ(anatomy.side[i], expected.side[order[i]]);
      EXPECT_EQ(anatomy.part[i], expected.part[order[i]]);
    }
    EXPECT_EQ(order[anatomy.head], expected.head);
  }
}

TEST(Anatomy, OfABodyThatIsNotQuiteSymmetric) {
  for (const char* bone : {"LeftHand", "RightLeg", "LeftUpLeg", "RightArm"}) {
    for (const double factor : {0.68, 0.9, 1.1, 1.4}) {
      const Skeleton odd =
          test::with_bone(dancer(), bone, [&](const Vec3& l) { return factor * l; });
      expect_dancer(odd, dancer(), bone);
      expect_dancer(numbered(odd), dancer(), bone);
      EXPECT_NO_THROW(JointMirror{odd}) << bone;
    }
  }
  // One arm hangs in the rest pose.
  const Skeleton raised = test::with_bone(
      test::with_bone(dancer(), "LeftForeArm", [](const Vec3& l) { return Vec3(0, -l.x(), 0); }),
      "LeftHand", [](const Vec3& l) { return Vec3(0, -l.x(), 0); });
  expect_dancer(raised, dancer(), "one arm hangs");
  expect_dancer(numbered(raised), dancer(), "one arm hangs, numbered");
}

std::string name_of(const Skeleton& body, int joint) { return joint < 0 ? "" : body.name(joint); }

TEST(Anatomy, OfWhatOneHandHolds) {
  Growing body = dancer_to_grow();
  body.joint("RightHand", "Sword", Vec3(0, 0, 0.1)).joint("Sword", "Blade", Vec3(0, 0, 0.8));
  const Skeleton armed = body.skeleton();
  for (const Skeleton& each : {armed, numbered(armed)}) {
    const Anatomy anatomy = anatomy_of(each);
    EXPECT_EQ(anatomy.why_no_mirror, "");
    for (const char* name : {"Sword", "Blade"}) {
      const int j = *armed.find(name);
      EXPECT_EQ(anatomy.partner[j], Anatomy::kNone);
      EXPECT_EQ(anatomy.part[j], Part::kOther);
      EXPECT_EQ(anatomy.side[j], Side::kRight);
    }
    EXPECT_EQ(name_of(armed, anatomy.partner[*armed.find("LeftHand")]), "RightHand");
  }
}

TEST(Anatomy, OfTwistBonesFingersAndFaces) {
  Growing body = dancer_to_grow();
  for (const double side : {1.0, -1.0}) {
    const std::string word = side > 0.0 ? "Left" : "Right";
    body.joint(word + "ForeArm", word + "ForeArmTwist", Vec3(0.13 * side, 0, 0));
    body.joint(word + "UpLeg", word + "UpLegTwist", Vec3(0, -0.2, 0));
    for (const double finger : {0.0, 1.0, 2.0}) {
      const std::string name = word + "HandFinger" + std::to_string(static_cast<int>(finger));
      body.joint(word + "Hand", name + "a", Vec3(0.09 * side, 0.0, 0.02 * finger - 0.02))
          .joint(name + "a", name + "b", Vec3(0.03 * side, -0.001 * finger, 0.0))
          .joint(name + "b", name + "c", Vec3(0.02 * side, 0.0, 0.0));
    }
    body.joint("Head", word + "Eye", Vec3(0.03 * side, 0.05, 0.08));
    body.joint("Head", word + "Brow", Vec3(0.03 * side, 0.07, 0.08));
  }
  body.joint("Head", "Jaw", Vec3(0.0, -0.02, 0.05)).joint("Jaw", "Chin", Vec3(0.0, -0.05, 0.05));
  const Skeleton named = body.skeleton();
  for (const Skeleton& each : {named, numbered(named)}) {
    const Anatomy anatomy = anatomy_of(each);
    EXPECT_EQ(anatomy.why_no_mirror, "");
    for (int j = 0; j < named.joints(); ++j) {
      const auto other = other_side(named.name(j));
      const std::string expected = other ? other->name : named.name(j);
      EXPECT_EQ(name_of(named, anatomy.partner[j]), expected) << named.name(j);
    }
    EXPECT_EQ(name_of(named, anatomy.head), "Head");
    EXPECT_EQ(anatomy.part[*named.find("LeftEye")], Part::kHead);
    EXPECT_EQ(anatomy.part[*named.find("Chin")], Part::kHead);
    EXPECT_EQ(anatomy.part[*named.find("RightHandFinger2c")], Part::kArm);
    EXPECT_THAT(anatomy.feet, ElementsAre(*named.find("LeftFoot"), *named.find("RightFoot")));
  }
}

TEST(Anatomy, OfPlacesAboveTheBody) {
  Growing body("Scene", Vec3::Zero());
  body.joint("Scene", "Camera", Vec3(1.0, 1.5, 3.0)).end("Camera", Vec3(0, 0, -0.1));
  body.joint("Scene", "Studio", Vec3(31.2, 0.0, -28.7)).joint("Studio", "Lamp", Vec3(0, 4, 0));
  body.graft("Studio", dancer());
  const Skeleton named = body.skeleton();
  for (const Skeleton& each : {named, numbered(named)}) {
    const Anatomy anatomy = anatomy_of(each);
    EXPECT_EQ(name_of(named, anatomy.pelvis), "Hips");
    for (const char* place : {"Scene", "Camera", "Studio", "Lamp"}) {
      EXPECT_EQ(anatomy.part[*named.find(place)], Part::kPlace) << place;
    }
    EXPECT_EQ(anatomy.part[*named.find("Spine")], Part::kTorso);
    EXPECT_EQ(name_of(named, anatomy.partner[*named.find("LeftFoot")]), "RightFoot");
    EXPECT_EQ(name_of(named, anatomy.head), "Head");
    const JointMirror glass(each);
    EXPECT_EQ(glass.asymmetry(), 0.0) << "the ways through the room do not count";
    const Quat q = glass.rotation(0, Quat::Identity());
    EXPECT_EQ(q.coeffs(), Quat::Identity().coeffs()) << "the room does not turn over";
  }
}

TEST(Anatomy, OfAnUpperBody) {
  Growing body("base", Vec3::Zero());
  body.joint("base", "spine", Vec3(0, 0.2, 0)).joint("spine", "chest", Vec3(0, 0.2, 0));
  body.joint("chest", "neck", Vec3(0, 0.2, 0)).joint("neck", "skull", Vec3(0, 0.1, 0));
  body.end("skull", Vec3(0, 0.15, 0));
  for (const double side : {1.0, -1.0}) {
    const std::string mark = side > 0.0 ? "1" : "2";
    body.joint("chest", "a" + mark, Vec3(0.15 * side, 0.1, 0))
        .joint("a" + mark, "b" + mark, Vec3(0.3 * side, 0, 0))
        .joint("b" + mark, "c" + mark, Vec3(0.3 * side, 0, 0));
  }
  const Skeleton named = body.skeleton();
  const Anatomy anatomy = anatomy_of(named);
  EXPECT_EQ(anatomy.why_no_mirror, "");
  EXPECT_EQ(anatomy.pelvis, 0);
  EXPECT_EQ(anatomy.part[1], Part::kTorso);
  EXPECT_EQ(anatomy.part[*named.find("c2")], Part::kArm);
  EXPECT_EQ(anatomy.side[*named.find("c2")], Side::kRight);
  EXPECT_EQ(name_of(named, anatomy.head), "skull");
  EXPECT_TRUE(anatomy.feet.empty());
}

TEST(Anatomy, OfATrunkInTwoHalves) {
  // Hips, then a joint between them and the legs.
  const Skeleton whole = dancer();
  Growing body("Hips", Vec3::Zero());
  body.joint("Hips", "LowerHips", Vec3(0, -0.05, 0));
  for (int j = 1; j < whole.joints(); ++j) {
    const bool thigh = whole.parent(j) == 0 && whole.name(j) != "Spine";
    body.joint(thigh ? "LowerHips" : whole.name(whole.parent(j)), whole.name(j), whole.offset(j));
  }
  const Skeleton named = body.skeleton();
  const Anatomy anatomy = anatomy_of(numbered(named));
  EXPECT_EQ(anatomy.why_no_mirror, "");
  EXPECT_EQ(anatomy.pelvis, 0);
  EXPECT_EQ(anatomy.part[1], Part::kTorso);
  EXPECT_EQ(anatomy.part[*named.find("LeftFoot")], Part::kLeg);
  EXPECT_EQ(anatomy.part[*named.find("LeftHand")], Part::kArm);
  EXPECT_EQ(name_of(named, anatomy.head), "Head");
}

TEST(Anatomy, OfAnimals) {
  // A horse with wings, its nose towards +z.
  Growing body("joint0", Vec3(0, 1, 0));
  body.joint("joint0", "tail1", Vec3(0, 0.1, -0.2)).joint("tail1", "tail2", Vec3(0, 0, -0.3));
  body.joint("joint0", "spine1", Vec3(0, 0, 0.4)).joint("spine1", "spine2", Vec3(0, 0, 0.4));
  body.joint("spine2", "neck", Vec3(0, 0.3, 0.2)).joint("neck", "skull", Vec3(0, 0.3, 0.2));
  body.end("skull", Vec3(0, 0, 0.4));
  for (const double side : {1.0, -1.0}) {
    const std::string word = side > 0.0 ? "Left" : "Right";
    body.joint("joint0", word + "Hind1", Vec3(0.2 * side, 0, 0))
        .joint(word + "Hind1", word + "Hind2", Vec3(0, -0.5, 0.05))
        .joint(word + "Hind2", word + "Hind3", Vec3(0, -0.5, -0.05))
        .end(word + "Hind3", Vec3(0, 0, 0.1));
    body.joint("spine2", word + "Fore1", Vec3(0.2 * side, -0.1, 0))
        .joint(word + "Fore1", word + "Fore2", Vec3(0, -0.4, 0))
        .joint(word + "Fore2", word + "Fore3", Vec3(0, -0.5, 0))
        .end(word + "Fore3", Vec3(0, 0, 0.1));
    body.joint("spine1", word + "Wing1", Vec3(0.1 * side, 0.2, 0))
        .joint(word + "Wing1", word + "Wing2", Vec3(0.9 * side, 0.2, 0));
  }
  const Skeleton named = body.skeleton();
  const Anatomy anatomy = anatomy_of(numbered(named));
  EXPECT_EQ(anatomy.why_no_mirror, "");
  for (int j = 0; j < named.joints(); ++j) {
    const auto other = other_side(named.name(j));
    EXPECT_EQ(name_of(named, anatomy.partner[j]), other ? other->name : named.name(j));
    const Side side = !other ? Side::kMiddle : other->is_left ? Side::kLeft : Side::kRight;
    EXPECT_EQ(anatomy.side[j], side) << named.name(j);
  }
  EXPECT_EQ(name_of(named, anatomy.head), "skull");
  EXPECT_EQ(anatomy.part[*named.find("LeftHind3")], Part::kLeg);
}

TEST(Anatomy, OfWhatHasNoSides) {
  Growing snake("joint0", Vec3::Zero());
  for (int j = 1; j < 9; ++j) {
    snake.joint("joint" + std::to_string(j - 1), "joint" + std::to_string(j), Vec3(0.01, 0, 0.1));
  }
  EXPECT_THAT(anatomy_of(snake.skeleton()).why_no_mirror,
              testing::HasSubstr("no two branches of the skeleton are mirror images"));
  EXPECT_EQ(anatomy_of(Skeleton({"one"}, {-1}, {Vec3::Zero()})).partner, std::vector<int>{0});
  // Limbs that are not alike at all are nobody's images.
  Growing odd("joint0", Vec3::Zero());
  odd.joint("joint0", "a", Vec3(0.1, 0, 0)).joint("a", "b", Vec3(0, -0.4, 0));
  odd.joint("b", "c", Vec3(0, -0.4, 0)).joint("c", "d", Vec3(0, -0.1, 0));
  odd.joint("joint0", "e", Vec3(-0.3, 0.2, 0.1));
  EXPECT_NE(anatomy_of(odd.skeleton()).why_no_mirror, "");
}

TEST(Anatomy, ARucksackIsNoHeadWithoutNames) {
  const Skeleton plain = dancer();
  const Skeleton laden = test::dancer_to_grow()
                             .joint("Chest", "Strap", {0, 0.05, -0.15})
                             .joint("Strap", "Bag", {0, -0.3, -0.3})
                             .skeleton();
  for (const bool named : {true, false}) {
    const Anatomy anatomy = anatomy_of(named ? laden : numbered(laden));
    const auto at = [&](std::string_view name) { return laden.find(name).value(); };
    EXPECT_EQ(anatomy.head, at("Head")) << named;
    EXPECT_EQ(anatomy.part[at("Neck")], Part::kHead) << named;
    EXPECT_NE(anatomy.part[at("Bag")], Part::kHead) << named;
    EXPECT_EQ(anatomy.side[at("LeftArm")], Side::kLeft) << named;
    EXPECT_EQ(anatomy.side[at("RightLeg")], Side::kRight) << named;
  }
}

}  // namespace
}  // namespace poseaae::mocap
