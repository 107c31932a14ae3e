#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/codec/pose_format.hpp"
#include "poseaae/dataset/clip_names.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/clip.hpp"
#include "poseaae/mocap/conform.hpp"

namespace poseaae::dataset {

/// A clip: consecutive rows of the dataset, and their source.
struct Clip {
  std::string name;    ///< file name without folder and extension
  std::string source;  ///< path as given
  std::string sha256;  ///< of the source file
  int first = 0;       ///< row of its first pose
  int frames = 0;
  Tags tags{};  ///< labels of the whole clip, "style" -> "old": from its name (LabelPattern)
  mocap::Up up = mocap::Up::kY;  ///< the axis of the source file that was turned to +Y
};

struct DatasetOptions {
  /// Files, folders or patterns as mocap::list_clips() takes them; or one dataset file
  /// (.h5).
  std::vector<std::string> clips;
  mocap::ClipOptions clip{};
  std::string range{};       ///< "100:500": these frames of every clip; "" all
  bool drop_static = false;  ///< remove joints whose rotation never changes in any clip
  /// "{content}_{style}_{take}": tags of clips from their names; "" none, or those of the file.
  std::string label_pattern{};
  /// The skeleton of a model, whose joints and rest pose all clips take (mocap::conform()); none:
  /// that of the first clip.
  std::optional<mocap::Skeleton> like{};
  std::vector<mocap::Quat> like_pose{};  ///< mocap::Standard::pose of it
  bool contacts = false;  ///< find which feet stand; for clips, since a dataset file says it
  int threads = 0;        ///< that read clips, 0: all cores; does not affect the result

  /// True for a dataset file.
  [[nodiscard]] bool gathered() const;
  /// The same options for other clips: those of a dataset were prepared when it was gathered.
  [[nodiscard]] DatasetOptions with_clips(std::vector<std::string> others) const;
};

/// N poses gathered from clips. The skeleton is that of the first clip, whose joints and rest pose
/// the others take (mocap::conform()); their lengths of bones, which vary between performers, may
/// differ.
struct PoseDataset {
  mocap::Skeleton skeleton;
  double fps = 30.0;
  mocap::ClipOptions clip_options;    ///< resolved: how to prepare another file in the same way
  Batch poses;                        ///< (N, P): one pose per row
  std::vector<float> root_positions;  ///< N x 3, metres
  std::vector<Clip> clips;
  /// Continuous labels, N each; NaN where a clip has none. Read from "<clip>.labels.csv" beside a
  /// clip: a header line, one row per frame; columns named "frame" or without numbers are skipped.
  std::map<std::string, std::vector<float>> labels;
  /// Which points of which feet stand, one byte each, N x C: the clip's footing::contacts_of() in
  /// its room. The points are those of footing::feet_of(skeleton). Empty where nobody has found
  /// them.
  std::vector<unsigned char> contacts{};
  std::vector<std::string> warnings{};  ///< of gather(): repairs and suspicious data; not saved

  /// What a row of `poses` is.
  [[nodiscard]] codec::PoseFormat format() const { return codec::PoseFormat(skeleton); }
  [[nodiscard]] int size() const { return static_cast<int>(poses.rows()); }
  [[nodiscard]] int pose_dim() const { return static_cast<int>(poses.cols()); }

  /// HDF5: poses (N, J, 4), root_positions (N, 3), contacts (N, C), labels/*, clips/{names,
  /// sources, sha256, first, frames, tags/*}, skeleton/*; units are given as attributes. @throws
  /// OutputError
  void save(const std::filesystem::path& path) const;
  /// @throws InputError, ModelError
  [[nodiscard]] static PoseDataset load(const std::filesystem::path& path);
};

/// Reads and edits every clip.
/// @throws InputError, ParseError, UsageError (skeletons that differ, nothing to read)
[[nodiscard]] PoseDataset gather(const DatasetOptions& options);

/// The dataset with the joints and the rest pose of the standard (mocap::conform()); the lengths of
/// bones stay. `source` begins the warnings about it. @throws UsageError
[[nodiscard]] PoseDataset conform(PoseDataset data, const mocap::Standard& standard,
                                  const std::string& source);

}  // namespace poseaae::dataset
