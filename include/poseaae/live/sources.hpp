#pragma once

#include <Eigen/Core>
#include <memory>
#include <vector>

#include "poseaae/base/random.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/live/glide.hpp"
#include "poseaae/live/settings.hpp"

namespace poseaae::live {

/// z = m + S e with m and S at hand, so that nothing allocates: latent::LatentGaussian::unwhiten()
/// of one point in double precision.
struct WhitenedSpace {
  Eigen::VectorXd mean;   ///< m (Z)
  Eigen::MatrixXd scale;  ///< S (Z, Z)

  explicit WhitenedSpace(const latent::LatentGaussian& space);
  [[nodiscard]] int dim() const { return static_cast<int>(mean.size()); }
};

/// Seconds by which a source goes on.
struct Passed {
  double played = 0.0;  ///< at the tempo
  double real = 0.0;    ///< of the clock; > 0
};

/// Where the points of a dance come from, before sliders and styles. Nothing allocates after the
/// constructor.
class Source {
 public:
  virtual ~Source() = default;
  virtual void step(const Settings& settings, const Passed& passed) = 0;
  /// Where it is (Z).
  [[nodiscard]] const Eigen::VectorXd& point() const noexcept { return point_; }
  /// Whether the last step led to another place, and not on from the one before.
  [[nodiscard]] bool jumped() const noexcept { return jumped_; }
  /// Whether the point has a speed.
  [[nodiscard]] virtual bool smooth() const { return true; }

 protected:
  explicit Source(Eigen::VectorXd point) : point_(std::move(point)) {}
  Eigen::VectorXd point_;
  bool jumped_ = false;
};

/// All of them, in the order of SourceKind. With the same seed, the walk is that of latent::Walker
/// as long as nothing is changed.
[[nodiscard]] std::vector<std::unique_ptr<Source>> make_sources(const WhitenedSpace& space,
                                                                std::uint64_t seed);

/// Of the source "live": where the performer is, set before each step.
class LiveSource final : public Source {
 public:
  explicit LiveSource(const WhitenedSpace& space) : Source(space.mean) {}
  void follow(const Performer& performer) { performer_ = &performer; }
  void step(const Settings& settings, const Passed& passed) override;

 private:
  const Performer* performer_ = nullptr;
};

}  // namespace poseaae::live
