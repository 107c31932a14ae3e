#include <fmt/format.h>

#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/planting.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/footing/skating.hpp"
#include "poseaae/footing/standing.hpp"
#include "poseaae/footing/travel.hpp"
#include "python/clips.hpp"

namespace poseaae::python {

using mocap::Motion;

namespace {

void bind_contacts(py::module_& m) {
  using namespace footing;
  py::class_<SolePoint>(m, "SolePoint", "A point of a sole, fixed to a joint.")
      .def_readonly("joint", &SolePoint::joint, "The index of the joint.")
      .def_property_readonly(
          "offset", [](const SolePoint& self) { return self.offset; },
          "(3) metres, in the joint's frame.")
      .def("__repr__", [](const SolePoint& self) {
        return fmt::format("<SolePoint of joint {}>", self.joint);
      });
  py::class_<Foot>(m, "Foot", "A leg that can carry weight.")
      .def_readonly("side", &Foot::side, "\"left\", \"right\" or \"middle\".")
      .def_readonly("hip", &Foot::hip, "The joint that turns the thigh.")
      .def_readonly("knee", &Foot::knee, "The joint that turns the shin.")
      .def_readonly("ankle", &Foot::ankle, "The joint that turns the foot.")
      .def_readonly("sole", &Foot::sole, "The heel, then the toe where there is one.")
      .def("__repr__", [](const Foot& self) {
        return fmt::format("<Foot '{}' of {} points>", name_of(self.side, side_names()),
                           self.sole.size());
      });
  py::class_<Contacts>(
      m, "Contacts",
      "Which points of which feet carry weight, frame by frame, and where the floor is.")
      .def_readonly("feet", &Contacts::feet, "The feet, left before right.")
      .def_readonly("frames", &Contacts::frames, "T, the number of frames.")
      .def_property_readonly("points", &Contacts::points,
                             "P, the points of all feet in their order.")
      .def_readonly("floor_m", &Contacts::floor_m, "Height of the floor, metres.")
      .def_property_readonly(
          "touches",
          [](const py::object& self) {
            const auto& contacts = self.cast<const Contacts&>();
            return view_of(contacts.touches.data(), {contacts.frames, contacts.points()}, self)
                .attr("view")("bool");
          },
          "(T, P) bool: whether the point stands on the floor. Not a copy.")
      .def(
          "carries",
          [](const Contacts& self, Int frame, Int foot) {
            if (frame < 0 || frame >= self.frames || foot < 0 ||
                foot >= static_cast<int>(self.feet.size())) {
              throw py::index_error(fmt::format("expected a frame below {} and a foot below {}",
                                                self.frames, self.feet.size()));
            }
            return self.carries(frame, foot);
          },
          "frame"_a, "foot"_a, "Whether any point of a foot stands.")
      .def("__repr__", [](const Contacts& self) {
        return fmt::format("<Contacts of {} frames, {} points of {} feet>", self.frames,
                           self.points(), self.feet.size());
      });
  m.def("feet_of", &feet_of, "skeleton"_a,
        "Those of a skeleton, left before right; none without legs.");
  m.def(
      "contacts_of",
      [](const Motion& motion) { return without_gil([&] { return contacts_of(motion); }); },
      "motion"_a, "The Contacts of a motion in its room.");
  m.def("low_points", &low_points, "motion"_a, "near_m"_a = 0.03,
        "As Contacts, the points within near_m of where they are low, however fast they are.");
  py::class_<Skating>(m, "Skating", "How much feet slide while they should not.")
      .def_readonly("speed_mps", &Skating::speed_mps, "Mean speed over the floor, metres a second.")
      .def_readonly("share", &Skating::share,
                    "Share of pairs of frames that are faster than 0.2 m/s.")
      .def_readonly("pairs", &Skating::pairs, "Pairs of frames in which the point touches in both.")
      .def("__repr__", [](const Skating& self) {
        return fmt::format("<Skating {:.3g} m/s over {} pairs>", self.speed_mps, self.pairs);
      });
  m.def("skating_of", &skating_of, "motion"_a, "contacts"_a,
        "The Skating of the points that touch.");
}

void bind_planting(py::module_& m) {
  using namespace footing;
  Options<PlantOptions>(m, "PlantOptions", "How feet are held where they stand.")
      .field("loops", &PlantOptions::loops, "The first frame follows the last.")
      .field("blend_s", &PlantOptions::blend_s, "Seconds in which a foot takes hold, and lets go.")
      .field("hold_m_s", &PlantOptions::hold_m_s,
             "A foot that strays by less is held; metres times seconds.")
      .field("hold_rad_s", &PlantOptions::hold_rad_s,
             "Likewise, for its heading: radians times seconds.")
      .field("pull_m", &PlantOptions::pull_m, "The most that a foot is moved, metres.")
      .field("turn_rad", &PlantOptions::turn_rad, "The most that it is turned, radians.")
      .field("lower_m", &PlantOptions::lower_m, "Metres by which the body may sink or rise.")
      .field("step_m", &PlantOptions::step_m,
             "Height of the sole in the middle of a step, metres; 0: as it is.")
      .field("ramp_s", &PlantOptions::ramp_s,
             "Seconds, at least, in which a foot that is lifted rises.");
  py::class_<PlantReport>(m, "PlantReport", "What planting did to a motion.")
      .def_readonly("mean_deg", &PlantReport::mean_deg,
                    "Mean angle by which the legs' rotations changed, degrees.")
      .def_readonly("largest_deg", &PlantReport::largest_deg,
                    "The largest of these angles, degrees.")
      .def_readonly("held", &PlantReport::held, "Share of frames in which a foot is held.")
      .def_readonly("lowered_m", &PlantReport::lowered_m,
                    "The most that the body sank or rose, metres.")
      .def_readonly("missed_m", &PlantReport::missed_m,
                    "The most that a foot remained away, metres.")
      .def_readonly("why_not", &PlantReport::why_not,
                    "Why nothing could be done; \"\" where it could.")
      .def("__repr__", [](const PlantReport& self) {
        return self.why_not.empty()
                   ? fmt::format("<PlantReport {:.0f} % held, {:.3g} degrees on average>",
                                 100.0 * self.held, self.mean_deg)
                   : fmt::format("<PlantReport, nothing done: {}>", self.why_not);
      });
  py::class_<Planted>(m, "Planted", "A motion on feet that stay, and what was done to it.")
      .def_property_readonly(
          "motion", [](Planted& self) -> Motion& { return self.motion; },
          py::return_value_policy::reference_internal, "The Motion.")
      .def_readonly("report", &Planted::report, "The PlantReport.")
      .def("__repr__", [](const Planted& self) {
        return fmt::format("<Planted of {} frames, {} joints>", self.motion.frames(),
                           self.motion.joints());
      });
  m.def(
      "plant_feet",
      [](const Motion& motion, const Contacts& contacts, const PlantOptions& options) {
        return without_gil([&] { return plant_feet(motion, contacts, options); });
      },
      "motion"_a, "contacts"_a, with_defaults<PlantOptions>("options"),
      "Feet that stay where they stand, by inverse kinematics of the legs. Raises UsageError when "
      "the "
      "frames differ.");
  m.def(
      "stand_on_feet",
      [](const Motion& motion, const PlantOptions& options) {
        return without_gil([&] { return stand_on_feet(motion, options); });
      },
      "motion"_a, with_defaults<PlantOptions>("options"),
      "The same with the motion's own contacts, found twice.");
  m.def("plant_on_floor", &plant_on_floor, "motion"_a, "loops"_a = false,
        "Moved up or down in each frame so that the lowest point stands at height 0.");
  Options<TravelOptions>(m, "TravelOptions", "How feet take a body through the room.")
      .field("loops", &TravelOptions::loops, "The first frame follows the last.")
      .field("turns", &TravelOptions::turns,
             "Find how the body turns, too: for poses without a heading.");
  m.def(
      "travel_by_feet",
      [](const Motion& motion, const TravelOptions& options) {
        return without_gil([&] { return travel_by_feet(motion, options); });
      },
      "motion"_a, with_defaults<TravelOptions>("options"),
      "Sends poses without a root through the room so that the feet that carry weight stay.");
}

void bind_root_path(py::module_& m) {
  using namespace footing;
  py::class_<RootPath>(m, "RootPath", "The way of a dancer's body through the room, a row a frame.")
      .def_readonly("body", &RootPath::body, "The index of the joint that carries the body.")
      .def_property_readonly(
          "origin", [](const RootPath& self) { return self.origin; },
          "(3) metres: rows count from here.")
      .def_property_readonly("frames", &RootPath::frames, "T, the number of frames.")
      .def_property_readonly(
          "rows",
          [](const py::object& self) {
            auto& root = self.cast<RootPath&>();
            return view_of(root.rows.data(), {root.rows.rows(), root.rows.cols()}, self);
          },
          "(T, 9) float32: x and z from the origin (metres), heading (radians, 0 faces +Z), height "
          "(metres), "
          "reach (metres), lean (w x y z). Not a copy.")
      .def("__repr__", [](const RootPath& self) {
        return fmt::format("<RootPath of {} frames>", self.frames());
      });
  m.def("root_path_of", py::overload_cast<const Motion&>(&root_path_of), "motion"_a,
        "The RootPath of a motion's body.");
}

}  // namespace

void bind_footing(py::module_& m) {
  bind_contacts(m);
  bind_planting(m);
  bind_root_path(m);
}

}  // namespace poseaae::python
