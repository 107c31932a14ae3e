#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "poseaae/dataset/clip_names.hpp"
#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/dataset/split.hpp"
#include "poseaae/evaluation/codec.hpp"
#include "poseaae/evaluation/report.hpp"
#include "poseaae/metrics/leakage.hpp"

namespace poseaae::evaluation {

struct EvaluationData;

struct Options {
  int generated = 2000;    ///< poses decoded from the prior
  int walks = 200;         ///< random walks of models that travel
  int paths = 64;          ///< between encodings of held-out poses, of each kind
  int steps = 16;          ///< of a path
  int resamples = 1000;    ///< of clips, for intervals
  std::uint64_t seed = 1;  ///< of prior samples, pairs of poses, resamples, shuffles
  int threads = 0;         ///< 0: all cores; the report is the same
  int labelled = 4000;     ///< approximate number of poses for disentanglement
  int shuffles = 100;  ///< shuffles of their labels, and rotations of codes; 0: no disentanglement
  /// Labels of frames and tags of clips that are factors; empty: those that most poses have.
  std::vector<std::string> factors{};
  bool brief = false;   ///< of motion that travels: of its windows, the precision alone
  std::string group{};  ///< clips whose labels are shuffled as one: a dataset::GroupRule

  /// @throws UsageError
  void validate() const;
};

/// Evaluates codecs on one split of one dataset: everything that does not depend on the codec is
/// computed once.
///
/// All distances are between joints' positions in metres with the root's rotation removed
/// (metrics::PoseSpace); reports give them in mm. Groups of measures:
///   data            numbers of poses, leakage audit (metrics/leakage.hpp)
///   reconstruction  of held-out poses (metrics/reconstruction.hpp), with intervals over clips
///   generalisation  of train poses, and the ratio of both
///   prior           encodings of held-out poses against N(0, I) (metrics/prior_match.hpp)
///   generation      poses decoded from N(0, I) (metrics/generation.hpp)
///   mixture         the same for samples of the codec's own density, if it has one
///   interpolation   straight and spherical paths between held-out encodings
///                   (metrics/interpolation.hpp, latent/interpolation.hpp)
///   smoothness      held-out clips, encoded and decoded (metrics/smoothness.hpp). Foot skating
///                   needs world positions, so the clips are read again; it is left out when
///                   their files are missing
///   disentanglement where the dataset has labels: whether single latents stand for single
///                   factors (metrics/disentanglement.hpp), measured on about options.labelled
///                   poses, from training and held-out poses alike, so that all folds and models
///                   are measured on the same poses and no value of a factor is missing. Beside
///                   each score its mean under labels of shuffled clips and under rotated codes,
///                   with the 5th and 95th percentile in place of the interval, and p
class Evaluator {
 public:
  /// Both arguments must outlive it. @throws UsageError when a set is empty or too small
  Evaluator(const dataset::PoseDataset& data, const dataset::Split& split,
            const Options& options = {});
  ~Evaluator();

  [[nodiscard]] Report evaluate(const Codec& codec) const;
  [[nodiscard]] const metrics::Leakage& leakage() const;

 private:
  std::unique_ptr<const EvaluationData> data_;
};

}  // namespace poseaae::evaluation
