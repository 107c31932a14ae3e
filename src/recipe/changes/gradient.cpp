#include "../kinds.hpp"
#include "poseaae/latent/arithmetic.hpp"

namespace poseaae::recipe::change {

namespace {

Eigen::VectorXf vector_of(const std::string& name, Context& context) {
  if (name == "neutral") return Eigen::VectorXf::Zero(context.dim());
  return context.attribute(name).vector;
}

LatentPath apply(LatentPath path, Keys& keys, Context& context) {
  const std::string from = keys.need("from").text("an attribute");
  const std::string to = keys.need("to").text("an attribute");
  std::string strength = "1";
  keys.read("strength", strength);
  keys.finish();
  return latent::gradient(path, vector_of(from, context), vector_of(to, context), context.space(),
                          latent::Strength::parse(strength));
}

}  // namespace

Change gradient() {
  return {
      "gradient", "",
      "from one attribute to another on the way: from, to (style=old, ... or neutral), strength",
      apply};
}

}  // namespace poseaae::recipe::change
