#include "body_names.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "side_names.hpp"

namespace poseaae::mocap {

namespace {

template <std::size_t N>
bool contains_any(std::string_view name, const std::array<std::string_view, N>& words) {
  const std::string small = lower_case(name);
  return std::ranges::any_of(
      words, [&](std::string_view word) { return small.find(word) != std::string::npos; });
}

constexpr auto kLeg = std::to_array<std::string_view>(
    {"leg",   "thigh",  "calf",      "shin",     "knee",   "ankle",   "foot",    "feet",
     "toe",   "femur",  "tibia",     "fibula",   "hip",    "buttock", "bein",    "schenkel",
     "fuss",  "fuß",    "knie",      "zeh",      "hüft",   "huef",    "jambe",   "cuisse",
     "genou", "pied",   "cheville",  "orteil",   "pierna", "muslo",   "rodilla", "tobillo",
     "gamba", "coscia", "ginocchio", "caviglia", "perna",  "coxa",    "joelho",  "tornozelo",
     "足",    "脚",     "膝",        "ひざ",     "もも",   "つま先",  "腿",      "膝",
     "踝",    "ashi",   "hiza",      "다리",     "무릎",   "발",      "ног",     "стоп",
     "колен", "бедр"});
constexpr auto kArm = std::to_array<std::string_view>(
    {"arm",     "shoulder", "shldr",   "clavicle", "collar",   "elbow",  "wrist",    "hand",
     "finger",  "thumb",    "humerus", "radius",   "ulna",     "palm",   "schulter", "ellenbogen",
     "daumen",  "bras",     "épaule",  "epaule",   "coude",    "main",   "doigt",    "pouce",
     "poignet", "brazo",    "hombro",  "codo",     "mano",     "muñeca", "braccio",  "spalla",
     "gomito",  "braço",    "braco",   "ombro",    "cotovelo", "mão",    "肩",       "腕",
     "肘",      "ひじ",     "手",      "指",       "臂",       "ude",    "hiji",     "어깨",
     "팔",      "손",       "плеч",    "рук",      "локо",     "кист",   "пал"});
constexpr auto kHead =
    std::to_array<std::string_view>({"head", "skull", "kopf", "tête", "tete", "cabeza", "testa",
                                     "cabeça", "cabeca", "頭", "头", "atama", "머리", "голов"});
constexpr auto kNeck =
    std::to_array<std::string_view>({"neck", "hals", "nacken", "cuello", "collo", "pescoço",
                                     "pescoco", "首", "颈", "頸", "kubi", "목", "шея", "шеи"});
constexpr auto kTips = std::to_array<std::string_view>({"end", "top", "nub", "tip", "先"});
constexpr auto kPlace = std::to_array<std::string_view>(
    {"root", "reference", "world", "armature", "scene", "origin", "trajectory"});

}  // namespace

bool names_leg(std::string_view name) { return contains_any(name, kLeg); }
bool names_arm(std::string_view name) { return contains_any(name, kArm); }
bool names_head(std::string_view name) {
  return contains_any(name, kHead) && !contains_any(name, kTips);
}
bool names_neck_or_head(std::string_view name) {
  return contains_any(name, kHead) || contains_any(name, kNeck);
}
bool names_place(std::string_view name) { return contains_any(name, kPlace); }

}  // namespace poseaae::mocap
