#include "../kinds.hpp"
#include "poseaae/latent/arithmetic.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, OpenModel& model) {
  const LatentPath style = path_of(keys.need("style"), model);
  const LatentPath neutral = path_of(keys.need("neutral"), model);
  latent::ClipStyleOptions options;
  std::string strength = "1";
  keys.read("strength", strength);
  keys.read("align", options.align);
  keys.finish();
  options.strength = latent::Strength::parse(strength);
  return latent::transfer(path, style, neutral, model.space(), options);
}

}  // namespace

Change transfer() {
  return {"transfer", "",
          "adds the difference between two clips, frame by frame: style, neutral (clips or "
          "phrases), strength, align",
          apply};
}

}  // namespace poseaae::recipe::change
