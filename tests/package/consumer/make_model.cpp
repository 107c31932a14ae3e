#include <array>

#include "poseaae/base/random.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/model/pose_autoencoder.hpp"

// make_model MODEL: writes an untrained model of an arm of three joints.
int main(int argc, char** argv) {
  using namespace poseaae;
  if (argc != 2) return 2;
  const mocap::Skeleton arm({"shoulder", "elbow", "wrist"}, {-1, 0, 1},
                            {{0, 1.4, 0}, {0.3, 0, 0}, {0.25, 0, 0}});
  constexpr int kLatents = 2;
  const int pose_dim = 4 * arm.joints();
  const std::array encoder{pose_dim, 8, kLatents};
  const std::array decoder{kLatents, 8, pose_dim};
  Random random(1);
  using model::Activation;
  const model::PoseAutoencoder untrained(
      {.skeleton = arm,
       .encoder = {model::make_mlp(encoder, Activation::kRelu, Activation::kLinear), random},
       .decoder = {model::make_mlp(decoder, Activation::kRelu, Activation::kLinear), random},
       .latent = {Eigen::VectorXd::Zero(kLatents), Eigen::MatrixXd::Identity(kLatents, kLatents)},
       .reference_pose = {},
       .clip_options = {},
       .fps = 30.0,
       .config = "",
       .provenance = {}});
  untrained.save(argv[1]);
  return 0;
}
