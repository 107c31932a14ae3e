#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/path.hpp"

/// Random walks through latent space, and the registry of the kinds of step they can take.
namespace poseaae::latent {

/// What a kind of step is made from. `random` outlives the step.
struct StepContext {
  const LatentGaussian& gaussian;  ///< where the model's poses are
  double step_size;
  std::uint64_t seed;
  Random& random;
};

/// One rule for going from a point to the next.
class Step {
 public:
  virtual ~Step() = default;
  /// z (Z) of this step -> z of the next
  [[nodiscard]] virtual Eigen::VectorXd next(const Eigen::VectorXd& z) = 0;
};

/// A kind of step under its name: one file in src/latent/steps and one line in the registry each.
struct StepKind {
  std::string name;
  std::string summary;       ///< one line for --help
  double default_step_size;  ///< see the kind's own file
  std::function<std::unique_ptr<Step>(const StepContext&)> make;
};

/// Every kind, the default first:
///
/// gaussian   z' = m + r (z - m) + sqrt(1 - r^2) S e, e ~ N(0, I), r = 1 - s^2 / 2.
///   An Ornstein-Uhlenbeck process at discrete times, AR(1): its stationary law is N(m, C), the
///   model's own latent mean and covariance, so it wanders among the poses for ever. The step size
///   s in (0, sqrt 2] is the root mean square of a step in units of each latent's standard
///   deviation; sqrt 2 forgets the past altogether (r = 0).
/// uniform    the same with e uniform in [-sqrt 3, sqrt 3): same mean and covariance, but no single
///   step is ever large.
/// tutorial   z' = z + s u, u uniform in [0, 1) per dimension, s = 2: Bisig's walk. Steps are never
///   negative, so the walk leaves the poses the model has learned for good: after n steps, it is
///   n away in every dimension. It draws the numbers that NumPy draws after np.random.seed(seed),
///   in float32 as the tutorial does, so that both walk the very same path.
[[nodiscard]] const std::vector<StepKind>& step_kinds();
/// @throws UsageError with the nearest name
[[nodiscard]] const StepKind& find_step_kind(const std::string& name);

struct WalkOptions {
  std::string step = "gaussian";
  std::optional<double> step_size{};  ///< the kind's default when empty
  int count = 300;                    ///< T: poses of the walk, the start included
  /// A new step every so many frames, with a smooth curve in between (see curve_through): steps are
  /// independent, so taking one each frame trembles.
  int frames_per_step = 10;
  std::uint64_t seed = 1;

  /// @throws UsageError
  void validate() const;
};

/// A walk of `count` points from `start` (Z), or from a point drawn from the model's latent
/// Gaussian. The same options and statistics give the same path: one Random(seed) draws the start,
/// where it has to, and then the steps. @throws UsageError
[[nodiscard]] LatentPath walk(const LatentStatistics& statistics,
                              const std::optional<Eigen::VectorXf>& start,
                              const WalkOptions& options, double fps);

}  // namespace poseaae::latent
