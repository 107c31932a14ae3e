#include "poseaae/session/encoded_inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/dataset/labels.hpp"
#include "poseaae/dataset/windows.hpp"
#include "poseaae/io/file_kind.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"

namespace poseaae::session {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// @throws UsageError with `source` in front
dataset::PoseDataset conformed(const dataset::PoseDataset& data, const OpenModel& model,
                               const std::string& source) {
  try {
    auto result = dataset::conform(data, {model.codec().skeleton(), "the model"}, source);
    for (const auto& line : std::exchange(result.warnings, {})) model.warn(line);
    return result;
  } catch (const UsageError& problem) {
    throw UsageError(fmt::format("{}: {}", source, problem.what()));
  }
}

/// Gathers encodings from one input after another; whatever is not known of some rows is left out
/// for them.
class Collector {
 public:
  Collector(const OpenModel& model, const std::string& label_pattern)
      : model_(model), label_pattern_(label_pattern) {
    result_.encodings = model.encodings();
  }

  /// One file, or every clip that a folder or pattern names.
  void add_clips(const std::string& input) {
    for (const auto& reference : mocap::list_clips(input)) {
      const mocap::Clip clip = model_.clip(reference);
      const auto frames = latent::at_moments(format(), clip.frames);
      std::vector<std::string> warnings;
      add_tags(tags_of(clip.name), rows(), static_cast<int>(frames.size()));
      add_labels(dataset::read_labels(reference.path, frames, warnings));
      for (const auto& line : warnings) model_.warn(line);
      add_poses(pose_rows(clip.motion));
      result_.encodings.append(clip.name, latent::encode(model_.codec(), clip.motion), frames);
      fill_up();
    }
  }

  void add_file(const std::string& path) {
    if (latent::is_encodings(path)) {
      add(latent::load_encodings(path), path);
    } else {
      add(dataset::PoseDataset::load(path), path);
    }
  }

  [[nodiscard]] EncodedInputs finish() && {
    auto& [encodings, texts, numbers, poses] = result_;
    poses = Eigen::Map<const Batch>(poses_.data(), encodings.path.frames(), width());
    const auto rows = static_cast<std::size_t>(encodings.path.frames());
    int start = 0;
    for (std::size_t t = 0; t < rows; ++t) {
      if (encodings.clip[t] != encodings.clip[static_cast<std::size_t>(start)]) {
        start = static_cast<int>(t);
      }
      texts["clip"].push_back(encodings.clips[static_cast<std::size_t>(encodings.clip[t])]);
      numbers["time"].push_back((static_cast<double>(t) - start) / encodings.path.fps);
    }
    return std::move(result_);
  }

 private:
  void add(const dataset::PoseDataset& gathered, const std::string& source) {
    const dataset::PoseDataset data = conformed(gathered, model_, source);
    std::size_t first = rows();
    std::map<std::string, std::vector<float>> labels;
    for (const auto& clip : data.clips) {
      const auto moments = latent::moments_of(format(), clip.frames);
      add_tags(clip.tags.empty() ? tags_of(clip.name) : clip.tags, first,
               static_cast<int>(moments.size()));
      first += moments.size();
      for (const auto& [name, values] : data.labels) {
        for (const int t : moments) labels[name].push_back(values[clip.first + t]);
      }
    }
    add_labels(labels);
    for (const auto& clip : data.clips) add_poses(pose_rows(dataset::motion_of(data, clip)));
    append_dataset(result_.encodings, model_, data, source, 0, data.size());
    fill_up();
  }

  void add(const latent::Encodings& part, const std::string& source) {
    if (!model_.goes_by(part.model_sha256)) {
      throw UsageError(fmt::format(
          "{}: expected encodings made with {}, found encodings made with {}; encodings of another "
          "model have another meaning, so encode the poses again with pose_encode",
          source, result_.encodings.model, part.model));
    }
    auto frame = part.frame.begin();
    for (const auto& [name, path] : latent::paths_of(part)) {
      add_tags(tags_of(name), rows(), path.frames());
      result_.encodings.append(name, path, {frame, frame + path.frames()});
      frame += path.frames();
    }
    fill_up();
  }

  [[nodiscard]] dataset::Tags tags_of(const std::string& clip) const {
    return label_pattern_.empty() ? dataset::Tags{}
                                  : dataset::LabelPattern(label_pattern_).tags_of(clip);
  }

  [[nodiscard]] const codec::PoseFormat& format() const { return model_.codec().format(); }

  [[nodiscard]] Eigen::Index width() const { return 4 * format().skeleton().joints(); }

  /// The poses of a clip that its path is made of.
  [[nodiscard]] Batch pose_rows(const mocap::Motion& motion) const {
    const Batch all = codec::PoseFormat(format().skeleton()).rows_of(motion);
    return all(latent::moments_of(format(), motion.frames()), Eigen::all);
  }

  // Of rows that are appended next.
  void add_poses(const Batch& poses) {
    poses_.insert(poses_.end(), poses.data(), poses.data() + poses.size());
  }

  void add_labels(const std::map<std::string, std::vector<float>>& labels) {
    for (const auto& [name, values] : labels) {
      auto& all = result_.numbers[name];
      all.resize(rows(), kNone);
      all.insert(all.end(), values.begin(), values.end());
    }
  }

  void add_tags(const dataset::Tags& tags, std::size_t first, int frames) {
    for (const auto& [name, value] : tags) {
      auto& all = result_.texts[name];
      all.resize(first);
      all.insert(all.end(), static_cast<std::size_t>(frames), value);
    }
  }

  void fill_up() {
    for (auto& [name, values] : result_.texts) values.resize(rows());
    for (auto& [name, values] : result_.numbers) values.resize(rows(), kNone);
    poses_.resize(rows() * static_cast<std::size_t>(width()),
                  std::numeric_limits<float>::quiet_NaN());
  }

  [[nodiscard]] std::size_t rows() const {
    return static_cast<std::size_t>(result_.encodings.path.frames());
  }

  const OpenModel& model_;
  std::string label_pattern_;
  EncodedInputs result_;
  std::vector<float> poses_;
};

/// Where a dancer goes whose poses are in rows [first, first + N): nothing where headings were
/// removed, or where the skeleton's root stands still and so does not say it.
std::optional<latent::RootPath> way_of(const dataset::PoseDataset& data, const Batch& poses,
                                       int first) {
  if (data.clip_options.root_rotation != mocap::RootRotation::kKeep) return {};
  mocap::Motion motion = data.format().motion_of(poses, data.fps);
  bool moves = false;
  for (int t = 0; t < motion.frames(); ++t) {
    const float* at = &data.root_positions[3 * static_cast<std::size_t>(first + t)];
    motion.set_root_position(t, {at[0], at[1], at[2]});
    moves = moves || motion.root_position(t) != motion.root_position(0);
  }
  if (!moves) return {};
  return footing::root_path_of(motion);
}

/// The path of a clip's poses in rows [begin, end).
latent::LatentPath path_of(const dataset::PoseDataset& data, const dataset::Clip& clip, int begin,
                           int end, const OpenModel& model) {
  if (model.windowed()) {
    return latent::encode(
        model.codec(), dataset::motion_of(data, clip).slice(begin - clip.first, end - clip.first));
  }
  const Batch poses = data.poses.middleRows(begin, end - begin);
  return {model.codec().encode(poses), data.fps, way_of(data, poses, begin)};
}

}  // namespace

void append_dataset(latent::Encodings& encodings, const OpenModel& model,
                    const dataset::PoseDataset& gathered, const std::string& source, int first,
                    int last) {
  const auto data = conformed(gathered, model, source);
  dataset::require_windows(data, model.codec().format(), source);
  if (data.clip_options.root_rotation != model.codec().data().clip_options.root_rotation) {
    model.warn(fmt::format(
        "{}: the dataset's root rotation is '{}', which differs from that of the model's training "
        "poses",
        source, name_of(data.clip_options.root_rotation, mocap::root_rotation_names())));
  }
  for (const auto& clip : data.clips) {
    const int begin = std::max(first, clip.first);
    const int end = std::min(last, clip.first + clip.frames);
    if (begin >= end) continue;
    std::vector<int> frames(static_cast<std::size_t>(end - begin));
    std::iota(frames.begin(), frames.end(), begin - clip.first);
    encodings.append(clip.name, path_of(data, clip, begin, end, model),
                     latent::at_moments(model.codec().format(), frames));
  }
}

EncodedInputs encode_inputs(const OpenModel& model, const std::vector<std::string>& inputs,
                            const std::string& label_pattern) {
  if (inputs.empty()) {
    throw UsageError(
        fmt::format("expected clips ({} files or folders), datasets or encodings (.h5), found none",
                    mocap::clip_kinds()));
  }
  if (!label_pattern.empty()) (void)dataset::LabelPattern(label_pattern);
  Collector collector(model, label_pattern);
  for (const auto& input : inputs) {
    if (h5::is_hdf5(input)) {
      collector.add_file(input);
    } else {
      collector.add_clips(input);
    }
  }
  return std::move(collector).finish();
}

std::vector<latent::NamedPath> input_paths(const OpenModel& model,
                                           const std::vector<std::string>& inputs) {
  std::vector<latent::NamedPath> paths;
  for (const auto& input : inputs) {
    auto parts = latent::paths_of(encode_inputs(model, {input}, "").encodings);
    if (parts.size() == 1 && h5::is_hdf5(input)) {
      parts.front().name = std::filesystem::path(input).stem().string();
    }
    std::move(parts.begin(), parts.end(), std::back_inserter(paths));
  }
  return paths;
}

}  // namespace poseaae::session
