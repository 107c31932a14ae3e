#include "poseaae/live/sources.hpp"

#include <cmath>
#include <numbers>

#include "poseaae/latent/matern_step.hpp"

namespace poseaae::live {

const Names<SourceKind>& source_names() {
  static const Names<SourceKind> names{{"walk", SourceKind::kWalk},   {"loop", SourceKind::kLoop},
                                       {"clip", SourceKind::kClip},   {"mix", SourceKind::kMix},
                                       {"point", SourceKind::kPoint}, {"path", SourceKind::kPath},
                                       {"live", SourceKind::kLive}};
  return names;
}

const Names<LiveWalk>& live_walk_names() {
  static const Names<LiveWalk> names{{"matern", LiveWalk::kMatern}, {"ou", LiveWalk::kOu}};
  return names;
}

WhitenedSpace::WhitenedSpace(const latent::LatentGaussian& space) : mean(space.mean()) {
  const Batch units = Batch::Identity(space.dim(), space.dim());
  const Batch none = Batch::Zero(1, space.dim());
  const Eigen::MatrixXd moved = space.unwhiten(units).cast<double>();
  const Eigen::RowVectorXd origin = space.unwhiten(none).row(0).cast<double>();
  scale = (moved.rowwise() - origin).transpose();
}

namespace {

/// The distance from the mean, which glides: m + spread S x.
class SpreadOut {
 public:
  explicit SpreadOut(const WhitenedSpace& space)
      : space_(space), spread_(Eigen::VectorXd::Ones(1)) {}

  void operator()(const Eigen::VectorXd& x, const Settings& settings, double dt,
                  Eigen::VectorXd& z) {
    const double spread = spread_.step(settings.spread, dt, settings.glide_s);
    z.noalias() = space_.scale * x;
    z = space_.mean + spread * z;
  }

 private:
  const WhitenedSpace& space_;
  Glide spread_;
};

/// A random walk whose spread and time scale glide; one of another kind goes on from where this one
/// is.
class WalkSource final : public Source {
 public:
  WalkSource(const WhitenedSpace& space, std::uint64_t seed)
      : Source(space.mean),
        spread_out_(space),
        random_(seed),
        log_time_scale_(1),
        x_(space.dim()),
        v_(space.dim()) {
    for (double& value : x_) value = random_.normal();
    for (double& value : v_) value = random_.normal();
    point_ = space.mean + space.scale * x_;
  }

  void step(const Settings& settings, const Passed& passed) override {
    const double scale = std::exp(
        log_time_scale_.step(std::log(settings.time_scale_s), passed.real, settings.glide_s));
    if (settings.walk != kind_) {
      for (double& value : v_) value = random_.normal();
      kind_ = settings.walk;
    }
    if (begun_ && passed.played > 0.0) move(passed.played / scale);
    begun_ = true;
    spread_out_(x_, settings, passed.real, point_);
  }

  [[nodiscard]] bool smooth() const override { return kind_ == LiveWalk::kMatern; }

 private:
  /// By so many time scales.
  void move(double share) {
    if (kind_ == LiveWalk::kMatern) {
      const latent::MaternStep step(std::numbers::sqrt3 * share);
      for (Eigen::Index d = 0; d < x_.size(); ++d) {
        const double a = random_.normal();
        const double b = random_.normal();
        step.apply(x_[d], v_[d], a, b);
      }
      return;
    }
    const double keep = std::exp(-share);
    const double add = std::sqrt(-std::expm1(-2.0 * share));  // keep^2 + add^2 = 1
    for (double& value : x_) value = keep * value + add * random_.normal();
  }

  SpreadOut spread_out_;
  Random random_;
  Glide log_time_scale_;
  Eigen::VectorXd x_;
  Eigen::VectorXd v_;
  LiveWalk kind_ = LiveWalk::kMatern;
  bool begun_ = false;
};

class LoopSource final : public Source {
 public:
  explicit LoopSource(const WhitenedSpace& space)
      : Source(space.mean), spread_out_(space), x_(Eigen::VectorXd::Zero(space.dim())) {}

  void step(const Settings& settings, const Passed& passed) override {
    jumped_ = made_ != 0 && made_ != settings.loop_made;
    made_ = settings.loop_made;
    share_ += passed.played / settings.loop_s;
    share_ -= std::floor(share_);
    if (settings.loop) settings.loop->at(share_, x_);
    spread_out_(x_, settings, passed.real, point_);
  }

 private:
  SpreadOut spread_out_;
  Eigen::VectorXd x_;
  double share_ = 0.0;
  std::uint32_t made_ = 0;
};

/// What a deck plays, round and round.
class DeckPlayer {
 public:
  explicit DeckPlayer(int dim) : point_(Eigen::VectorXd::Zero(dim)) {}

  /// Whether the point came from elsewhere.
  bool step(const Deck& deck, double dt) {
    bool jumped = changed_ != deck.changed || gone_to_ != deck.gone_to;
    if (changed_ != deck.changed) at_ = first_of(deck);
    if (gone_to_ != deck.gone_to) at_ = deck.frame;
    const bool begins = changed_ != deck.changed || gone_to_ != deck.gone_to;
    changed_ = deck.changed;
    gone_to_ = deck.gone_to;
    if (!deck.track) {
      point_ = deck.point;
      return jumped;
    }
    if (!begins) at_ += dt * deck.track->fps * deck.step;
    jumped |= stay_within(deck);
    interpolate(*deck.track);
    return jumped;
  }
  [[nodiscard]] const Eigen::VectorXd& point() const noexcept { return point_; }

 private:
  static double first_of(const Deck& deck) { return deck.last > deck.first ? deck.first : 0.0; }

  /// Whether it went past an end, to go on at the other. The last frame lasts as long as the
  /// others.
  bool stay_within(const Deck& deck) {
    const auto frames = static_cast<double>(deck.track->latents.rows());
    const bool ranged = deck.last > deck.first;
    const double first = ranged ? std::min(deck.first, frames - 1.0) : 0.0;
    const double length = ranged ? std::min(deck.last + 1.0, frames) - first : frames;
    const double turns = std::floor((at_ - first) / length);
    if (turns == 0.0) return false;
    at_ -= turns * length;
    at_ = std::clamp(at_, first, first + length);
    return true;
  }

  void interpolate(const Track& track) {
    const auto last = track.latents.rows() - 1;
    const auto i = std::clamp<Eigen::Index>(static_cast<Eigen::Index>(at_), 0, last);
    const double part = at_ - static_cast<double>(i);
    const float* a = track.latents.row(i).data();
    const float* b = track.latents.row(std::min(i + 1, last)).data();
    for (Eigen::Index d = 0; d < point_.size(); ++d) {
      point_[d] = static_cast<double>(a[d]) + part * (static_cast<double>(b[d]) - a[d]);
    }
  }

  Eigen::VectorXd point_;
  double at_ = 0.0;
  std::uint32_t changed_ = 0;
  std::uint32_t gone_to_ = 0;
};

class ClipSource final : public Source {
 public:
  explicit ClipSource(const WhitenedSpace& space) : Source(space.mean), deck_(space.dim()) {}

  void step(const Settings& settings, const Passed& passed) override {
    jumped_ = deck_.step(settings.clip, passed.played);
    point_ = deck_.point();
  }

 private:
  DeckPlayer deck_;
};

/// (1 - m) a + m b, latent by latent.
class MixSource final : public Source {
 public:
  explicit MixSource(const WhitenedSpace& space)
      : Source(space.mean), a_(space.dim()), b_(space.dim()), amounts_(space.dim()) {}

  void step(const Settings& settings, const Passed& passed) override {
    const bool a_jumped = a_.step(settings.a, passed.played);
    const bool b_jumped = b_.step(settings.b, passed.played);
    jumped_ = a_jumped || b_jumped;
    amounts_.step(settings.amounts, passed.real, settings.glide_s);
    point_ = a_.point().array() + amounts_.values().array() * (b_.point() - a_.point()).array();
  }

 private:
  DeckPlayer a_, b_;
  Glide amounts_;
};

/// A place on the map under the hand, which the point follows.
class PointSource final : public Source {
 public:
  explicit PointSource(const WhitenedSpace& space) : Source(space.mean), glide_(space.mean) {}

  void step(const Settings& settings, const Passed& passed) override {
    glide_.step(settings.point, passed.real, 0.5 * settings.glide_s);
    point_ = glide_.values();
  }

 private:
  Glide glide_;
};

class PathSource final : public Source {
 public:
  explicit PathSource(const WhitenedSpace& space) : Source(space.mean) {}

  void step(const Settings& settings, const Passed& passed) override {
    jumped_ = false;
    if (!settings.path) return;
    if (made_ != settings.path_made) {
      jumped_ = true;
      made_ = settings.path_made;
      time_ = 0.0;
    }
    // As a part of the way there and back, so that another length does not jump.
    time_ += passed.played / settings.path_s;
    time_ = std::fmod(time_, 2.0);
    settings.path->at(time_, 1.0, point_);
  }

 private:
  double time_ = 0.0;
  std::uint32_t made_ = 0;
};

}  // namespace

void LiveSource::step(const Settings& /*settings*/, const Passed& /*passed*/) {
  if (performer_ != nullptr && performer_->latents.size() > 0) point_ = performer_->latents;
}

std::vector<std::unique_ptr<Source>> make_sources(const WhitenedSpace& space, std::uint64_t seed) {
  std::vector<std::unique_ptr<Source>> sources;
  sources.push_back(std::make_unique<WalkSource>(space, seed));
  sources.push_back(std::make_unique<LoopSource>(space));
  sources.push_back(std::make_unique<ClipSource>(space));
  sources.push_back(std::make_unique<MixSource>(space));
  sources.push_back(std::make_unique<PointSource>(space));
  sources.push_back(std::make_unique<PathSource>(space));
  sources.push_back(std::make_unique<LiveSource>(space));
  return sources;
}

}  // namespace poseaae::live
