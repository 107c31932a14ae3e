#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "footing/soles.hpp"

/// What carries weight, and by how much the root has to move so that it stays.
namespace poseaae::footing {

/// (x, z) turned by a heading.
[[nodiscard]] Eigen::Vector2d turned(const Eigen::Vector2d& a, double angle);

/// What carries weight from one frame to the next.
struct Support {
  std::uint32_t points = 0;  ///< bit i: sole point i
  bool rest = false;         ///< or the lowest point of the rest of the body

  [[nodiscard]] bool flies() const { return points == 0 && !rest; }
  friend bool operator==(const Support&, const Support&) = default;
};

/// By how much the root moves and turns so that what carries weight stays, by least squares over
/// the points, and over the twists of feet as if each were 0.1 m long.
struct Stay {
  Eigen::Vector2d way{0, 0};  ///< x, z; metres; in the frame of the heading half way
  double turn = 0.0;          ///< radians
  double slip2 = 0.0;         ///< sum of the squared distances by which points move all the same
  double twist2 = 0.0;        ///< sum of the squared angles by which they turn all the same
  double weight = 0.0;        ///< of `turn`: its least squares' second derivative, m^2
};
[[nodiscard]] Stay stay(const std::vector<Soles::Move>& moves, bool turns);
/// Of what carries weight.
[[nodiscard]] std::vector<Soles::Move> moves_of(const Soles& soles, const Support& support,
                                                int from, int to);

}  // namespace poseaae::footing
