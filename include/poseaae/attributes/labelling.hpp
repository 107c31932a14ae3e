#pragma once

#include <string>
#include <vector>

#include "poseaae/dataset/pose_dataset.hpp"

/// Attributes learned from labelled motion, and measured honestly.
namespace poseaae::attributes {

/// Which poses of a dataset have an attribute, and which are neutral.
struct Labelling {
  enum Kind : signed char { kNeither = -1, kNeutral = 0, kHas = 1 };
  std::string name;                 ///< "style=old", "energy"
  std::string key;                  ///< "style", "energy"
  std::string neutral;              ///< for people: "style=normal", "others", "lowest third"
  std::vector<signed char> of;      ///< N: Kind against the neutral poses
  std::vector<signed char> others;  ///< N: Kind against every other labelled pose
  std::vector<int> content;  ///< N: number of the pose's content, -1 none; empty: no such key
  std::string matched;       ///< the content's key
};

struct LabellingOptions {
  /// What to learn: "style" for all values of a key, "style=old" for one, "energy" for a label of
  /// frames; empty: every key of clips but "take", each value in two groups of clips at least, and
  /// every label of frames.
  std::vector<std::string> attributes{};
  /// Neutral poses of an attribute of clips: "style=normal", for attributes of the key style; of
  /// other keys, and when empty, neutral are all clips with another value.
  std::string neutral{};
  /// The key within whose values differences are taken: "content"; "" the other key of clips where
  /// there is exactly one; "none".
  std::string within{};
};

/// A label of frames: poses in the upper third of its values have it, those in the lower third are
/// neutral, and the rest neither.
/// @throws UsageError naming what labels there are, when one does not exist or poses of one kind
/// are missing
[[nodiscard]] std::vector<Labelling> label(const dataset::PoseDataset& data,
                                           const LabellingOptions& options);

}  // namespace poseaae::attributes
