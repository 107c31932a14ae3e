#include "loosen.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "choreography/curves.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::choreography {

namespace {

struct Looseness {
  double ArmPose::*angle;
  double w;     // rad/s
  double zeta;  // damping ratio
  double wander_deg;
};
constexpr std::array<Looseness, 6> kArm = {{{&ArmPose::raise, 17.0, 0.8, 2.5},
                                            {&ArmPose::open, 16.0, 0.8, 3.0},
                                            {&ArmPose::roll, 14.0, 0.8, 3.0},
                                            {&ArmPose::elbow, 12.5, 0.68, 4.0},
                                            {&ArmPose::twist, 11.0, 0.7, 4.0},
                                            {&ArmPose::wrist, 11.0, 0.55, 5.0}}};

void loosen_arm(std::vector<Carriage>& frames, Side side, double dt) {
  std::array<Spring, kArm.size()> springs;
  for (std::size_t i = 0; i < kArm.size(); ++i) springs[i].x = frames[0].arm(side).*kArm[i].angle;
  for (Carriage& frame : frames) {
    ArmPose& arm = frame.arm(side);
    // Degrees of wrist for each degree a second of the arm: the hand trails what leads it.
    arm.wrist -= soft_limit(0.085 * springs[0].v + 0.05 * springs[3].v, 35.0);
    for (std::size_t i = 0; i < kArm.size(); ++i) {
      springs[i].step(arm.*kArm[i].angle, kArm[i].w, kArm[i].zeta, dt);
      arm.*kArm[i].angle = springs[i].x;
    }
  }
}

/// Wandering around 0 with a standard deviation near 1.
class Wander {
 public:
  explicit Wander(Random& random) {
    for (Wave& w : waves_) w = {random.uniform(0.08, 0.6), random.uniform()};
  }
  [[nodiscard]] double at(double seconds) const {
    double sum = 0.0;
    for (const Wave& w : waves_) sum += wave(w.hertz * seconds + w.phase);
    return 0.8 * sum;
  }

 private:
  struct Wave {
    double hertz, phase;
  };
  std::array<Wave, 3> waves_{};
};

struct AngleWander {
  explicit AngleWander(Random& random) : pitch(random), yaw(random), roll(random) {}
  void add(Angles& angles, double seconds, double degrees) const {
    angles.pitch += degrees * pitch.at(seconds);
    angles.yaw += degrees * yaw.at(seconds);
    angles.roll += degrees * roll.at(seconds);
  }
  Wander pitch, yaw, roll;
};

}  // namespace

void follow_through(std::vector<Carriage>& frames, double fps) {
  loosen_arm(frames, Side::kLeft, 1.0 / fps);
  loosen_arm(frames, Side::kRight, 1.0 / fps);
  std::array<Spring, 3> head;
  const auto angles = {&Angles::pitch, &Angles::yaw, &Angles::roll};
  int i = 0;
  for (auto angle : angles) head[i++].x = frames[0].gaze.*angle;
  for (Carriage& frame : frames) {
    i = 0;
    for (auto angle : angles) {
      head[i].step(frame.gaze.*angle, 18.0, 0.75, 1.0 / fps);
      frame.gaze.*angle = head[i++].x;
    }
  }
}

void add_irregularity(std::vector<Carriage>& frames, double fps, std::uint64_t seed) {
  Random random(seed);
  const AngleWander hips(random), waist(random), chest(random), gaze(random);
  std::vector<Wander> arms;
  for (std::size_t i = 0; i < 2 * kArm.size(); ++i) arms.emplace_back(random);
  for (std::size_t t = 0; t < frames.size(); ++t) {
    const double seconds = static_cast<double>(t) / fps;
    Carriage& frame = frames[t];
    hips.add(frame.hips, seconds, 0.6);
    waist.add(frame.spine[0], seconds, 0.7);
    chest.add(frame.spine[2], seconds, 1.0);
    gaze.add(frame.gaze, seconds, 2.0);
    for (const Side side : {Side::kLeft, Side::kRight}) {
      for (std::size_t i = 0; i < kArm.size(); ++i) {
        frame.arm(side).*kArm[i].angle +=
            kArm[i].wander_deg * arms[kArm.size() * index(side) + i].at(seconds);
      }
    }
  }
}

}  // namespace poseaae::choreography
