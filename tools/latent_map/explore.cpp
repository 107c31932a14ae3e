#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "latent_map/commands.hpp"
#include "poseaae/atlas/plane.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/latent/attribute_file.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/page/space.hpp"

namespace poseaae::tools {

namespace {

class ExploreCommand : public Subcommand {
 public:
  explicit ExploreCommand(CommandLine& app) {
    app.add_option("INPUT FILE[:FIRST[:LAST]]", inputs_,
                   mocap::clip_kinds() +
                       " files, each with an optional frame range (dance.bvh:100:500), folders of "
                       "them, encodings or datasets (.h5), whose poses are on the map (default: "
                       "random poses)");
    model_.add_to(app);
    app.add_option("-o,--out FILE", out_, "Page to write (.html)")->required()->output();
    app.add_option("--method", method_,
                   "Projection of the map: tsne, which keeps neighbours together, or pca, the "
                   "plane of largest variance, with distances to scale")
        ->one_of({"tsne", "pca"});
    app.add_option("--points", points_, "Largest number of poses on the map")->between(16, 20'000);
    app.add_flag(
        "--with-clips", with_clips_,
        "Put the encodings of the inputs into the page, so that it can dance and mix them");
    app.add_option("--attributes FILE", attributes_,
                   "Attributes, which become sliders (default: attributes.safetensors beside the "
                   "model, if it is there)");
    app.add_option("--title TEXT", title_,
                   "Text at the head of the page (default: the model's name)");
    app.add_option("--seed", seed_, "Seed of the random poses");
  }

  void run() override {
    const std::string page = page::installed_page();
    auto model = model_.open();
    page::Space space{.title = title_.empty() ? name_of_model() : title_,
                      .key = sha256_of_file(model_.path()),
                      .map = {},
                      .styles = styles(model),
                      .clips = {}};
    fill_map(model, space);
    const std::string text = page::page_of_space(page, page::json_of(model.codec(), space));
    write_file(out_, text);
    fmt::print("{}: {} poses on the map, {} styles, {} clips, {:.2f} MB\n", out_.string(),
               space.map.places.rows(), space.styles.size(), space.clips.size(),
               static_cast<double>(text.size()) / 1e6);
  }

 private:
  void fill_map(session::OpenModel& model, page::Space& space) {
    if (inputs_.empty()) {
      if (with_clips_) {
        throw UsageError("--with-clips: expected clips to put into the page, found no input");
      }
      Random random(seed_);
      Batch latents(points_, model.dim());
      for (Eigen::Index n = 0; n < latents.rows(); ++n) latents.row(n) = model.sample(random);
      space.map = page::map_of(plane_of(latents), latents);
      return;
    }
    const auto found = session::encode_inputs(model, inputs_, "");
    space.map = page::map_of(plane_of(found.encodings.path.points), found.encodings);
    if (with_clips_) space.clips = latent::paths_of(found.encodings);
  }

  [[nodiscard]] atlas::Plane plane_of(const Batch& latents) const {
    if (method_ == "pca") return atlas::Plane::principal(latents, points_);
    atlas::TsneOptions options;
    const int used = std::min(points_, static_cast<int>(latents.rows()));
    options.perplexity = std::min(options.perplexity, (used - 1) / 3.0);
    return atlas::Plane::neighbours(latents, options, points_);
  }

  [[nodiscard]] std::vector<latent::Attribute> styles(session::OpenModel& model) const {
    if (!attributes_.empty()) {
      model.use_attributes(attributes_);
    } else if (!std::filesystem::exists(latent::attributes_beside(model.file()))) {
      return {};
    }
    return model.attributes().attributes;
  }

  /// "dance" of runs/dance/best.safetensors, otherwise the name of the file.
  [[nodiscard]] std::string name_of_model() const {
    const auto file = std::filesystem::absolute(model_.path());
    const std::string stem = file.stem().string();
    const bool of_run = (stem == "best" || stem == "last") && file.has_parent_path();
    return of_run ? file.parent_path().filename().string() : stem;
  }

  std::vector<std::string> inputs_;
  ModelArguments model_;
  std::filesystem::path out_;
  std::string method_ = "tsne";
  int points_ = 700;
  bool with_clips_ = false;
  std::string attributes_;
  std::string title_;
  std::uint64_t seed_ = 1;
};

}  // namespace

const SubcommandKind kExplore = subcommand<ExploreCommand>(
    "explore", "Write a page in one file, in which a browser plays the space");

}  // namespace poseaae::tools
