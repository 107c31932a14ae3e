#include "poseaae/retarget/retarget.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "poseaae/motion_io/target.hpp"
#include "python/clips.hpp"

namespace poseaae::python {

using mocap::Motion;
using mocap::Skeleton;
using mocap::Target;
using retarget::Retargeted;

namespace {

retarget::Character character_of(const Target& target) { return target.character; }
retarget::Character character_of(const Skeleton& body) { return retarget::character_of(body, {}); }
retarget::Character character_of(const std::filesystem::path& file) {
  return mocap::load_target(mocap::ClipReference::parse(file.string()), {}).character;
}

using Joints = std::map<std::string, std::optional<std::string>>;

/// None for a joint that stays at rest.
retarget::Overrides overrides_of(const Joints& joints) {
  retarget::Overrides overrides;
  for (const auto& [target, source] : joints) overrides[target] = source.value_or("");
  return overrides;
}

/// What is done with a character that is given as `Onto`, of which `of_it` tells.
template <typename Onto>
void bind_onto(py::module_& m, const std::string& of_it) {
  const std::string joints =
      " `joints` overrules which joint of it follows which of the motion, None for one that stays "
      "at rest.";
  m.def(
      "retarget",
      [](const Motion& motion, const Onto& onto, const Joints& joints) {
        return without_gil(
            [&] { return retarget::retarget(motion, character_of(onto), overrides_of(joints)); });
      },
      "motion"_a, "onto"_a, "joints"_a = Joints{},
      ("The Retargeted motion on " + of_it + "." + joints +
       " Raises UsageError where the bodies have nothing in common.")
          .c_str());
  m.def(
      "match_joints",
      [](const Skeleton& source, const Onto& onto, const Joints& joints) {
        const auto character = character_of(onto);
        const auto map = retarget::match_joints(source, character.skeleton, overrides_of(joints),
                                                character.bones);
        return retarget::lines_of(map, source, character.skeleton);
      },
      "source"_a, "onto"_a, "joints"_a = Joints{},
      ("What each joint of " + of_it + " would follow, a line each." + joints).c_str());
}

}  // namespace

void bind_retarget(py::module_& m) {
  py::class_<Target>(m, "Character", "A body that motion is put on, and a pose that shows it.")
      .def_property_readonly(
          "skeleton", [](const Target& self) { return self.character.skeleton; }, "The Skeleton.")
      .def_readonly("name", &Target::name, "Of its file.")
      .def_readonly("warnings", &Target::warnings, "What was odd about the file, a line each.")
      .def("__repr__", [](const Target& self) {
        return fmt::format("<Character '{}' of {} joints>", self.name,
                           self.character.skeleton.joints());
      });
  m.def(
      "load_character",
      [](const std::filesystem::path& file, const mocap::Unit& unit) {
        return without_gil([&] {
          mocap::ClipOptions options;
          options.unit = unit;
          return mocap::load_target(mocap::ClipReference::parse(file.string()), options);
        });
      },
      "file"_a, "unit"_a = mocap::Unit{},
      "The Character of a clip's file, \"avatar.vrm\" or \"takes.glb#walk\". `unit` is that of its "
      "lengths where the file does not say it.");
  py::class_<Retargeted>(m, "Retargeted", "A motion on another body.")
      .def_property_readonly(
          "motion", [](Retargeted& self) -> Motion& { return self.motion; },
          py::return_value_policy::reference_internal, "The Motion.")
      .def_readonly("scale", &Retargeted::scale,
                    "Length of the body's legs by that of the dancer's, which scales the room.")
      .def_property_readonly(
          "sunk",
          [](const Retargeted& self) {
            return py::array_t<double>(static_cast<py::ssize_t>(self.sunk.size()),
                                       self.sunk.data());
          },
          "(T) metres by which the body is lower than the scaled dancer, so that legs reach.")
      .def_readonly("warnings", &Retargeted::warnings, "What could not be done, a line each.")
      .def("__repr__", [](const Retargeted& self) {
        return fmt::format("<Retargeted of {} frames, {} joints>", self.motion.frames(),
                           self.motion.joints());
      });
  bind_onto<Target>(m, "a Character");
  bind_onto<Skeleton>(m, "a Skeleton that stands in its rest pose");
  bind_onto<std::filesystem::path>(m, "the character of a file");
}

}  // namespace poseaae::python
