#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/attribute.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/loop.hpp"
#include "poseaae/latent/offset.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/latent/sampling.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/mocap/clip.hpp"

/// What is done with a model and files, for programs, a Python module or a server: values in,
/// values out.
namespace poseaae::session {

/// Takes what is worth knowing but no error, a line each.
using Warn = std::function<void(const std::string&)>;

/// A path to be danced, and whose it is.
struct Dancer {
  std::string name;
  latent::LatentPath path;
  bool loops = false;  ///< the first frame follows the last
  /// What the model leaves out of the clip that is followed (latent/detail.hpp), frame by frame, to
  /// be given back; nothing where there is no such clip.
  std::optional<latent::LatentPath> detail{};
  latent::Travel travel = latent::Travel::kClip;
  /// Frames of the motion; all that the path covers, if empty. Of models of windows.
  std::optional<int> frames{};
  /// Its frame rate, if it is to be another one than the path's. Of models of windows.
  std::optional<double> fps{};
  /// The points are poses of their own, one a frame, and no motion. Of models of windows: those of
  /// others always are.
  bool apart = false;
  /// The highest frequency of the frames, in hertz (latent/smoothing.hpp). Of models of windows:
  /// the points of others are frames, and smoothed themselves.
  std::optional<double> smooth_hz{};
};

/// True for the names of poses that come from no clip: "sample:7" and "mean".
[[nodiscard]] bool is_named_pose(const std::string& name);

/// A model from its file, with the clips, poses and attributes that are named to it: clips are
/// prepared like the model's training clips, and also sought among the installed ones.
/// Members that are not const keep what they read, and are for one thread at a time.
class OpenModel {
 public:
  /// `warn`, if not empty, gets what is found in clips and datasets later. @throws InputError,
  /// ModelError: missing, not a model, damaged
  OpenModel(std::filesystem::path file, Warn warn);

  [[nodiscard]] const codec::PoseAutoencoder& codec() const noexcept { return codec_; }
  [[nodiscard]] const std::filesystem::path& file() const noexcept { return file_; }
  [[nodiscard]] const latent::LatentGaussian& space();
  [[nodiscard]] int dim() const { return codec_.latent_dim(); }
  /// nullptr where the model has none.
  [[nodiscard]] const codec::FlowMap* flow() const { return flow_ ? &*flow_ : nullptr; }
  /// The kind of walk that suits it: steps where it knows how its points follow one another.
  [[nodiscard]] std::string usual_walk();
  /// And of loop.
  [[nodiscard]] std::string usual_loop();
  /// Frames of motion a second.
  [[nodiscard]] double motion_fps() const { return codec_.data().fps; }
  /// Points of a path a second: one for each frame, or every hop of a model of windows.
  [[nodiscard]] double fps() const { return motion_fps() / codec_.format().hop(); }
  /// Points of a path that cover so many frames.
  [[nodiscard]] int points_for(int frames) const { return codec_.format().rows_for(frames); }
  [[nodiscard]] bool windowed() const { return codec_.format().window().has_value(); }
  void warn(const std::string& line) const { warn_(line); }

  /// How random points are drawn from now on, in place of latent::usual_sampling(). @throws
  /// UsageError when the model lacks what that takes
  void set_sampling(latent::Sampling sampling);
  /// What set_sampling() was told; nothing where the usual one is in use.
  [[nodiscard]] std::optional<latent::Sampling> chosen_sampling() const noexcept {
    return chosen_sampling_;
  }
  /// A random point of the space.
  [[nodiscard]] Eigen::VectorXf sample(Random& random) const;
  /// latent::walk() at fps() from a pose, or from a random point; with `keep_likely`
  /// latent::likely_walk(). A warning says where a spread does nothing, or takes poses that are to
  /// be kept likely beyond the learned ones. @throws UsageError, also where there is no flow for
  /// that
  [[nodiscard]] latent::LatentPath walk(const std::optional<Eigen::VectorXf>& start,
                                        const latent::WalkOptions& options,
                                        bool keep_likely = false);
  /// The same of loops. Where they begin, and what is kept likely, speed is as it is seen, of
  /// joints.
  [[nodiscard]] latent::LatentPath loop(const std::optional<Eigen::VectorXf>& start,
                                        const latent::LoopOptions& options,
                                        bool keep_likely = false);

  /// How clips are read and edited: as the model's training clips were, or as was set.
  [[nodiscard]] const mocap::ClipOptions& clip_options() const noexcept { return clip_options_; }
  void set_clip_options(mocap::ClipOptions options) { clip_options_ = std::move(options); }

  /// mocap::load_clip() of a clip with the model's skeleton, edited as `options` say, or as
  /// clip_options() do. @throws InputError, ParseError, UsageError
  [[nodiscard]] mocap::Clip clip(const mocap::ClipReference& clip) const;
  [[nodiscard]] mocap::Clip clip(const mocap::ClipReference& clip,
                                 const mocap::ClipOptions& options) const;
  /// latent::encode() of a clip. Windows cover it from its first frame on: if the last ones do not
  /// fit in, or it is shorter than one, a warning says so.
  [[nodiscard]] latent::LatentPath encode(const mocap::Clip& clip) const;
  /// latent::follow() of a clip: its path to its end. If it is shorter than a window, a warning
  /// says so.
  [[nodiscard]] latent::LatentPath follow(const mocap::Clip& clip) const;
  /// Of paths that are to be joined or mixed: where some have a root and others none, the others
  /// get that of their own poses, which their feet take through the room.
  void complete_roots(const std::vector<latent::LatentPath*>& paths) const;
  /// Encodings of "dance.bvh", "dance.bvh:100" or "dance.bvh:100:500" at the model's frame rate,
  /// with the clip's root, to its end (follow()), read once. @throws Error
  [[nodiscard]] const latent::LatentPath& path(const std::string& clip);
  /// The first of the encodings of such a clip. @throws Error
  [[nodiscard]] Eigen::VectorXf first_pose(const std::string& clip) const;
  /// A point of the space by name:
  ///   "dance.bvh:100"    frame 100 of a clip
  ///   "sample:7"         a random point (sample()), 7 the seed
  ///   "mean"             the model's latent mean
  /// @throws UsageError, Error
  [[nodiscard]] Eigen::VectorXf pose(const std::string& name);

  /// Whether a file that names its model by this SHA-256 belongs to this model: model::goes_by().
  /// @throws InputError
  [[nodiscard]] bool goes_by(const std::string& sha256) const;
  /// Sets the attribute file (written by pose_style learn). @throws InputError, ModelError
  void use_attributes(const std::filesystem::path& file);
  /// Those of that file, or of attributes.safetensors beside the model. @throws InputError,
  /// ModelError
  [[nodiscard]] const latent::AttributeSet& attributes();
  /// "all", "3", "axis:0" (latent::parse_direction), or "attribute:style=old". @throws UsageError;
  /// InputError, ModelError (attributes())
  [[nodiscard]] latent::Direction direction(const std::string& text);

  /// The motion of a dancer, with detail where there is some, in its place (latent::set_down()),
  /// and what became of its feet. Without a wish of how it stands: a dancer with detail, who is to
  /// be the clip, by the root alone, others by latent::DecodeOptions. Whether it loops, it knows.
  [[nodiscard]] footing::Planted dance(const Dancer& dancer,
                                       std::optional<latent::Plant> plant = {}) const;
  /// The motion alone.
  [[nodiscard]] mocap::Motion decode(const Dancer& dancer,
                                     std::optional<latent::Plant> plant = {}) const;

  /// Encodings by this model, without a row yet.
  [[nodiscard]] latent::Encodings encodings() const;
  /// With the paths of dancers, frames counted from 0 in each; of windows those every hop
  /// (latent::every_hop()).
  [[nodiscard]] latent::Encodings encodings(const std::vector<Dancer>& dancers) const;

 private:
  /// What walks and loops begin by: nothing of the prior, which is their own law.
  [[nodiscard]] latent::Draw law_of_starts() const;
  [[nodiscard]] mocap::Clip moment(mocap::ClipReference reference) const;
  void warn_if_short(const mocap::Clip& clip) const;

  std::filesystem::path file_;
  Warn warn_;
  codec::PoseAutoencoder codec_;
  mocap::ClipOptions clip_options_;
  std::optional<latent::LatentGaussian> space_;
  std::optional<codec::FlowMap> flow_;
  latent::Sampling sampling_;
  std::optional<latent::Sampling> chosen_sampling_;
  latent::Draw draw_;
  std::map<std::string, latent::LatentPath> paths_;
  std::optional<latent::AttributeSet> attributes_;
};

}  // namespace poseaae::session
