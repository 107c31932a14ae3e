#include "support/path_arguments.hpp"

#include <fmt/format.h>

#include "poseaae/latent/territory.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "support/choice.hpp"

namespace poseaae::tools {

PathArguments::PathArguments(CommandLine& app, bool follows_clips)
    : output_((model_.add_to(app), app)) {
  app.add_option("--latents FILE", latents_path_,
                 "Also write the path through latent space to this file (.h5 or .csv)")
      ->output();
  auto* travel = add_choice(
      app, "--travel", travel_, latent::travel_names(),
      "What takes the dancer through the room: clip, the way of the clip that is followed, and the "
      "feet where there is none; feet, the feet that carry weight, which stay where they stand; "
      "none, nothing, the dancer stays in place, always on the floor (default: clip)");
  app.add_flag("--in-place", in_place_, "The same as --travel none")->excludes(travel);
  plant_.emplace(app, follows_clips ? "ik; with --detail root" : "ik");
  plant_->add_no_plant(app, "The same as --plant off");
}

session::OpenModel PathArguments::load() {
  output_.check();
  if (!latents_path_.empty()) latent::check_encodings_path(latents_path_);
  return model_.open();
}

void PathArguments::finish(const session::OpenModel& model, std::vector<session::Dancer> dancers,
                           std::size_t primary) {
  for (auto& dancer : dancers) {
    if (!travel()) continue;
    dancer.travel = *travel();
    if (dancer.travel != latent::Travel::kClip) dancer.path.root.reset();
  }
  const bool several = dancers.size() > 1;
  std::vector<render::Panel> panels;
  std::vector<footing::PlantReport> reports;
  for (const auto& dancer : dancers) {
    auto danced = model.dance(dancer, plant_->wish());
    reports.push_back(std::move(danced.report));
    panels.push_back({several ? dancer.name : "", std::move(danced.motion)});
  }
  output_.write(render::Scene(std::move(panels)), static_cast<int>(primary));
  for (std::size_t i = 0; i < dancers.size(); ++i) {
    plant_->report(reports[i], several ? dancers[i].name : "");
  }
  if (!latents_path_.empty()) write_encodings(model.encodings(dancers), latents_path_);
  for (const auto& dancer : dancers) {
    fmt::print(
        "{}{}\n", several ? dancer.name + ": " : "",
        latent::describe_territory(dancer.path.points, model.codec().latent(), model.flow()));
  }
}

void PathArguments::save_latents(const session::OpenModel& model,
                                 const session::Dancer& dancer) const {
  if (!latents_path_.empty()) write_encodings(model.encodings({dancer}), latents_path_);
}

void write_encodings(const latent::Encodings& encodings, const std::string& file) {
  latent::save_encodings(encodings, file);
  fmt::print("wrote {} ({} x {} latents)\n", file, encodings.path.frames(), encodings.path.dim());
}

}  // namespace poseaae::tools
