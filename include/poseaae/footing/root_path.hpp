#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/motion.hpp"

/// How dancers stand on the floor and travel over it.
namespace poseaae::footing {

/// A place on the floor of the room, seen from above, and where the dancer faces there.
struct Place {
  double x = 0.0;        ///< metres
  double z = 0.0;        ///< metres
  double heading = 0.0;  ///< radians, 0 faces +Z
};

/// The way from one frame to the next in the dancer's own frame, that of the heading half way.
struct Step {
  double sideways = 0.0;  ///< metres, to the dancer's left (+X of a dancer who faces +Z)
  double forwards = 0.0;  ///< metres
  double turn = 0.0;      ///< radians

  friend Step operator+(const Step& a, const Step& b) {
    return {a.sideways + b.sideways, a.forwards + b.forwards, a.turn + b.turn};
  }
  friend Step operator*(double s, const Step& a) {
    return {s * a.sideways, s * a.forwards, s * a.turn};
  }
};

[[nodiscard]] Step step_between(const Place& a, const Place& b);
/// The place b for which step_between(from, b) is `step`.
[[nodiscard]] Place moved(const Place& from, const Step& step);
/// (x, z) turned by a heading.
[[nodiscard]] std::pair<double, double> turned(double x, double z, double angle);
/// The angle nearest to `near` among those that differ from `angle` by whole turns.
[[nodiscard]] double continued(double angle, double near);

/// The way of a dancer's body through the room, a row per frame. The body is the joint that carries
/// it (mocap::body_of), its world rotation R = Y(heading) L, with Y the rotation about the vertical
/// and L the lean.
struct RootPath {
  /// Columns of `rows`. The heading is continuous over turns (two turns are 4 pi); where the body
  /// is tilted by more than 120 degrees and faces nowhere, it runs evenly from where it was last
  /// known to where it is next known.
  enum Column {
    kX,        ///< of the body, from `origin`, metres
    kZ,        ///< likewise
    kHeading,  ///< radians, 0 faces +Z
    kHeight,   ///< of the body, metres
    kReach,    ///< height of its lowest point above it, below 0
    kLean,     ///< four columns, w x y z, with continuous signs
    kColumns = kLean + 4
  };

  int body = 0;  ///< joint
  /// Where the skeleton's root stands while the body below it moves by a translation track; x and z
  /// are NaN where it stays below the body. Empty where the root moves with the body.
  std::optional<mocap::Vec3> still_root{};
  mocap::Vec3 origin{0, 0, 0};  ///< (x, 0, z): rows are floats, and rooms can be large
  Batch rows{};                 ///< (T, kColumns)

  [[nodiscard]] int frames() const { return static_cast<int>(rows.rows()); }
  /// Height of the lowest point above the floor.
  [[nodiscard]] double clearance(int frame) const {
    return rows(frame, kHeight) + rows(frame, kReach);
  }
  /// The same with `change` applied to the rows, which must be linear in them (a resampling, a
  /// filter); leans are normalised again.
  [[nodiscard]] RootPath with(const std::function<Batch(const Batch&)>& change) const;
};

/// Place, lean, and the step from frame t to the next, of a root path.
[[nodiscard]] Place place_of(const RootPath& root, Eigen::Index t);
void set_place(RootPath& root, Eigen::Index t, const Place& place);
[[nodiscard]] mocap::Quat lean_of(const Batch& rows, Eigen::Index t);
void set_lean(Batch& rows, Eigen::Index t, const mocap::Quat& lean);
[[nodiscard]] Step step_of(const RootPath& root, Eigen::Index t);

/// That of a motion, of its body or of the joint that is named.
[[nodiscard]] RootPath root_path_of(const mocap::Motion& motion);
[[nodiscard]] RootPath root_path_of(const mocap::Motion& motion, int body);

/// The motion turned about the vertical and moved as a whole, so that the body begins where that of
/// the other motion begins, as high above its floor, and faces where that faces.
[[nodiscard]] mocap::Motion begun_as(mocap::Motion motion, const mocap::Motion& other, int body);

struct CarryOptions {
  bool loops = false;  ///< the first frame follows the last
  /// Give the body its whole rotation R instead of its heading: for poses without any.
  bool lean = false;
};

/// Sends a motion along a root path: the body is turned about the vertical to be as close as it can
/// to R (or to R itself), stands at x, z, and at the height
///   h(t) + G(reach(t) - reach'(t)),
/// where reach' is that of the motion's own poses and G the Gaussian average of calmed().
/// So equal poses get the clip's own height, other poses and other proportions its distance from
/// the floor, and leaps stay leaps. @throws UsageError when the numbers of frames differ
[[nodiscard]] mocap::Motion carry(mocap::Motion motion, const RootPath& root,
                                  const CarryOptions& options = {});

}  // namespace poseaae::footing
