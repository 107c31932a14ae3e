#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/training/engine.hpp"

namespace poseaae::training {

/// What one epoch came to.
struct EpochRecord {
  int epoch = 0;           ///< from 1
  Losses train;            ///< means over the epoch's batches
  double test_loss = 0.0;  ///< weighted sum on the test set (or what the preset takes for it)
  double test_position_cm = 0.0;   ///< mean distance of joints, held-out poses
  double test_rotation_deg = 0.0;  ///< mean angle of local rotations, held-out poses
  double learning_rate = 0.0;
  double discriminator_learning_rate = 0.0;
  double seconds = 0.0;
};

/// history.csv: a header, one row an epoch, flushed as it is written. Numbers round-trip exactly.
class History {
 public:
  /// epoch, ae_train, ae_test, ae_norm, ae_pos, ae_quat, ae_prior, disc_prior, test_position_cm,
  /// test_rotation_deg, ae_learning_rate, disc_learning_rate, seconds
  [[nodiscard]] static std::vector<std::string> columns();

  /// Starts the file, or goes on in one that exists, keeping its first `epochs` rows.
  /// @throws OutputError, ParseError (fewer rows than that)
  History(std::filesystem::path path, int epochs);

  void append(const EpochRecord& record);

 private:
  std::filesystem::path path_;
};

}  // namespace poseaae::training
