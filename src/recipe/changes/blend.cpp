#include "../kinds.hpp"
#include "poseaae/latent/arithmetic.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, OpenModel& model) {
  std::vector<Eigen::VectorXf> vectors;
  std::vector<double> weights;
  for (const auto& entry : keys.need("of").mapping("a blend's attributes")) {
    vectors.push_back(model.attributes().find(entry.name).vector);
    weights.push_back(entry.value.number("a weight"));
  }
  std::string strength = "1";
  keys.read("strength", strength);
  keys.finish();
  return latent::compose(
      path, {{latent::blend(vectors, weights, model.space()), latent::Strength::parse(strength)}});
}

}  // namespace

Change blend() {
  return {"blend", "",
          "adds a blend of attributes: of ({style=old: 0.3, style=happy: 0.7}, weights that sum to "
          "1), strength",
          apply};
}

}  // namespace poseaae::recipe::change
