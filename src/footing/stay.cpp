#include "footing/stay.hpp"

#include <cmath>

#include "poseaae/footing/root_path.hpp"

namespace poseaae::footing {

using Eigen::Vector2d;

Vector2d turned(const Vector2d& a, double angle) {
  const auto [x, z] = turned(a.x(), a.y(), angle);
  return {x, z};
}

Stay stay(const std::vector<Soles::Move>& moves, bool turns) {
  constexpr double kFoot_m = 0.1;
  Stay result;
  if (moves.empty()) return result;
  const auto count = static_cast<double>(moves.size());
  Vector2d a = Vector2d::Zero();
  Vector2d b = Vector2d::Zero();
  for (const auto& move : moves) {
    a += move.from / count;
    b += move.to / count;
  }
  if (turns) {
    double dot = 0.0, cross = 0.0, twist = 0.0;
    for (const auto& move : moves) {
      const Vector2d p = move.from - a;
      const Vector2d q = move.to - b;
      dot += p.dot(q);
      cross += p.x() * q.y() - p.y() * q.x();
      twist += move.twist;
    }
    const double feet = count * kFoot_m * kFoot_m;
    const double spread = std::hypot(dot, cross);
    result.weight = spread + feet;
    result.turn = (spread * std::atan2(cross, dot) - kFoot_m * kFoot_m * twist) / result.weight;
  }
  const double half = 0.5 * result.turn;
  result.way = turned(a, -half) - turned(b, half);
  for (const auto& move : moves) {
    const Vector2d slip = turned(move.from - a, -half) - turned(move.to - b, half);
    result.slip2 += slip.squaredNorm();
    result.twist2 += (result.turn + move.twist) * (result.turn + move.twist);
  }
  return result;
}

std::vector<Soles::Move> moves_of(const Soles& soles, const Support& support, int from, int to) {
  std::vector<Soles::Move> moves;
  for (int i = 0; i < soles.points(); ++i) {
    if (support.points >> i & 1U) moves.push_back(soles.move(from, to, i));
  }
  if (support.rest) moves.push_back(soles.rest_move(from, to));
  return moves;
}

}  // namespace poseaae::footing
