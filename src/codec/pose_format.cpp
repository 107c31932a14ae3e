#include "poseaae/codec/pose_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/kernels/buffer.hpp"
#include "poseaae/kernels/table.hpp"
#include "poseaae/mocap/pose_view.hpp"
#include "windows.hpp"

namespace poseaae::codec {

namespace {

using kernels::kLanes;
using Pose = mocap::PoseView<const float>;

/// use(panels, x, y): of `columns` rows each to `wanted` rows each, a batch at a time.
template <typename Use>
Batch in_panels(const Batch& batch, std::size_t wanted, Use use) {
  const auto& kernel = kernels::table<float>();
  const auto rows = static_cast<std::size_t>(batch.rows());
  const auto columns = static_cast<std::size_t>(batch.cols());
  kernels::Buffer<float> x(columns * kLanes);
  kernels::Buffer<float> y(wanted * kLanes);
  Batch result(batch.rows(), static_cast<Eigen::Index>(wanted));
  for (std::size_t first = 0; first < rows; first += kLanes) {
    const std::size_t count = std::min(kLanes, rows - first);
    kernel.to_panels(batch.data() + first * columns, nullptr, columns, count, columns, x.data());
    use(kernel, x.data(), y.data());
    kernel.from_panels(y.data(), count, wanted, result.data() + first * wanted, wanted);
  }
  return result;
}

}  // namespace

const Names<RotationForm>& rotation_names() {
  static const Names<RotationForm> names{{"quaternion", RotationForm::kQuaternion},
                                         {"6d", RotationForm::kSixD}};
  return names;
}

namespace {

mocap::RowShape shape_of(const mocap::Skeleton& skeleton, const std::optional<Window>& window,
                         const std::vector<footing::Foot>& feet) {
  mocap::RowShape shape{.joints = skeleton.joints()};
  if (!window) return shape;
  shape.frames = window->frames;
  shape.travels = true;
  shape.contacts = footing::Contacts{.feet = feet}.points();
  shape.fps = window->fps;
  return shape;
}

std::vector<Channel> channels_of(const mocap::RowShape& shape) {
  std::vector<Channel> channels{{"rotations", 0, shape.rotations()}};
  if (!shape.travels) return channels;
  channels.push_back({"root", shape.root(), mocap::RowShape::kRootNumbers});
  if (shape.contacts > 0) {
    channels.push_back({"contacts", shape.root() + mocap::RowShape::kRootNumbers, shape.contacts});
  }
  return channels;
}

void require_valid(const Window& window, int joints) {
  const auto require = [](bool holds, const char* what, int limit, auto found) {
    if (holds) return;
    throw ModelError(fmt::format("window: {}: expected 1 to {}, found {}", what, limit, found));
  };
  constexpr int kMany = 100'000;
  require(window.frames >= 1 && window.frames <= kMany, "frames", kMany, window.frames);
  require(window.hop >= 1 && window.hop <= window.frames, "hop", window.frames, window.hop);
  require(window.body >= 0 && window.body < joints, "joint of the body, from 0", joints - 1,
          window.body);
  require(std::isfinite(window.fps) && window.fps > 0.0, "frames per second", kMany, window.fps);
}

}  // namespace

PoseFormat::PoseFormat(mocap::Skeleton skeleton, RotationForm form, std::vector<float> reference,
                       std::optional<Window> window)
    : skeleton_(std::move(skeleton)),
      form_(form),
      reference_(std::move(reference)),
      window_(window),
      feet_(window ? footing::feet_of(skeleton_) : std::vector<footing::Foot>{}),
      shape_(shape_of(skeleton_, window_, feet_)),
      channels_(channels_of(shape_)) {
  if (window_) require_valid(*window_, skeleton_.joints());
  if (reference_.empty() || reference_.size() == static_cast<std::size_t>(shape_.rotations()))
    return;
  throw ModelError(fmt::format("reference pose of {} joints: expected {} numbers, found {}",
                               skeleton_.joints(), shape_.rotations(), reference_.size()));
}

PoseFormat PoseFormat::with_reference(std::vector<float> reference) const {
  return PoseFormat(skeleton_, form_, std::move(reference), window_);
}

void PoseFormat::require(const Batch& rows) const {
  if (rows.cols() == width()) return;
  throw UsageError(fmt::format("{} of {} joints: expected {} numbers per row, found {}",
                               window_ ? "windows" : "poses", skeleton_.joints(), width(),
                               rows.cols()));
}

void PoseFormat::require(const mocap::Skeleton& found) const {
  const auto& expected = skeleton_;
  const auto j = expected.first_difference(found);
  if (!j) return;
  throw UsageError(fmt::format(
      "this clip does not have the model's skeleton: joint {}: expected '{}', found '{}' ({} and "
      "{} joints); use a clip with the skeleton that the model was trained on",
      *j, *j < expected.joints() ? expected.name(*j) : "nothing",
      *j < found.joints() ? found.name(*j) : "nothing", expected.joints(), found.joints()));
}

std::string PoseFormat::channel_names() const {
  std::string names;
  for (const Channel& channel : channels_) names += (names.empty() ? "" : " ") + channel.name;
  return names;
}

void PoseFormat::require_channels(const std::string& names) const {
  if (names == channel_names()) return;
  throw ModelError(fmt::format("pose channels: expected '{}', found '{}'; use a newer PoseAAE",
                               channel_names(), names));
}

Batch PoseFormat::frames_of(const mocap::Motion& motion) const {
  require(motion.skeleton());
  if (window_) return travelling_frames(motion, shape_, window_->body);
  return Eigen::Map<const BatchOf<double>>(motion.rotations().data(), motion.frames(), width())
      .cast<float>();
}

mocap::Motion PoseFormat::motion_of_frames(const Batch& frames, double fps) const {
  require_frames(frames);
  mocap::Motion motion(skeleton_, fps, static_cast<int>(frames.rows()));
  for (int t = 0; t < motion.frames(); ++t) {
    const Pose pose(frames.row(t).data());
    motion.set_root_position(t, mocap::Vec3::Zero());
    for (int j = 0; j < motion.joints(); ++j) motion.set_rotation(t, j, pose.rotation(j));
  }
  return window_ ? sent_along(std::move(motion), frames, shape_, window_->body) : motion;
}

void PoseFormat::require_frames(const Batch& frames) const {
  if (frames.cols() == shape_.frame_width()) return;
  throw UsageError(fmt::format("frames of {} joints: expected {} numbers per frame, found {}",
                               skeleton_.joints(), shape_.frame_width(), frames.cols()));
}

footing::Contacts PoseFormat::contacts_of(const Batch& frames) const {
  require_frames(frames);
  footing::Contacts contacts{.feet = feet_, .frames = static_cast<int>(frames.rows())};
  const auto numbers = frames.rightCols(shape_.contacts);
  for (Eigen::Index t = 0; t < frames.rows(); ++t) {
    for (int c = 0; c < shape_.contacts; ++c) {
      contacts.touches.push_back(numbers(t, c) >= 0.5F ? 1 : 0);
    }
  }
  return contacts;
}

int PoseFormat::rows_for(int frames) const {
  const int beyond = std::max(0, frames - shape_.frames);
  return (beyond + hop() - 1) / hop() + (frames > 0 ? 1 : 0);
}

int PoseFormat::frames_inside(int frames) const {
  if (frames < shape_.frames) return frames;
  return frames_for((frames - shape_.frames) / hop() + 1);
}

int PoseFormat::frames_for(int rows, bool loops) const {
  if (rows == 0) return 0;
  return loops ? rows * hop() : (rows - 1) * hop() + shape_.frames;
}

Batch PoseFormat::rows_of_frames(const Batch& frames) const {
  require_frames(frames);
  return window_ ? windows_of(frames, shape_, hop(), AtEnd::kBeyond) : frames;
}

Batch PoseFormat::frames_of_rows(const Batch& rows, bool loops) const {
  require(rows);
  if (!window_) return rows;
  return overlapped(rows, shape_, hop(), frames_for(static_cast<int>(rows.rows()), loops),
                    loops ? AtEnd::kRound : AtEnd::kLaidBack);
}

Batch PoseFormat::rows_to_end(const Batch& frames) const {
  require_frames(frames);
  return window_ ? windows_of(frames, shape_, hop(), AtEnd::kLaidBack) : frames;
}

Batch PoseFormat::frames_to_end(const Batch& rows, int frames) const {
  require(rows);
  if (rows.rows() != rows_for(frames)) {
    throw UsageError(fmt::format("frames of {} rows: expected {} rows for {} frames, found {}",
                                 window_ ? "windows'" : "poses'", rows_for(frames), frames,
                                 rows.rows()));
  }
  if (!window_) return rows;
  if (frames < shape_.frames) return frames_of_rows(rows).topRows(frames);
  return overlapped(rows, shape_, hop(), frames, AtEnd::kLaidBack);
}

Batch PoseFormat::rows_of(const mocap::Motion& motion) const {
  return rows_of_frames(frames_of(motion));
}

mocap::Motion PoseFormat::motion_of(const Batch& rows, double fps) const {
  return motion_of_frames(frames_of_rows(rows), fps);
}

Batch PoseFormat::poses_of(const Batch& rows) const {
  require(rows);
  return rows.middleCols(shape_.frames / 2 * shape_.frame_width(), shape_.rotations());
}

void PoseFormat::align(Batch& rows) const {
  align(std::span(rows.data(), static_cast<std::size_t>(rows.size())));
}

void PoseFormat::align(std::span<float> frames) const {
  if (reference_.empty()) return;
  const std::span<const float> reference(reference_);
  if (!window_) return math::align_hemispheres_wxyz(frames, reference);
  const auto width = static_cast<std::size_t>(shape_.frame_width());
  for (std::size_t first = 0; first < frames.size(); first += width) {
    math::align_hemispheres_wxyz(frames.subspan(first, reference.size()), reference);
  }
}

namespace {

/// change(numbers of the rotations), (N, 4J) or the features of such, of rows whose frames also
/// have numbers that stay as they are.
template <typename Change>
Batch with_extras(const Batch& rows, const mocap::RowShape& shape, Eigen::Index rotations,
                  Change change) {
  const Eigen::Index extras = shape.extras();
  if (extras == 0) return change(rows);
  const Eigen::Index frames = rows.rows() * shape.frames;
  const Eigen::Map<const Batch> each(rows.data(), frames, rotations + extras);
  const Batch changed = change(each.leftCols(rotations));
  Batch result(rows.rows(), shape.frames * (changed.cols() + extras));
  Eigen::Map<Batch> into(result.data(), frames, changed.cols() + extras);
  into << changed, each.rightCols(extras);
  return result;
}

}  // namespace

Batch PoseFormat::features_of(Batch rows) const {
  require(rows);
  align(rows);
  if (form_ == RotationForm::kQuaternion) return rows;
  const auto joints = static_cast<std::size_t>(skeleton_.joints());
  return with_extras(rows, shape_, shape_.rotations(), [&](const Batch& rotations) {
    return in_panels(
        rotations, joints * kernels::features_of(form_),
        [&](const auto& kernel, const float* x, float* y) { kernel.to_six(joints, 1, x, y); });
  });
}

Batch PoseFormat::rows_of_features(const Batch& features) const {
  const auto joints = static_cast<std::size_t>(skeleton_.joints());
  const auto size = static_cast<std::size_t>(shape_.rotations());
  const Eigen::Index rotations = shape_.frame_features(form_) - shape_.extras();
  return with_extras(features, shape_, rotations, [&](const Batch& some) {
    return in_panels(some, size, [&](const auto& kernel, const float* x, float* y) {
      if (form_ == RotationForm::kSixD) {
        kernel.from_six(joints, 1, x, y);
      } else {
        std::copy_n(x, size * kLanes, y);
        kernel.normalise(joints, 1, y);
      }
    });
  });
}

}  // namespace poseaae::codec
