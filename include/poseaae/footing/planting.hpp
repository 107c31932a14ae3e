#pragma once

#include <string>

#include "poseaae/footing/contacts.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::footing {

struct PlantOptions {
  bool loops = false;    ///< the first frame follows the last
  double blend_s = 0.1;  ///< seconds in which a foot takes hold before a contact, and lets go
  /// A standing foot that strays by less than this is held still, metres times seconds: the area
  /// between its way over the floor and one place. 6 cm to and fro in a second, but not 20.
  double hold_m_s = 0.02;
  double hold_rad_s = 0.1;  ///< likewise, for its heading: radians times seconds
  double pull_m = 0.2;      ///< the most that a foot is moved; exact up to half of that
  double turn_rad = 0.6;    ///< the most that it is turned, likewise
  double lower_m = 0.03;    ///< metres by which the body may sink or rise
  /// How high the middle of a sole is to be in the middle of a step, metres; 0 leaves it as it is.
  double step_m = 0.0;
  double ramp_s = 0.07;  ///< a foot that is lifted for that rises and sinks for at least so long
};

/// PlantOptions::step_m of decoded poses: the mean of poses of a step, each of which has its foot
/// in the air somewhere else, has it nearer to the floor than any of them.
inline constexpr double kStep_m = 0.065;

/// What planting did to a motion.
struct PlantReport {
  double mean_deg = 0.0;     ///< angle that the rotations of the legs changed by: mean over all
                             ///< frames and over hips, knees and ankles
  double largest_deg = 0.0;  ///< the largest of these
  double held = 0.0;         ///< share of frames in which a foot is held
  double lowered_m = 0.0;    ///< the most that the body sank or rose
  double missed_m = 0.0;     ///< the most that a foot remained away from its place
  std::string why_not;       ///< why nothing could be done, a line; "" where it could
};

struct Planted {
  mocap::Motion motion;
  PlantReport report;
};

/// Feet that stay where they stand. From a contact's first frame to its last (Contacts), each point
/// of a sole that carries weight has one place on the floor, the mean of where it was, unless it
/// wanders far for long (hold_m_s): then it goes along. Toe and heel in contact: the foot has one
/// heading too. The toe alone: the foot turns about it as in the motion, so that the heel may rise;
/// likewise for the heel. Heights are the motion's own without their tremble. What is done to a
/// foot, a shift and a turn, begins and ends over blend_s along cubics, without a jump in speed;
/// where the next contact comes sooner, it passes straight to that. Feet come down onto the floor
/// and not through it, also where a recording's floor slopes or drifts by centimetres. Somebody who
/// does not fly stands on something: where no foot touches for up to 0.5 s, those that did before
/// and that do afterwards stand longer, while they are low (4 cm) and slow (0.6 m/s). A foot that
/// steps while another stands is lifted up to step_m, along its way (1 - (2 s - 1)^6), and not
/// dragged over the floor. A foot whose leg would be stretched in the first or last 0.1 s of a
/// contact (kStraightest) takes hold later, or lets go sooner, so that the knee does not open in a
/// single frame.
///
/// Legs follow by reach() of two_bone_ik.hpp; the rest of the body keeps its rotations. The body
/// sinks or rises by up to lower_m, so that straight legs, whose knees a millimetre would bend by
/// degrees, stay as they are: the least squares, in each frame, of what remains to the knees. What
/// is then out of reach, the foot slides, and for a straight leg the last 2 mm.
/// Contacts shorter than 0.05 s or two frames do not count. A skeleton without legs comes back
/// unchanged, and the report says so. @throws UsageError when the frames differ
[[nodiscard]] Planted plant_feet(mocap::Motion motion, const Contacts& contacts,
                                 const PlantOptions& options = {});

/// The same with the motion's own contacts, found twice (contacts_of()): in the motion, and once
/// more after its feet were planted, when the frames in which a sliding foot comes to stand are
/// seen to belong to its contact.
[[nodiscard]] Planted stand_on_feet(mocap::Motion motion, const PlantOptions& options = {});
/// With contacts that are told, as models of windows tell them, the motion is planted by these
/// first, and its contacts found in the result, twice: a foot that cannot stay where it is told to
/// stand is found to move, and need not slide.
[[nodiscard]] Planted stand_on_feet(mocap::Motion motion, const Contacts& told,
                                    const PlantOptions& options = {});

}  // namespace poseaae::footing
