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
    if (!poses_.model.path().empty()) {
      const auto model = poses_.model.open();
      own = model.dim();
      if (!poses_.inputs.empty()) {
        const auto found = session::encode_inputs(model, poses_.inputs, "");
        measured = atlas::measure_shell(model.codec().latent(), found.encodings.path.points);
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

const SubcommandKind kShell = subcommand<ShellCommand>(
    "shell", "Print how far from the centre poses lie, and how empty the centre is");

}  // namespace poseaae::tools
