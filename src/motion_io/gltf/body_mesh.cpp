#include "body_mesh.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/mocap/height.hpp"

namespace poseaae::mocap::gltf {

namespace {

// Shares of the height of the body, measured on no one: what looks like a dancer.
constexpr double kPelvis = 0.056;
constexpr double kWaist = 0.046;
constexpr double kChest = 0.058;
constexpr double kHip = 0.050;
constexpr double kAnkle = 0.020;
constexpr double kShoulder = 0.029;
constexpr double kWrist = 0.014;
constexpr double kNeck = 0.028;
constexpr double kRibs = 1.25;  // of the neck, where the ribs end below it
constexpr double kProp = 0.008;
constexpr double kSkullWidth = 0.043;  // half of it
constexpr double kSkullHeight = 0.066;
constexpr double kSkullDepth = 0.050;
constexpr double kTrunkWidth = 1.45;  // of its depth
constexpr double kMuscle = 1.16;
constexpr double kSlender = 0.42;  // of the length of a bone: no finger is thicker
constexpr double kShort = 1e-4;    // metres
constexpr int kSides = 10;

/// A ring of the surface: how far along the bone, its radius, and how much its normal leans.
struct Ring {
  double along;
  double radius;
  double lean;  ///< radians towards the end
};

/// A surface of revolution from `from` along `axis`, wider along `across`.
struct Shape {
  Vec3 from;
  Vec3 axis;
  Vec3 across;
  double width = 1.0;
  std::vector<Ring> rings;
};

Vec3 any_across(const Vec3& axis) {
  return axis.cross(std::abs(axis.x()) < 0.9 ? Vec3::UnitX() : Vec3::UnitZ()).normalized();
}

class Builder {
 public:
  explicit Builder(BodyMesh& mesh) : mesh_(mesh) {}

  void add(const Shape& shape, int joint) {
    const auto first = static_cast<std::uint32_t>(mesh_.joints.size());
    const Vec3 deep = shape.axis.cross(shape.across);
    const std::size_t last = shape.rings.size() - 1;
    for (std::size_t i = 0; i <= last; ++i) {
      const Ring& ring = shape.rings[i];
      const int sides = i == 0 || i == last ? 1 : kSides;
      for (int k = 0; k < sides; ++k) {
        const double turn = 2.0 * std::numbers::pi * k / kSides;
        const Vec3 out = std::cos(turn) * shape.width * shape.across + std::sin(turn) * deep;
        const Vec3 side =
            (std::cos(turn) / shape.width * shape.across + std::sin(turn) * deep).normalized();
        const Vec3 normal = std::cos(ring.lean) * side + std::sin(ring.lean) * shape.axis;
        vertex(shape.from + ring.along * shape.axis + ring.radius * out, normal, joint);
      }
    }
    triangles(first, static_cast<std::uint32_t>(last));
  }

 private:
  void vertex(const Vec3& place, const Vec3& normal, int joint) {
    for (const double x : place) mesh_.positions.push_back(static_cast<float>(x));
    for (const double x : normal) mesh_.normals.push_back(static_cast<float>(x));
    mesh_.joints.push_back(joint);
  }

  /// A fan at the first pole, bands between the rings, a fan at the last pole; seen from outside,
  /// corners go anticlockwise.
  void triangles(std::uint32_t pole, std::uint32_t last) {
    const auto corner = [&](std::uint32_t ring, int k) {
      return pole + 1 + (ring - 1) * kSides + static_cast<std::uint32_t>(k % kSides);
    };
    const std::uint32_t end = corner(last, 0);
    for (int k = 0; k < kSides; ++k) {
      triangle(pole, corner(1, k + 1), corner(1, k));
      for (std::uint32_t ring = 1; ring + 1 < last; ++ring) {
        triangle(corner(ring, k), corner(ring, k + 1), corner(ring + 1, k));
        triangle(corner(ring, k + 1), corner(ring + 1, k + 1), corner(ring + 1, k));
      }
      triangle(corner(last - 1, k), corner(last - 1, k + 1), end);
    }
  }

  void triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    mesh_.triangles.insert(mesh_.triangles.end(), {a, b, c});
  }

  BodyMesh& mesh_;
};

/// A limb from one radius to another, round at both ends.
std::vector<Ring> tapered(double length, double begin, double end, double muscle) {
  constexpr double kRound = std::numbers::pi / 4.0;
  std::vector<Ring> rings{{-begin, 0.0, -2.0 * kRound},
                          {-begin * std::sin(kRound), begin * std::cos(kRound), -kRound},
                          {0.0, begin, 0.0}};
  if (muscle > 1.0) rings.push_back({0.35 * length, muscle * std::lerp(begin, end, 0.35), 0.0});
  rings.push_back({length, end, 0.0});
  rings.push_back({length + end * std::sin(kRound), end * std::cos(kRound), kRound});
  rings.push_back({length + end, 0.0, 2.0 * kRound});
  return rings;
}

std::vector<Ring> oval(double half) {
  constexpr int kRings = 7;
  std::vector<Ring> rings;
  for (int i = 0; i < kRings; ++i) {
    const double lean = std::numbers::pi * (static_cast<double>(i) / (kRings - 1) - 0.5);
    rings.push_back({half * std::sin(lean), std::max(0.0, std::cos(lean)), lean});
  }
  rings.front().radius = rings.back().radius = 0.0;
  return rings;
}

class Body {
 public:
  Body(const Motion& motion, const std::vector<Vec3>& at)
      : skeleton_(motion.skeleton()),
        at_(at),
        anatomy_(anatomy_of(skeleton_)),
        height_(body_height(motion)),
        depth_(at.size(), 0.0),
        reach_(at.size(), 0.0),
        across_(at.size(), Vec3::Zero()) {
    measure();
    find_across();
  }

  BodyMesh mesh() {
    BodyMesh mesh;
    Builder builder(mesh);
    for (int j = 1; j < skeleton_.joints(); ++j) {
      if (is_body(skeleton_.parent(j))) bone(builder, skeleton_.parent(j), j, at_[j]);
    }
    for (const EndSite& site : skeleton_.end_sites()) {
      if (!is_body(site.parent) || site.parent == anatomy_.head) continue;
      bone(builder, site.parent, -1, at_[site.parent] + site.offset);
    }
    if (anatomy_.head >= 0) skull(builder);
    return mesh;
  }

 private:
  [[nodiscard]] bool is_body(int joint) const { return anatomy_.part[joint] != Part::kPlace; }
  [[nodiscard]] bool is_trunk(int joint) const { return anatomy_.part[joint] == Part::kTorso; }

  /// How far each joint is from where its part of the body begins, and how long that part is.
  void measure() {
    for (int j = 1; j < skeleton_.joints(); ++j) {
      const int above = skeleton_.parent(j);
      if (anatomy_.part[above] != anatomy_.part[j]) continue;
      depth_[j] = depth_[above] + skeleton_.offset(j).norm();
    }
    reach_ = depth_;
    for (int j = skeleton_.joints() - 1; j > 0; --j) {
      const int above = skeleton_.parent(j);
      if (anatomy_.part[above] == anatomy_.part[j]) {
        reach_[above] = std::max(reach_[above], reach_[j]);
      }
    }
    for (int j = 1; j < skeleton_.joints(); ++j) {
      const int above = skeleton_.parent(j);
      if (anatomy_.part[above] == anatomy_.part[j]) reach_[j] = std::max(reach_[j], reach_[above]);
    }
  }

  /// From right to left, by the pairs of joints that hang from the trunk.
  void find_across() {
    for (int j = 1; j < skeleton_.joints(); ++j) {
      const int partner = anatomy_.partner[j];
      const bool pair = partner >= 0 && anatomy_.side[j] == Side::kLeft;
      const int above = skeleton_.parent(j);
      if (!pair || skeleton_.parent(partner) != above || !is_trunk(above)) continue;
      const Vec3 across = at_[j] - at_[partner];
      if (across.norm() > across_[above].norm()) across_[above] = across;
    }
    for (int j = skeleton_.joints() - 1; j > 0; --j) inherit(skeleton_.parent(j), j);
    for (int j = 1; j < skeleton_.joints(); ++j) inherit(j, skeleton_.parent(j));
  }

  void inherit(int joint, int from) {
    if (across_[joint].isZero()) across_[joint] = across_[from];
  }

  [[nodiscard]] double radius(int joint) const {
    const double share = reach_[joint] > 0.0 ? depth_[joint] / reach_[joint] : 0.0;
    switch (anatomy_.part[joint]) {
      case Part::kTorso:
        return height_ * (share < 0.5 ? std::lerp(kPelvis, kWaist, 2.0 * share)
                                      : std::lerp(kWaist, kChest, 2.0 * share - 1.0));
      case Part::kHead:
        return height_ * kNeck;
      case Part::kArm:
        return height_ * std::lerp(kShoulder, kWrist, share);
      case Part::kLeg:
        return height_ * std::lerp(kHip, kAnkle, std::sqrt(share));
      default:
        return height_ * kProp;
    }
  }

  /// The limb from a joint to the next, -1 for a tip, which turns with the first of them.
  void bone(Builder& builder, int joint, int next, const Vec3& end) {
    const Vec3 way = end - at_[joint];
    const double length = way.norm();
    if (length < kShort) return;
    Shape shape{at_[joint], way / length, any_across(way / length), 1.0, {}};
    const bool ribs = is_trunk(joint) && next >= 0 && anatomy_.part[next] == Part::kHead;
    const bool trunk = ribs || (is_trunk(joint) && next >= 0 && is_trunk(next));
    const bool from_trunk = is_trunk(joint) && !trunk;
    double begin = radius(joint);
    double last = next < 0 ? 0.7 * begin : radius(next);
    if (ribs) last *= kRibs;
    if (from_trunk) begin = std::min(begin, std::max(last, height_ * kShoulder));
    if (!trunk && !from_trunk) {
      begin = std::min(begin, kSlender * length);
      last = std::min(last, kSlender * length);
    }
    if (trunk) widen(shape, across_[joint]);
    const bool fleshy = length > 0.1 * height_ && !trunk && !from_trunk;
    shape.rings = tapered(length, begin, last, fleshy ? kMuscle : 1.0);
    builder.add(shape, joint);
  }

  static void widen(Shape& shape, const Vec3& across) {
    const Vec3 square = across - across.dot(shape.axis) * shape.axis;
    if (square.norm() < kShort) return;
    shape.across = square.normalized();
    shape.width = kTrunkWidth;
  }

  void skull(Builder& builder) {
    const int head = anatomy_.head;
    Vec3 up = skeleton_.offset(head);
    for (const EndSite& site : skeleton_.end_sites()) {
      if (site.parent == head && site.offset.norm() > kShort) up = site.offset;
    }
    if (up.norm() < kShort) up = Vec3::UnitY();
    up.normalize();
    const double half = height_ * kSkullHeight;
    Shape shape{at_[head] + 0.8 * half * up, up, any_across(up), 1.0, {}};
    widen(shape, across_[head]);
    shape.width = kSkullWidth / kSkullDepth;
    shape.rings = oval(half);
    for (Ring& ring : shape.rings) ring.radius *= height_ * kSkullDepth;
    builder.add(shape, head);
  }

  const Skeleton& skeleton_;
  const std::vector<Vec3>& at_;
  Anatomy anatomy_;
  double height_;
  std::vector<double> depth_;
  std::vector<double> reach_;
  std::vector<Vec3> across_;
};

}  // namespace

BodyMesh body_mesh(const Motion& motion, const std::vector<Vec3>& at) {
  return Body(motion, at).mesh();
}

}  // namespace poseaae::mocap::gltf
