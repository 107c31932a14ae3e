#include "../kinds.hpp"
#include "poseaae/latent/arithmetic.hpp"

namespace poseaae::recipe::change {

namespace {

Eigen::VectorXf vector_of(const std::string& name, Studio& studio) {
  if (name == "neutral") return Eigen::VectorXf::Zero(studio.dim());
  return studio.attribute(name).vector;
}

LatentPath apply(LatentPath path, Keys& keys, Studio& studio) {
  const std::string from = keys.need("from").text("an attribute");
  const std::string to = keys.need("to").text("an attribute");
  std::string strength = "1";
  keys.read("strength", strength);
  keys.finish();
  return latent::gradient(path, vector_of(from, studio), vector_of(to, studio), studio.space(),
                          latent::Strength::parse(strength));
}

}  // namespace

Change gradient() {
  return {"gradient", "",
          "changes from one attribute to another along the path: from, to (style=old, ... or "
          "neutral), strength",
          apply};
}

}  // namespace poseaae::recipe::change
