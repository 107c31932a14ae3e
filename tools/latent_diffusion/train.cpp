#include <fmt/format.h>

#include <optional>

#include "latent_diffusion/commands.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/progress.hpp"
#include "poseaae/diffusion/corpus.hpp"
#include "poseaae/io/checksum.hpp"
#include "support/run_tool.hpp"

namespace poseaae::tools {

namespace {

class TrainCommand : public Subcommand {
 public:
  explicit TrainCommand(CommandLine& app) {
    model_.add_to(app);
    clips_.add_to(app);
    app.add_option("--label KEY", label_,
                   "Name of the clip label to learn along with the poses, as in --label style "
                   "(default: none)");
    app.add_option(
        "--window", options_.window,
        "Number of points of a path to learn together, one a frame: 1 for single poses, 16 "
        "for about half a second of motion; of a model of windows, one every hop: 4 for "
        "some seconds");
    app.add_option("--train-steps", steps_,
                   "Number of training steps (default: 2000 for single poses, 3000 for windows)");
    app.add_option("--batch", options_.batch, "Number of windows per training step");
    app.add_option("--hidden", options_.hidden_layers, "Number of hidden layers");
    app.add_option("--width", options_.width,
                   "Width of the hidden layers; 0 takes 256 for single poses, 384 for windows");
    app.add_option("--learning-rate", options_.learning_rate,
                   "Learning rate at the start; it falls to 0");
    app.add_option("--label-dropout", options_.label_dropout,
                   "Share of the training windows whose label is hidden from the network, which "
                   "--guidance needs");
    app.add_option("--variance", options_.variance, "Share of the windows' variance to keep");
    app.add_option("--seed", options_.seed, "Seed of the weights, batches and noise");
    app.add_option(
        "--threads", options_.threads,
        "Number of processor threads; 0 uses all cores; the result does not depend on it");
    app.add_option("-o,--out FILE", out_, "Diffusion file to write (.safetensors)")
        ->required()
        ->output();
  }

  void run() override {
    options_.steps = steps_.value_or(options_.window == 1 ? 2000 : 3000);
    options_.validate();
    require_extension("--out", out_, ".safetensors");
    { const AtomicFile probe(out_); }
    const InterruptGuard guard;
    const auto model = model_.open();
    const training::Session session = clips_.prepare(model);
    const auto labels = diffusion::labels_of(session.data, label_);
    const auto corpus =
        diffusion::encode_corpus(model.codec(), session.data, session.split.train, labels);
    auto data = learn(corpus);
    data.fps = model.fps();
    add_provenance(session, data);
    const int codes = data.code.size();
    const diffusion::LatentDiffusion diffusion(std::move(data));
    const auto held_out =
        diffusion::encode_corpus(model.codec(), session.data, session.split.test, labels);
    const double on_train = diffusion::validation_loss(diffusion, corpus);
    const double on_held_out = diffusion::validation_loss(diffusion, held_out);
    diffusion.save(out_);
    fmt::print("window         {} {}{} of {} latents, as {} codes\n", options_.window,
               model.windowed() ? "point" : "frame", options_.window == 1 ? "" : "s", model.dim(),
               codes);
    if (!labels.values.empty()) {
      fmt::print("label          {}: {}\n", labels.key, fmt::join(labels.values, ", "));
    }
    fmt::print("{:<14} {} to learn from, {} held out\n", model.windowed() ? "windows" : "poses",
               session.split.train.size(), session.split.test.size());
    fmt::print(
        "loss           {:.4f} train, {:.4f} held out (1 is what the mean and covariance alone "
        "give)\n",
        on_train, on_held_out);
    fmt::print("wrote {}\n", out_);
  }

 private:
  [[nodiscard]] diffusion::DiffusionData learn(const diffusion::Corpus& corpus) const {
    Progress bar("training", static_cast<std::size_t>(options_.steps));
    auto data = diffusion::train(corpus, options_, [&](const diffusion::TrainProgress& progress) {
      bar.update(static_cast<std::size_t>(progress.step),
                 fmt::format("loss {:.4f}", progress.loss));
      return !interrupt_requested();
    });
    if (interrupt_requested()) {
      throw Interrupted(
          fmt::format("interrupted before the end of training; {} is unchanged", out_));
    }
    return data;
  }
  void add_provenance(const training::Session& session, diffusion::DiffusionData& data) const {
    data.model_sha256 = sha256_of_file(model_.path());
    auto& facts = data.provenance;
    facts["model"] = model_.path();
    facts["seed"] = fmt::format("{}", options_.seed);
    facts["steps"] = fmt::format("{}", options_.steps);
    facts["batch"] = fmt::format("{}", options_.batch);
    facts["learning_rate"] = fmt::format("{}", options_.learning_rate);
    facts["label_dropout"] = fmt::format("{}", options_.label_dropout);
    facts["ema_decay"] = fmt::format("{}", options_.ema_decay);
    std::string files;
    for (const auto& clip : session.data.clips) {
      files += fmt::format("{} sha256:{}\n", clip.source, clip.sha256);
    }
    facts["data_files"] = files;
  }

  ModelArguments model_;
  ClipsOfModel clips_;
  std::string label_;
  std::optional<int> steps_;
  diffusion::TrainOptions options_;
  std::string out_;
};

}  // namespace

const SubcommandKind kTrain = subcommand<TrainCommand>(
    "train", "Learn the latents of single poses, or of short windows of motion");

}  // namespace poseaae::tools
