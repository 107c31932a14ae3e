#include "poseaae/training/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <optional>

#include "outcome.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/progress.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/model/origin.hpp"
#include "report.hpp"
#include "resume_rules.hpp"
#include "test_metrics.hpp"
#include "training/checkpoint.hpp"
#include "training/history.hpp"
#include "training/outputs/tensorboard.hpp"

namespace poseaae::training {

namespace {

/// Models of a run that an older version began become today's, so that it can go on.
void take_along_hdf5(const RunFolder& folder) {
  for (const std::filesystem::path& model : {folder.best(), folder.last()}) {
    std::filesystem::path old = model;
    old.replace_extension(".h5");
    if (std::filesystem::exists(model) || !std::filesystem::exists(old)) continue;
    codec::save_model(model::taken_along(old), model);
    log::info("{}: an older version's model, written as {}", old.filename().string(),
              model.filename().string());
  }
}

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void add(objective::Losses& sum, const objective::Losses& losses) {
  for (std::size_t i = 0; i < sum.terms.size(); ++i) sum.terms[i] += losses.terms[i];
  sum.total += losses.total;
  sum.discriminator += losses.discriminator;
  sum.pose_discriminator += losses.pose_discriminator;
}

objective::Losses divided(objective::Losses sum, double count) {
  for (double& term : sum.terms) term /= count;
  sum.total /= count;
  sum.discriminator /= count;
  sum.pose_discriminator /= count;
  return sum;
}

[[noreturn]] void diverged(const std::string& where, const std::string& what,
                           const RunFolder& folder) {
  throw TrainingError(
      fmt::format("training diverged: {}: {}, expected finite numbers; {}. Try a smaller "
                  "training.learning_rate, or training.clip_norm=1",
                  where, what,
                  std::filesystem::exists(folder.state()) ? "the last good checkpoint is kept"
                                                          : "there is no checkpoint yet"));
}

void require_finite(const objective::Losses& losses, int epoch, int step, const RunFolder& folder) {
  const auto stop = [&](const std::string& term, double value) {
    diverged(fmt::format("epoch {}, step {}", epoch, step),
             fmt::format("the {} loss is {}", term, std::abs(value)), folder);
  };
  for (std::size_t i = 0; i < losses.terms.size(); ++i) {
    if (!std::isfinite(losses.terms[i])) stop(objective::loss_terms()[i].name, losses.terms[i]);
  }
  for (const double loss : {losses.discriminator, losses.pose_discriminator}) {
    if (!std::isfinite(loss)) stop("discriminator", loss);
  }
}

bool is_finite(const objective::Networks& networks) {
  for (const nn::Network* network : {&networks.encoder, &networks.decoder}) {
    for (const auto& layer : network->layers()) {
      for (const auto& array : layer.arrays) {
        if (!std::ranges::all_of(array, [](float value) { return std::isfinite(value); })) {
          return false;
        }
      }
    }
  }
  return true;
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
      const LockFile& lock, objective::EngineSetup setup, objective::Engine& engine,
      const TrainOptions& options)
      : session_(session),
        train_(session.train()),
        test_(session.test()),
        folder_(folder),
        lock_(lock),
        make_engine_(make_engine),
        setup_(std::move(setup)),
        engine_(engine),
        tester_(session, setup_.initial),
        quiet_(options.quiet),
        each_epoch_(options.each_epoch),
        origin_{session.data_hash(), session.config.print()},
        random_(session.config.training.seed + 1),
        bar_("steps", total_steps(session), !options.quiet) {
    if (folder.resumes()) load();
  }

  Outcome all_epochs() {
    History history(folder_.history(), progress_.epochs_done);
    const int epochs = session_.config.training.epochs;
    if (session_.config.output.tensorboard) {
      const bool anew = !folder_.resumes();
      board_.emplace(folder_.path(), anew ? std::nullopt : std::optional(progress_.epochs_done));
    }
    saved_at_ = Clock::now();
    bool stop = progress_.tested_epoch == progress_.epochs_done && out_of_patience();
    while (progress_.epochs_done < epochs && !stop) {
      const EpochRecord record = one_epoch(epochs);
      history.append(record);
      if (board_) board_->add(record);
      keep_best(record);
      report(record, epochs);
      stop = record.tested() && out_of_patience();
      const bool at_end = stop || progress_.epochs_done == epochs;
      preview(at_end);
      const auto every = session_.config.output.checkpoint_every;
      if (progress_.epochs_done % every == 0 || is_time_to_save() || at_end) {
        history.flush();
        save();
      }
      tell(record);
    }
    bar_.clear();
    if (stop && progress_.epochs_done < epochs) {
      log::info("stopped: no better test loss for {} epochs", session_.config.training.patience);
    }
    if (!std::filesystem::exists(folder_.last())) save();  // someone removed it
    plot_history(folder_);
    return outcome_of(session_, folder_, progress_, engine_);
  }

 private:
  void load() {
    take_along_hdf5(folder_);
    std::string begun = saved_config(folder_.state());
    if (begun.empty() && std::filesystem::exists(folder_.last())) {  // of an older version
      begun = codec::load_model(folder_.last()).data().config;
    }
    if (!begun.empty()) require_same_run(begun, session_.config, folder_.path());
    progress_ = load_checkpoint(folder_.state(), engine_, origin_.data_hash);
    random_.load(progress_.random_state);
    const int done = progress_.epochs_done;
    if (progress_.tested_epoch == training::Progress::kUnknown) {
      progress_.tested_epoch = tester_.tests(done) ? done : 0;
    }
    require_epochs_to_come();
    log::info("resuming after epoch {}", done);
  }

  /// The configuration replaces the run's.
  void require_epochs_to_come() const {
    const auto epochs = session_.config.training.epochs;
    const int begun = progress_.epochs_done + (progress_.next > 0 ? 1 : 0);
    if (epochs >= begun) return;
    throw ConfigError(
        "training.epochs", fmt::format("{}", epochs),
        fmt::format("at least {}, as many as the run in {} has {}; a shorter run "
                    "needs another output.dir",
                    begun, folder_.path().string(), progress_.next > 0 ? "begun" : "done"));
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
      save_in_time();
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
    const std::int64_t number = progress_.steps++;
    const auto seed = static_cast<std::uint64_t>(session_.config.training.seed);
    auto recorded = static_cast<Eigen::Index>(size);
    if (session_.augmentation) {
      session_.rows(rows_).copy_to(augmented_);
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

  /// Row of the i-th pose in the order of this epoch.
  [[nodiscard]] int row(std::size_t i) const {
    return session_.split.train[static_cast<std::size_t>(progress_.order[i])];
  }
  /// The poses of the last step.
  [[nodiscard]] BatchRows batch() const {
    return session_.augmentation ? BatchRows(augmented_) : session_.rows(rows_);
  }

  /// Asks for the poses of the next batch, which lie all over memory, while this one is computed.
  void fetch(std::size_t first, std::size_t count) const {
    constexpr std::size_t kCacheLine = 64;
    const std::size_t end = std::min(first + count, progress_.order.size());
    const std::size_t bytes = static_cast<std::size_t>(train_.cols()) * sizeof(float);
    for (std::size_t i = first; i < end; ++i) {
      const auto* place = reinterpret_cast<const char*>(session_.frames().row(row(i)).data());
      for (std::size_t b = 0; b < bytes; b += kCacheLine) __builtin_prefetch(place + b);
    }
  }

  void test(EpochRecord& record) {
    const bool last_batch = session_.config.training.test_set == TestSet::kLastBatch;
    if (last_batch) record.test_loss = engine_.evaluate(batch()).total;
    if (!tester_.tests(record.epoch)) return;
    if (!last_batch) record.test_loss = evaluate_all(engine_, test_).total;
    if (!std::isfinite(record.test_loss)) stop_diverged("test losses");
    tester_.measure(engine_, record);
    if (std::isnan(record.test_ks)) stop_diverged("encodings");
    progress_.tested_epoch = record.epoch;
    progress_.test_loss = record.test_loss;
  }

  /// `what` of the networks, after the steps so far, is not finite.
  [[noreturn]] void stop_diverged(const std::string& what) const {
    diverged(fmt::format("epoch {}", progress_.epochs_done + (progress_.order.empty() ? 0 : 1)),
             what + " of the networks are infinite or not numbers", folder_);
  }

  void require_finite_reconstructions(objective::Engine& engine) const {
    constexpr Eigen::Index kFew = 16;
    const BatchRows few = test_.part(0, std::min(test_.rows(), kFew));
    if (!engine.reconstruct(few).allFinite()) stop_diverged("reconstructions");
  }

  /// A model of the networks, which an engine has.
  codec::PoseAutoencoder model_of(const objective::Networks& networks, objective::Engine& engine) {
    Batch latents = encode_all(engine, train_);
    if (!is_finite(networks) || !latents.allFinite()) stop_diverged("weights or encodings");
    require_finite_reconstructions(engine);
    return session_.make_model(networks, std::move(latents), engine_.description(),
                               session_.config.model.space);
  }

  /// In memory: best.safetensors is written with state.h5, so that the two always belong together.
  void keep_best(const EpochRecord& record) {
    if (!record.tested() || !is_better(record)) return;
    progress_.best_test_loss = record.test_loss;
    progress_.best_epoch = record.epoch;
    best_ = engine_.networks();
  }

  /// Whether the networks of an epoch may be the best. A discriminator of poses learns first, and
  /// what it asks for then costs reconstruction, which is what the test loss tells of: where there
  /// is one, an epoch of the second half is better than any before, unless somebody wants to stop
  /// by the test loss.
  [[nodiscard]] bool counts(int epoch) const {
    const auto& training = session_.config.training;
    const bool judged = !setup_.initial.pose_discriminator.layers().empty();
    return !judged || training.patience > 0 || 2 * epoch > training.epochs;
  }

  [[nodiscard]] bool is_better(const EpochRecord& record) const {
    const bool now = counts(record.epoch);
    if (now != counts(progress_.best_epoch)) return now;
    return record.test_loss < progress_.best_test_loss;
  }

  /// The model of the best networks: an engine of their own encodes the training poses.
  codec::PoseAutoencoder best_model() {
    setup_.initial = *best_;
    const std::unique_ptr<objective::Engine> engine = make_engine_(setup_);
    return model_of(*best_, *engine);
  }

  [[nodiscard]] bool out_of_patience() const {
    const auto patience = session_.config.training.patience;
    return patience > 0 && progress_.epochs_done - progress_.best_epoch >= patience;
  }

  void save() {
    folder_.require_held(lock_);
    if (board_) board_->sync();
    progress_.random_state = random_.save();
    const codec::PoseAutoencoder last = model_of(engine_.networks(), engine_);
    if (best_) {
      const bool same = progress_.best_epoch == progress_.epochs_done && progress_.order.empty();
      codec::save_model(same ? last : best_model(), folder_.best());
      best_.reset();  // the file has it
    }
    codec::save_model(last, folder_.last());
    save_checkpoint(folder_.state(), progress_, engine_, origin_);
    folder_.keep();
    saved_at_ = Clock::now();
  }

  [[nodiscard]] bool is_time_to_save() const {
    return seconds_since(saved_at_) >= session_.config.output.checkpoint_s;
  }

  /// Within an epoch whose steps take long. What is learned does not depend on it.
  void save_in_time() {
    const bool more_to_come = progress_.next < progress_.order.size();
    if (!more_to_come || !is_time_to_save()) return;  // else at the end of the epoch
    count_seconds();
    save();
  }

  void count_seconds() {
    progress_.epoch_seconds += seconds_since(epoch_start_);
    epoch_start_ = Clock::now();
  }

  [[noreturn]] void stop_here() {
    count_seconds();
    bar_.clear();
    save();
    throw Interrupted(
        fmt::format("interrupted in epoch {}; the run is saved, continue it with --resume {}",
                    progress_.epochs_done + 1, folder_.in_shell()));
  }

  void report(const EpochRecord& record, int epochs) {
    const std::string line = epoch_line(record, epochs);
    if (!std::isnan(record.test_loss)) note_ = fmt::format("test {:.4f}", record.test_loss);
    bar_.clear();
    log::message(quiet_ ? log::Level::kDebug : log::Level::kInfo, line);
    show_progress();
  }

  void tell(const EpochRecord& record) {
    if (!each_epoch_) return;
    try {
      each_epoch_(History::values(record));
    } catch (...) {
      bar_.clear();
      save();
      throw;
    }
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
    require_finite_reconstructions(engine_);
    try {
      folder_.make_previews();
      write_preview(folder_.preview(progress_.epochs_done), session_, engine_);
    } catch (const OutputError& problem) {
      log::warning("{}; training goes on without this picture", problem.what());
    }
    const int epoch = progress_.epochs_done;
    if (board_) board_->add_preview(epoch, folder_.preview(epoch), tester_.encodings(engine_));
  }

  const Session& session_;
  BatchRows train_;
  BatchRows test_;
  const RunFolder& folder_;
  const LockFile& lock_;
  const objective::EngineFactory& make_engine_;
  objective::EngineSetup setup_;
  objective::Engine& engine_;
  Tester tester_;
  std::optional<objective::Networks> best_;  ///< better than those of best.safetensors
  std::optional<TensorBoard> board_;
  bool quiet_;
  const std::function<void(const EpochValues&)>& each_epoch_;
  Origin origin_;
  Random random_;
  poseaae::Progress bar_;
  training::Progress progress_;
  Clock::time_point epoch_start_ = Clock::now();
  Clock::time_point saved_at_ = Clock::now();
  std::vector<int> rows_;  ///< of the batch
  Batch augmented_;        ///< the batch, where it is not rows of the data
  std::string note_;
};

}  // namespace

Outcome train(const Session& session, const RunFolder& folder,
              const objective::EngineFactory& make_engine, const TrainOptions& options) {
  objective::EngineSetup setup = session.engine_setup();
  const std::unique_ptr<objective::Engine> engine = make_engine(setup);
  const std::unique_ptr<LockFile> lock = folder.lock();
  const bool begins = !folder.resumes();
  if (begins) folder.create();
  try {
    log::add_file(folder.log());  // first: a configuration without a log is not known as a run's
    if (begins) write_file(folder.config(), session.config.print());
    if (begins && folder.mode() == RunFolder::Mode::kResume) {
      log::info("nothing was saved yet: the run begins again");
    }
    log::info("{}", engine->description());
    log::info("{} {} for training, {} held out", session.split.train.size(),
              session.format.window() ? "windows" : "poses", session.split.test.size());
    log::warn_all(session.warnings);
    Run run(session, folder, make_engine, *lock, std::move(setup), *engine, options);
    if (!begins) write_file(folder.config(), session.config.print());
    return run.all_epochs();
  } catch (...) {
    if (!std::filesystem::exists(folder.state()) && folder.restore()) {
      log::warning("{}: the earlier run is back", folder.path().string());
    }
    throw;
  }
}

}  // namespace poseaae::training
