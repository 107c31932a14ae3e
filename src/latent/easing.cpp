#include "poseaae/latent/easing.hpp"

#include <cmath>
#include <numbers>

namespace poseaae::latent {

namespace {

/// t in [0, 1/2]
double first_half(Easing easing, double t) {
  switch (easing) {
    case Easing::kLinear:
      return t;
    case Easing::kCosine: {
      const double sine = std::sin(0.5 * std::numbers::pi * t);  // (1 - cos x) / 2 = sin^2(x / 2)
      return sine * sine;
    }
    case Easing::kCubic:
      return 4.0 * t * t * t;
    case Easing::kQuintic:
      return t * t * t * (10.0 + t * (6.0 * t - 15.0));
  }
  return t;
}

}  // namespace

const Names<Easing>& easing_names() {
  static const Names<Easing> names{{"linear", Easing::kLinear},
                                   {"cosine", Easing::kCosine},
                                   {"cubic", Easing::kCubic},
                                   {"quintic", Easing::kQuintic}};
  return names;
}

double ease(Easing easing, double t) {
  if (easing == Easing::kLinear) return t;
  const double whole = std::floor(t);
  const double part = t - whole;
  // The second half is the first one mirrored, so that the ends and the symmetry are exact.
  if (part == 0.5) return whole + part;
  return whole + (part < 0.5 ? first_half(easing, part) : 1.0 - first_half(easing, 1.0 - part));
}

}  // namespace poseaae::latent
