#pragma once

#include <Eigen/Core>
#include <optional>
#include <span>
#include <vector>

#include "poseaae/footing/contacts.hpp"
#include "poseaae/live/glide.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::live {

struct StandOptions {
  bool travels = true;  ///< where the feet take it; otherwise it stays above the origin
  /// Find how the body turns, too: for poses without a heading.
  bool turns = false;
  /// Seconds in which the room is led back until the dancer is a third as far from its middle; 0:
  /// never. Feet then slide by that.
  double home_s = 0.0;
};

/// How a dancer stands who is seen frame by frame, and of whom nobody knows what comes next.
/// (footing/travel.hpp and planting.hpp know the whole motion, and do it better.)
///
/// What carries the weight is a foot, or the rest of the body: whatever is lowest, but another one
/// only where it is 8 mm lower than what carries now. The root moves so that the sole that
/// carries does not slip: with w its points' weights, by height,
///   root' = root - sum_i w_i (P_i' - P_i),
/// and its lowest point stands on the floor. Where the carrier changes, height and speed pass over
/// within a tenth of a second (Crossing).
///
/// A foot that carries, or that is near the floor and slow, is held: it goes by what it slipped the
/// other way, by two-bone inverse kinematics (footing/two_bone_ik.hpp), at most 15 cm. It takes
/// hold and lets go within 0.1 s without a jump in speed. No foot goes through the floor.
///
/// Nothing allocates after the constructor.
class Stander {
 public:
  Stander(const mocap::Skeleton& skeleton, const StandOptions& options);

  /// `rotations` (J x 4, local, w x y z) after dt > 0; changes those of the legs, and of the root
  /// where it turns. Returns where the root is.
  mocap::Vec3 stand(std::span<float> rotations, double dt);
  /// The root is elsewhere: a performer's own place. The next stand() goes on from there.
  void put(std::span<const float> rotations, const mocap::Vec3& root);

 private:
  struct Sole {
    footing::Foot foot;
    std::vector<mocap::Vec3> points{};  ///< of the sole, the root at the origin
    std::vector<mocap::Vec3> before{};
    std::vector<double> weights{};
    std::vector<int> below{};  ///< end sites that hang from the ankle
    std::vector<int> joints{};
    double low = 0.0;           ///< height of its lowest point
    mocap::Vec3 slip{0, 0, 0};  ///< since it took hold
    bool held = false;
    double slow_s = 0.0;  ///< for how long it has been near the floor and slow
    Crossing pull{3};     ///< what it is moved by

    explicit Sole(footing::Foot which) : foot(std::move(which)) {}
  };

  void see(std::span<const float> rotations);
  void see(Sole& sole);
  void choose_carrier();
  [[nodiscard]] double low_of(int carrier) const;
  /// What the points of a sole moved by since the last frame, the root at the origin.
  [[nodiscard]] static mocap::Vec3 moved(const Sole& sole);
  [[nodiscard]] double twist(const Sole& sole) const;
  void travel(double dt);
  void hold(Sole& sole, bool carries, double dt);
  void bend(const Sole& sole, std::span<float> rotations);
  void remember();

  StandOptions options_;
  std::vector<int> parents_;
  std::vector<mocap::Vec3> offsets_;
  std::vector<mocap::EndSite> ends_;
  std::vector<Sole> soles_;
  std::vector<int> rest_joints_;  ///< that hang from no ankle
  std::vector<int> rest_ends_;
  std::vector<mocap::Vec3> positions_;  ///< the root at the origin
  std::vector<mocap::Quat> world_;
  std::vector<mocap::Vec3> tips_;  ///< end sites
  double rest_low_ = 0.0;
  int carrier_ = 0;  ///< a sole's number; their count: the rest of the body
  bool begun_ = false;
  double turned_ = 0.0;
  mocap::Vec3 drift_{0, 0, 0};   ///< of the floor in this frame
  mocap::Vec3 target_{0, 0, 0};  ///< where the carrier says that the root is
  mocap::Vec3 root_{0, 0, 0};
  mocap::Vec3 root_before_{0, 0, 0};
  Crossing room_{3};
};

}  // namespace poseaae::live
