#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "poseaae/dataset/clip_names.hpp"
#include "poseaae/mocap/clip.hpp"

namespace poseaae::dataset {

/// (N, P): one pose a row, J quaternions w x y z.
using Poses = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Where a stretch of poses comes from.
struct Clip {
  std::string name;    ///< file name without folder and extension
  std::string source;  ///< path as given
  std::string sha256;  ///< of the source file
  int first = 0;       ///< row of its first pose
  int frames = 0;
  Tags tags{};  ///< labels of the whole clip, "style" -> "old": from its name (LabelPattern)
};

struct DatasetOptions {
  /// BVH files, folders or patterns, each with an optional ":first:last"; or one dataset file
  /// (.h5).
  std::vector<std::string> clips;
  mocap::ClipOptions clip{};
  std::string range{};       ///< "100:500": these frames of every clip; "" all
  bool drop_static = false;  ///< remove joints whose rotation never changes in any clip
  /// "{content}_{style}_{take}": tags of clips from their names; "" none, or those of the file.
  std::string label_pattern{};
  int threads = 0;  ///< that read clips, 0: all cores; the dataset is the same
};

/// N poses gathered from clips that share a skeleton (that of the first clip: performers differ by
/// a few centimetres, names and parents must not).
struct PoseDataset {
  mocap::Skeleton skeleton;
  double fps = 30.0;
  mocap::ClipOptions clip_options;  ///< resolved: what brings another file into this form
  Poses poses;
  std::vector<float> root_positions;  ///< N x 3, metres
  std::vector<Clip> clips;
  /// Continuous labels, N each; NaN where a clip has none. Read from "<clip>.labels.csv" beside a
  /// BVH: a header line, one row a frame; columns named "frame" or without numbers are passed over.
  std::map<std::string, std::vector<float>> labels;

  [[nodiscard]] int size() const { return static_cast<int>(poses.rows()); }
  [[nodiscard]] int pose_dim() const { return static_cast<int>(poses.cols()); }

  /// HDF5: poses (N, J, 4), root_positions (N, 3), labels/*, clips/{names, sources, sha256, first,
  /// frames, tags/*}, skeleton/*; the attributes say the units. @throws OutputError
  void save(const std::filesystem::path& path) const;
  /// @throws InputError, ModelError
  [[nodiscard]] static PoseDataset load(const std::filesystem::path& path);
};

/// Reads and edits every clip. What was mended or looks odd is appended to `warnings`.
/// @throws InputError, ParseError, UsageError (skeletons that differ, nothing to read)
[[nodiscard]] PoseDataset gather(const DatasetOptions& options, std::vector<std::string>& warnings);

}  // namespace poseaae::dataset
