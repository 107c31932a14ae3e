#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "poseaae/math/batch.hpp"
#include "training/history.hpp"
#include "training/outputs/event_file.hpp"

namespace poseaae::training {

/// What TensorBoard shows of a run (output.tensorboard), in event files of its folder; a step is an
/// epoch. What cannot be written is left out with a warning: training goes on without it.
class TensorBoard {
 public:
  /// `resumed`: after so many epochs, where the run is no new one.
  TensorBoard(const std::filesystem::path& folder, std::optional<int> resumed)
      : file_(folder, resumed) {}

  /// The columns of the history that were measured, as scalars tag_of(column).
  void add(const EpochRecord& record);
  /// A preview (its file) and held-out encodings (N, Z): a histogram of each dimension,
  /// "latents/0", "latents/1" ..., with leading zeros where there are more than ten.
  void add_preview(int epoch, const std::filesystem::path& png, const Batch& latents);
  /// Flushes all of it to the disk: to be done before the state is saved that will not make it
  /// again.
  void sync() const;

  /// "group/column": loss/ae_train, test/test_ks, rate/ae_learning_rate, time/seconds.
  [[nodiscard]] static std::string tag_of(std::string_view column);

 private:
  void append(int epoch, const Summary& summary);

  EventFile file_;
};

}  // namespace poseaae::training
