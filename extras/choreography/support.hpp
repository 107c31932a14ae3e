#pragma once

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "choreography/timeline.hpp"

/// What the floor carries beside the feet.
namespace poseaae::choreography {

/// Where hips and hands are on the floor, and which legs carry nothing. Points are in the room,
/// beats absolute.
class Support {
 public:
  /// The hips go to `point` between the beats, from over the feet or from where they last were.
  /// Lying and sitting they are higher where the trunk needs it (resting_height()).
  void sit(double from, double to, const Vec3& point) { go(seat_, from, to, point); }
  /// A leg carries nothing for a while, though its foot may stay: its knee is on the floor, or the
  /// hips are.
  void rest(Side leg, double from, double to) { rests_[index(leg)].push_back({from, to}); }
  /// The hips go back to where the feet carry them.
  void rise(double from, double to) { seat_.share.move(from, to, 0.0); }
  /// The wrist of a hand goes to `point`, and stays there, whatever the body does.
  void lean(Side side, double from, double to, const Vec3& point) {
    go(hands_[index(side)], from, to, point);
  }
  void let_go(Side side, double from, double to) { hands_[index(side)].share.move(from, to, 0.0); }

  struct Held {
    double share = 0.0;  ///< 0 .. 1
    Vec3 at{0, 0, 0};
  };
  [[nodiscard]] bool resting(Side leg, double beat) const {
    return std::ranges::any_of(rests_[index(leg)], [&](const auto& rest) {
      return beat > rest.first && beat < rest.second;
    });
  }
  [[nodiscard]] Held hips(double beat) const { return seat_.held(beat); }
  [[nodiscard]] Held hand(Side side, double beat) const { return hands_[index(side)].held(beat); }

 private:
  struct Point {
    Track share;
    std::array<Track, 3> at;
    [[nodiscard]] Held held(double beat) const {
      return {share.at(beat), {at[0].at(beat), at[1].at(beat), at[2].at(beat)}};
    }
  };
  static void go(Point& held, double from, double to, const Vec3& point);

  Point seat_;
  std::array<Point, 2> hands_;
  std::array<std::vector<std::pair<double, double>>, 2> rests_;
};

}  // namespace poseaae::choreography
