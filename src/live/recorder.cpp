#include "recorder.hpp"

#include <fmt/format.h>

#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/motion_io/formats.hpp"

namespace poseaae::live {

Recorder::Recorder(std::filesystem::path folder, const mocap::Skeleton& skeleton, int latents,
                   double fps, std::string model, std::function<std::string()> digest)
    : folder_(std::move(folder)),
      skeleton_(skeleton),
      latents_(static_cast<std::size_t>(latents)),
      fps_(fps),
      model_(std::move(model)),
      digest_(std::move(digest)) {}

void Recorder::add(const FrameRing::Tag& tag, std::span<const float> row) {
  numbers_.push_back(static_cast<std::int32_t>(tag.number));
  rows_.insert(rows_.end(), row.begin(), row.end());
}

std::vector<std::string> Recorder::collect(FrameRing& ring) {
  std::vector<Recording> ended;
  ring.take_all([&](const FrameRing::Tag& tag, std::span<const float> row) {
    if (!tag.last) return add(tag, row);
    if (!numbers_.empty()) ended.push_back(recording());
    numbers_.clear();
    rows_.clear();
    rows_.shrink_to_fit();
  });
  std::vector<std::string> names;
  for (const Recording& recording : ended) names = save(recording);
  return names;
}

Recording Recorder::recording() const {
  const auto frames = static_cast<Eigen::Index>(numbers_.size());
  const auto joints = static_cast<Eigen::Index>(skeleton_.joints());
  const auto latents = static_cast<Eigen::Index>(latents_);
  const Eigen::Map<const Batch> rows(rows_.data(), frames, 3 + 4 * joints + latents);
  return {.fps = fps_,
          .joints = skeleton_.names(),
          .numbers = numbers_,
          .root = rows.leftCols(3),
          .rotations = rows.middleCols(3, 4 * joints),
          .latents = rows.rightCols(latents),
          .model = model_,
          .model_sha256 = digest_()};
}

std::string Recorder::free_name() const {
  for (int number = 1;; ++number) {
    std::string name = fmt::format("take_{:03}", number);
    if (!std::filesystem::exists(folder_ / (name + ".safetensors"))) return name;
  }
}

std::vector<std::string> Recorder::save(const Recording& recording) const {
  std::error_code problem;
  std::filesystem::create_directories(folder_, problem);
  if (problem) {
    throw OutputError(fmt::format("{}: expected a folder for recordings, which cannot be made: {}",
                                  folder_.string(), problem.message()));
  }
  const std::string name = free_name();
  const mocap::Motion motion = motion_of(recording, skeleton_);
  std::vector<std::string> files{name + ".bvh", name + ".glb", name + ".h5"};
  for (const std::string& file : {files[0], files[1]}) {
    mocap::format_of(file)->write(folder_ / file, motion, {});
  }
  latent::save_encodings(encodings_of(recording, name), folder_ / files[2]);
  files.push_back(name + ".safetensors");  // last: it says that the name is taken
  save_recording(recording, folder_ / files.back());
  return files;
}

}  // namespace poseaae::live
