#include "poseaae/latent/offset.hpp"

#include "../kinds.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, OpenModel& model) {
  std::string direction = "all";
  keys.read("direction", direction);
  latent::OffsetOptions options;
  keys.read("amplitude", options.amplitude);
  keys.read("unit", options.unit, latent::amplitude_unit_names());
  keys.read("shape", options.shape, latent::offset_shape_names());
  keys.read("cycles", options.cycles);
  keys.read("attack", options.attack);
  keys.read("release", options.release);
  keys.read("easing", options.easing, latent::easing_names());
  keys.finish();
  return latent::follow_at_offset(path, model.direction(direction), model.codec().latent(),
                                  options);
}

}  // namespace

Change offset() {
  return {"offset", "",
          "follows the path at an offset: direction (all, 3, axis:0, attribute:style=old), "
          "amplitude, unit, shape (sinusoid, ramp, envelope), cycles, attack, release, easing",
          apply};
}

}  // namespace poseaae::recipe::change
