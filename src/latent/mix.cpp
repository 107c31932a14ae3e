#include "poseaae/latent/mix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "number_list.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::latent {

namespace {

/// What is mixed in each frame: moments of both paths (in frames) and the progress of the ramp.
struct Schedule {
  std::vector<double> a;
  std::vector<double> b;
  std::vector<double> progress;  ///< 0 to 1
};

double weight(const MixOptions& options, double progress) {
  if (options.factor) return *options.factor;
  return options.from + (options.to - options.from) * ease(options.easing, progress);
}

/// A moment that rounding moved off a frame is that frame.
double snapped(double moment) {
  constexpr double kRounding = 1e-9;
  const double whole = std::round(moment);
  return std::abs(moment - whole) <= kRounding * (1.0 + whole) ? whole : moment;
}

/// Both paths spread evenly over the same frames; cut to them when truncated.
Schedule evenly(int frames_a, int frames_b, LengthMatch how) {
  const bool cut = how == LengthMatch::kTruncate;
  const int frames = cut ? std::min(frames_a, frames_b) : std::max(frames_a, frames_b);
  Schedule schedule;
  for (int t = 0; t < frames; ++t) {
    const double progress = frames == 1 ? 0.0 : static_cast<double>(t) / (frames - 1);
    schedule.a.push_back(cut ? t : snapped(progress * (frames_a - 1)));
    schedule.b.push_back(cut ? t : snapped(progress * (frames_b - 1)));
    schedule.progress.push_back(progress);
  }
  return schedule;
}

/// Along the alignment, a moment lasting (1 - w) da + w db.
Schedule warped(const Alignment& alignment, const MixOptions& options) {
  const int pairs = alignment.pairs();
  std::vector<double> time{0.0};
  for (int k = 1; k < pairs; ++k) {
    const double middle = (k - 0.5) / (pairs - 1);
    const double w = std::clamp(weight(options, middle), 0.0, 1.0);
    time.push_back(time.back() + (1.0 - w) * (alignment.a[k] - alignment.a[k - 1]) +
                   w * (alignment.b[k] - alignment.b[k - 1]));
  }
  const int frames = static_cast<int>(std::lround(time.back())) + 1;
  Schedule schedule;
  for (int t = 0, k = 1; t < frames; ++t) {
    const double moment = frames == 1 ? 0.0 : time.back() * t / (frames - 1);
    while (k + 1 < pairs && time[k] < moment) ++k;
    const double width = time[k] - time[k - 1];
    const double part = width > 0.0 ? std::clamp((moment - time[k - 1]) / width, 0.0, 1.0) : 0.0;
    const auto between = [&](const std::vector<double>& values) {
      return snapped((1.0 - part) * values[k - 1] + part * values[k]);
    };
    schedule.a.push_back(between(alignment.a));
    schedule.b.push_back(between(alignment.b));
    schedule.progress.push_back((k - 1 + part) / (pairs - 1));
  }
  return schedule;
}

/// I(a, b; w) about the space's mean. A straight line is the same in any coordinates, and the ends
/// are not to pass through others and back.
class Blend {
 public:
  Blend(const LatentGaussian& space, Interpolation kind, const Batch& a, const Batch& b)
      : space_(space), kind_(kind), a_(a), b_(b) {
    if (kind == Interpolation::kLerp) return;
    white_a_ = space.whiten(a);
    white_b_ = space.whiten(b);
  }

  [[nodiscard]] Eigen::VectorXf at(Eigen::Index t, double w) const {
    if (w == 0.0) return a_.row(t);
    if (w == 1.0) return b_.row(t);
    if (kind_ == Interpolation::kLerp) return lerp(a_.row(t), b_.row(t), w);
    const Batch point = interpolate(kind_, white_a_.row(t), white_b_.row(t), w).transpose();
    return space_.unwhiten(point).row(0);
  }

 private:
  const LatentGaussian& space_;
  Interpolation kind_;
  const Batch& a_;
  const Batch& b_;
  Batch white_a_;
  Batch white_b_;
};

/// By how much the feet decide where a mix goes: not at all for the poses of one clip, alone for
/// what lies between both, or beyond.
float led(double w) { return static_cast<float>(std::min(1.0, 8.0 * std::abs(w * (1.0 - w)))); }

/// Both paths at the same times, row by row, and the progress of the ramp there.
LatentPath blended(const LatentPath& first, const LatentPath& second,
                   const std::vector<double>& progress, const LatentGaussian& space,
                   const MixOptions& options) {
  const Blend blend(space, options.interpolation, first.points, second.points);
  LatentPath result{Batch(first.points.rows(), first.dim()), first.fps};
  const double share = options.shares.size() == 0 ? 1.0 : options.shares.mean();
  result.by_feet = Batch(result.points.rows(), 1);
  for (Eigen::Index t = 0; t < result.points.rows(); ++t) {
    const double w = weight(options, progress[t]);
    (*result.by_feet)(t, 0) = led(share * w);
    result.points.row(t) = blend.at(t, w);
    for (Eigen::Index d = 0; d < options.shares.size(); ++d) {
      if (options.shares[d] != 1.0) result.points(t, d) = blend.at(t, options.shares[d] * w)[d];
    }
  }
  return result;
}

/// The way of the dancer belongs to the poses: where only some dimensions are mixed, their mean
/// share of it is.
RootPath mixed_roots(const RootPath& a, const RootPath& b, const Schedule& schedule,
                     const MixOptions& options) {
  const auto at = [](const RootPath& root, const std::vector<double>& moments) {
    return root.with([&](const Batch& rows) { return sample_at(rows, moments); });
  };
  const double share = options.shares.size() == 0 ? 1.0 : options.shares.mean();
  std::vector<double> weights;
  for (const double progress : schedule.progress) {
    weights.push_back(share * weight(options, progress));
  }
  return mix(at(a, schedule.a), at(b, schedule.b), weights);
}

/// Likewise, since both ways are as long as they are for strides as long as these.
Batch mixed_strides(const Batch& a, const Batch& b, const Schedule& schedule,
                    const MixOptions& options) {
  const Batch first = sample_at(a, schedule.a);
  const Batch second = sample_at(b, schedule.b);
  const double share = options.shares.size() == 0 ? 1.0 : options.shares.mean();
  Batch result = Batch::Zero(first.rows(), 1);
  for (Eigen::Index t = 1; t < first.rows(); ++t) {
    const auto w =
        static_cast<float>(std::clamp(share * weight(options, schedule.progress[t]), 0.0, 1.0));
    const float one = first(t, 0) - first(t - 1, 0);
    const float other = second(t, 0) - second(t - 1, 0);
    result(t, 0) = result(t - 1, 0) + (1.0F - w) * one + w * other;
  }
  return result;
}

void check(const LatentPath& a, const LatentPath& b, const LatentGaussian& space,
           const MixOptions& options) {
  options.validate();
  if (a.frames() == 0 || b.frames() == 0 || a.dim() != b.dim() || a.dim() != space.dim()) {
    throw UsageError(
        fmt::format("mix: expected two paths with {} latents, found {} x {} and {} x {}",
                    space.dim(), a.frames(), a.dim(), b.frames(), b.dim()));
  }
  if (options.shares.size() != 0 && options.shares.size() != a.dim()) {
    throw UsageError(fmt::format("mix: expected one share for each of {} dimensions, found {}",
                                 a.dim(), options.shares.size()));
  }
}

}  // namespace

const Names<LengthMatch>& length_match_names() {
  static const Names<LengthMatch> names{{"stretch", LengthMatch::kStretch},
                                        {"truncate", LengthMatch::kTruncate},
                                        {"warp", LengthMatch::kWarp}};
  return names;
}

void MixOptions::validate() const {
  constexpr double kMost = 1e3;  // 0 is the first clip, 1 the second
  for (const double value : {factor.value_or(0.0), from, to}) {
    require_between("mix factor", value, -kMost, kMost);
  }
  for (const double share : shares) require_between("mix factors", share, -kMost, kMost);
  warp.validate();
}

LatentPath mix(const LatentPath& a, const LatentPath& b, const LatentGaussian& space,
               const MixOptions& options) {
  check(a, b, space, options);
  const LatentPath other = b.fps == a.fps ? b : upsample(b, a.fps);
  const Schedule schedule =
      options.lengths == LengthMatch::kWarp
          ? warped(align(space.whiten(a.points), space.whiten(other.points), options.warp), options)
          : evenly(a.frames(), other.frames(), options.lengths);
  LatentPath result =
      blended({sample_at(a.points, schedule.a), a.fps},
              {sample_at(other.points, schedule.b), a.fps}, schedule.progress, space, options);
  if (a.root && other.root) result.root = mixed_roots(*a.root, *other.root, schedule, options);
  if (a.strides && other.strides) {
    result.strides = mixed_strides(*a.strides, *other.strides, schedule, options);
  }
  return result;
}

namespace {

/// The frames of a motion at moments between them, at its rate: rotations, normalised, and places
/// along the spline.
mocap::Motion at_moments(const mocap::Motion& motion, const std::vector<double>& moments) {
  const int joints = motion.joints();
  Batch rows(motion.frames(), 4 * joints + 3);
  for (int t = 0; t < motion.frames(); ++t) {
    const mocap::PoseView pose(rows.row(t).data());
    for (int j = 0; j < joints; ++j) pose.set_rotation(j, motion.rotation(t, j));
    rows.row(t).tail<3>() =
        (motion.root_position(t) - motion.root_position(0)).transpose().cast<float>();
  }
  const Batch found = sample_at(rows, moments);
  mocap::Motion result(motion.skeleton(), motion.fps(), static_cast<int>(moments.size()));
  for (int t = 0; t < result.frames(); ++t) {
    const mocap::PoseView<const float> pose(found.row(t).data());
    for (int j = 0; j < joints; ++j) result.set_rotation(t, j, pose.rotation(j).normalized());
    result.set_root_position(
        t, motion.root_position(0) + found.row(t).tail<3>().transpose().cast<double>());
  }
  return result;
}

/// A path of windows and what it decodes to.
struct Danced {
  const codec::PoseAutoencoder& model;
  LatentPath path;
  mocap::Motion motion;

  Danced(const codec::PoseAutoencoder& the_model, const LatentPath& the_path, double fps)
      : model(the_model),
        path(the_path.fps == fps ? the_path : at_speed(the_model, the_path, 1.0)),
        motion(mocap::make_continuous(
            model.format().motion_of_frames(decode_frames(model, path), model.data().fps))) {}

  /// (T - W + 1, Z): of the windows at every frame.
  [[nodiscard]] Batch at_every_frame() const {
    codec::Window window = *model.format().window();
    window.hop = 1;
    return model.encode(
        codec::PoseFormat(model.skeleton(), model.format().form(), {}, window).rows_of(motion));
  }

  [[nodiscard]] LatentPath at(const std::vector<double>& moments) const {
    const auto as_it_was = [&] {
      if (static_cast<int>(moments.size()) != motion.frames()) return false;
      for (int t = 0; t < motion.frames(); ++t) {
        if (moments[t] != t) return false;
      }
      return true;
    };
    return as_it_was() ? path : follow(model, at_moments(motion, moments));
  }
};

/// Of the frames of two dances, by their windows: the last windows go on as they are.
Schedule warped(const Danced& a, const Danced& b, const LatentGaussian& space,
                const MixOptions& options) {
  Schedule schedule = warped(
      align(space.whiten(a.at_every_frame()), space.whiten(b.at_every_frame()), options.warp),
      options);
  for (int i = 1; i < a.model.format().shape().frames; ++i) {
    schedule.a.push_back(std::min(schedule.a.back() + 1.0, a.motion.frames() - 1.0));
    schedule.b.push_back(std::min(schedule.b.back() + 1.0, b.motion.frames() - 1.0));
    schedule.progress.push_back(1.0);
  }
  return schedule;
}

}  // namespace

LatentPath mix(const codec::PoseAutoencoder& model, const LatentPath& a, const LatentPath& b,
               const LatentGaussian& space, const MixOptions& options) {
  if (!model.format().window()) return mix(a, b, space, options);
  check(a, b, space, options);
  const double fps = model.data().fps / model.format().hop();
  const Danced first(model, a, fps);
  const Danced second(model, b, fps);
  const bool warps = options.lengths == LengthMatch::kWarp;
  const Schedule schedule =
      warps ? warped(first, second, space, options)
            : evenly(first.motion.frames(), second.motion.frames(), options.lengths);
  const LatentPath a_there = first.at(schedule.a);
  const LatentPath b_there = second.at(schedule.b);
  std::vector<double> progress;
  for (int k = 0; k < a_there.frames(); ++k) {
    progress.push_back(a_there.frames() == 1 ? 0.0 : k / (a_there.frames() - 1.0));
  }
  if (warps) {
    for (int k = 0; k < a_there.frames(); ++k) {
      progress[k] = schedule.progress[static_cast<std::size_t>(k) * model.format().hop()];
    }
  }
  LatentPath mixed = blended(a_there, b_there, progress, space, options);
  mixed.clip_frames = a_there.clip_frames;
  return mixed;
}

Eigen::VectorXd parse_shares(std::string_view text, int dim) {
  const auto parts = split_at_commas(text);
  Eigen::VectorXd shares(dim);
  for (int d = 0; d < dim; ++d) {
    const auto value =
        static_cast<int>(parts.size()) == dim ? parse_number<double>(parts[d]) : std::nullopt;
    if (!value || !std::isfinite(*value)) {
      throw UsageError(fmt::format(
          "factors: expected {} numbers separated by commas, one for each dimension, found '{}'",
          dim, text));
    }
    shares[d] = *value;
  }
  return shares;
}

Eigen::VectorXd parse_dimensions(std::string_view text, int dim) {
  Eigen::VectorXd shares = Eigen::VectorXd::Zero(dim);
  for (const std::string_view part : split_at_commas(text)) {
    const auto dash = part.find('-');
    const auto first = parse_number<int>(part.substr(0, dash));
    const auto last = dash == part.npos ? first : parse_number<int>(part.substr(dash + 1));
    if (!first || !last || *first < 0 || *last < *first || *last >= dim) {
      throw UsageError(fmt::format(
          "dimensions: expected numbers from 0 to {} or ranges of them (0-3,7), found '{}'",
          dim - 1, text));
    }
    shares.segment(*first, *last - *first + 1).setOnes();
  }
  return shares;
}

}  // namespace poseaae::latent
