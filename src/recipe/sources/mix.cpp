#include "poseaae/latent/mix.hpp"

#include "../kinds.hpp"

namespace poseaae::recipe::source {

namespace {

LatentPath make(Keys& keys, OpenModel& model) {
  LatentPath a = path_of(keys.need("a"), model);
  LatentPath b = path_of(keys.need("b"), model);
  model.complete_roots({&a, &b});
  latent::MixOptions options;
  keys.read("factor", options.factor);
  keys.read("from", options.from);
  keys.read("to", options.to);
  keys.read("easing", options.easing, latent::easing_names());
  keys.read("interpolation", options.interpolation, latent::interpolation_names());
  keys.read("lengths", options.lengths, latent::length_match_names());
  if (const auto dimensions = keys.find("dimensions")) {
    options.shares = latent::parse_dimensions(dimensions->text("dimensions"), model.dim());
  }
  if (keys.find("factors")) {
    std::vector<double> factors;
    keys.read("factors", factors);
    options.shares = Eigen::Map<const Eigen::VectorXd>(factors.data(),
                                                       static_cast<Eigen::Index>(factors.size()));
    options.factor = 1.0;
  }
  keys.finish();
  return latent::mix(model.codec(), a, b, model.space(), options);
}

}  // namespace

Source mix() {
  return {"mix", "",
          "a mix of two paths: a, b (clips or phrases), from and to, or factor, easing, "
          "interpolation, lengths (stretch, truncate, warp), dimensions (0-3,7), factors (a list)",
          make};
}

}  // namespace poseaae::recipe::source
