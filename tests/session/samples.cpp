#include "samples.hpp"

#include <cctype>
#include <cmath>

#include "poseaae/mocap/bvh.hpp"
#include "poseaae/model/model_file.hpp"
#include "support/small_model.hpp"

namespace poseaae::session::test {

namespace {

constexpr int kLatent = 4;
constexpr int kFrames = 60;

/// A hip at 1 m with one leg, that swings.
mocap::Motion swinging_leg() {
  using mocap::Vec3;
  mocap::Motion motion(mocap::Skeleton({"hip", "knee", "ankle"}, {-1, 0, 1},
                                       {Vec3(0, 1, 0), Vec3(0, -0.5, 0), Vec3(0, -0.4, 0)},
                                       {{2, Vec3(0, -0.1, 0.2), "toe"}}),
                       30.0, kFrames);
  for (int t = 0; t < kFrames; ++t) {
    for (int j = 0; j < 3; ++j) {
      const double angle = 0.6 * std::sin(0.21 * t + j);
      motion.set_rotation(t, j, mocap::Quat(Eigen::AngleAxisd(angle, Vec3::UnitX())));
    }
  }
  return motion;
}

}  // namespace

Stage::Stage()
    : model_((model::save(poseaae::test::small_model(swinging_leg(), kLatent, 12, 3),
                          folder_ / "model.h5"),
              file("model.h5")),
             [this](const std::string& line) { warnings_.push_back(line); }) {
  mocap::write_bvh(folder_ / "a.bvh", swinging_leg());
}

std::string Stage::fill(const std::string& yaml) const {
  std::string text;
  for (std::size_t i = 0; i < yaml.size(); ++i) {
    const auto letter = [&](std::size_t k) {
      return k < yaml.size() && std::isalpha(static_cast<unsigned char>(yaml[k])) != 0;
    };
    const bool alone = yaml[i] == 'A' && !letter(i + 1) && (i == 0 || !letter(i - 1));
    text += alone ? file("a.bvh") : std::string(1, yaml[i]);
  }
  return text;
}

}  // namespace poseaae::session::test
