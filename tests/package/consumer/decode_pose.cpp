#include <cstdio>

#include "poseaae/base/error.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/render/output.hpp"

// decode_pose MODEL PICTURE: draws the pose at the centre of a model's latent space.
int main(int argc, char** argv) try {
  if (argc != 3) throw poseaae::UsageError("decode_pose MODEL PICTURE");
  const auto model = poseaae::codec::load_model(argv[1]);
  const poseaae::latent::LatentPath path{model.latent().mean.cast<float>().transpose(), 30.0};
  const auto motion = poseaae::latent::decode(model, path);
  poseaae::render::write_output(argv[2], poseaae::render::Scene(motion));
  std::printf("%d joints, %d latents\n", motion.joints(), model.latent_dim());
} catch (const poseaae::Error& problem) {
  std::fprintf(stderr, "%s\n", problem.what());
  return static_cast<int>(problem.exit_code());
}
