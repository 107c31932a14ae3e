#include "support/path_arguments.hpp"

#include <fmt/format.h>

#include <numeric>

#include "poseaae/io/checksum.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent/summary.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/model/model_file.hpp"
#include "support/texts.hpp"

namespace poseaae::tools {

void add_model_option(CommandLine& app, std::string& path, bool required) {
  app.add_option("-m,--model", path, text::kModel)->required(required)->type_name("FILE");
}

PathArguments::PathArguments(CommandLine& app)
    : output_((add_model_option(app, model_path_), app)) {
  app.add_option("--latents", latents_path_,
                 "Also write the path through latent space to this file (.h5 or .csv)")
      ->type_name("FILE")
      ->output();
  app.add_flag("--no-plant", no_plant_,
               "Keep the root at the origin instead of standing the dancer on the floor");
}

codec::PoseAutoencoder PathArguments::load() {
  output_.check();
  if (!latents_path_.empty()) latent::check_encodings_path(latents_path_);
  return model::load(model_path_);
}

void PathArguments::finish(const codec::PoseAutoencoder& model, const latent::LatentPath& path,
                           const std::string& name, bool loops) {
  finish(model, {{.name = name, .path = path, .loops = loops}});
}

void PathArguments::finish(const codec::PoseAutoencoder& model,
                           const std::vector<TitledPath>& paths, std::size_t primary) {
  const bool several = paths.size() > 1;
  std::vector<render::Panel> panels;
  for (const TitledPath& titled : paths) {
    panels.push_back({several ? titled.name : "", decode(model, titled)});
  }
  output_.write(render::Scene(std::move(panels)), static_cast<int>(primary));
  if (!latents_path_.empty()) save_latents(paths);
  for (const auto& [name, path, detail, loops] : paths) {
    const Eigen::VectorXd distance = latent::distance_from_mean(path.points, model.latent());
    fmt::print(
        "{}distance from the mean of the model's latents, in standard deviations (1 is typical): "
        "mean {:.2f}, largest {:.2f}, at the end {:.2f}\n",
        several ? name + ": " : "", distance.mean(), distance.maxCoeff(),
        distance[distance.size() - 1]);
  }
}

mocap::Motion PathArguments::decode(const codec::PoseAutoencoder& model,
                                    const TitledPath& titled) const {
  if (!titled.detail) {
    return latent::decode(model, titled.path, {.plant = !no_plant_, .loops = titled.loops});
  }
  mocap::Motion motion = mocap::make_continuous(
      latent::add_detail(latent::decode(model, titled.path, {.plant = false}), *titled.detail));
  return no_plant_ ? motion : latent::plant_on_floor(std::move(motion), titled.loops);
}

void PathArguments::save_latents(const std::vector<TitledPath>& paths) const {
  latent::Encodings encodings;
  encodings.model = model_path_;
  encodings.model_sha256 = sha256_of_file(model_path_);
  for (const auto& [name, path, detail, loops] : paths) {
    std::vector<int> frames(static_cast<std::size_t>(path.frames()));
    std::iota(frames.begin(), frames.end(), 0);
    encodings.append(name, path, frames);
  }
  encodings.save(latents_path_);
  fmt::print("wrote {} ({} x {} latents)\n", latents_path_, encodings.path.frames(),
             encodings.path.dim());
}

}  // namespace poseaae::tools
