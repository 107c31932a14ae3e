#include "samples.hpp"

#include <cmath>

namespace poseaae::test {

using mocap::Vec3;

codec::PoseAutoencoder arm_model() {
  mocap::Skeleton skeleton(
      {"Hips", "RightArm", "RightHand", "LeftLeg", "LeftFoot"}, {-1, 0, 1, 0, 3},
      {Vec3(0, 1, 0), Vec3(0, 0.5, 0), Vec3(-1, 0, 0), Vec3(0.1, 0, 0), Vec3(0, -1, 0)}, {});
  constexpr int kPose = 20, kLatents = 3, kArm = 1, kLeg = 3;
  nn::Layer decode{{kLatents, kPose, nn::Activation::kLinear},
                   {std::vector<float>(kPose * kLatents, 0.0F), std::vector<float>(kPose, 0.0F)}};
  for (int joint = 0; joint < 5; ++joint) decode.array("bias")[4 * joint] = 1.0F;
  decode.array("weight")[(4 * kArm + 3) * kLatents + 0] = 0.25F;
  decode.array("weight")[(4 * kLeg + 3) * kLatents + 1] = 0.05F;
  const nn::Layer encode{
      {kPose, kLatents, nn::Activation::kLinear},
      {std::vector<float>(kPose * kLatents, 0.0F), std::vector<float>(kLatents, 0.0F)}};
  Eigen::MatrixXd covariance = Eigen::Vector3d(1.0, 4.0, 0.25).asDiagonal();
  covariance(0, 1) = covariance(1, 0) = 0.3 * 1.0 * 2.0;
  return codec::PoseAutoencoder({.format = codec::PoseFormat(std::move(skeleton)),
                                 .encoder = nn::Network({encode}),
                                 .decoder = nn::Network({decode}),
                                 .latent = {Eigen::Vector3d(0.0, 0.5, 0.0), covariance},
                                 .clip_options = {},
                                 .fps = 30.0,
                                 .config = "",
                                 .provenance = {}});
}

std::vector<std::string> texts(const render::Picture& picture) {
  std::vector<std::string> found;
  for (const auto& layer : picture.layers) {
    for (const auto& shape : layer.shapes) {
      if (const auto* label = std::get_if<render::Label>(&shape)) found.push_back(label->text);
    }
  }
  return found;
}

int inked(const render::Image& image, const render::Viewport& area, const render::Colour& colour) {
  int count = 0;
  for (int y = std::max(0, static_cast<int>(area.y));
       y < std::min(image.height, static_cast<int>(area.y + area.height)); ++y) {
    for (int x = std::max(0, static_cast<int>(area.x));
         x < std::min(image.width, static_cast<int>(area.x + area.width)); ++x) {
      count += image.at(x, y) != render::packed(colour) ? 1 : 0;
    }
  }
  return count;
}

}  // namespace poseaae::test
