#include "poseaae/attributes/learn.hpp"

#include <fmt/format.h>

#include "pose_style/commands.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/outputs.hpp"
#include "poseaae/base/progress.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/latent/attribute_file.hpp"
#include "poseaae/training/config.hpp"
#include "support/run_tool.hpp"
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
  pose_style learn --model runs/styles/best.safetensors --neutral style=normal
  pose_style learn --model runs/dance/best.safetensors --learn energy,arm_height
  pose_style learn --model runs/styles/best.safetensors --data mocap --learn style=old --out old.safetensors)";

class Learn : public Subcommand {
 public:
  explicit Learn(CommandLine& app) {
    model_.add_to(app);
    app.add_option("-o,--out FILE", output_,
                   "Attribute file to write, .safetensors (default: attributes.safetensors beside "
                   "the model)")
        ->output();
    app.add_option("--data FILE", data_, text::kClipsOfModel)->several_values();
    app.add_option(
        "--label-pattern PATTERN", pattern_,
        fmt::format("{} (default: that of the model's configuration)", text::kLabelPattern));
    app.add_option("--learn NAMES", learning_.labels.attributes,
                   "Attributes to learn, separated by commas: style for all its values, style=old "
                   "for one, energy for a label of frames (default: all that the clips have)")
        ->delimiter(',');
    app.add_option("--neutral LABEL", learning_.labels.neutral,
                   "Label of the neutral poses that an attribute is compared with, such as "
                   "style=normal (default: all clips with another value)");
    app.add_option("--within LABEL", learning_.labels.within,
                   "Label within whose values differences are taken, or none (default: the "
                   "other label of clips, where there is exactly one)");
    auto* folds =
        app.add_option("--folds", learning_.folds,
                       "Number of folds of the clips for cross-validation (default: 5, or one for "
                       "each group of clips)");
    auto* shuffles = app.add_option("--shuffles", learning_.shuffles,
                                    "Number of label shuffles for the chance level of the probes");
    auto* vector_shuffles =
        app.add_option("--vector-shuffles", learning_.vector_shuffles,
                       "Number of label shuffles for the chance level of the vectors' effects");
    auto* poses =
        app.add_option("--poses", learning_.max_poses, "Largest number of poses to measure on");
    app.add_option("--seed", learning_.seed, "Seed of the folds and shuffles");
    app.add_option("--threads", learning_.threads, text::kThreads);
    auto* no_measure =
        app.add_flag("--no-measure", no_measure_, "Learn the vectors only, without measuring them");
    for (auto* of_measuring : {folds, shuffles, vector_shuffles, poses})
      no_measure->excludes(of_measuring);
  }

  void run() override {
    const std::filesystem::path output =
        output_.empty() ? latent::attributes_beside(model_.path()) : std::filesystem::path(output_);
    require_extension("--out", output, ".safetensors");
    if (output_.empty()) guard_output({"--out", output});
    learning_.measure = !no_measure_;
    learning_.validate();
    { const AtomicFile probe(output); }
    const auto model = model_.open();
    auto set = learned(model.codec(), labelled_poses(model));
    set.model = model.file().filename().string();
    set.model_sha256 = sha256_of_file(model.file());
    latent::save_attributes(set, output);
    fmt::print("{}wrote {} ({} attributes from {})\n", attributes::format_attributes(set),
               output.string(), set.attributes.size(), set.data);
  }

 private:
  /// What the model's configuration says of data. With --data it is not needed, and may be of
  /// another version.
  [[nodiscard]] dataset::DatasetOptions configuration_of(
      const codec::PoseAutoencoder& model) const {
    try {
      return training::Config::parse(model.data().config, model_.path(), {}).data.source;
    } catch (const ConfigError& problem) {
      if (data_.empty()) throw;
      log::warning("{}; labels are read with --label-pattern only", problem.what());
      return {};
    }
  }

  [[nodiscard]] dataset::PoseDataset labelled_poses(const session::OpenModel& model) const {
    const dataset::DatasetOptions config = configuration_of(model.codec());
    dataset::DatasetOptions source{
        .clips = data_.empty() ? config.clips : data_,
        .label_pattern = pattern_.empty() ? config.label_pattern : pattern_,
        .threads = learning_.threads};
    if (source.clips.empty()) {
      throw UsageError(fmt::format(
          "{}: expected clips in the model's configuration, found none; name them with --data",
          model_.path()));
    }
    source.like = model.codec().skeleton();
    if (!source.gathered()) source.clip = model.clip_options();
    if (!source.gathered() && data_.empty()) source.range = config.range;
    return log::warned(dataset::gather(source));
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

  ModelArguments model_;
  std::string output_;
  std::vector<std::string> data_;
  std::string pattern_;
  bool no_measure_ = false;
  attributes::LearnOptions learning_;
};

class Show : public Subcommand {
 public:
  explicit Show(CommandLine& app) {
    app.add_option("FILE FILE", file_, "Attribute file (.safetensors)")->required();
    app.add_flag("--leakage", leakage_, "Also print how far each attribute moves the others");
  }

  void run() override {
    const auto set = latent::load_attributes(file_);
    fmt::print("{} attributes of {} (SHA-256 {:.12}...), from {}\n{}", set.attributes.size(),
               set.model, set.model_sha256, set.data, attributes::format_attributes(set));
    if (leakage_) fmt::print("{}", attributes::format_leakage(set));
  }

 private:
  std::string file_;
  bool leakage_ = false;
};

}  // namespace

const SubcommandKind kLearn = subcommand<Learn>(
    "learn", "Learn attributes from labelled clips and measure their quality", kFooter);
const SubcommandKind kShow =
    subcommand<Show>("show", "Print the attributes in a file and how good they are", "");

}  // namespace poseaae::tools::style
