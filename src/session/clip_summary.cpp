#include "poseaae/session/clip_summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <optional>

#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/footing/skating.hpp"
#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/height.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"

namespace poseaae::session {

using mocap::Anatomy;
using mocap::Motion;
using mocap::Part;
using mocap::Skeleton;
using mocap::Vec3;

namespace {

constexpr double kDegrees = 180.0 / std::numbers::pi;

std::string plural(int count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// "a", "b" and 3 more
std::string some_of(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 6;
  if (names.size() <= kShown) return fmt::format("{}", fmt::join(names, ", "));
  return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + kShown, ", "),
                     names.size() - kShown);
}

/// Whether every bone that has a length points along the same line.
bool is_along_one_axis(const Skeleton& skeleton) {
  std::optional<Vec3> axis;
  for (int j = 1; j < skeleton.joints(); ++j) {
    const Vec3& bone = skeleton.offset(j);
    if (bone.norm() < 1e-3) continue;
    if (!axis) axis = bone.normalized();
    if (std::abs(axis->dot(bone.normalized())) < std::cos(1.0 / kDegrees)) return false;
  }
  return axis.has_value();
}

/// The direction from an arm's first joint to the farthest one that hangs from it.
Vec3 way_of_arm(const Skeleton& skeleton, const std::vector<Vec3>& positions, int first) {
  std::vector<bool> within(positions.size(), false);
  Vec3 way = Vec3::Zero();
  for (int j = first; j < skeleton.joints(); ++j) {
    within[j] = j == first || within[skeleton.parent(j)];
    const Vec3 here = positions[j] - positions[first];
    if (within[j] && here.norm() > way.norm()) way = here;
  }
  return way;
}

/// Degrees of the arms below the horizontal, their mean; nothing without arms, a head or feet.
std::optional<double> fall_of_arms(const Skeleton& skeleton) {
  const Anatomy anatomy = mocap::anatomy_of(skeleton);
  if (anatomy.head < 0 || anatomy.feet.empty()) return std::nullopt;
  const auto positions = mocap::forward_kinematics(Motion(skeleton, 1.0, 1), 0).positions;
  Vec3 feet = Vec3::Zero();
  for (const int foot : anatomy.feet) {
    feet += positions[foot] / static_cast<double>(anatomy.feet.size());
  }
  const Vec3 up = (positions[anatomy.head] - feet).stableNormalized();
  double sum = 0.0;
  int arms = 0;
  for (int j = 1; j < skeleton.joints(); ++j) {
    if (anatomy.part[j] != Part::kArm || anatomy.part[skeleton.parent(j)] == Part::kArm) continue;
    const Vec3 way = way_of_arm(skeleton, positions, j);
    if (way.norm() < 0.2) continue;  // what ends at the shoulder
    sum += -std::asin(std::clamp(way.normalized().dot(up), -1.0, 1.0)) * kDegrees;
    ++arms;
  }
  if (arms == 0) return std::nullopt;
  return sum / arms;
}

bool holds_no_motion(const mocap::ClipReference& reference) {
  const mocap::MotionFormat* const format = mocap::format_of(reference.path);
  return format != nullptr && format->rest != nullptr;
}

struct Summary {
  std::string lines;

  void line(std::string_view name, const std::string& text) {
    lines += fmt::format("  {:<10} {}\n", name, text);
  }
};

void describe_file(Summary& summary, const mocap::ClipReference& reference,
                   const mocap::Clip& clip) {
  std::error_code unknown;
  const auto bytes = std::filesystem::file_size(reference.path, unknown);
  const auto names = mocap::clip_names(reference.path);
  if (!unknown) summary.line("file", fmt::format("{:.3g} MB", static_cast<double>(bytes) * 1e-6));
  const mocap::MotionFormat* const format = mocap::format_of(reference.path);
  if (format != nullptr && !format->caveat.empty()) {
    summary.line("", fmt::format("{} is {}", kind_of(*format), format->caveat));
  }
  if (names.size() > 1) {
    summary.line(
        "clips",
        fmt::format("{}: {}; this is {}; FILE#NAME selects one", names.size(), some_of(names),
                    reference.selector.empty() ? names.front() : reference.selector));
  }
  if (holds_no_motion(reference)) {
    return summary.line("frames", "none: a skeleton without motion, which --onto takes");
  }
  const Motion& motion = clip.motion;
  std::string rate =
      fmt::format("{} at {:g} frames per second, {:.2f} s", plural(motion.frames(), "frame"),
                  motion.fps(), motion.duration_s());
  if (motion.fps() != clip.file_fps) rate += fmt::format(" (the file: {:g})", clip.file_fps);
  summary.line("frames", rate);
}

void describe_body(Summary& summary, const mocap::Clip& clip, const mocap::ClipOptions& options) {
  const Motion& motion = clip.motion;
  const Skeleton& skeleton = motion.skeleton();
  const Anatomy anatomy = mocap::anatomy_of(skeleton);
  const auto count = [&](Part part) { return std::ranges::count(anatomy.part, part); };
  summary.line(
      "joints",
      fmt::format("{} and {}: {} of arms, {} of legs, {} of the trunk and head",
                  plural(skeleton.joints(), "joint"),
                  plural(static_cast<int>(skeleton.end_sites().size()), "end site"),
                  count(Part::kArm), count(Part::kLeg), count(Part::kTorso) + count(Part::kHead)));
  summary.line("names", some_of(skeleton.names()));
  const std::string doubt = clip.own_unit ? "" : mocap::check_height(motion, options.unit);
  summary.line("unit", clip.own_unit ? "the file's own"
                                     : options.unit.name() + ", as told (the file does not say)");
  summary.line("height", doubt.empty() ? fmt::format("{:.2f} m", mocap::body_height(motion))
                                       : "doubtful: " + doubt);
  summary.line("up", fmt::format("{} in the file", name_of(clip.up, mocap::up_names())));
  summary.line("rest pose", rest_pose_of(skeleton));
}

void describe_way(Summary& summary, const Motion& motion) {
  const auto root = footing::root_path_of(motion);
  double way = 0.0;
  for (int t = 0; t + 1 < root.frames(); ++t) {
    way +=
        std::hypot(root.rows(t + 1, footing::RootPath::kX) - root.rows(t, footing::RootPath::kX),
                   root.rows(t + 1, footing::RootPath::kZ) - root.rows(t, footing::RootPath::kZ));
  }
  const auto last = root.frames() - 1;
  const double turn =
      (root.rows(last, footing::RootPath::kHeading) - root.rows(0, footing::RootPath::kHeading)) *
      kDegrees;
  summary.line("way", fmt::format("'{}' goes {:.2f} m over the floor and turns by {:.0f} degrees",
                                  motion.skeleton().name(root.body), way, turn));
}

void describe_contacts(Summary& summary, const Motion& motion) {
  const auto contacts = footing::contacts_of(motion);
  const auto names = footing::contact_points(motion.skeleton());
  if (names.empty()) return summary.line("contacts", "none: no legs that could carry weight");
  std::vector<std::string> shares;
  for (int point = 0; point < contacts.points(); ++point) {
    int stands = 0;
    for (int t = 0; t < contacts.frames; ++t) stands += contacts.at(t, point) ? 1 : 0;
    shares.push_back(fmt::format("{} {:.0f} %", names[point], 100.0 * stands / contacts.frames));
  }
  summary.line("contacts", fmt::format("{}", fmt::join(shares, ", ")));
  const auto skating = footing::skating_of(motion, contacts);
  summary.line("floor", fmt::format("{:.3f} m high; standing feet slide by {:.1f} cm/s",
                                    contacts.floor_m, 100.0 * skating.speed_mps));
}

void describe_training(Summary& summary, const Motion& motion) {
  const int joints = motion.joints();
  summary.line("training", fmt::format("{} of {} rotations, {} numbers each",
                                       plural(motion.frames(), "pose"), joints, 4 * joints));
  const auto still = mocap::static_joints(motion);
  if (!still.empty()) {
    summary.line("", fmt::format("{} never turn{}: {}; data.drop_static leaves them out",
                                 plural(static_cast<int>(still.size()), "joint"),
                                 still.size() == 1 ? "s" : "", some_of(still)));
  }
  const std::string why_not = mocap::anatomy_of(motion.skeleton()).why_no_mirror;
  summary.line("", why_not.empty() ? "mirror images can be learned too (data.mirror)"
                                   : "no mirror images: " + why_not);
}

}  // namespace

std::string rest_pose_of(const Skeleton& skeleton) {
  if (is_along_one_axis(skeleton)) return "all bones along one axis, which no body has";
  const auto fall = fall_of_arms(skeleton);
  if (!fall) return "no arms, head and feet to tell it by";
  const auto degrees = static_cast<int>(std::lround(std::abs(*fall)));
  const std::string arms = fmt::format("arms {} {} the horizontal", plural(degrees, "degree"),
                                       *fall < 0.0 ? "above" : "below");
  constexpr double kT = 20.0;
  constexpr double kA = 65.0;
  if (std::abs(*fall) <= kT) return "T-pose (" + arms + ")";
  if (*fall < 0.0) return "arms raised (" + arms + ")";
  return (*fall <= kA ? "A-pose (" : "arms hang down (") + arms + ")";
}

std::string summary_of(const mocap::ClipReference& reference, const mocap::ClipOptions& options) {
  const mocap::Clip clip = mocap::load_body(reference, options);
  Summary summary{reference.path.string() + "\n"};
  for (const std::string& warning : clip.warnings) summary.line("warning", warning);
  describe_file(summary, reference, clip);
  describe_body(summary, clip, options);
  if (holds_no_motion(reference)) return summary.lines;
  describe_way(summary, clip.motion);
  describe_contacts(summary, clip.motion);
  describe_training(summary, clip.motion);
  return summary.lines;
}

}  // namespace poseaae::session
