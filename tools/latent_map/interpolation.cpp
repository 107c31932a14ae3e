#include "poseaae/atlas/interpolation.hpp"

#include <fmt/format.h>

#include "latent_map/commands.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/latent/territory.hpp"
#include "support/sample_arguments.hpp"

namespace poseaae::tools {

namespace {

class InterpolationCommand : public Subcommand {
 public:
  explicit InterpolationCommand(CommandLine& app)
      : output_((model_.add_to(app), app),
                {.size = "116x132", .size_of = "each pose", .film = true}) {
    app.add_option("--from FILE[:FRAME]", from_,
                   "First pose: clip.bvh:100 is frame 100 of that file (default: a random pose, "
                   "drawn as --sample says)");
    app.add_option("--to FILE[:FRAME]", to_, "Last pose, likewise (default: another random pose)");
    app.add_option("--seed", seed_, "Seed of the random poses");
    sample_.add_to(app);
    app.add_option(
        "--frames", frames_,
        "Number of frames in the animation and points on the curves, including both ends");
    app.add_option("--columns", columns_, "Number of poses in each row of the picture");
  }

  void run() override {
    output_.check();
    auto model = model_.open();
    sample_.apply(model);
    Random random(seed_);
    const auto pose = [&](const std::string& text) -> Eigen::VectorXf {
      // Sampled in any case, so that one end stays what it is when the other is given.
      const Eigen::VectorXf sampled = model.sample(random);
      return text.empty() ? sampled : model.first_pose(text);
    };
    const Eigen::VectorXf from = pose(from_);
    const Eigen::VectorXf to = pose(to_);
    const auto comparison = atlas::compare_interpolations(model.codec().latent(), from, to, frames_,
                                                          model.motion_fps());
    output_.write({atlas::draw_interpolation(model.codec(), comparison, columns_, output_.grid()),
                   atlas::interpolation_csv(comparison),
                   atlas::interpolation_film(model.codec(), comparison)});
    const auto* flow = model.flow();
    if (flow == nullptr) {
      fmt::print(
          "smallest distance from the mean of the poses: {:.2f} on the straight line, {:.2f} on "
          "the arc; the shell of likely poses has radius {:.2f}\n",
          comparison.line_norms.minCoeff(), comparison.arc_norms.minCoeff(), comparison.shell);
      return;
    }
    for (const auto& [name, way] :
         {std::pair{"line", &comparison.line}, {"arc", &comparison.arc}}) {
      fmt::print("{}: {}\n", name,
                 latent::describe_commonness(latent::commonness(way->points, *flow)));
    }
  }

 private:
  ModelArguments model_;
  FigureArguments output_;
  SampleArguments sample_;
  std::string from_;
  std::string to_;
  std::uint64_t seed_ = 1;
  int frames_ = 61;
  int columns_ = 9;
};

}  // namespace

const SubcommandKind kInterpolation = subcommand<InterpolationCommand>(
    "interpolation", "Compare the straight line between two poses with the arc");

}  // namespace poseaae::tools
