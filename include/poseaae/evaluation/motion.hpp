#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/evaluation/study.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/mocap/motion.hpp"
#include "poseaae/training/session.hpp"

/// Models measured on motion that travels: windows of time, and poses that are sent along their own
/// way.
namespace poseaae::evaluation::motion {

/// A motion that was encoded and decoded.
struct Rebuilt {
  mocap::Motion motion;                     ///< as many frames, on the same skeleton
  std::optional<footing::Contacts> told{};  ///< contacts as the codec tells them, where it does
};

/// What is measured. Both maps may be called on several threads.
struct Codec {
  std::string name;
  int latent_dim = 0;
  double numbers_a_second = 0.0;  ///< Z fps / hop: what a second of motion is encoded to
  /// Of a motion in its room, with its heading.
  std::function<Rebuilt(const mocap::Motion& motion)> rebuild;
  /// A random walk (latent::walk()) of so many frames.
  std::function<mocap::Motion(int frames, std::uint64_t seed)> walk;
};

/// A model. Windows have their way in them; poses go by their feet (footing::travel_by_feet()),
/// which also tell turns where the model knows poses without a heading. What is rebuilt is as it
/// was decoded; the feet of walks are planted, as programs do it.
[[nodiscard]] Codec codec_of(std::string name, codec::PoseAutoencoder model);

/// "pca": whitened principal components (metrics::Pca) of the features of a session's rows, all
/// numbers alike, as many as the session's model has latents: for windows, with root and contacts,
/// at the same frames and hop. Fitted to Session::sample().
[[nodiscard]] codec::PoseAutoencoder principal_components(const training::Session& session);
/// The same for Evaluator::rebuild() alone, in half the time: without what walks are drawn from.
[[nodiscard]] codec::PoseAutoencoder rebuilding_components(const training::Session& session);

/// A clip, or a stretch of one, in its room.
struct Recording {
  mocap::Motion motion;
  int clip = 0;  ///< number of the clip in the dataset
};

/// What codecs are measured on: every stretch of at least kWindow frames.
struct Recordings {
  std::vector<Recording> train;
  std::vector<Recording> held_out;
};
inline constexpr int kWindow = 16;  ///< frames of the windows that distances are between

/// By the split of the session's configuration. Clips without their heading are read again from
/// their files. @throws InputError for a clip whose file is not what the session was made from;
/// UsageError when no stretch is long enough
[[nodiscard]] Recordings recordings_of(const training::Session& session, int threads = 0);

/// The first frames of every recording, the same share of each, so that all together last about so
/// many seconds, but at least kWindow frames of each.
[[nodiscard]] std::vector<Recording> beginnings_of(const std::vector<Recording>& recordings,
                                                   double seconds);

struct Known;

/// Measures codecs on the same recordings. Groups of measures:
///   data            clips and time held out and learned from
///   codec           latents, and numbers a second
///   reconstruction  of held-out recordings, with intervals over clips: `mpjpe` and `rotation
///                   error` without the body's rotation (metrics::PoseSpace), `mpjpe with lean`
///                   with the body turned as in the room, but for its heading; root drift after 1
///                   and 5 s and after a metre (metrics/travel.hpp); the length of the way, and
///                   jerk, over the recording's
///   feet            of the same: how fast points slide while they stand in the recording
///                   (footing/skating.hpp), beside the recording's own values, and how well
///                   contacts are met: found in the decoded motion, and as the codec tells them
///   generation      of options.walks random walks, as long as the held-out recordings: windows of
///                   kWindow frames against those of training clips and of held-out ones
///                   (metrics/motion_windows.hpp), root speed and turns, ways, jerk, diversity, and
///                   skating, by the walk's own contacts and of all low points; each beside the
///                   value of held-out recordings
class Evaluator {
 public:
  /// @throws UsageError without a recording of both kinds
  explicit Evaluator(const Recordings& recordings, const Options& options = {});
  ~Evaluator();

  /// @throws Error when a codec does not return what it should
  [[nodiscard]] Report evaluate(const Codec& codec) const;
  /// The groups reconstruction and feet alone, without a walk.
  [[nodiscard]] Report rebuild(const Codec& codec) const;

 private:
  std::unique_ptr<const Known> known_;
};

/// The baselines by name, each fitted to the same clips:
///   pca   principal_components()
///   pose  a model of single poses, preset `best` with 16 latents and without the body's rotation,
///         which goes by its feet; trained for as many epochs
///   ae, vae, beta-vae, wae  the same networks with another prior, as evaluation::baseline_names()
[[nodiscard]] const std::vector<std::string>& baseline_names();

/// The runs of evaluate_model() and cross_validate(), as evaluation::planned_runs().
[[nodiscard]] std::vector<PlannedRun> planned_runs(const training::Config& config,
                                                   const std::vector<std::string>& baselines);
[[nodiscard]] std::vector<PlannedRun> planned_runs(const std::string& name,
                                                   const training::Config& config,
                                                   const Study& study);

/// A model and its baselines on the data of the session. The model's report gains the group
/// `baselines`: the ratios of its error to theirs. @throws UsageError, ConfigError, TrainingError
[[nodiscard]] Comparison evaluate_model(const Experiment& experiment,
                                        const training::Session& session, const std::string& name,
                                        const codec::PoseAutoencoder& model,
                                        const std::vector<std::string>& baselines);

/// Trains and measures folds and seeds, as evaluation::cross_validate() does.
/// @throws UsageError, ConfigError, InputError, TrainingError, Interrupted
[[nodiscard]] Comparison cross_validate(const Experiment& experiment, const std::string& name,
                                        const training::Config& config, const Study& study);

}  // namespace poseaae::evaluation::motion
