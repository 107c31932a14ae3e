#include "../kinds.hpp"
#include "poseaae/latent/arithmetic.hpp"

namespace poseaae::recipe::change {

namespace {

Eigen::VectorXf vector_of(const std::string& name, OpenModel& model) {
  if (name == "neutral") return Eigen::VectorXf::Zero(model.dim());
  return model.attributes().find(name).vector;
}

LatentPath apply(LatentPath path, Keys& keys, OpenModel& model) {
  const std::string from = keys.need("from").text("an attribute");
  const std::string to = keys.need("to").text("an attribute");
  std::string strength = "1";
  keys.read("strength", strength);
  keys.finish();
  return latent::gradient(path, vector_of(from, model), vector_of(to, model), model.space(),
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
