#include "support/travel.hpp"

#include <fmt/format.h>

#include <numeric>

#include "poseaae/core/checksum.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent/summary.hpp"

namespace poseaae::tools {

void add_model_option(CLI::App& app, std::string& path, bool required) {
  app.add_option("-m,--model", path, "Trained model, as aae_train leaves it (runs/NAME/best.h5)")
      ->required(required)
      ->type_name("FILE");
}

TravelArguments::TravelArguments(CLI::App& app)
    : output_((add_model_option(app, model_path_), app)) {
  app.add_option("--latents", latents_path_, "Also write the path itself (.h5 or .csv)")
      ->type_name("FILE");
  app.add_flag("--no-plant", no_plant_,
               "Hang the root at the origin instead of standing the dancer on the floor");
}

model::PoseAutoencoder TravelArguments::load() {
  output_.check();
  if (!latents_path_.empty()) latent::check_encodings_path(latents_path_);
  return model::PoseAutoencoder::load(model_path_);
}

void TravelArguments::finish(const model::PoseAutoencoder& model, const latent::LatentPath& path,
                             const std::string& name, bool loops) {
  output_.write(render::Scene(latent::decode(model, path, {.plant = !no_plant_, .loops = loops})));
  if (!latents_path_.empty()) {
    latent::Encodings encodings;
    encodings.model = model_path_;
    encodings.model_sha256 = sha256_of_file(model_path_);
    std::vector<int> frames(static_cast<std::size_t>(path.frames()));
    std::iota(frames.begin(), frames.end(), 0);
    encodings.append(name, path, frames);
    encodings.save(latents_path_);
    fmt::print("wrote {} ({} x {} latents)\n", latents_path_, path.frames(), path.dim());
  }
  const Eigen::VectorXd distance = latent::distance_from_mean(path.points, model.latent());
  fmt::print(
      "distance from the mean of the model's latents, in standard deviations (1 is typical): "
      "mean {:.2f}, most {:.2f}, at the end {:.2f}\n",
      distance.mean(), distance.maxCoeff(), distance[distance.size() - 1]);
}

}  // namespace poseaae::tools
