#include "poseaae/latent/walk.hpp"

#include <array>
#include <cstdio>

#include "poseaae/codec/model_file.hpp"
#include "poseaae/latent/decode.hpp"

// walk MODEL: writes a model and reads it back, encodes a motion of an arm, walks on through latent
// space from there and decodes the walk.
int main(int, char** argv) {
  using namespace poseaae;
  const codec::PoseFormat format(
      mocap::Skeleton({"shoulder", "elbow"}, {-1, 0}, {{0, 1.4, 0}, {0.3, 0, 0}}),
      codec::RotationForm::kSixD);
  constexpr int kLatents = 2;
  const std::array down{format.features(), 8, kLatents};
  const std::array up{kLatents, 8, format.features()};
  Random random(1);
  using nn::Activation;
  const codec::PoseAutoencoder made(
      {.format = format,
       .encoder = {nn::make_mlp(down, Activation::kElu, Activation::kLinear), random},
       .decoder = {nn::make_mlp(up, Activation::kElu, Activation::kLinear), random},
       .latent = {Eigen::VectorXd::Zero(kLatents), Eigen::MatrixXd::Identity(kLatents, kLatents)},
       .clip_options = {},
       .config = {},
       .provenance = {}});
  codec::save_model(made, argv[1]);
  const codec::PoseAutoencoder model = codec::load_model(argv[1]);
  const mocap::Motion still(format.skeleton(), 30.0, 1);
  const Eigen::VectorXf start = latent::encode(model, still).points.row(0).transpose();
  const latent::LatentGaussian space(model.latent());
  const latent::LatentPath path = latent::walk(space, start, {.count = 5}, 30.0);
  const mocap::Motion motion = latent::decode(model, path);
  std::printf("%d frames of %d joints\n", motion.frames(), motion.joints());
}
