#include <algorithm>
#include <cmath>

#include "stage.hpp"

namespace poseaae::render {

Colour colour_of(Side side, const Style& style) {
  switch (side) {
    case Side::kLeft:
      return style.left;
    case Side::kRight:
      return style.right;
    case Side::kMiddle:
      break;
  }
  return style.centre_colour();
}

namespace {

/// What one bone needs to be drawn, sorted by depth.
struct Limb {
  const Bone* bone;
  Projected from;
  Projected to;
  double nearness;  ///< 1 in front of the body by half its height, 0 as far behind
  [[nodiscard]] double depth() const { return 0.5 * (from.depth + to.depth); }
};

Point along(const Projected& a, const Projected& b, double t) {
  return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

class FigurePainter {
 public:
  FigurePainter(std::vector<Shape>& shapes, const Stage& stage, const Actor& actor,
                const Style& style)
      : shapes_(shapes), stage_(stage), actor_(actor), style_(style) {}

  void paint(int frame) {
    for (const Limb& limb : sorted_limbs(frame)) add(limb);
  }

 private:
  std::vector<Limb> sorted_limbs(int frame) const {
    const std::span<const Vec3> points = actor_.points(frame);
    const double body = stage_.project(actor_.body(frame)).depth;
    std::vector<Limb> limbs;
    limbs.reserve(actor_.bones().size());
    for (const Bone& bone : actor_.bones()) {
      Limb limb{&bone, stage_.project(points[bone.from]), stage_.project(points[bone.to]), 0.0};
      limb.nearness = std::clamp(0.5 - (limb.depth() - body) / actor_.height(), 0.0, 1.0);
      limbs.push_back(limb);
    }
    std::stable_sort(limbs.begin(), limbs.end(),
                     [](const Limb& a, const Limb& b) { return a.depth() > b.depth(); });
    return limbs;
  }

  double radius(int point, const Projected& at, double nearness) const {
    return actor_.radii()[point] * style_.line_width * (0.8 + 0.4 * nearness) *
           stage_.view.pixels_per_metre(at.depth);
  }

  void add(const Limb& limb) {
    const auto& [bone, from, to, nearness] = limb;
    double ra = radius(bone->from, from, nearness), rb = radius(bone->to, to, nearness);
    if (bone->neck) rb = ra;
    if (bone->side != Side::kMiddle) ra = std::min(ra, 1.25 * rb);  // hips and collar bones
    const Colour colour =
        mix(style_.background, colour_of(bone->side, style_), 0.58 + 0.55 * nearness);
    add_gap(limb, ra, rb);
    shapes_.emplace_back(Capsule{{from.x, from.y}, {to.x, to.y}, ra, rb, colour});
    if (bone->head || bone->neck) return;
    const Colour dot = mix(colour, style_.background, 0.6);
    shapes_.emplace_back(Capsule{{from.x, from.y}, {from.x, from.y}, 0.36 * ra, 0.36 * ra, dot});
    shapes_.emplace_back(Capsule{{to.x, to.y}, {to.x, to.y}, 0.36 * rb, 0.36 * rb, dot});
  }

  /// A rim of background around the middle of a limb, so that it stands out from what it crosses
  /// while its joints stay joined.
  void add_gap(const Limb& limb, double ra, double rb) {
    const auto& [bone, from, to, nearness] = limb;
    const double rim = std::max(1.0, 0.28 * std::min(ra, rb));
    if (bone->head) {  // the crown only: the chin stays on the neck
      shapes_.emplace_back(
          Capsule{{to.x, to.y}, {to.x, to.y}, rb + rim, rb + rim, style_.background});
      return;
    }
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    const double cut = (std::max(ra, rb) + rim) * 1.6 / std::max(length, 1e-6);
    if (cut >= 0.45) return;
    const auto at = [&](double t) { return ra + t * (rb - ra) + rim; };
    shapes_.emplace_back(Capsule{along(from, to, cut), along(from, to, 1.0 - cut), at(cut),
                                 at(1.0 - cut), style_.background});
  }

  std::vector<Shape>& shapes_;
  const Stage& stage_;
  const Actor& actor_;
  const Style& style_;
};

}  // namespace

void add_shadow(std::vector<Shape>& shapes, const Stage& stage, const Actor& actor, int frame,
                const Style& style) {
  const double height = actor.height();
  // One flat tone each for the body and what is near the floor: every further step of a shadow that
  // moves would cost an outline per frame in a GIF.
  add_floor_disc(shapes, stage, actor.body(frame), 0.15 * height, style.ink(), 0.08);
  for (const int tip : actor.tips()) {
    const Vec3& p = actor.points(frame)[tip];
    const double nearness = 1.0 - (p.y() - stage.origin.y()) / (0.25 * height);
    if (nearness <= 0.0) continue;
    add_floor_disc(shapes, stage, p, 0.045 * height, style.ink(), 0.18 * nearness);
  }
}

void add_figure(std::vector<Shape>& shapes, const Stage& stage, const Actor& actor, int frame,
                const Style& style) {
  FigurePainter(shapes, stage, actor, style).paint(frame);
}

}  // namespace poseaae::render
