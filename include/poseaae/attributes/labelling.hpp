#pragma once

#include <string>
#include <vector>

#include "poseaae/dataset/pose_dataset.hpp"

/// Attributes learned from labelled motion, and the measurement of their quality.
namespace poseaae::attributes {

/// Which poses of a dataset have an attribute, and which are neutral.
struct Labelling {
  enum Kind : signed char { kNeither = -1, kNeutral = 0, kHas = 1 };
  std::string name;                 ///< "style=old", "energy"
  std::string key;                  ///< "style", "energy"
  std::string neutral;              ///< as printed: "style=normal", "others", "lowest third"
  std::vector<signed char> of;      ///< N: Kind against the neutral poses
  std::vector<signed char> others;  ///< N: Kind against every other labelled pose
  /// N: index of the pose's content, -1 for none; empty when clips have no content.
  std::vector<int> content;
  std::string matched;  ///< the content's key
};

struct LabellingOptions {
  /// The attributes to learn: "style" for all values of a key, "style=old" for one value, "energy"
  /// for a label of frames; empty for every key of clips except "take", with the values found in at
  /// least two groups of clips, and for every label of frames.
  std::vector<std::string> attributes{};
  /// The neutral poses for attributes of clips: "style=normal" for attributes of the key style. For
  /// other keys, and when empty, all clips with another value are neutral.
  std::string neutral{};
  /// The key within whose values differences are taken: "content"; "" for the other key of clips if
  /// there is exactly one; "none" for no key.
  std::string within{};
};

/// A label of frames: poses in the upper third of its values have it, those in the lower third are
/// neutral, and the rest neither.
/// @throws UsageError, listing the labels, when one does not exist or poses of one kind are missing
[[nodiscard]] std::vector<Labelling> label(const dataset::PoseDataset& data,
                                           const LabellingOptions& options);

}  // namespace poseaae::attributes
