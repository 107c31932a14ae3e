#include "support/encoded_inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <limits>
#include <numeric>

#include "poseaae/base/error.hpp"
#include "poseaae/dataset/labels.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/io/file_kind.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "support/clip_arguments.hpp"

namespace poseaae::tools {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Gathers encodings from one input after another; whatever is not known of some rows is left out
/// for them.
class Collector {
 public:
  Collector(const codec::PoseAutoencoder& model, const std::string& model_path,
            const std::string& label_pattern)
      : model_(model), label_pattern_(label_pattern) {
    result_.encodings.model = model_path;
    result_.encodings.model_sha256 = sha256_of_file(model_path);
  }

  /// One file, or every clip that a folder or pattern names.
  void add_clips(const std::string& input) {
    for (const auto& reference : mocap::list_clips(input)) {
      auto clip = open_clip(reference, model_);
      warn(std::move(clip.warnings));
      const auto before = rows();
      result_.encodings.append(clip.name, latent::encode(model_, clip.motion), clip.frames);
      add_tags(tags_of(clip.name), before, clip.motion.frames());
      for (const auto& [name, values] : dataset::read_labels(reference.path)) {
        auto& all = result_.numbers[name];
        all.resize(before, kNone);
        for (const int frame : clip.frames) {
          const auto row = static_cast<std::size_t>(frame);
          all.push_back(row < values.size() ? static_cast<double>(values[row]) : kNone);
        }
      }
      fill_up();
    }
  }

  void add_file(const std::string& path) {
    if (latent::is_encodings(path)) {
      add(latent::Encodings::load(path), path);
    } else {
      add(dataset::PoseDataset::load(path), path);
    }
  }

  [[nodiscard]] EncodedInputs finish() && {
    auto& [encodings, texts, numbers, warnings] = result_;
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
  void add(const dataset::PoseDataset& data, const std::string& source) {
    const auto before = rows();
    warn(append_dataset(result_.encodings, model_, data, source, 0, data.size()));
    for (const auto& clip : data.clips) {
      dataset::Tags tags = clip.tags;
      if (tags.empty()) tags = tags_of(clip.name);
      add_tags(tags, before + static_cast<std::size_t>(clip.first), clip.frames);
    }
    for (const auto& [name, values] : data.labels) {
      auto& all = result_.numbers[name];
      all.resize(before, kNone);
      all.insert(all.end(), values.begin(), values.end());
    }
    fill_up();
  }

  void add(const latent::Encodings& part, const std::string& source) {
    if (part.model_sha256 != result_.encodings.model_sha256) {
      throw UsageError(fmt::format(
          "{}: expected encodings made with {}, found encodings made with {}; encodings of another "
          "model have another meaning, so encode the poses again with pose_encode",
          source, result_.encodings.model, part.model));
    }
    for (int begin = 0; begin < part.path.frames();) {
      int end = begin;
      while (end < part.path.frames() && part.clip[end] == part.clip[begin]) ++end;
      const std::string& name = part.clips[static_cast<std::size_t>(part.clip[begin])];
      const auto first = rows();
      result_.encodings.append(name,
                               {part.path.points.middleRows(begin, end - begin), part.path.fps},
                               {part.frame.begin() + begin, part.frame.begin() + end});
      add_tags(tags_of(name), first, end - begin);
      begin = end;
    }
    fill_up();
  }

  [[nodiscard]] dataset::Tags tags_of(const std::string& clip) const {
    return label_pattern_.empty() ? dataset::Tags{}
                                  : dataset::LabelPattern(label_pattern_).tags_of(clip);
  }

  void add_tags(const dataset::Tags& tags, std::size_t first, int frames) {
    for (const auto& [name, value] : tags) {
      auto& all = result_.texts[name];
      all.resize(first);
      all.insert(all.end(), static_cast<std::size_t>(frames), value);
    }
  }

  void warn(std::vector<std::string> more) {
    std::ranges::move(more, std::back_inserter(result_.warnings));
  }

  void fill_up() {
    for (auto& [name, values] : result_.texts) values.resize(rows());
    for (auto& [name, values] : result_.numbers) values.resize(rows(), kNone);
  }

  [[nodiscard]] std::size_t rows() const {
    return static_cast<std::size_t>(result_.encodings.path.frames());
  }

  const codec::PoseAutoencoder& model_;
  std::string label_pattern_;
  EncodedInputs result_;
};

}  // namespace

std::vector<std::string> append_dataset(latent::Encodings& encodings,
                                        const codec::PoseAutoencoder& model,
                                        const dataset::PoseDataset& data, const std::string& source,
                                        int first, int last) {
  try {
    model.format().require(data.skeleton);
  } catch (const UsageError& problem) {
    throw UsageError(fmt::format("{}: {}", source, problem.what()));
  }
  std::vector<std::string> warnings;
  if (data.clip_options.root_rotation != model.data().clip_options.root_rotation) {
    warnings.push_back(fmt::format(
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
    const Batch poses = data.poses.middleRows(begin, end - begin);
    encodings.append(clip.name, {model.encode(poses), data.fps}, frames);
  }
  return warnings;
}

EncodedInputs encode_inputs(const codec::PoseAutoencoder& model, const std::string& model_path,
                            const std::vector<std::string>& inputs,
                            const std::string& label_pattern) {
  if (inputs.empty()) {
    throw UsageError(
        "expected clips (BVH files or folders), datasets or encodings (.h5), found none");
  }
  if (!label_pattern.empty()) (void)dataset::LabelPattern(label_pattern);
  Collector collector(model, model_path, label_pattern);
  for (const auto& input : inputs) {
    if (h5::is_hdf5(input)) {
      collector.add_file(input);
    } else {
      collector.add_clips(input);
    }
  }
  return std::move(collector).finish();
}

InputPaths input_paths(const codec::PoseAutoencoder& model, const std::string& model_path,
                       const std::vector<std::string>& inputs) {
  InputPaths result;
  for (const auto& input : inputs) {
    EncodedInputs found = encode_inputs(model, model_path, {input}, "");
    auto parts = latent::paths_of(found.encodings);
    if (parts.size() == 1 && h5::is_hdf5(input)) {
      parts.front().name = std::filesystem::path(input).stem().string();
    }
    std::ranges::move(parts, std::back_inserter(result.paths));
    std::ranges::move(found.warnings, std::back_inserter(result.warnings));
  }
  return result;
}

}  // namespace poseaae::tools
