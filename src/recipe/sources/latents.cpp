#include <fmt/format.h>

#include "../kinds.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/latent_io/encodings_file.hpp"

namespace poseaae::recipe::source {

namespace {

/// The way through clips that follow one another.
latent::RootPath in_sequence(std::vector<latent::NamedPath> clips, const OpenModel& model) {
  std::vector<LatentPath*> paths;
  for (auto& clip : clips) paths.push_back(&clip.path);
  model.complete_roots(paths);
  latent::RootPath whole;
  for (const LatentPath* path : paths) latent::append(whole, *path->root);
  return whole;
}

LatentPath make(Keys& keys, OpenModel& model) {
  const Item file = keys.need("file");
  keys.finish();
  const auto encodings = latent::load_encodings(file.text("a file of encodings"));
  if (encodings.path.dim() != model.dim() || encodings.path.frames() == 0) {
    file.fail(fmt::format("encodings with {} latents", model.dim()),
              fmt::format("{} frames of {}", encodings.path.frames(), encodings.path.dim()));
  }
  LatentPath path = encodings.path;
  if (path.root) path.root = in_sequence(latent::paths_of(encodings), model);
  if (model.windowed() && path.fps != model.fps())
    return latent::at_speed(model.codec(), path, 1.0);
  return latent::upsample(path, model.fps());
}

}  // namespace

Source latents() {
  return {"latents", "file",
          "a saved path, as in latents: path.h5 (written by pose_encode or --latents)", make};
}

}  // namespace poseaae::recipe::source
