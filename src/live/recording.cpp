#include "poseaae/live/recording.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/decimal.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/safetensors/json.hpp"
#include "poseaae/safetensors/safetensors.hpp"

namespace poseaae::live {

namespace {

using safetensors::Shape;

std::size_t size_of(Eigen::Index count) { return static_cast<std::size_t>(count); }

std::span<const float> numbers_of(const Batch& rows) { return {rows.data(), size_of(rows.size())}; }

Batch read_rows(const safetensors::View& file, const std::string& name, std::size_t frames,
                std::size_t width, const Shape& shape) {
  const auto numbers = file.read<float>(name, shape);
  return Eigen::Map<const Batch>(numbers.data(), static_cast<Eigen::Index>(frames),
                                 static_cast<Eigen::Index>(width));
}

Recording read(const safetensors::View& file) {
  Recording recording;
  const auto fps = parse_number<double>(file.text("fps"));
  if (!fps || !(*fps > 0.0)) throw ModelError("fps: expected a positive number");
  recording.fps = *fps;
  json::Reader joints(file.text("joints"));
  joints.array([&] { recording.joints.push_back(joints.text()); });
  joints.end();
  recording.model = file.bytes_text("model");
  recording.model_sha256 = file.text("model_sha256");
  recording.numbers = file.read<std::int32_t>("numbers");
  const std::size_t frames = recording.numbers.size();
  if (!std::ranges::is_sorted(recording.numbers, std::less_equal{})) {
    throw ModelError("numbers: expected ascending numbers of frames");
  }
  const Shape& latents = file.shape("latents");
  if (latents.size() != 2) throw ModelError("latents: expected rows of latents");
  recording.root = read_rows(file, "root", frames, 3, {frames, 3});
  const std::size_t joint_count = recording.joints.size();
  recording.rotations =
      read_rows(file, "rotations", frames, 4 * joint_count, {frames, joint_count, 4});
  recording.latents = read_rows(file, "latents", frames, latents[1], {frames, latents[1]});
  return recording;
}

void require(const Recording& recording, const mocap::Skeleton& skeleton) {
  if (recording.frames() == 0) throw UsageError("recording: expected a frame, found none");
  if (recording.joints == skeleton.names()) return;
  throw UsageError(
      fmt::format("recording: expected the model's {} joints, found {} of another model; give that "
                  "with --model ({})",
                  skeleton.joints(), recording.joints.size(), recording.model));
}

/// Where a tick lies between two rows.
struct Between {
  Eigen::Index before = 0;
  double share = 0.0;
};

/// For every tick from the first frame to the last.
std::vector<Between> ticks_of(const Recording& recording) {
  std::vector<Between> ticks;
  for (std::size_t t = 0; t + 1 < recording.numbers.size(); ++t) {
    const int gap = recording.numbers[t + 1] - recording.numbers[t];
    for (int i = 0; i < gap; ++i) {
      ticks.push_back({static_cast<Eigen::Index>(t), static_cast<double>(i) / gap});
    }
  }
  if (recording.frames() > 0) ticks.push_back({recording.frames() - 1, 0.0});
  return ticks;
}

}  // namespace

void save_recording(const Recording& recording, const std::filesystem::path& path) {
  const std::size_t frames = recording.numbers.size();
  safetensors::Builder file;
  file.kind(kRecordingFile);
  file.text("fps", json::number(recording.fps));
  file.text("joints", json::list(recording.joints));
  file.bytes_text("model", recording.model);
  file.text("model_sha256", recording.model_sha256);
  file.add<std::int32_t>("numbers", recording.numbers, {frames});
  file.add<float>("root", numbers_of(recording.root), {frames, 3});
  file.add<float>("rotations", numbers_of(recording.rotations),
                  {frames, recording.joints.size(), 4});
  file.add<float>("latents", numbers_of(recording.latents),
                  {frames, size_of(recording.latents.cols())});
  file.write(path);
}

Recording load_recording(const std::filesystem::path& path) {
  return safetensors::load(path, kRecordingFile, read);
}

mocap::Motion motion_of(const Recording& recording, const mocap::Skeleton& skeleton) {
  require(recording, skeleton);
  const std::vector<Between> ticks = ticks_of(recording);
  mocap::Motion motion(skeleton, recording.fps, static_cast<int>(ticks.size()));
  for (int t = 0; t < motion.frames(); ++t) {
    const auto [row, share] = ticks[size_of(t)];
    const Eigen::Index next = std::min<Eigen::Index>(row + 1, recording.frames() - 1);
    const auto rotation = [&](Eigen::Index at, int j) {
      return math::load_wxyz(recording.rotations.row(at).data() + 4 * j).cast<double>();
    };
    for (int j = 0; j < motion.joints(); ++j) {
      const mocap::Quat q = rotation(row, j);
      motion.set_rotation(t, j, share > 0.0 ? math::slerp(q, rotation(next, j), share) : q);
    }
    const Eigen::RowVectorXd place = (1.0 - share) * recording.root.row(row).cast<double>() +
                                     share * recording.root.row(next).cast<double>();
    motion.set_root_position(t, place.transpose());
  }
  return motion;
}

latent::Encodings encodings_of(const Recording& recording, const std::string& name) {
  const std::vector<Between> ticks = ticks_of(recording);
  latent::LatentPath path{
      .points = Batch(static_cast<Eigen::Index>(ticks.size()), recording.latents.cols()),
      .fps = recording.fps};
  std::vector<int> frames;
  for (std::size_t t = 0; t < ticks.size(); ++t) {
    const auto [row, share] = ticks[t];
    const auto next = std::min<Eigen::Index>(row + 1, recording.frames() - 1);
    const auto part = static_cast<float>(share);
    path.points.row(static_cast<Eigen::Index>(t)) =
        (1.0F - part) * recording.latents.row(row) + part * recording.latents.row(next);
    frames.push_back(static_cast<int>(t));
  }
  latent::Encodings encodings;
  encodings.model = recording.model;
  encodings.model_sha256 = recording.model_sha256;
  encodings.path.points.resize(0, recording.latents.cols());
  encodings.path.fps = recording.fps;
  encodings.append(name, path, frames);
  return encodings;
}

Replay::Replay(Recording recording, const mocap::Skeleton& skeleton)
    : recording_(std::move(recording)),
      kinematics_(skeleton),
      positions_(3 * size_of(skeleton.joints())),
      rotations_(4 * size_of(skeleton.joints())) {
  require(recording_, skeleton);
}

std::uint32_t Replay::ticks() const {
  return static_cast<std::uint32_t>(recording_.numbers.back() - recording_.numbers.front()) + 1;
}

const Frame& Replay::play(std::uint32_t number) {
  const auto wanted = recording_.numbers.front() + static_cast<std::int32_t>(number % ticks());
  const auto after = std::ranges::upper_bound(recording_.numbers, wanted);
  const Eigen::Index row = after - recording_.numbers.begin() - 1;
  const auto span_of = [row](const Batch& rows) {
    return std::span<const float>(rows.row(row).data(), size_of(rows.cols()));
  };
  frame_ = {.number = number,
            .time_s = number / recording_.fps,
            .rotations = span_of(recording_.rotations),
            .root = span_of(recording_.root),
            .world_positions = positions_,
            .world_rotations = rotations_,
            .latents = span_of(recording_.latents)};
  kinematics_.place(frame_.rotations, frame_.root, positions_, rotations_);
  return frame_;
}

}  // namespace poseaae::live
