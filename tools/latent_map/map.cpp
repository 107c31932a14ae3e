#include "poseaae/atlas/map.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "latent_map/commands.hpp"
#include "poseaae/base/error.hpp"
#include "support/texts.hpp"

namespace poseaae::tools {

namespace {

/// The label of that name. @throws UsageError with all there are
atlas::MapColouring colouring_by(const session::EncodedInputs& found, const std::string& name) {
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
        ->one_of({"pca", "tsne"});
    app.add_option("--colour-by LABEL", colour_by_,
                   "Colouring: clip, time, none, or a label of clips or frames (default: clip, or "
                   "time for a single clip)");
    app.add_option("--label-pattern PATTERN", label_pattern_, text::kLabelPattern);
    app.add_option("--path FILE", paths_,
                   "Encodings (.h5) to draw over the map as a path, such as pose_walk --latents "
                   "writes; may be given several times");
    app.add_option("--poses COUNT", options_.thumbnails,
                   "Number of poses to draw beside points that lie far apart");
    app.add_option("--pose-size", options_.thumbnail_px, "Height of each of these poses in pixels");
    app.add_flag("--whole", options_.whole,
                 "Show everything; without this option, the few points far beyond all others are "
                 "left out, and the map says how many");
    app.add_option("--title TEXT", options_.title, text::kTitle);
    app.add_option("--perplexity", perplexity_,
                   "Perplexity of t-SNE: about how many neighbours count for each point (default: "
                   "30, less with few poses)")
        ->between(1.0, 1e6);
    app.add_option("--iterations", tsne_.iterations, "Number of iterations of t-SNE");
    app.add_option("--max-points", max_points_,
                   "Largest number of points on the map (default: 20000 with pca, 2000 with tsne)")
        ->between(1, 10'000'000);
  }

  void run() override {
    output_.check();
    options_.width = output_.size().width;
    options_.height = output_.size().height;
    options_.camera = output_.camera();
    options_.validate();
    const auto model = open_model(poses_.model_path);
    const auto found = session::encode_inputs(model, poses_.inputs, label_pattern_);
    const auto& latents = found.encodings.path.points;
    const bool many = found.encodings.clips.size() > 1;
    const auto colouring =
        colouring_by(found, colour_by_.empty() ? (many ? "clip" : "time") : colour_by_);
    const auto plane = make_plane(latents);
    output_.write(
        {atlas::draw_map(model.codec(), plane, latents, colouring, paths(model), options_),
         atlas::map_csv(plane, found.encodings, colouring),
         {}});
    fmt::print("{}\n", plane.note());
  }

 private:
  [[nodiscard]] atlas::Plane make_plane(const Batch& latents) {
    if (method_ == "pca") {
      return max_points_ ? atlas::Plane::principal(latents, *max_points_)
                         : atlas::Plane::principal(latents);
    }
    const int count = max_points_.value_or(2000);
    const int used = std::min(count, static_cast<int>(latents.rows()));
    tsne_.perplexity = perplexity_.value_or(std::min(30.0, (used - 1) / 3.0));
    return atlas::Plane::neighbours(latents, tsne_, count);
  }

  [[nodiscard]] std::vector<atlas::MapPath> paths(const session::OpenModel& model) const {
    std::vector<atlas::MapPath> paths;
    for (auto& [name, path] : session::input_paths(model, paths_)) {
      paths.push_back({name, std::move(path.points)});
    }
    return paths;
  }

  SeenPoses poses_;
  FigureArguments output_;
  std::string method_ = "pca";
  std::string colour_by_;
  std::string label_pattern_;
  std::vector<std::string> paths_;
  atlas::MapOptions options_;
  atlas::TsneOptions tsne_;
  std::optional<double> perplexity_;
  std::optional<int> max_points_;
};

}  // namespace

const SubcommandKind kMap = subcommand<MapCommand>(
    "map", "Draw where poses lie: a projection onto a plane, with paths over it");

}  // namespace poseaae::tools
