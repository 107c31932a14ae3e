#include "python/clips.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/height.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"

namespace poseaae::python {

using mocap::Clip;
using mocap::ClipOptions;
using mocap::EndSite;
using mocap::Motion;
using mocap::Skeleton;

const Names<mocap::Side>& side_names() {
  static const Names<mocap::Side> names{{"middle", mocap::Side::kMiddle},
                                        {"left", mocap::Side::kLeft},
                                        {"right", mocap::Side::kRight}};
  return names;
}

const Names<mocap::Part>& part_names() {
  using mocap::Part;
  static const Names<Part> names{{"place", Part::kPlace}, {"torso", Part::kTorso},
                                 {"head", Part::kHead},   {"arm", Part::kArm},
                                 {"leg", Part::kLeg},     {"other", Part::kOther}};
  return names;
}

template <typename Scalar>
py::array_t<Scalar, py::array::c_style> poses_of(const ArrayLike& given, const std::string& what,
                                                 int joints) {
  return array_of<Scalar>(given, what,
                          {{fmt::format("(N, {}, 4)", joints), {kAny, joints, 4}},
                           {fmt::format("(N, {})", 4 * joints), {kAny, 4 * joints}}});
}
template py::array_t<float, py::array::c_style> poses_of<float>(const ArrayLike&,
                                                                const std::string&, int);
template py::array_t<double, py::array::c_style> poses_of<double>(const ArrayLike&,
                                                                  const std::string&, int);

std::vector<mocap::Vec3> points_of(const ArrayLike& given, const std::string& what,
                                   py::ssize_t count) {
  const std::string text = count == kAny ? "(N, 3)" : fmt::format("({}, 3)", count);
  const auto array = array_of<double>(given, what, {{text, {count, 3}}});
  std::vector<mocap::Vec3> points;
  for (py::ssize_t i = 0; i < array.shape(0); ++i) points.emplace_back(array.data(i, 0));
  return points;
}

py::array array_of_points(const std::vector<mocap::Vec3>& points) {
  std::vector<double> numbers;
  for (const mocap::Vec3& point : points)
    numbers.insert(numbers.end(), point.data(), point.data() + 3);
  return owned(std::move(numbers), {static_cast<py::ssize_t>(points.size()), 3});
}

namespace {

/// Copies `numbers` to `place`. @throws UsageError unless all of them are finite
void copy_finite(const py::array_t<double, py::array::c_style>& numbers, const char* what,
                 std::span<double> place) {
  const std::span given(numbers.data(), static_cast<std::size_t>(numbers.size()));
  if (!std::ranges::all_of(given, [](double number) { return std::isfinite(number); })) {
    throw UsageError(fmt::format("{}: expected finite numbers, found some that are not", what));
  }
  std::ranges::copy(given, place.begin());
}

void set_rotations(Motion& motion, const ArrayLike& given) {
  const auto array = poses_of<double>(given, "rotations", motion.joints());
  const std::string frames = fmt::format("({}, {}, 4)", motion.frames(), motion.joints());
  if (array.shape(0) != motion.frames()) {
    throw UsageError(fmt::format("rotations: expected an array of shape {}, found {} frames",
                                 frames, array.shape(0)));
  }
  copy_finite(array, "rotations", motion.rotations());
  math::normalise_wxyz(motion.rotations());
}

void set_root_positions(Motion& motion, const ArrayLike& given) {
  const auto array = array_of<double>(
      given, "root_positions", {{fmt::format("({}, 3)", motion.frames()), {motion.frames(), 3}}});
  copy_finite(array, "root_positions", motion.root_positions());
}

Motion made_of(const Skeleton& skeleton, double fps, const ArrayLike& rotations,
               const std::optional<ArrayLike>& root_positions) {
  const auto poses = poses_of<double>(rotations, "rotations", skeleton.joints());
  Motion motion(skeleton, fps, static_cast<int>(poses.shape(0)));
  set_rotations(motion, rotations);
  if (root_positions) set_root_positions(motion, *root_positions);
  return motion;
}

py::dict translations_of(const Motion& motion) {
  py::dict tracks;
  for (const auto& [joint, track] : motion.translations())
    tracks[py::int_(joint)] = array_of_points(track);
  return tracks;
}

void write_motion(const std::filesystem::path& path, const Motion& motion, const std::string& form,
                  bool body) {
  const mocap::MotionFormat& format = mocap::writer_of(path);
  without_gil([&] { format.write(path, motion, {.form = form, .body = body}); });
}

Clip load_clip(const std::filesystem::path& clip, const ClipOptions& options,
               const std::optional<py::bytes>& bytes, const std::optional<Skeleton>& like) {
  const auto reference = mocap::ClipReference::parse(clip.string());
  std::optional<std::string_view> content;
  if (bytes) content = static_cast<std::string_view>(*bytes);
  return without_gil([&] {
    if (!like) return mocap::load_clip(reference, options, content);
    const mocap::Standard standard{*like, "the given skeleton"};
    return mocap::load_clip(reference, options, content, &standard);
  });
}

py::array positions_of(const Motion& motion) {
  auto positions = without_gil([&] { return mocap::joint_positions(motion); });
  return owned(std::move(positions), {motion.frames(), motion.joints(), 3});
}

template <typename Scalar>
py::array kinematics_of(const Skeleton& skeleton, const ArrayLike& given) {
  const auto poses = poses_of<Scalar>(given, "poses", skeleton.joints());
  const auto rows = poses.shape(0);
  std::vector<Scalar> positions(static_cast<std::size_t>(rows * skeleton.joints() * 3));
  const std::span numbers(poses.data(), static_cast<std::size_t>(poses.size()));
  without_gil([&] { mocap::forward_kinematics<Scalar>(skeleton, numbers, positions); });
  return owned(std::move(positions), {rows, skeleton.joints(), 3});
}

void bind_skeleton(py::module_& m) {
  py::class_<EndSite>(m, "EndSite", "The tip of a chain: a point without a rotation of its own.")
      .def(py::init([](Int parent, const mocap::Vec3& offset, const std::string& name) {
             return EndSite{parent, offset, name};
           }),
           "parent"_a, "offset"_a, "name"_a = "")
      .def_readonly("parent", &EndSite::parent, "The joint that it is attached to.")
      .def_property_readonly(
          "offset", [](const EndSite& self) { return self.offset; },
          "(3) metres, in the parent's frame.")
      .def_readonly("name", &EndSite::name, "Often empty.")
      .def(py::self == py::self)
      .def("__repr__", [](const EndSite& self) {
        return fmt::format("<EndSite of joint {}, '{}'>", self.parent, self.name);
      });

  py::class_<Skeleton>(
      m, "Skeleton",
      "A tree of J joints: names, parents, and offsets from the parent in metres.\n\n"
      "Joint 0 is the only root (parent -1), and a parent's index is smaller than its child's. "
      "Names are "
      "unique. It never changes.")
      .def(py::init([](const std::vector<std::string>& names, const std::vector<int>& parents,
                       const ArrayLike& offsets, const std::vector<EndSite>& end_sites) {
             return Skeleton(names, parents,
                             points_of(offsets, "offsets", static_cast<py::ssize_t>(names.size())),
                             end_sites);
           }),
           "names"_a, "parents"_a, "offsets"_a, "end_sites"_a = std::vector<EndSite>{},
           "names (J), parents (J), offsets (J, 3) in metres. Raises Error naming the joint that "
           "breaks "
           "the tree.")
      .def_property_readonly("joints", &Skeleton::joints, "J, the number of joints.")
      .def_property_readonly("names", &Skeleton::names, "J names.")
      .def_property_readonly("parents", &Skeleton::parents,
                             "J indices of parents; -1 for the root.")
      .def_property_readonly(
          "offsets", [](const Skeleton& self) { return array_of_points(self.offsets()); },
          "(J, 3) metres, float64: from the parent, in its frame.")
      .def_property_readonly("end_sites", &Skeleton::end_sites, "The tips of chains.")
      .def("find", &Skeleton::find, "name"_a,
           "The index of the joint of that name, or else of the one that is written like it in "
           "files; "
           "None where there is neither.")
      .def(
          "children",
          [](const Skeleton& self, Int joint) {
            require_between("joint", static_cast<int>(joint), 0, self.joints() - 1);
            return self.children(joint);
          },
          "joint"_a, "Indices of the joints below a joint.")
      .def("height", &Skeleton::height, "Extent of the rest pose, metres; for rough comparisons.")
      .def(py::self == py::self)
      .def("__repr__", [](const Skeleton& self) {
        return fmt::format("<Skeleton of {} joints, root '{}'>", self.joints(), self.name(0));
      });
}

void bind_motion(py::module_& m) {
  py::class_<Motion>(
      m, "Motion",
      "T frames of motion of a skeleton: a local rotation a joint, a root position, and tracks of "
      "joints "
      "that move relative to their parent.\n\n"
      "World transform of joint j: R_j = R_parent q_j, p_j = p_parent + R_parent l_j.")
      .def(py::init([](const Skeleton& skeleton, double fps, Int frames) {
             return Motion(skeleton, fps, frames);
           }),
           "skeleton"_a, "fps"_a, "frames"_a,
           "The rest pose, `frames` times; the root at its offset.")
      .def(py::init(&made_of), "skeleton"_a, "fps"_a, "rotations"_a,
           "root_positions"_a = py::none(),
           "Of rotations (T, J, 4), which are normalised, and root_positions (T, 3) in metres; by "
           "default "
           "the root stays at its offset.")
      .def_property_readonly("skeleton", &Motion::skeleton,
                             py::return_value_policy::reference_internal, "The Skeleton.")
      .def_property_readonly("frames", &Motion::frames, "T, the number of frames.")
      .def_property_readonly("joints", &Motion::joints, "J, the number of joints.")
      .def_property("fps", &Motion::fps, &Motion::set_fps, "Frames a second.")
      .def_property_readonly("duration_s", &Motion::duration_s, "T / fps, seconds.")
      .def_property(
          "rotations",
          [](const py::object& self) {
            auto& motion = self.cast<Motion&>();
            return view_of(motion.rotations().data(), {motion.frames(), motion.joints(), 4}, self);
          },
          set_rotations,
          "(T, J, 4) float64, unit quaternions w x y z: the motion's own numbers, not a copy. "
          "Assigned "
          "arrays are normalised; whoever changes elements keeps them unit quaternions.")
      .def_property(
          "root_positions",
          [](const py::object& self) {
            auto& motion = self.cast<Motion&>();
            return view_of(motion.root_positions().data(), {motion.frames(), 3}, self);
          },
          set_root_positions, "(T, 3) float64, metres: the motion's own numbers, not a copy.")
      .def_property_readonly(
          "translations", &translations_of,
          "Joint -> (T, 3) metres: positions in the parent's frame that replace its "
          "offset. A copy.")
      .def(
          "set_translation",
          [](Motion& self, Int joint, const ArrayLike& track) {
            self.set_translation(joint, points_of(track, "track", self.frames()));
          },
          "joint"_a, "track"_a, "Gives a joint, not the root, such a track (T, 3), metres.")
      .def(
          "remove_translation", [](Motion& self, Int joint) { self.remove_translation(joint); },
          "joint"_a, "Takes it away again.")
      .def(
          "slice", [](const Motion& self, Int first, Int last) { return self.slice(first, last); },
          "first"_a, "last"_a, "Frames [first, last). Raises UsageError beyond the motion.")
      .def("__len__", &Motion::frames)
      .def("__copy__", [](const Motion& self) { return Motion(self); })
      .def("__deepcopy__", [](const Motion& self, const py::dict&) { return Motion(self); })
      .def("__repr__", [](const Motion& self) {
        return fmt::format("<Motion of {} frames at {:g} fps, {} joints>", self.frames(),
                           self.fps(), self.joints());
      });
}

void bind_reading(py::module_& m) {
  Options<ClipOptions>(
      m, "ClipOptions",
      "How a file is read and edited, in this order: reading, turning to Y up, frame "
      "range, joint removal, the root's rotation, resampling.")
      .field("unit", &ClipOptions::unit,
             "The file's unit of length: \"cm\", \"m\", \"inch\", ..., or metres a unit as text.")
      .field("source_fps", &ClipOptions::source_fps, "Replaces the file's frame rate when above 0.")
      .field("fps", &ClipOptions::fps, "Frames a second to resample to when above 0.")
      .field("strict", &ClipOptions::strict, "Fewer frames than announced is an error, no warning.")
      .field("remove_joints", &ClipOptions::remove_joints,
             "Names of joints, or patterns (\"*Finger*\").")
      .field("root_rotation", &ClipOptions::root_rotation,
             "\"keep\", \"face_forward\" (the heading is taken away) or \"remove\".")
      .field("retarget", &ClipOptions::retarget,
             "Retarget clips of other joints to the skeleton that they are to follow.")
      .field("up", &ClipOptions::up,
             "The file's axis that is up: \"auto\", \"x\", \"y\", \"z\", \"-x\", ...");

  py::class_<Clip>(m, "Clip", "A motion that was read, and what is known of its file.")
      .def_property_readonly(
          "motion", [](Clip& self) -> Motion& { return self.motion; },
          py::return_value_policy::reference_internal, "The Motion.")
      .def_readonly("warnings", &Clip::warnings, "Repairs and suspicious data, a line each.")
      .def_readonly("name", &Clip::name, "Of the file, without folder and extension.")
      .def_readonly("frames", &Clip::frames, "T: the nearest frame of the file for each frame.")
      .def_readonly("file_fps", &Clip::file_fps, "Frames a second before resampling.")
      .def_readonly("up", &Clip::up, "The axis of the file that was turned to Y.")
      .def_readonly("unmatched", &Clip::unmatched, "Patterns for joints that match none.")
      .def("__repr__", [](const Clip& self) {
        return fmt::format("<Clip '{}' of {} frames at {:g} fps>", self.name, self.motion.frames(),
                           self.motion.fps());
      });

  m.def("load_clip", &load_clip, "clip"_a, with_defaults<ClipOptions>("options"),
        "bytes"_a = py::none(), "like"_a = py::none(),
        "The Clip of a file: \"a.bvh\", with a frame \"a.bvh:100\" or frames \"a.bvh:100:500\".\n\n"
        "The format is that of the file's extension. With `bytes`, these are its content. With a "
        "Skeleton `like`, the clip takes its joints and rest pose. Raises InputError, ParseError, "
        "UsageError.");
  m.def(
      "list_clips",
      [](const std::string& entry) {
        std::vector<std::filesystem::path> paths;
        for (const mocap::ClipReference& clip : mocap::list_clips(entry)) {
          paths.push_back(clip.path);
          if (!clip.selector.empty()) paths.back() += "#" + clip.selector;
        }
        return paths;
      },
      "entry"_a,
      "Paths of the clips that a file, a folder or a pattern names, followed by \"#name\" where a "
      "file holds several. Raises InputError.");
  m.def("clip_extensions", &mocap::clip_extensions, "Extensions of the files that can be read.");
  m.def("write_motion", &write_motion, "path"_a, "motion"_a, "form"_a = "", "body"_a = true,
        "Writes a motion in the format that the extension names (.bvh, .glb, .vrma, .npz, .h5, "
        ".csv), whole or not at all; .npz and .glb have forms (docs/FILES.md), and .glb a body "
        "around the bones. Raises UsageError, OutputError.");
  m.def(
      "format_bvh", [](const Motion& motion) { return mocap::format_bvh(motion); }, "motion"_a,
      "The text of a BVH file, in centimetres.");
  m.def(
      "find_clip",
      [](const std::filesystem::path& name) {
        return find_file(name, Installed::kClip, mocap::clip_extensions());
      },
      "name"_a,
      "The path of a file, a folder or a pattern, or else of the installed clips of that name. "
      "Raises "
      "InputError with what there is.");
}

void bind_edits(py::module_& m) {
  m.def("remove_joints", &mocap::remove_joints, "motion"_a, "patterns"_a,
        "Without the joints of these names or patterns (\"*Finger*\"); world positions of the "
        "others stay. "
        "Raises UsageError unless one tree remains.");
  m.def(
      "static_joints", &mocap::static_joints, "motion"_a, "tolerance"_a = 1e-4,
      "Names of joints whose local rotation stays within `tolerance` radians of its first frame.");
  m.def("resample", &mocap::resample, "motion"_a, "fps"_a,
        "At another frame rate: frame k is the motion at k / fps seconds (slerp, lerp).");
  m.def("make_continuous", &mocap::make_continuous, "motion"_a,
        "q or -q, so that the signs of every joint are continuous over time.");
  m.def(
      "remove_heading", &mocap::remove_heading, "motion"_a,
      "Facing +Z in every frame, above the origin: R' = H^-1 R, H the twist of the body about Y.");
  m.def("remove_root_rotation", &mocap::remove_root_rotation, "motion"_a,
        "The body upright in every frame, above the origin, so that only its own angles remain.");
  m.def("body_of", &mocap::body_of, "motion"_a, "The index of the joint that carries the body.");
  m.def("settle_places", &mocap::settle_places, "motion"_a,
        "Joints above the body, which never turn, become places: rotation 1, a track for what "
        "moves.");
  m.def("mirror", &mocap::mirror, "motion"_a,
        "The mirror image in the plane x = 0; the skeleton is mirrored with it. Raises UsageError "
        "where "
        "the skeleton has none.");
  m.def("found_up", &mocap::found_up, "motion"_a, "The axis along which a standing person rises.");
  m.def("turned_upright", &mocap::turned_upright, "motion"_a, "up"_a,
        "Turned so that this axis becomes +Y.");
  m.def(
      "body_height", &mocap::body_height, "motion"_a,
      "The largest distance between the head and a foot, metres: the height of a standing person.");
}

void bind_bodies(py::module_& m) {
  using mocap::Anatomy;
  py::class_<Anatomy>(m, "Anatomy", "What each joint of a skeleton is.")
      .def_readonly("side", &Anatomy::side, "J: \"middle\", \"left\" or \"right\".")
      .def_readonly(
          "part", &Anatomy::part,
          "J: \"place\" (above the body), \"torso\", \"head\", \"arm\", \"leg\" or \"other\".")
      .def_readonly("partner", &Anatomy::partner,
                    "J: the mirror image; itself in the middle, -1 where there is none.")
      .def_readonly("pelvis", &Anatomy::pelvis, "The joint where the body begins.")
      .def_readonly("head", &Anatomy::head, "The joint that turns the skull, or -1.")
      .def_readonly("feet", &Anatomy::feet, "The last joint of each leg.")
      .def_readonly("why_no_mirror", &Anatomy::why_no_mirror,
                    "Why there are no mirror images; \"\" where there are.")
      .def("__repr__", [](const Anatomy& self) {
        return fmt::format("<Anatomy of {} joints, {} legs>", self.part.size(), self.feet.size());
      });
  m.def("anatomy_of", &mocap::anatomy_of, "skeleton"_a,
        "The Anatomy of a skeleton, from the tree, the rest pose and, where they help, the names.");
  m.def("joint_positions", &positions_of, "motion"_a,
        "(T, J, 3) float64, metres: world positions p_j = p_parent + R_parent l_j of the whole "
        "motion.");
  m.def(
      "forward_kinematics",
      [](const Skeleton& skeleton, const ArrayLike& poses) {
        const py::array given = py::array::ensure(poses);
        const bool is_float = given && given.dtype().kind() == 'f' && given.itemsize() == 4;
        return is_float ? kinematics_of<float>(skeleton, poses)
                        : kinematics_of<double>(skeleton, poses);
      },
      "skeleton"_a, "poses"_a,
      "Positions (N, J, 3), metres, of poses (N, J, 4) or (N, 4 J), with the skeleton's own "
      "offsets and the "
      "root at the origin; float32 for float32, float64 otherwise.");
}

}  // namespace

void bind_clips(py::module_& m) {
  bind_skeleton(m);
  bind_motion(m);
  bind_reading(m);
  bind_edits(m);
  bind_bodies(m);
}

}  // namespace poseaae::python
