#include "../kinds.hpp"
#include "poseaae/latent/arithmetic.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, Context& context) {
  const LatentPath style = path_of(keys.need("style"), context);
  const LatentPath neutral = path_of(keys.need("neutral"), context);
  latent::ClipStyleOptions options;
  std::string strength = "1";
  keys.read("strength", strength);
  keys.read("align", options.align);
  keys.finish();
  options.strength = latent::Strength::parse(strength);
  return latent::transfer(path, style, neutral, context.space(), options);
}

}  // namespace

Change transfer() {
  return {"transfer", "",
          "adds what two clips differ by, frame by frame: style, neutral (clips or phrases), "
          "strength, align",
          apply};
}

}  // namespace poseaae::recipe::change
