#include <array>

#include "poseaae/base/random.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/mocap/kinematics.hpp"

// make_model MODEL: writes an untrained model of an arm of three joints.
int main(int argc, char** argv) {
  using namespace poseaae;
  if (argc != 2) return 2;
  const mocap::Skeleton arm({"shoulder", "elbow", "wrist"}, {-1, 0, 1},
                            {{0, 1.4, 0}, {0.3, 0, 0}, {0.25, 0, 0}});
  constexpr int kLatents = 2;
  const codec::PoseFormat format(arm);
  const std::array encoder{format.features(), 8, kLatents};
  const std::array decoder{kLatents, 8, format.features()};
  Random random(1);
  using nn::Activation;
  const codec::PoseAutoencoder untrained(
      {.format = format,
       .encoder = {nn::make_mlp(encoder, Activation::kRelu, Activation::kLinear), random},
       .decoder = {nn::make_mlp(decoder, Activation::kRelu, Activation::kLinear), random},
       .latent = {Eigen::VectorXd::Zero(kLatents), Eigen::MatrixXd::Identity(kLatents, kLatents)},
       .clip_options = {},
       .fps = 30.0,
       .config = "",
       .provenance = {}});
  codec::save_model(untrained, argv[1]);
  return 0;
}
