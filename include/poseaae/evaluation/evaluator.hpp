#pragma once

#include <cstdint>
#include <memory>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/dataset/split.hpp"
#include "poseaae/evaluation/codec.hpp"
#include "poseaae/evaluation/report.hpp"
#include "poseaae/metrics/leakage.hpp"

namespace poseaae::evaluation {

struct Options {
  int generated = 2000;    ///< poses decoded from the prior
  int paths = 64;          ///< between encodings of held-out poses, of each kind
  int steps = 16;          ///< of a path
  int resamples = 1000;    ///< of clips, for intervals
  std::uint64_t seed = 1;  ///< of prior samples, pairs of poses, resamples
  int threads = 0;         ///< 0: all cores; the report is the same

  /// @throws UsageError
  void validate() const;
};

/// Evaluates codecs on one split of one dataset: what does not depend on a codec is computed once.
///
/// All distances are between joints' places in metres with the root's rotation removed
/// (metrics::PoseSpace); reports give them in mm. Groups of measures:
///   data            numbers of poses, leakage audit (metrics/leakage.hpp)
///   reconstruction  of held-out poses (metrics/reconstruction.hpp), with intervals over clips
///   generalisation  of train poses, and the ratio of both
///   prior           encodings of held-out poses against N(0, I) (metrics/prior_match.hpp)
///   generation      poses decoded from N(0, I) (metrics/generation.hpp)
///   mixture         the same of samples of the codec's own density, where it has one
///   interpolation   straight and spherical paths between held-out encodings
///                   (metrics/interpolation.hpp, latent/interpolation.hpp)
///   smoothness      held-out clips, encoded and decoded (metrics/smoothness.hpp). Foot skating
///                   needs the world: the clips are read again, and it is left out where their
///                   files are not there
class Evaluator {
 public:
  /// Both must outlive it. @throws UsageError when a set is empty or too small
  Evaluator(const dataset::PoseDataset& data, const dataset::Split& split,
            const Options& options = {});
  Evaluator(Evaluator&&) noexcept;
  Evaluator& operator=(Evaluator&&) noexcept;
  ~Evaluator();

  [[nodiscard]] Report evaluate(const Codec& codec) const;
  [[nodiscard]] const metrics::Leakage& leakage() const;

  struct Ground;

 private:
  std::unique_ptr<const Ground> ground_;
};

}  // namespace poseaae::evaluation
