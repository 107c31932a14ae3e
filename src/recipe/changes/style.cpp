#include "../kinds.hpp"
#include "poseaae/latent/arithmetic.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, Context& context) {
  std::vector<latent::Dose> doses;
  if (keys.item().is_scalar()) {
    doses.push_back({context.attribute(keys.item().text("an attribute")).vector});
  } else {
    for (const auto& entry : keys.item().mapping("a style")) {
      doses.push_back({context.attribute(entry.name).vector,
                       latent::Strength::parse(entry.value.text("a strength"))});
    }
  }
  return latent::compose(path, doses);
}

}  // namespace

Change style() {
  return {"style", "attribute",
          "adds attributes: style: {style=old: 1, energy: 0:1.5}, each with a strength, or two "
          "for one that grows",
          apply};
}

}  // namespace poseaae::recipe::change
