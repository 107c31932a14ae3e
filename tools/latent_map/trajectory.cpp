#include "poseaae/atlas/trajectory.hpp"

#include <fmt/format.h>

#include "latent_map/commands.hpp"
#include "support/texts.hpp"

namespace poseaae::tools {

namespace {

class TrajectoryCommand : public Subcommand {
 public:
  explicit TrajectoryCommand(CommandLine& app)
      : output_((poses_.add_to(app), app), {.figures = false, .required = false}) {
    app.add_option("--title TEXT", title_, text::kTitle);
  }

  void run() override {
    output_.check();
    auto model = poses_.model.open();
    std::vector<atlas::NamedTrajectory> paths;
    for (const auto& [name, path] : session::input_paths(model, poses_.inputs)) {
      paths.push_back({name, latent::diagnose(path, model.space(), model.flow())});
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

const SubcommandKind kTrajectory = subcommand<TrajectoryCommand>(
    "trajectory", "Print and plot the speed, acceleration and norm of paths over time");

}  // namespace poseaae::tools
