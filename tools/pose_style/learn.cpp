#include "poseaae/attributes/learn.hpp"

#include <fmt/format.h>

#include "pose_style/commands.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/progress.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/io/file_kind.hpp"
#include "poseaae/model/model_file.hpp"
#include "poseaae/training/config.hpp"
#include "support/texts.hpp"

namespace poseaae::tools::style {

namespace {

constexpr const char* kFooter = R"(
Attributes come from the labels of clips: labels in their names (data.label_pattern), such as
"style=old", or labels of frames in a file beside them, such as "energy" (the upper third of its values
against the lower third). The vector of an attribute points from the mean of the neutral poses to the
mean of the poses that have the attribute. Where clips are labelled by content, differences are taken
within each content, so that "old" does not come to mean "walks less".

Examples:
  pose_style learn --model runs/styles/best.h5 --neutral style=normal
  pose_style learn --model runs/dance/best.h5 --learn energy,arm_height
  pose_style learn --model runs/styles/best.h5 --data mocap --learn style=old --out old.h5)";

class Learn : public Command {
 public:
  explicit Learn(tools::CommandLine& app) : Command(app, kFooter) {
    add_model_option(options(), model_);
    options()
        .add_option("-o,--out", output_,
                    "Attribute file to write, .h5 (default: attributes.h5 beside the model)")
        ->type_name("FILE")
        ->output();
    options().add_option("--data", data_, text::kClipsOfModel)->type_name("FILE")->several_values();
    options()
        .add_option(
            "--label-pattern", pattern_,
            fmt::format("{} (default: that of the model's configuration)", text::kLabelPattern))
        ->type_name("PATTERN");
    options()
        .add_option("--learn", learning_.labels.attributes,
                    "Attributes to learn, separated by commas: style for all its values, style=old "
                    "for one, energy for a label of frames (default: all that the clips have)")
        ->type_name("NAMES")
        ->delimiter(',');
    options()
        .add_option("--neutral", learning_.labels.neutral,
                    "Label of the neutral poses that an attribute is compared with, such as "
                    "style=normal (default: all clips with another value)")
        ->type_name("LABEL");
    options()
        .add_option("--within", learning_.labels.within,
                    "Label within whose values differences are taken, or none (default: the "
                    "other label of clips, where there is exactly one)")
        ->type_name("LABEL");
    options().add_option(
        "--folds", learning_.folds,
        "Number of folds of the clips for cross-validation (default: 5, or one for "
        "each group of clips)");
    options()
        .add_option("--shuffles", learning_.shuffles,
                    "Number of label shuffles for the chance level of the probes")
        ->capture_default_str();
    options()
        .add_option("--vector-shuffles", learning_.vector_shuffles,
                    "Number of label shuffles for the chance level of the vectors' effects")
        ->capture_default_str();
    options()
        .add_option("--poses", learning_.max_poses, "Largest number of poses to measure on")
        ->capture_default_str();
    options()
        .add_option("--seed", learning_.seed, "Seed of the folds and shuffles")
        ->capture_default_str();
    options().add_option("--threads", learning_.threads, text::kThreads)->capture_default_str();
    auto* no_measure = options().add_flag("--no-measure", no_measure_,
                                          "Learn the vectors only, without measuring them");
    for (const char* of_measuring : {"--folds", "--shuffles", "--vector-shuffles", "--poses"}) {
      no_measure->excludes(options().get_option(of_measuring));
    }
  }

  void run() override {
    const std::filesystem::path output =
        output_.empty() ? latent::attributes_beside(model_) : std::filesystem::path(output_);
    if (!h5::is_hdf5(output)) {
      throw UsageError(
          fmt::format("--out: expected a name that ends in .h5, found '{}'", output.string()));
    }
    learning_.measure = !no_measure_;
    learning_.validate();
    { const AtomicFile probe(output); }
    const auto model = model::load(model_);
    const auto data = labelled_poses(model);
    auto set = learned(model, data);
    set.model = std::filesystem::path(model_).filename().string();
    set.model_sha256 = sha256_of_file(model_);
    set.save(output);
    fmt::print("{}wrote {} ({} attributes from {})\n", attributes::format_attributes(set),
               output.string(), set.attributes.size(), set.data);
  }

 private:
  /// What the model's configuration says of data. With --data it is not needed, and may be of
  /// another version.
  [[nodiscard]] dataset::DatasetOptions configuration_of(
      const codec::PoseAutoencoder& model) const {
    try {
      return training::Config::parse(model.data().config, model_, {}).data.source;
    } catch (const ConfigError& problem) {
      if (data_.empty()) throw;
      log::warning("{}; labels are read with --label-pattern only", problem.what());
      return {};
    }
  }

  [[nodiscard]] dataset::PoseDataset labelled_poses(const codec::PoseAutoencoder& model) const {
    const dataset::DatasetOptions config = configuration_of(model);
    dataset::DatasetOptions source{
        .clips = data_.empty() ? config.clips : data_,
        .label_pattern = pattern_.empty() ? config.label_pattern : pattern_,
        .threads = learning_.threads};
    if (source.clips.empty()) {
      throw UsageError(fmt::format(
          "{}: expected clips in the model's configuration, found none; name them with --data",
          model_));
    }
    if (!source.gathered()) source.clip = model.data().clip_options;
    if (!source.gathered() && data_.empty()) source.range = config.range;
    auto data = log::warned(dataset::gather(source));
    model.format().require(data.skeleton);
    return data;
  }

  [[nodiscard]] latent::AttributeSet learned(const codec::PoseAutoencoder& model,
                                             const dataset::PoseDataset& data) const {
    std::string stage;
    std::unique_ptr<Progress> bar;
    return attributes::learn(model, data, learning_,
                             [&](std::size_t done, std::size_t total, std::string_view what) {
                               if (what != stage) {
                                 stage = what;
                                 bar.reset();
                                 bar = std::make_unique<Progress>(stage, total);
                               }
                               bar->update(done);
                             });
  }

  std::string model_;
  std::string output_;
  std::vector<std::string> data_;
  std::string pattern_;
  bool no_measure_ = false;
  attributes::LearnOptions learning_;
};

class Show : public Command {
 public:
  explicit Show(tools::CommandLine& app) : Command(app, "") {
    options().add_option("FILE", file_, "Attribute file (.h5)")->required()->type_name("FILE");
    options().add_flag("--leakage", leakage_, "Also print how far each attribute moves the others");
  }

  void run() override {
    const auto set = latent::AttributeSet::load(file_);
    fmt::print("{} attributes of {} (SHA-256 {:.12}...), from {}\n{}", set.attributes.size(),
               set.model, set.model_sha256, set.data, attributes::format_attributes(set));
    if (leakage_) fmt::print("{}", attributes::format_leakage(set));
  }

 private:
  std::string file_;
  bool leakage_ = false;
};

}  // namespace

std::unique_ptr<Subcommand> make_learn(tools::CommandLine& options) {
  return std::make_unique<Learn>(options);
}
std::unique_ptr<Subcommand> make_show(tools::CommandLine& options) {
  return std::make_unique<Show>(options);
}

}  // namespace poseaae::tools::style
