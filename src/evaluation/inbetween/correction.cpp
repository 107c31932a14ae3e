#include "correction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gap_metric.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/nn/affine_layer.hpp"
#include "poseaae/training/body_components.hpp"

namespace poseaae::evaluation::inbetween {

using codec::PoseAutoencoder;
using mocap::Motion;

namespace {

constexpr int kComponents = 256;

/// 0 where a deviation is 0.
Eigen::VectorXd inverse_of(const Eigen::VectorXd& deviations) {
  return (deviations.array() > 0.0).select(deviations.cwiseInverse(), 0.0);
}

/// Windows of the clips, of which components are found.
Batch some_windows(const Clips& clips) {
  constexpr int kEnough = 3000;
  const int length = clips.format.shape().frames;
  const auto chosen = clips.stretches(length, kEnough);
  if (chosen.size() < 2) {
    throw UsageError(fmt::format(
        "in-betweening by a model: expected clips of {} frames or more to learn from, found none; "
        "use longer clips",
        length + 1));
  }
  Batch rows(std::ssize(chosen), clips.format.width());
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    const auto& [clip, first] = chosen[static_cast<std::size_t>(i)];
    rows.row(i) = clips.format.rows_of_frames(
        clips.frames[static_cast<std::size_t>(clip)].middleRows(first, length));
  }
  return rows;
}

}  // namespace

Clips::Clips(const codec::PoseFormat& clip_format, const std::vector<Motion>& clips, int threads)
    : format(clip_format), motions(clips), frames(clips.size()) {
  if (!format.window()) {
    throw UsageError(
        "in-betweening by a model: expected a model of windows, found one of poses; train one "
        "with preset motion");
  }
  parallel_for(clips.size(), threads, [&](std::size_t i) {
    if (std::abs(clips[i].fps() - format.window()->fps) > 1e-3 * format.window()->fps) {
      throw UsageError(fmt::format(
          "in-betweening by a model: expected clips at its {:g} frames per second, found {:g}; "
          "use data.resample_fps",
          format.window()->fps, clips[i].fps()));
    }
    frames[i] = format.frames_of(clips[i]);
  });
}

std::vector<Clips::Stretch> Clips::stretches(int length, int count) const {
  std::vector<Stretch> all;
  for (std::size_t c = 0; c < motions.size(); ++c) {
    for (int first = 0; first + length <= motions[c].frames(); ++first) {
      all.push_back({static_cast<int>(c), first});
    }
  }
  std::vector<Stretch> chosen;
  for (const int i : spread_over(std::ssize(all), count)) {
    chosen.push_back(all[static_cast<std::size_t>(i)]);
  }
  return chosen;
}

Coordinates::Fitted Coordinates::fitted_to(const Clips& clips) {
  const Batch rows = some_windows(clips);
  const int body = clips.format.window()->body;
  const auto most = std::min<Eigen::Index>(rows.rows() - 1, clips.format.features());
  return {training::body_components(clips.format, body, rows,
                                    static_cast<int>(std::min<Eigen::Index>(kComponents, most))),
          training::position_metric(clips.format, body, clips.format.poses_of(rows))};
}

Coordinates::Coordinates(const Clips& clips) : Coordinates(clips.format, fitted_to(clips)) {}

Coordinates::Coordinates(codec::PoseFormat format, Fitted fitted)
    : format_(std::move(format)),
      fitted_(std::move(fitted)),
      deviations_(fitted_.components.variances.cwiseSqrt()),
      map_(deviations_.asDiagonal() * fitted_.components.encode),
      offset_(-map_ * fitted_.components.mean),
      network_(nn::Network({nn::affine_layer(map_, offset_, "fixed")})) {}

Batch Coordinates::bounded(const Batch& coordinates) const {
  constexpr float kBound = 6.0F;
  const Eigen::RowVectorXf inverse = inverse_of(deviations_).transpose().cast<float>();
  return (coordinates.array().rowwise() * inverse.array()).cwiseMax(-kBound).cwiseMin(kBound);
}

nn::Network Coordinates::within(int gap) const {
  const Eigen::MatrixXd features = fitted_.components.decode * inverse_of(deviations_).asDiagonal();
  const Eigen::MatrixXd metric = gap_metric(format_, features, fitted_.rotations, gap);
  return nn::Network({nn::affine_layer(metric, Eigen::VectorXd::Zero(metric.rows()), "fixed")});
}

nn::Network Coordinates::behind(const nn::Network& decoder) const {
  auto layers = decoder.layers();
  const nn::Layer& last = layers.back();
  if (last.spec.kind != "fixed" || last.spec.activation != nn::Activation::kLinear) {
    layers.push_back(nn::affine_layer(map_, offset_, "fixed"));
    return nn::Network(std::move(layers), decoder.skip());
  }
  const Eigen::MatrixXd weight =
      Eigen::Map<const Batch>(last.array("weight").data(), last.spec.outputs, last.spec.inputs)
          .cast<double>();
  const Eigen::VectorXd bias =
      Eigen::Map<const Eigen::VectorXf>(last.array("bias").data(), last.spec.outputs)
          .cast<double>();
  layers.back() = nn::affine_layer(map_ * weight, map_ * bias + offset_, "fixed");
  return nn::Network(std::move(layers), decoder.skip());
}

void turn_over(const training::Augmentation& mirror, Eigen::Ref<Batch> rows) {
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    mirror.mirror({rows.row(i).data(), static_cast<std::size_t>(rows.cols())});
  }
}

Motion joined(const Gap& gap, const Motion& filled) {
  Motion all(gap.past.skeleton(), gap.past.fps(), kPast + filled.frames() + 1);
  auto rotation = all.rotations().begin();
  auto position = all.root_positions().begin();
  for (const Motion* part : {&gap.past, &filled, &gap.target}) {
    rotation = std::ranges::copy(part->rotations(), rotation).out;
    position = std::ranges::copy(part->root_positions(), position).out;
  }
  return all;
}

Seen seen_of(const PoseAutoencoder& model, const Coordinates& coordinates, const Batch& rows,
             int n) {
  const auto side_by_side = [&](const Batch& each) -> Batch {
    return Eigen::Map<const Batch>(each.data(), each.rows() / n, each.cols() * n);
  };
  return {side_by_side(coordinates.bounded(coordinates.of(rows))),
          side_by_side(model.encode(rows))};
}

}  // namespace poseaae::evaluation::inbetween
