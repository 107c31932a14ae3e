#include "poseaae/atlas/traversal.hpp"

#include <fmt/format.h>

#include "latent_map/commands.hpp"

namespace poseaae::tools {

namespace {

class TraversalCommand : public Subcommand {
 public:
  explicit TraversalCommand(CommandLine& app)
      : output_((add_model_option(app, model_path_), app), {"116x132", "each pose"}) {
    app.add_flag(
        "--principal", principal_,
        "Draw a row for each principal axis of the poses' latents instead of each single latent");
    app.add_option("--columns", options_.columns, "Number of poses in each row");
    app.add_option("--reach", options_.reach,
                   "Distance of the outer poses from the mean pose, in standard deviations");
    app.add_option("--rows", options_.rows, "Number of rows to draw, from the first (default: all)")
        ->default_str("");
    app.add_flag("--in-order", in_order_,
                 "Sort rows by the number of the latent, or by variance with --principal; without "
                 "this option, rows are sorted by how far they move the joints");
  }

  void run() override {
    output_.check();
    using atlas::TraversalAxes;
    options_.axes = principal_ ? TraversalAxes::kPrincipal : TraversalAxes::kDimensions;
    options_.sorted = !in_order_;
    options_.validate();
    const auto model = open_model(model_path_);
    const auto traversal = atlas::traverse(model.codec(), options_);
    output_.write({atlas::draw_traversal(model.codec(), traversal, output_.grid()),
                   atlas::traversal_csv(traversal),
                   {}});
    for (const auto& row : traversal.rows) {
      fmt::print("{}: joints move {:.1f} cm from {:+g} to {:+g} standard deviations\n", row.label,
                 row.displacement_cm, -options_.reach, options_.reach);
    }
  }

 private:
  std::string model_path_;
  FigureArguments output_;
  bool principal_ = false;
  bool in_order_ = false;
  atlas::TraversalOptions options_;
};

}  // namespace

const SubcommandKind kTraversal = subcommand<TraversalCommand>(
    "traversal", "Draw what each direction does: a row of poses for every latent");

}  // namespace poseaae::tools
