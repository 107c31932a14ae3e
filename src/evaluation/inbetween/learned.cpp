#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>

#include "correction.hpp"
#include "methods.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/mocap/row_shape.hpp"
#include "poseaae/nn/corrector.hpp"

namespace poseaae::evaluation::inbetween {

namespace {

using codec::PoseAutoencoder;
using mocap::Motion;
using mocap::RowShape;

/// What f learns from: seen, and the coordinates of what was there.
struct Examples {
  Seen seen;
  Batch truth;  ///< (N, n K)
};

/// Rows of windows, (n, P) each.
struct Pair {
  Batch interpolated;
  Batch truth;
};

class Maker {
 public:
  Maker(const PoseAutoencoder& model, const Clips& clips, const Coordinates& coordinates, int gap,
        const training::Augmentation* mirror)
      : model_(model), clips_(clips), coordinates_(coordinates), gap_(gap), mirror_(mirror) {}

  [[nodiscard]] int length() const { return kPast + gap_ + 1; }
  [[nodiscard]] int windows() const { return clips_.format.rows_for(length()); }

  [[nodiscard]] Examples examples(int most, int threads) const;

 private:
  [[nodiscard]] Pair pair(const Clips::Stretch& stretch) const;
  void fill(std::span<const Clips::Stretch> stretches, Eigen::Index at, Examples& examples) const;

  const PoseAutoencoder& model_;
  const Clips& clips_;
  const Coordinates& coordinates_;
  int gap_;
  const training::Augmentation* mirror_;
};

Pair Maker::pair(const Clips::Stretch& stretch) const {
  const codec::PoseFormat& format = clips_.format;
  const auto clip = static_cast<std::size_t>(stretch.clip);
  const Motion& motion = clips_.motions[clip];
  const Batch& frames = clips_.frames[clip];
  const int first = stretch.first;
  const int target = first + kPast + gap_;
  const Gap gap{motion.slice(first, first + kPast), motion.slice(target, target + 1), gap_};
  const Batch seen = format.frames_of(joined(gap, method::interpolation().fill(gap)));
  Batch there = frames.middleRows(
      first, std::min<Eigen::Index>(format.frames_for(windows()), frames.rows() - first));
  // The floor is that of all that is seen, which is not that of the whole clip.
  const int height = format.shape().root() + RowShape::kHeight;
  there.col(height).array() += seen(kPast - 1, height) - there(kPast - 1, height);
  return {format.rows_of_frames(seen), format.rows_of_frames(there)};
}

/// Examples from row `at` on.
void Maker::fill(std::span<const Clips::Stretch> stretches, Eigen::Index at,
                 Examples& examples) const {
  const int n = windows();
  const auto count = static_cast<Eigen::Index>(stretches.size());
  Batch interpolated(count * n, clips_.format.width());
  Batch truth(interpolated.rows(), interpolated.cols());
  for (Eigen::Index i = 0; i < count; ++i) {
    const Pair one = pair(stretches[static_cast<std::size_t>(i)]);
    interpolated.middleRows(i * n, n) = one.interpolated;
    truth.middleRows(i * n, n) = one.truth;
    if (mirror_ == nullptr || !mirror_->mirrors() || (at + i) % 2 == 0) continue;
    for (Batch* rows : {&interpolated, &truth}) turn_over(*mirror_, rows->middleRows(i * n, n));
  }
  const Seen seen = seen_of(model_, coordinates_, interpolated, n);
  const Batch there = coordinates_.of(truth);
  examples.seen.coordinates.middleRows(at, count) = seen.coordinates;
  examples.seen.encodings.middleRows(at, count) = seen.encodings;
  examples.truth.middleRows(at, count) =
      Eigen::Map<const Batch>(there.data(), count, there.cols() * n);
}

Examples Maker::examples(int most, int threads) const {
  constexpr std::size_t kAtOnce = 64;
  const auto stretches = clips_.stretches(length(), most);
  if (stretches.empty()) {
    throw UsageError(fmt::format(
        "in-betweening by a model: expected clips of {} frames or more for gaps of {}, found none; "
        "use longer clips",
        length(), gap_));
  }
  const auto count = std::ssize(stretches);
  const int size = coordinates_.size();
  Examples examples{{Batch(count, windows() * size), Batch(count, windows() * model_.latent_dim())},
                    Batch(count, windows() * size)};
  const std::size_t parts = (stretches.size() + kAtOnce - 1) / kAtOnce;
  parallel_for(parts, threads, [&](std::size_t part) {
    const std::size_t first = part * kAtOnce;
    fill(std::span(stretches).subspan(first, std::min(kAtOnce, stretches.size() - first)),
         static_cast<Eigen::Index>(first), examples);
  });
  return examples;
}

/// Two hidden layers, and a last one that corrects nothing yet.
nn::Network initial_correction(int inputs, int outputs, int width, Random& random) {
  const std::vector<int> sizes{inputs, width, width, outputs};
  auto layers =
      nn::Network(nn::make_mlp(sizes, nn::Activation::kSilu, nn::Activation::kLinear), random)
          .layers();
  for (auto& array : layers.back().arrays) std::ranges::fill(array, 0.0F);
  return nn::Network(std::move(layers));
}

/// Rows of a matrix by number.
void take(const Batch& from, std::span<const int> rows, Batch& to) {
  to.resize(std::ssize(rows), from.cols());
  for (Eigen::Index i = 0; i < to.rows(); ++i)
    to.row(i) = from.row(rows[static_cast<std::size_t>(i)]);
}

double rate_at(double highest, int step, int steps) {
  constexpr double kLowest = 0.01;
  const double cosine = 0.5 * (1.0 + std::cos(std::numbers::pi * step / steps));
  return highest * (kLowest + (1.0 - kLowest) * cosine);
}

/// Mean losses.
struct Course {
  double first_epoch = 0.0;
  double last_epoch = 0.0;
};

/// Trains on all examples, epoch by epoch.
Course train(nn::Corrector<float>& corrector, const Examples& examples,
             const CorrectionOptions& options, Random& random) {
  std::vector<int> order(static_cast<std::size_t>(examples.truth.rows()));
  std::iota(order.begin(), order.end(), 0);
  const auto batch = std::min(static_cast<std::size_t>(options.batch), order.size());
  const std::size_t per_epoch = order.size() / batch;
  const int steps = options.epochs * static_cast<int>(per_epoch);
  Batch inputs;
  Batch starts;
  Batch targets;
  Course course;
  for (int step = 0; step < steps; ++step) {
    if (interrupt_requested()) throw Interrupted("interrupted");
    const std::size_t at = static_cast<std::size_t>(step) % per_epoch;
    if (at == 0) {
      random.shuffle(std::span(order));
      course.last_epoch = 0.0;
    }
    const auto rows = std::span<const int>(order).subspan(at * batch, batch);
    take(examples.seen.coordinates, rows, inputs);
    take(examples.seen.encodings, rows, starts);
    take(examples.truth, rows, targets);
    corrector.set_learning_rate(rate_at(options.learning_rate, step, steps));
    const double share = corrector.step({inputs, starts, targets}) / static_cast<double>(per_epoch);
    course.last_epoch += share;
    if (step < static_cast<int>(per_epoch)) course.first_epoch += share;
  }
  return course;
}

}  // namespace

nn::Network learn_correction(const PoseAutoencoder& model, const Clips& clips,
                             const Coordinates& coordinates, int gap,
                             const training::Augmentation* mirror,
                             const CorrectionOptions& options) {
  const auto begun = std::chrono::steady_clock::now();
  const Maker maker(model, clips, coordinates, gap, mirror);
  const nn::Network within = coordinates.within(gap);
  Examples examples = maker.examples(options.examples, options.threads);
  examples.truth = nn::Inference(within)(examples.truth);
  Random random(options.seed);
  nn::Corrector<float> corrector(
      initial_correction(static_cast<int>(examples.seen.coordinates.cols()),
                         static_cast<int>(examples.seen.encodings.cols()), options.width, random),
      coordinates.behind(model.data().decoder), within, options.dropout, options.threads);
  const Course course = train(corrector, examples, options, random);
  log::info(
      "gaps of {} frames: {} examples of {} windows, off by {:.3f} m in the first epoch and "
      "{:.3f} m in the last, {:.0f} s",
      gap, examples.truth.rows(), maker.windows(), course.first_epoch, course.last_epoch,
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  return corrector.network();
}

}  // namespace poseaae::evaluation::inbetween
