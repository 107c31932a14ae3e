#include "samples.hpp"

#include <cctype>
#include <cmath>

#include "poseaae/codec/model_file.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "support/small_model.hpp"
#include "support/traveller.hpp"

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
    : model_((codec::save_model(poseaae::test::small_model(swinging_leg(), kLatent, 12, 3),
                                folder_ / "model.safetensors"),
              file("model.safetensors")),
             [this](const std::string& line) { warnings_.push_back(line); }) {
  mocap::write_bvh(folder_ / "a.bvh", swinging_leg());
  mocap::write_bvh(folder_ / "t.bvh", poseaae::test::traveller(swinging_leg().skeleton()));
}

OpenModel Stage::with(mocap::RootRotation treatment) const {
  codec::ModelData data = model_.codec().data();
  data.clip_options.root_rotation = treatment;
  codec::save_model(codec::PoseAutoencoder(std::move(data)), folder_ / "other.h5");
  return {file("other.h5"), nullptr};
}

OpenModel Stage::with_flow() const {
  Random random(6);
  Batch points(400, kLatent);
  for (float& value : points.reshaped()) {
    value = static_cast<float>((random.uniform() < 0.5 ? -2.0 : 2.0) + 0.2 * random.normal());
  }
  codec::ModelData data = model_.codec().data();
  data.latent = codec::LatentStatistics::with_mixture(points);
  codec::save_model(codec::PoseAutoencoder(std::move(data)), folder_ / "flow.safetensors");
  return {file("flow.safetensors"), nullptr};
}

std::string Stage::fill(const std::string& yaml) const {
  std::string text;
  for (std::size_t i = 0; i < yaml.size(); ++i) {
    const auto letter = [&](std::size_t k) {
      return k < yaml.size() && std::isalnum(static_cast<unsigned char>(yaml[k])) != 0;
    };
    const bool named = yaml[i] == 'A' || yaml[i] == 'T';
    const bool alone = named && !letter(i + 1) && (i == 0 || !letter(i - 1));
    text += alone ? file(yaml[i] == 'A' ? "a.bvh" : "t.bvh") : std::string(1, yaml[i]);
  }
  return text;
}

}  // namespace poseaae::session::test
