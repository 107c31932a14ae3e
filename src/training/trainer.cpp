#include "poseaae/training/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <optional>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/progress.hpp"
#include "poseaae/model/model_file.hpp"
#include "report.hpp"
#include "test_metrics.hpp"
#include "training/checkpoint.hpp"
#include "training/history.hpp"

namespace poseaae::training {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void add(objective::Losses& sum, const objective::Losses& losses) {
  for (std::size_t i = 0; i < sum.terms.size(); ++i) sum.terms[i] += losses.terms[i];
  sum.total += losses.total;
  sum.discriminator += losses.discriminator;
}

objective::Losses divided(objective::Losses sum, double count) {
  for (double& term : sum.terms) term /= count;
  sum.total /= count;
  sum.discriminator /= count;
  return sum;
}

void require_finite(const objective::Losses& losses, int epoch, int step, const RunFolder& folder) {
  const auto stop = [&](const std::string& term, double value) {
    throw TrainingError(fmt::format(
        "epoch {}, step {}: the {} loss is {}, expected a finite number; {}. Try a smaller "
        "training.learning_rate, or training.clip_norm=1",
        epoch, step, term, value,
        std::filesystem::exists(folder.state()) ? "the last good checkpoint is kept"
                                                : "there is no checkpoint yet"));
  };
  for (std::size_t i = 0; i < losses.terms.size(); ++i) {
    if (!std::isfinite(losses.terms[i])) stop(objective::loss_terms()[i].name, losses.terms[i]);
  }
  if (!std::isfinite(losses.discriminator)) stop("discriminator", losses.discriminator);
}

std::size_t steps_per_epoch(const Session& session) {
  const auto batch = static_cast<std::size_t>(session.config.training.batch);
  return (session.split.train.size() + batch - 1) / batch;
}

std::size_t total_steps(const Session& session) {
  return steps_per_epoch(session) * static_cast<std::size_t>(session.config.training.epochs);
}

/// The state of one run and the steps it is made of.
class Run {
 public:
  Run(const Session& session, const RunFolder& folder, const objective::EngineFactory& make_engine,
      objective::EngineSetup setup, objective::Engine& engine, const TrainOptions& options)
      : session_(session),
        train_(session.train()),
        test_(session.test()),
        folder_(folder),
        make_engine_(make_engine),
        setup_(std::move(setup)),
        engine_(engine),
        tester_(session, setup_.initial),
        quiet_(options.quiet),
        data_hash_(session.data_hash()),
        random_(session.config.training.seed + 1),
        bar_("steps", total_steps(session), !options.quiet) {
    if (folder.mode() == RunFolder::Mode::kResume) {
      progress_ = load_checkpoint(folder.state(), engine, data_hash_);
      random_.load(progress_.random_state);
      require_epochs_to_come();
      log::info("resuming after epoch {}", progress_.epochs_done);
    }
  }

  Outcome all_epochs() {
    History history(folder_.history(), progress_.epochs_done);
    const int epochs = session_.config.training.epochs;
    bool stop = out_of_patience();
    while (progress_.epochs_done < epochs && !stop) {
      const EpochRecord record = one_epoch(epochs);
      history.append(record);
      keep_best(record);
      report(record, epochs);
      stop = record.tested() && out_of_patience();
      const auto every = session_.config.output.checkpoint_every;
      if (progress_.epochs_done % every == 0 || progress_.epochs_done == epochs || stop) save();
      preview(stop || progress_.epochs_done == epochs);
    }
    bar_.clear();
    if (stop && progress_.epochs_done < epochs) {
      log::info("stopped: no better test loss for {} epochs", session_.config.training.patience);
    }
    plot_history(folder_);
    return outcome();
  }

 private:
  /// The configuration replaces the run's.
  void require_epochs_to_come() const {
    const auto epochs = session_.config.training.epochs;
    if (epochs >= progress_.epochs_done) return;
    throw ConfigError("training.epochs", fmt::format("{}", epochs),
                      fmt::format("at least {}, as many as the run in {} has done; a shorter run "
                                  "needs another output.dir",
                                  progress_.epochs_done, folder_.path().string()));
  }

  EpochRecord one_epoch(int epochs) {
    const auto& training = session_.config.training;
    EpochRecord record;
    record.epoch = progress_.epochs_done + 1;
    const double factor = training.schedule.factor_at(progress_.epochs_done, epochs);
    record.learning_rate = training.learning_rate * factor;
    record.discriminator_learning_rate = training.discriminator_learning_rate * factor;
    engine_.set_learning_rates(record.learning_rate, record.discriminator_learning_rate);
    engine_.set_prior_factor(session_.config.prior_factor(progress_.epochs_done));

    epoch_start_ = Clock::now();
    if (progress_.order.empty()) begin_epoch();
    while (progress_.next < progress_.order.size()) {
      if (interrupt_requested()) stop_here();
      one_batch(record.epoch);
      show_progress();
    }
    record.train = divided(progress_.sums, progress_.batches);
    test(record);
    record.seconds = progress_.epoch_seconds + seconds_since(epoch_start_);
    progress_.order.clear();
    progress_.next = 0;
    progress_.epoch_seconds = 0.0;
    ++progress_.epochs_done;
    return record;
  }

  void begin_epoch() {
    progress_.order.resize(session_.split.train.size());
    std::iota(progress_.order.begin(), progress_.order.end(), 0);
    random_.shuffle(std::span(progress_.order));
    progress_.next = 0;
    progress_.batches = 0;
    progress_.sums = {};
    progress_.sums.terms = objective::TermValues(objective::loss_terms().size(), 0.0);
  }

  void one_batch(int epoch) {
    const std::size_t size = std::min(static_cast<std::size_t>(session_.config.training.batch),
                                      progress_.order.size() - progress_.next);
    rows_.resize(size);
    for (std::size_t i = 0; i < size; ++i) rows_[i] = row(progress_.next + i);
    fetch(progress_.next + size, size);
    const std::int64_t number = steps_before_batch();
    const auto seed = static_cast<std::uint64_t>(session_.config.training.seed);
    auto recorded = static_cast<Eigen::Index>(size);
    if (session_.augmentation) {
      BatchRows(session_.data.poses, rows_).copy_to(augmented_);
      const auto turns = static_cast<std::uint32_t>(objective::NoiseStream::kTurns);
      recorded = session_.augmentation->apply(augmented_, {seed, number, turns});
    }
    if (setup_.initial.gaussian()) {
      recorded = static_cast<Eigen::Index>(size);  // their posteriors all follow the prior
    }
    const objective::Losses losses =
        engine_.step({.poses = batch(), .recorded = recorded, .number = number, .seed = seed});
    ++progress_.batches;
    progress_.next += size;
    require_finite(losses, epoch, progress_.batches, folder_);
    add(progress_.sums, losses);
  }

  /// Number of the next step in a run whose batches always had their present size.
  [[nodiscard]] std::int64_t steps_before_batch() const {
    return progress_.epochs_done * static_cast<std::int64_t>(steps_per_epoch(session_)) +
           progress_.batches;
  }

  /// Row of the i-th pose in the order of this epoch.
  [[nodiscard]] int row(std::size_t i) const {
    return session_.split.train[static_cast<std::size_t>(progress_.order[i])];
  }
  /// The poses of the last step.
  [[nodiscard]] BatchRows batch() const {
    return session_.augmentation ? BatchRows(augmented_) : BatchRows(session_.data.poses, rows_);
  }

  /// Asks for the poses of the next batch, which lie all over memory, while this one is computed.
  void fetch(std::size_t first, std::size_t count) const {
    constexpr std::size_t kCacheLine = 64;
    const std::size_t end = std::min(first + count, progress_.order.size());
    const std::size_t bytes = static_cast<std::size_t>(train_.cols()) * sizeof(float);
    for (std::size_t i = first; i < end; ++i) {
      const auto* place = reinterpret_cast<const char*>(session_.data.poses.row(row(i)).data());
      for (std::size_t b = 0; b < bytes; b += kCacheLine) __builtin_prefetch(place + b);
    }
  }

  void test(EpochRecord& record) {
    const bool last_batch = session_.config.training.test_set == TestSet::kLastBatch;
    if (last_batch) record.test_loss = engine_.evaluate(batch()).total;
    if (!tester_.tests(record.epoch)) return;
    if (!last_batch) record.test_loss = evaluate_all(engine_, test_).total;
    tester_.measure(engine_, record);
  }

  PoseError held_out_error() {
    return reconstruction_error(engine_, session_.data.skeleton, test_, session_.format.form());
  }

  codec::PoseAutoencoder current_model() {
    return session_.make_model(engine_.networks(), encode_all(engine_, train_),
                               engine_.description());
  }

  /// In memory: best.h5 is written with state.h5, so that the two always belong together.
  void keep_best(const EpochRecord& record) {
    if (!record.tested() || !(record.test_loss < progress_.best_test_loss)) return;
    progress_.best_test_loss = record.test_loss;
    progress_.best_epoch = record.epoch;
    best_ = engine_.networks();
  }

  /// The model of the best networks: an engine of their own encodes the training poses.
  codec::PoseAutoencoder best_model() {
    setup_.initial = *best_;
    const std::unique_ptr<objective::Engine> engine = make_engine_(setup_);
    return session_.make_model(*best_, encode_all(*engine, train_), engine_.description());
  }

  [[nodiscard]] bool out_of_patience() const {
    const auto patience = session_.config.training.patience;
    return patience > 0 && progress_.epochs_done - progress_.best_epoch >= patience;
  }

  void save() {
    progress_.random_state = random_.save();
    const codec::PoseAutoencoder last = current_model();
    if (best_) {
      const bool same = progress_.best_epoch == progress_.epochs_done && progress_.order.empty();
      model::save(same ? last : best_model(), folder_.best());
      best_.reset();  // the file has it
    }
    model::save(last, folder_.last());
    save_checkpoint(folder_.state(), progress_, engine_, data_hash_);
    folder_.keep();
  }

  [[noreturn]] void stop_here() {
    progress_.epoch_seconds += seconds_since(epoch_start_);
    bar_.clear();
    save();
    throw Interrupted(
        fmt::format("interrupted in epoch {}; the run is saved, continue it with --resume {}",
                    progress_.epochs_done + 1, folder_.path().string()));
  }

  void report(const EpochRecord& record, int epochs) {
    const std::string line = epoch_line(record, epochs);
    if (!std::isnan(record.test_loss)) note_ = fmt::format("test {:.4f}", record.test_loss);
    bar_.clear();
    log::message(quiet_ ? log::Level::kDebug : log::Level::kInfo, line);
    show_progress();
  }

  void show_progress() {
    const auto epochs = static_cast<std::size_t>(progress_.epochs_done);
    const std::size_t now =
        progress_.order.empty() ? 0 : static_cast<std::size_t>(progress_.batches);
    bar_.update(epochs * steps_per_epoch(session_) + now, note_);
  }

  void preview(bool at_end) {
    const auto every = session_.config.output.preview_every;
    if (!at_end && (every == 0 || progress_.epochs_done % every != 0)) return;
    write_preview(folder_.preview(progress_.epochs_done), session_, engine_);
  }

  Outcome outcome() {
    Outcome result;
    result.epochs = progress_.epochs_done;
    result.best_epoch = progress_.best_epoch;
    result.best_test_loss = progress_.best_test_loss;
    result.held_out = held_out_error();
    const Batch latents = encode_all(engine_, test_);
    result.latent_mean = latents.cast<double>().colwise().mean();
    result.latent_std = ((latents.cast<double>().rowwise() - result.latent_mean.transpose())
                             .array()
                             .square()
                             .colwise()
                             .mean())
                            .sqrt()
                            .matrix();
    return result;
  }

  const Session& session_;
  BatchRows train_;
  BatchRows test_;
  const RunFolder& folder_;
  const objective::EngineFactory& make_engine_;
  objective::EngineSetup setup_;
  objective::Engine& engine_;
  Tester tester_;
  std::optional<objective::Networks> best_;  ///< better than those of best.h5
  bool quiet_;
  std::string data_hash_;
  Random random_;
  poseaae::Progress bar_;
  training::Progress progress_;
  Clock::time_point epoch_start_ = Clock::now();
  std::vector<int> rows_;  ///< of the batch
  Batch augmented_;        ///< the batch, where it is not rows of the data
  std::string note_;
};

}  // namespace

Outcome train(const Session& session, const RunFolder& folder,
              const objective::EngineFactory& make_engine, const TrainOptions& options) {
  objective::EngineSetup setup = session.engine_setup();
  const std::unique_ptr<objective::Engine> engine = make_engine(setup);
  if (folder.mode() != RunFolder::Mode::kResume) folder.create();
  try {
    log::add_file(folder.log());
    log::info("{}", engine->description());
    log::info("{} poses for training, {} held out", session.split.train.size(),
              session.split.test.size());
    log::warn_all(session.warnings);
    Run run(session, folder, make_engine, std::move(setup), *engine, options);
    write_file(folder.config(), session.config.print());
    return run.all_epochs();
  } catch (...) {
    if (!std::filesystem::exists(folder.state()) && folder.restore()) {
      log::warning("{}: the earlier run is back", folder.path().string());
    }
    throw;
  }
}

}  // namespace poseaae::training
