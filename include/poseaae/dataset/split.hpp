#pragma once

#include <cstdint>
#include <vector>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/math/batch_rows.hpp"

namespace poseaae::dataset {

/// How poses are held out for testing.
///
/// kFrame: frames at random. Neighbouring frames are nearly equal, so the test set leaks into the
///   training set; the tutorial does this.
/// kClip: whole clips; takes and mirrored copies of the same movement stay together (GroupRule).
///   Tests the model on unseen motion.
/// kBlock: stretches of time spread over every clip, with a gap on both sides that belongs to
///   neither set.
/// kAuto: kClip with at least five groups of clips, or if folds or a label are given; otherwise
///   kBlock.
enum class SplitKind { kAuto, kClip, kBlock, kFrame };

struct SplitOptions {
  SplitKind kind = SplitKind::kAuto;
  double test_fraction = 0.2;  ///< of the poses, approximately
  double block_s = 4.0;        ///< length of a test block
  double gap_s = 0.5;          ///< left out on each side of a test block
  std::uint64_t seed = 1;
  std::string group{};  ///< pattern of a GroupRule; empty: its default
  /// When above 0, kClip divides the groups into this number of folds of similar size, depending on
  /// the seed alone; the test set is fold `fold`, counted from 0. Every pose is in one test set.
  int folds = 0;
  int fold = 0;
  /// "style=old": the test set is every clip with this tag; nothing is random.
  std::string leave_out{};
};

/// Rows of the dataset, ascending and disjoint.
struct Split {
  SplitKind kind = SplitKind::kBlock;  ///< never kAuto
  std::vector<int> train;
  std::vector<int> test;
};

/// @throws UsageError when one of the two sets would be empty, with what to change; when the
/// share is not between 0 and 1 or a length is negative; folds, a label to leave out and the kind
/// of split that do not go together; more folds than groups; a label that no clip has, with those
/// that exist
[[nodiscard]] Split split(const PoseDataset& data, const SplitOptions& options);

/// The group of each clip: numbers from 0 in the order in which groups first appear. `pattern` is
/// that of a GroupRule; empty: its default.
[[nodiscard]] std::vector<int> groups_of(const PoseDataset& data, const std::string& pattern);

/// The format with the poses' mean as its reference: per joint the eigenvector of sum q q^T with
/// the largest eigenvalue (Markley et al. 2007), which does not depend on their signs, with w >= 0.
[[nodiscard]] codec::PoseFormat with_mean(const codec::PoseFormat& format, const BatchRows& poses);

}  // namespace poseaae::dataset
