#include "poseaae/diffusion/train.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <utility>

#include "diffusion/ema.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/nn/regressor.hpp"

namespace poseaae::diffusion {

namespace {

constexpr int kAverageEvery = 5;  // steps: reading the weights takes longer than averaging them
constexpr int kReportEvery = 50;
constexpr int kPoseWidth = 256;
constexpr int kWindowWidth = 384;

/// The windows of a corpus, as numbers to learn from.
struct Examples {
  Batch rows;               ///< (N, W Z), later codes (N, K)
  std::vector<int> labels;  ///< N
};

Examples windows_of(const Corpus& corpus, int window) {
  if (corpus.paths.size() != corpus.path_labels.size()) {
    throw UsageError(fmt::format("diffusion: expected one label for each of {} paths, found {}",
                                 corpus.paths.size(), corpus.path_labels.size()));
  }
  std::vector<Batch> parts;
  Examples examples;
  Eigen::Index rows = 0;
  for (std::size_t i = 0; i < corpus.paths.size(); ++i) {
    const LatentPath& path = corpus.paths[i];
    if (path.frames() < window) continue;
    parts.push_back(cut_windows(path.points, window_starts(path.frames(), window, 1), window));
    rows += parts.back().rows();
    examples.labels.insert(examples.labels.end(), static_cast<std::size_t>(parts.back().rows()),
                           corpus.path_labels[i]);
  }
  constexpr Eigen::Index kFewest = 2;
  if (rows < kFewest) {
    throw UsageError(fmt::format(
        "diffusion: expected paths of at least {} points (one a frame, or every hop of a "
        "model of windows) with two or more windows of that length, found {}; use more "
        "or longer clips, or a shorter --window",
        window, rows));
  }
  examples.rows.resize(rows, parts.front().cols());
  Eigen::Index at = 0;
  for (const Batch& part : parts) {
    if (part.cols() != examples.rows.cols()) {
      throw UsageError(
          "diffusion: expected paths through the same latent space, found different numbers of "
          "latents");
    }
    examples.rows.middleRows(at, part.rows()) = part;
    at += part.rows();
  }
  return examples;
}

/// (L, K); a label that no window has is at the mean of all, 0.
Batch label_means(const Examples& examples, std::size_t labels) {
  Eigen::MatrixXd sums =
      Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(labels), examples.rows.cols());
  Eigen::VectorXd counts = Eigen::VectorXd::Zero(sums.rows());
  for (Eigen::Index i = 0; i < examples.rows.rows(); ++i) {
    const int label = examples.labels[static_cast<std::size_t>(i)];
    if (label == LabelSet::kNone) continue;
    sums.row(label) += examples.rows.row(i).cast<double>();
    counts[label] += 1.0;
  }
  return (sums.array().colwise() / counts.array().max(1.0)).cast<float>();
}

/// Hidden layers with weights of variance 2 / inputs (He et al. 2015, "Delving Deep into
/// Rectifiers"), at which they learn several times faster here than at PyTorch's smaller ones; a
/// linear way round them; and a last layer that starts silent.
nn::Network initial_network(int codes, const LabelSet& labels, int width, int hidden,
                            Random& random) {
  std::vector<int> sizes{denoiser_inputs(codes, labels)};
  sizes.insert(sizes.end(), static_cast<std::size_t>(hidden), width);
  sizes.push_back(codes);
  std::vector<nn::Layer> layers;
  const auto spec =
      nn::make_mlp(sizes, nn::Activation::kSilu, nn::Activation::kLinear, nn::Skip::kInput);
  for (const auto& layer : spec.layers) {
    std::vector<float> weights(static_cast<std::size_t>(layer.inputs) *
                               static_cast<std::size_t>(layer.outputs));
    const auto deviation = static_cast<float>(std::sqrt(2.0 / layer.inputs));
    random.fill_normal(weights);
    for (float& weight : weights) weight *= deviation;
    const std::vector<float> bias(static_cast<std::size_t>(layer.outputs));
    layers.push_back({layer, {std::move(weights), bias}});
  }
  auto& last = layers.back().array("weight");
  std::fill(last.begin(), last.end(), 0.0F);
  return nn::Network(std::move(layers), spec.skip);
}

/// Samples batches of noisy codes with their target v.
class Batches {
 public:
  Batches(const Examples& examples, const LabelSet& labels, const CosineSchedule& schedule,
          const TrainOptions& options)
      : examples_(examples),
        labels_(labels),
        schedule_(schedule),
        label_dropout_(options.label_dropout),
        codes_(examples.rows.cols()),
        noise_(codes_),
        inputs(options.batch, denoiser_inputs(static_cast<int>(codes_), labels)),
        targets(options.batch, codes_) {}

  void sample(Random& random) {
    const double shift = random.uniform();
    for (Eigen::Index i = 0; i < inputs.rows(); ++i) {
      const double t = std::fmod(shift + static_cast<double>(i) / inputs.rows(), 1.0);
      sample_row(random, i, t);
    }
  }

 private:
  void sample_row(Random& random, Eigen::Index i, double t) {
    const State state = state_at(schedule_, t);
    const auto row =
        static_cast<Eigen::Index>(random.below(static_cast<std::uint64_t>(examples_.rows.rows())));
    const bool dropped = random.uniform() < label_dropout_;
    const int label = dropped ? LabelSet::kNone : examples_.labels[static_cast<std::size_t>(row)];
    random.fill_normal({noise_.data(), static_cast<std::size_t>(noise_.size())});
    const auto clean = examples_.rows.row(row);
    const auto a = static_cast<float>(state.alpha);
    const auto s = static_cast<float>(state.sigma);
    inputs.row(i).head(codes_) = a * clean + s * noise_;
    targets.row(i) = a * noise_ - s * clean;
    write_condition(schedule_.angle(t), label, labels_, inputs.row(i).data() + codes_);
  }

  const Examples& examples_;
  const LabelSet& labels_;
  const CosineSchedule& schedule_;
  double label_dropout_;
  Eigen::Index codes_;
  Eigen::RowVectorXf noise_;

 public:
  Batch inputs;
  Batch targets;
};

double rate_at(const TrainOptions& options, int step) {
  return options.learning_rate * 0.5 *
         (1.0 + std::cos(std::numbers::pi * step / static_cast<double>(options.steps)));
}

nn::Network learn(nn::Network initial, Batches& batches, const TrainOptions& options,
                  Random& random, const std::function<bool(const TrainProgress&)>& progress) {
  nn::Regressor<float> regressor(initial, {.clip_norm = 1.0}, options.threads);
  WeightAverage average(std::pow(options.ema_decay, kAverageEvery));
  double sum = 0.0;
  int count = 0;
  for (int step = 0; step < options.steps; ++step) {
    regressor.set_learning_rate(rate_at(options, step));
    batches.sample(random);
    sum += regressor.step(batches.inputs, batches.targets);
    ++count;
    const bool last = step + 1 == options.steps;
    if ((step + 1) % kAverageEvery == 0 || last) average.update(regressor.network());
    if ((step + 1) % kReportEvery != 0 && !last) continue;
    if (!std::isfinite(sum)) {
      throw TrainingError(fmt::format(
          "diffusion: the loss is not finite at step {}; try a learning rate below {:g}", step + 1,
          options.learning_rate));
    }
    if (progress && !progress({step + 1, options.steps, sum / count})) break;
    sum = 0.0;
    count = 0;
  }
  return average.network();
}

}  // namespace

void TrainOptions::validate() const {
  require_between("window", window, 1, 10'000, " frames");
  require_between("variance", variance, 1e-3, 1.0);
  require_between("hidden layers", hidden_layers, 1, 100);
  require_between("width of hidden layers", width, 0, 16'384, " (0 to choose one)");
  require_between("steps", steps, 1, 100'000'000);
  require_between("batch", batch, 1, 100'000, " windows");
  require_between("learning rate", learning_rate, 1e-12, 1.0);
  require_between("label dropout", label_dropout, 0.0, 1.0);
  require_between("decay of the average", ema_decay, 0.0, 1.0 - 1e-9);
}

DiffusionData train(const Corpus& corpus, const TrainOptions& options,
                    const std::function<bool(const TrainProgress&)>& progress) {
  options.validate();
  Examples examples = windows_of(corpus, options.window);
  DiffusionData data;
  data.code =
      WindowCode::fit(examples.rows, options.window, options.window == 1 ? 1.0 : options.variance);
  examples.rows = data.code.encode(examples.rows);
  data.labels = corpus.labels;
  data.label_means = label_means(examples, data.labels.values.size());
  const CosineSchedule schedule;
  data.schedule_offset = schedule.offset();

  Random random(options.seed);
  const int width = options.width > 0     ? options.width
                    : options.window == 1 ? kPoseWidth
                                          : kWindowWidth;
  Batches batches(examples, data.labels, schedule, options);
  data.network =
      learn(initial_network(data.code.size(), data.labels, width, options.hidden_layers, random),
            batches, options, random, progress);
  return data;
}

double validation_loss(const LatentDiffusion& diffusion, const Corpus& corpus, std::uint64_t seed) {
  constexpr int kLevels = 16;
  const WindowCode& code = diffusion.code();
  const Examples examples = windows_of(corpus, code.window);
  const Batch codes = code.encode(examples.rows);
  Random random(seed);
  Batch noise(codes.rows(), codes.cols());
  double sum = 0.0;
  for (int level = 0; level < kLevels; ++level) {
    const double t = (level + 0.5) / kLevels;
    const State state = state_at(diffusion.schedule(), t);
    random.fill_normal({noise.data(), static_cast<std::size_t>(noise.size())});
    const Batch found = diffusion.velocity(state.noisy(codes, noise), t);
    sum += (found - state.velocity(codes, noise)).cast<double>().squaredNorm();
  }
  return sum / (kLevels * static_cast<double>(codes.size()));
}

}  // namespace poseaae::diffusion
