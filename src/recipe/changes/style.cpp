#include "../kinds.hpp"
#include "poseaae/latent/arithmetic.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, OpenModel& model) {
  std::vector<latent::Dose> doses;
  if (keys.item().is_scalar()) {
    doses.push_back({model.attributes().find(keys.item().text("an attribute")).vector});
  } else {
    for (const auto& entry : keys.item().mapping("a style")) {
      doses.push_back({model.attributes().find(entry.name).vector,
                       latent::Strength::parse(entry.value.text("a strength"))});
    }
  }
  return latent::compose(path, doses);
}

}  // namespace

Change style() {
  return {"style", "attribute",
          "adds attributes, each with a strength or with FIRST:LAST for one that changes, as in "
          "style: {style=old: 1, energy: 0:1.5}",
          apply};
}

}  // namespace poseaae::recipe::change
