#include "poseaae/atlas/map.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "latent_map/commands.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "support/texts.hpp"

namespace poseaae::tools {

namespace {

/// The label of that name. @throws UsageError with all there are
atlas::MapColouring colouring_by(const EncodedInputs& found, const std::string& name) {
  if (name == "none") return std::monostate{};
  if (const auto text = found.texts.find(name); text != found.texts.end()) {
    return atlas::TextLabel{name, text->second};
  }
  if (const auto number = found.numbers.find(name); number != found.numbers.end()) {
    return atlas::NumberLabel{name == "time" ? "time in the clip (s)" : name, number->second};
  }
  std::string known = "none";
  for (const auto& [label, values] : found.texts) known += ", " + label;
  for (const auto& [label, values] : found.numbers) known += ", " + label;
  throw UsageError(
      fmt::format("--colour-by: expected one of {}, found '{}'; --label-pattern reads more labels "
                  "from clip names",
                  known, name));
}

class MapCommand : public Subcommand {
 public:
  explicit MapCommand(CommandLine& app)
      : output_((poses_.add_to(app), app), {"1100x800", "the picture"}) {
    app.add_option("--method", method_,
                   "Projection: pca, the plane of largest variance, with distances to scale; tsne, "
                   "which keeps neighbours together but gives no meaning to large distances")
        ->one_of({"pca", "tsne"})
        ->capture_default_str();
    app.add_option("--colour-by", colour_by_,
                   "Colouring: clip, time, none, or a label of clips or frames (default: clip, or "
                   "time for a single clip)")
        ->type_name("LABEL");
    app.add_option("--label-pattern", poses_.label_pattern, text::kLabelPattern)
        ->type_name("PATTERN");
    app.add_option("--path", paths_,
                   "Encodings (.h5) to draw over the map as a path, such as pose_walk --latents "
                   "writes; may be given several times")
        ->type_name("FILE");
    app.add_option("--poses", options_.thumbnails,
                   "Number of poses to draw beside points that lie far apart")
        ->type_name("COUNT")
        ->capture_default_str();
    app.add_option("--pose-size", options_.thumbnail_px, "Height of each of these poses in pixels")
        ->capture_default_str();
    app.add_flag("--whole", options_.whole,
                 "Show everything; without this option, the few points far beyond all others are "
                 "left out, and the map says how many");
    app.add_option("--title", options_.title, text::kTitle)->type_name("TEXT");
    app.add_option("--perplexity", perplexity_,
                   "Perplexity of t-SNE: about how many neighbours count for each point (default: "
                   "30, less with few poses)");
    app.add_option("--iterations", tsne_.iterations, "Number of iterations of t-SNE")
        ->capture_default_str();
    app.add_option("--max-points", max_points_,
                   "Largest number of points on the map (default: 20000 with pca, 2000 with tsne)")
        ->positive();
  }

  void run() override {
    output_.check();
    options_.width = output_.size().width;
    options_.height = output_.size().height;
    options_.camera = output_.camera();
    options_.validate();
    const auto model = poses_.load();
    const auto found = poses_.encode(model);
    const auto& latents = found.encodings.path.points;
    const bool many = found.encodings.clips.size() > 1;
    const auto colouring =
        colouring_by(found, colour_by_.empty() ? (many ? "clip" : "time") : colour_by_);
    const auto plane = make_plane(latents);
    output_.write({atlas::draw_map(model, plane, latents, colouring, paths(model), options_),
                   atlas::map_csv(plane, found.encodings, colouring),
                   {}});
    fmt::print("{}\n", plane.note());
  }

 private:
  [[nodiscard]] atlas::Plane make_plane(const Batch& latents) {
    if (method_ == "pca") {
      return max_points_ > 0 ? atlas::Plane::principal(latents, max_points_)
                             : atlas::Plane::principal(latents);
    }
    const int count = max_points_ > 0 ? max_points_ : 2000;
    const int used = std::min(count, static_cast<int>(latents.rows()));
    tsne_.perplexity = perplexity_ > 0.0 ? perplexity_ : std::min(30.0, (used - 1) / 3.0);
    return atlas::Plane::neighbours(latents, tsne_, count);
  }

  [[nodiscard]] std::vector<atlas::MapPath> paths(const codec::PoseAutoencoder& model) const {
    std::vector<atlas::MapPath> paths;
    auto found = log::warned(input_paths(model, poses_.model_path, paths_));
    for (auto& [name, path] : found.paths) {
      paths.push_back({name, std::move(path.points)});
    }
    return paths;
  }

  SeenPoses poses_;
  FigureArguments output_;
  std::string method_ = "pca";
  std::string colour_by_;
  std::vector<std::string> paths_;
  atlas::MapOptions options_;
  atlas::TsneOptions tsne_;
  double perplexity_ = 0.0;
  int max_points_ = 0;
};

}  // namespace

std::unique_ptr<Subcommand> map_command(CommandLine& app) {
  return std::make_unique<MapCommand>(app);
}

}  // namespace poseaae::tools
