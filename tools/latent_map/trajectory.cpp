#include "poseaae/atlas/trajectory.hpp"

#include <fmt/format.h>

#include "latent_map/commands.hpp"
#include "poseaae/base/log.hpp"
#include "support/texts.hpp"

namespace poseaae::tools {

namespace {

class TrajectoryCommand : public Subcommand {
 public:
  explicit TrajectoryCommand(CommandLine& app)
      : output_((poses_.add_to(app), app), {.figures = false, .required = false}) {
    app.add_option("--title", title_, text::kTitle)->type_name("TEXT");
  }

  void run() override {
    output_.check();
    const auto model = poses_.load();
    const latent::LatentGaussian space(model.latent());
    std::vector<atlas::NamedTrajectory> paths;
    const auto found = log::warned(input_paths(model, poses_.model_path, poses_.inputs));
    for (const auto& [name, path] : found.paths) {
      paths.push_back({name, latent::diagnose(path, space)});
    }
    if (output_.wanted()) {
      output_.write({render::draw_figure(atlas::trajectory_figure(paths, title_)),
                     atlas::trajectory_csv(paths),
                     {}});
    }
    for (const auto& [name, numbers] : paths) {
      fmt::print("{}\n{}", name, latent::format_diagnostics(numbers));
    }
  }

 private:
  SeenPoses poses_;
  FigureArguments output_;
  std::string title_;
};

}  // namespace

std::unique_ptr<Subcommand> trajectory_command(CommandLine& app) {
  return std::make_unique<TrajectoryCommand>(app);
}

}  // namespace poseaae::tools
