#include <fmt/format.h>

#include "../kinds.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent/retime.hpp"

namespace poseaae::recipe::source {

namespace {

LatentPath make(Keys& keys, Context& context) {
  const Item file = keys.need("file");
  keys.finish();
  const auto encodings = latent::Encodings::load(file.text("a file of encodings"));
  if (encodings.path.dim() != context.dim() || encodings.path.frames() == 0) {
    file.fail(fmt::format("encodings with {} latents", context.dim()),
              fmt::format("{} frames of {}", encodings.path.frames(), encodings.path.dim()));
  }
  return latent::upsample(encodings.path, context.fps());
}

}  // namespace

Source latents() {
  return {"latents", "file", "a path that was kept: latents: path.h5 (pose_encode, --latents)",
          make};
}

}  // namespace poseaae::recipe::source
