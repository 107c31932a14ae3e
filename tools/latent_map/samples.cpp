#include <fmt/format.h>

#include "latent_map/commands.hpp"
#include "poseaae/atlas/sample_page.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "support/sample_arguments.hpp"

namespace poseaae::tools {

namespace {

class SamplesCommand : public Subcommand {
 public:
  explicit SamplesCommand(CommandLine& app)
      : output_((add_inputs(app), app), {.size = "80x112", .size_of = "each pose"}) {
    sample_.add_to(app);
    app.add_option("--rows", options_.rows, "Number of rows of poses");
    app.add_option("--columns", options_.columns,
                   "Number of poses in a row, of recorded ones and of random ones alike");
    app.add_option("--seed", options_.seed,
                   "Seed of the random points, and of which recorded poses are drawn");
  }

  void run() override {
    output_.check();
    options_.validate();
    const auto model = model_.open();
    const codec::LatentStatistics& space = model.codec().latent();
    const latent::Sampling sampling = sample_.wish().value_or(latent::usual_sampling(space));
    atlas::RecordedPoses recorded;
    if (!inputs_.empty()) {
      auto found = session::encode_inputs(model, inputs_, "");
      recorded = {std::move(found.encodings), std::move(found.poses)};
    }
    const auto page =
        atlas::draw_samples(model.codec(), latent::draw_of(space, sampling), recorded, options_);
    output_.write({atlas::draw_sample_page(model.codec(), page, output_.grid()),
                   atlas::sample_page_csv(page),
                   {}});
    const std::string drawn =
        fmt::format("{} poses of random points drawn by the {}", options_.count(),
                    name_of(sampling, latent::sampling_names()));
    fmt::print("{}\n", inputs_.empty()
                           ? drawn
                           : fmt::format("{} of {} recorded poses, and {}", options_.count(),
                                         recorded.poses.rows(), drawn));
  }

 private:
  void add_inputs(CommandLine& app) {
    app.add_option("INPUT FILE[:FIRST[:LAST]]", inputs_,
                   mocap::clip_kinds() +
                       " files, each with an optional frame range (dance.bvh:100:500), folders of "
                       "them, or datasets (.h5), to choose recorded poses from (default: only "
                       "random points are drawn)");
    model_.add_to(app);
  }

  std::vector<std::string> inputs_;
  ModelArguments model_;
  FigureArguments output_;
  SampleArguments sample_;
  atlas::SamplePageOptions options_;
};

}  // namespace

const SubcommandKind kSamples =
    subcommand<SamplesCommand>("samples", "Draw the poses of random points, beside recorded ones");

}  // namespace poseaae::tools
