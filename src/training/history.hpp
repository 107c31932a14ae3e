#pragma once

#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "poseaae/objective/engine.hpp"
#include "poseaae/training/trainer.hpp"

namespace poseaae::training {

/// Results of one epoch.
struct EpochRecord {
  int epoch = 0;            ///< from 1
  objective::Losses train;  ///< means over the epoch's batches
  /// NaN stands for a value that was not measured in an epoch; in the file its cell is empty.
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  double test_loss = kNone;  ///< weighted sum on the test set (or what the preset uses as one)
  double test_position_cm = kNone;   ///< mean distance of joints, held-out poses
  double test_rotation_deg = kNone;  ///< mean angle of local rotations, held-out poses
  double test_mpjpe_mm = kNone;      ///< mean distance of joints, the body's rotation removed
                                     ///< (metrics::PoseSpace), held-out poses
  double test_mmd = kNone;           ///< metrics::mmd_squared() of (a thousand) held-out encodings
  double test_ks = kNone;            ///< mean of metrics::ks_distances() of held-out encodings,
                                     ///< before the map of model.space
  [[nodiscard]] bool tested() const { return !std::isnan(test_position_cm); }
  double learning_rate = 0.0;
  double discriminator_learning_rate = 0.0;
  double seconds = 0.0;
};

/// history.csv: a header and one row per epoch, flushed after each. Numbers round-trip exactly.
class History {
 public:
  /// epoch, ae_train, ae_test, ae_norm, ae_pos, ae_quat, ae_prior, disc_prior, disc_realism,
  /// test_position_cm, test_rotation_deg, test_mpjpe_mm, test_mmd, test_ks, ae_learning_rate,
  /// disc_learning_rate, seconds
  [[nodiscard]] static std::vector<std::string> columns();
  /// The value of each column, in their order; NaN where it was not measured.
  [[nodiscard]] static EpochValues values(const EpochRecord& record);

  /// Creates the file, or continues an existing one after its first `epochs` rows, with the columns
  /// that it has: there are more today than in older versions. What a crash cut off (the end of the
  /// last row, or all of it) is left out, with a warning in the log.
  /// @throws OutputError, ParseError (fewer rows than that, and the last one is whole)
  History(std::filesystem::path path, int epochs);

  void append(const EpochRecord& record);
  /// Flushes the rows to the disk, before a state that counts on them. @throws OutputError
  void flush() const;

 private:
  std::filesystem::path path_;
  std::vector<std::string> columns_;  ///< of the file
};

}  // namespace poseaae::training
