#!/usr/bin/env bash
# Eigen 3.4.0 (Debian 12): Quaternionf::FromTwoVectors(a, b) for vectors that are nearly opposite.
#
# Guess: |q * a - b| < 1e-5 for all unit vectors a and b, also near opposite: the fallback only picks an axis where none
# is better than another.
#
# Behaviour: closer than 0.26 degrees to opposite, the axis comes from a singular value decomposition, which gives it
# with either sign: for half of the pairs q turns the other way round, and q * a misses b by twice the distance from
# opposite, up to half a degree. Just outside, 1 + a.b has lost most of its digits: q is not of unit length, and q * a
# is up to 4 % too long or too short. In double the same happens within 1e-4 degrees of opposite, which is negligible.
# A bone that is turned to the direction opposite to its rest pose jitters this way.
#
# The output that was seen is the text after "stated=".
set -euo pipefail

. "${BASH_SOURCE[0]%/*}/unpack.bash"

stated="float  0.00 degrees: misses by up to 0.0,  0 % by over 0.05; length wrong by up to 0 %
float  0.10 degrees: misses by up to 0.2, 49 % by over 0.05; length wrong by up to 0 %
float  0.20 degrees: misses by up to 0.4, 49 % by over 0.05; length wrong by up to 0 %
float  0.25 degrees: misses by up to 0.5, 49 % by over 0.05; length wrong by up to 0 %
float  0.27 degrees: misses by up to 0.0,  0 % by over 0.05; length wrong by up to 4 %
float  1.00 degrees: misses by up to 0.0,  0 % by over 0.05; length wrong by up to 0 %
double 0.10 degrees: misses by up to 0.0,  0 % by over 0.05; length wrong by up to 0 %
double 0.27 degrees: misses by up to 0.0,  0 % by over 0.05; length wrong by up to 0 %"

unpack libeigen3-dev=3.4.0-4
cat >"$tmp/vectors.cpp" <<'END'
#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <cstdio>

constexpr double kDegree = 0.017453292519943295;

// Over 5000 pairs that lie `off` degrees from opposite: the largest angle between q * a and b, how many angles are over
// 0.05 degrees, and the largest error of the length of q * a.
template <class Scalar>
void measure(const char* name, double off) {
  double worst = 0, length = 0;
  int missed = 0;
  for (int i = 0; i < 5000; ++i) {
    const double height = 1 - (2 * i + 1) / 5000.0, side = std::sqrt(1 - height * height);
    const Eigen::Vector3d a(side * std::cos(2.4 * i), height, side * std::sin(2.4 * i));
    const Eigen::Vector3d across = Eigen::AngleAxisd(0.7 * i, a) * a.unitOrthogonal();
    const Eigen::Vector3d b = -std::cos(off * kDegree) * a + std::sin(off * kDegree) * across;
    const auto q = Eigen::Quaternion<Scalar>::FromTwoVectors(a.cast<Scalar>(), b.cast<Scalar>());
    const Eigen::Vector3d turned = (q * a.cast<Scalar>()).template cast<double>();
    const double angle = std::atan2(turned.cross(b).norm(), turned.dot(b)) / kDegree;
    worst = std::max(worst, angle);
    length = std::max(length, std::abs(turned.norm() - 1));
    missed += angle > 0.05;
  }
  std::printf("%-6s %4.2f degrees: misses by up to %.1f, %2.0f %% by over 0.05; length wrong by up to %.0f %%\n", name,
              off, worst, missed / 50.0, 100 * length);
}

int main() {
  for (const double off : {0.0, 0.1, 0.2, 0.25, 0.27, 1.0}) measure<float>("float", off);
  for (const double off : {0.1, 0.27}) measure<double>("double", off);
}
END
g++ -O2 "$tmp/vectors.cpp" -o "$tmp/vectors"
seen=$("$tmp/vectors")
echo "$seen"
echo "$stated" >"$tmp/stated"
echo "$seen" | diff --label stated --label seen "$tmp/stated" -
