#include "poseaae/atlas/shell.hpp"

#include <fmt/format.h>

#include "latent_map/commands.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::tools {

namespace {

class ShellCommand : public Subcommand {
 public:
  explicit ShellCommand(CommandLine& app)
      : output_((poses_.add_to(app, false), app), {.figures = false, .required = false}) {}

  void run() override {
    output_.check();
    int own = 0;
    std::optional<atlas::MeasuredShell> measured;
    if (!poses_.model_path.empty()) {
      const auto model = poses_.load();
      own = model.latent_dim();
      if (!poses_.inputs.empty()) {
        measured = atlas::measure_shell(model.latent(), poses_.encode(model).encodings.path.points);
      }
    } else if (!poses_.inputs.empty()) {
      throw UsageError("expected --model FILE to encode the clips with, found none");
    }
    const auto table = atlas::shell_table(own, measured);
    if (output_.wanted()) output_.write({atlas::draw_shell(table), atlas::shell_csv(table), {}});
    fmt::print("{}", atlas::format_shell_table(table));
  }

 private:
  SeenPoses poses_;
  FigureArguments output_;
};

}  // namespace

std::unique_ptr<Subcommand> shell_command(CommandLine& app) {
  return std::make_unique<ShellCommand>(app);
}

}  // namespace poseaae::tools
