#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/latent/sampling.hpp"
#include "poseaae/math/batch.hpp"

/// Random walks through latent space, and the registry of their kinds.
namespace poseaae::latent {

struct WalkOptions {
  std::string kind = "matern";
  int count = 300;  ///< T: number of poses, including the start
  /// Time after which poses are nearly independent; the kind's when empty.
  std::optional<double> time_scale_s{};
  std::optional<double> step_size{};  ///< of the tutorial's walk; 2 when empty
  /// Scales the distance from the mean: 1 is that of the model's poses, less is calmer and closer
  /// to the average pose, more goes beyond what the model has learned.
  double spread = 1.0;
  std::uint64_t seed = 1;

  /// @throws UsageError
  void validate() const;
};

/// The inputs of a kind of walk. `start` (Z) is in latent space, and so is what `draw` draws where
/// there is none; if that is empty too, the walk begins by its own law.
struct WalkContext {
  const LatentGaussian& space;
  const std::optional<Eigen::VectorXf>& start;
  const WalkOptions& options;  ///< time_scale_s is set where the kind has one
  double fps;
  Random& random;
  const Draw& draw;
};

/// A walk on its way: where it is, and its next step.
class WalkCourse {
 public:
  virtual ~WalkCourse() = default;
  /// The point (Z) where it is, at first where it begins; in whitened coordinates, unless latents()
  /// says otherwise.
  [[nodiscard]] virtual Eigen::VectorXd point() const = 0;
  /// Goes on by one point.
  virtual void step() = 0;
  /// Points (T, Z) as latents.
  [[nodiscard]] virtual Batch latents(const Eigen::MatrixXd& points,
                                      const LatentGaussian& space) const {
    return space.unwhiten(points.cast<float>());
  }
};

/// A kind of walk and its name: each has a file in src/latent/walks and a line in the registry.
struct WalkKind {
  std::string name;
  std::string summary;                 ///< one line for --help
  std::optional<double> time_scale_s;  ///< by default; empty: the kind has none
  /// A walk at its first point. It keeps the context's `random`, which has to outlive it.
  std::function<std::unique_ptr<WalkCourse>(const WalkContext&)> begin;
  bool stationary = true;       ///< stays among the model's own points
  bool keeps_distance = false;  ///< from a start, as far from the mean as that, at any spread
};

/// Every kind, the default first. All but the tutorial's move in whitened coordinates,
/// e = S^-1 (z - m), and are stationary: at any time, their distribution has the model's own latent
/// mean and covariance, so that they always stay among its poses. l is the time scale, L = sqrt 3 /
/// l.
///
/// matern     e'' = -L^2 e - 2 L e' + noise: in every dimension a Gaussian process of covariance
///   (1 + L t) exp(-L t) (Matern 3/2), whose velocity is continuous: a body with mass. Computed by
///   its state (e, e') with the exact transition from frame to frame (Hartikainen and Sarkka 2010,
///   "Kalman filtering and smoothing solutions to temporal Gaussian process regression models"),
///   so that its law does not depend on the frame rate. It starts stationary, or at a pose with a
///   velocity sampled from the stationary law.
/// ou         e' = -e / l + noise, the Ornstein-Uhlenbeck process with covariance exp(-t / l),
///   exact too: it has no velocity and trembles; it serves for comparison and restless motion.
/// sphere     the same as matern without its spring, held on the sphere |e| = sqrt(Z), where most
///   of a Gaussian's mass is: along great circles with a velocity that follows v' = -2 L v + noise
///   in the tangent plane and is carried along in parallel. Every pose is as unusual as the last;
///   from a start, the radius is the start's.
/// steps      e_k+1 given e_k, by Bayes' rule: its prior is the model's mixture with deviations 0.8
///   spread times as large, and e_k = R^T e_k+1 + (I - R^T R)^(1/2) n, n ~ N(0, I), is how points
///   are followed back, with R the correlation of each point with the one before in the clips that
///   the model learned from (LatentGaussian::steps()). With N(0, I) for the mixture, it would be
///   the vector autoregression e_k+1 = R e_k + (I - R R^T)^(1/2) n. What is expected of e_k+1 stays
///   within sqrt(Z) deviations of its component's mean. The default for models of
///   windows, the only ones that have R: the next window begins in the pose, the stride and the
///   turn in which the last one ends.
/// tutorial   z' = z + s u, u uniform in [0, 1) per dimension, s = 2: Bisig's walk. Steps are never
///   negative, so the walk leaves the poses that the model has learned and does not return: after n
///   steps, it is n away in every dimension. It uses the random numbers of NumPy after
///   np.random.seed(seed), in float32 as the tutorial does, so that both follow exactly the same
///   path.
[[nodiscard]] const std::vector<WalkKind>& walk_kinds();
/// @throws UsageError with the nearest name
[[nodiscard]] const WalkKind& find_walk_kind(const std::string& name);

/// A walk of `count` points from `start` (Z), or from one that `draw` draws, at `spread` times its
/// distance from the mean, or without either from a point sampled from the model's latent Gaussian.
/// The same options and space give the same path: one Random(seed) samples the start, where it has
/// to, and then the steps. @throws UsageError
[[nodiscard]] LatentPath walk(const LatentGaussian& space,
                              const std::optional<Eigen::VectorXf>& start,
                              const WalkOptions& options, double fps, const Draw& draw = {});

/// The same walk without an end, for programs that show each point as it comes. Its points are
/// those of walk() to rounding: each is computed by itself, so that however many are asked for at a
/// time, the walk is the same to the bit. For one thread at a time.
class Walker {
 public:
  /// `options.count` does not count. The space has to outlive the walker. @throws UsageError
  Walker(const LatentGaussian& space, const std::optional<Eigen::VectorXf>& start,
         const WalkOptions& options, double fps, const Draw& draw = {});

  /// (count, Z): the points that follow those of the last call; at first from the start on.
  /// @throws UsageError unless count is 1 to mocap::kMaxFrames
  [[nodiscard]] Batch next(int count);

 private:
  const LatentGaussian& space_;
  std::optional<Eigen::VectorXf> start_;  ///< until it was passed
  std::unique_ptr<Random> random_;        ///< in place when the walker moves
  std::unique_ptr<WalkCourse> course_;
  bool begun_ = false;
};

}  // namespace poseaae::latent
