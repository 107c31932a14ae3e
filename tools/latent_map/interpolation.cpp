#include "poseaae/atlas/interpolation.hpp"

#include <fmt/format.h>

#include "latent_map/commands.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/model/model_file.hpp"
#include "support/clip_arguments.hpp"
#include "support/path_arguments.hpp"

namespace poseaae::tools {

namespace {

class InterpolationCommand : public Subcommand {
 public:
  explicit InterpolationCommand(CommandLine& app)
      : output_((add_model_option(app, model_path_), app),
                {.size = "116x132", .size_of = "each pose", .film = true}) {
    app.add_option("--from", from_,
                   "First pose: clip.bvh:100 is frame 100 of that file (default: a random pose, "
                   "sampled from the model's latent statistics)")
        ->type_name("FILE[:FRAME]");
    app.add_option("--to", to_, "Last pose, likewise (default: another random pose)")
        ->type_name("FILE[:FRAME]");
    app.add_option("--seed", seed_, "Seed of the random poses")->capture_default_str();
    app.add_option(
           "--frames", frames_,
           "Number of frames in the animation and points on the curves, including both ends")
        ->capture_default_str();
    app.add_option("--columns", columns_, "Number of poses in each row of the picture")
        ->capture_default_str();
  }

  void run() override {
    output_.check();
    const auto model = model::load(model_path_);
    Random random(seed_);
    const latent::LatentGaussian space(model.latent());
    const auto pose = [&](const std::string& text) -> Eigen::VectorXf {
      // Sampled in any case, so that one end stays what it is when the other is given.
      const Eigen::VectorXf sampled = space.sample(random).cast<float>();
      if (text.empty()) return sampled;
      auto reference = mocap::ClipReference::parse(text);
      reference.last = reference.first + 1;
      return latent::encode(model, log::warned(open_clip(reference, model)).motion).points.row(0);
    };
    const Eigen::VectorXf from = pose(from_);
    const Eigen::VectorXf to = pose(to_);
    const auto comparison =
        atlas::compare_interpolations(model.latent(), from, to, frames_, model.data().fps);
    output_.write({atlas::draw_interpolation(model, comparison, columns_, grid_style(output_)),
                   atlas::interpolation_csv(comparison),
                   atlas::interpolation_film(model, comparison)});
    fmt::print(
        "smallest distance from the mean of the poses: {:.2f} on the straight line, {:.2f} on the "
        "arc; the shell of likely poses has radius {:.2f}\n",
        comparison.line_norms.minCoeff(), comparison.arc_norms.minCoeff(), comparison.shell);
  }

 private:
  std::string model_path_;
  FigureArguments output_;
  std::string from_;
  std::string to_;
  std::uint64_t seed_ = 1;
  int frames_ = 61;
  int columns_ = 9;
};

}  // namespace

std::unique_ptr<Subcommand> interpolation_command(CommandLine& app) {
  return std::make_unique<InterpolationCommand>(app);
}

}  // namespace poseaae::tools
