#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "poseaae/base/lock_file.hpp"

namespace poseaae::training {

/// The folder of a run: config.yaml, history.csv, history.png, best.safetensors, last.safetensors,
/// state.h5, previews/, log.txt, event files of TensorBoard; and run.lock, as long as a process
/// trains in it.
class RunFolder {
 public:
  enum class Mode {
    kFresh,      ///< must not exist, be empty, or hold a run that never saved anything
    kOverwrite,  ///< an earlier run there is replaced
    kResume      ///< must hold an earlier run; one that was cut off before it saved begins again
  };

  /// Checks that `mode` fits what is there, and that no process trains in it; changes nothing.
  /// @throws UsageError that names --resume and --overwrite, or the process
  RunFolder(std::filesystem::path path, Mode mode);

  /// Makes the folder and takes it for this process, as long as the result lives. What the
  /// constructor checked is checked again, since another run may have come in between. Temporary
  /// files of a run that was killed are removed.
  /// @throws UsageError that names the process which has it, OutputError
  [[nodiscard]] std::unique_ptr<LockFile> lock() const;
  /// Makes room for the run. With kOverwrite the files of the earlier run (nothing else) go into a
  /// folder "earlier_run" in it, until the new one has something to show: keep() or restore().
  /// @throws OutputError
  void create() const;
  /// After a checkpoint: the earlier run is removed. @throws OutputError
  void keep() const;
  /// After a failure without a checkpoint: the earlier run comes back, if there was one, in place
  /// of the new one. @returns whether there was one @throws OutputError
  bool restore() const;
  /// Where someone removed it. @throws OutputError
  void make_previews() const;
  /// @throws OutputError when the folder, or the lock in it, is not the one that was taken
  void require_held(const LockFile& lock) const;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  /// Its path as a word of a command line, quoted where a shell would read it otherwise.
  [[nodiscard]] std::string in_shell() const;
  [[nodiscard]] Mode mode() const noexcept { return mode_; }
  [[nodiscard]] std::filesystem::path config() const { return path_ / "config.yaml"; }
  [[nodiscard]] std::filesystem::path history() const { return path_ / "history.csv"; }
  [[nodiscard]] std::filesystem::path history_plot() const { return path_ / "history.png"; }
  [[nodiscard]] std::filesystem::path best() const { return path_ / "best.safetensors"; }
  [[nodiscard]] std::filesystem::path last() const { return path_ / "last.safetensors"; }
  [[nodiscard]] std::filesystem::path state() const { return path_ / "state.h5"; }
  [[nodiscard]] std::filesystem::path log() const { return path_ / "log.txt"; }
  [[nodiscard]] std::filesystem::path preview(int epoch) const;
  /// Who trains here (LockFile).
  [[nodiscard]] std::filesystem::path lock_file() const { return path_ / "run.lock"; }
  /// Whether there is a state to go on from, rather than a run to begin.
  [[nodiscard]] bool resumes() const;
  /// Where an earlier run is while its successor has no checkpoint.
  [[nodiscard]] std::filesystem::path earlier() const { return path_ / "earlier_run"; }
  /// On the way there, and back.
  [[nodiscard]] std::filesystem::path leaving() const { return path_ / "earlier_run.leaving"; }
  [[nodiscard]] std::filesystem::path returning() const { return path_ / "earlier_run.returning"; }

 private:
  void check(bool cut_off) const;
  void check_resume(bool cut_off) const;
  [[noreturn]] void refuse(const std::string& holder) const;
  void remove_temporaries() const;
  void undo_half_a_move() const;
  [[nodiscard]] bool holds_nothing() const;
  [[nodiscard]] bool saved_nothing(bool cut_off) const;

  std::filesystem::path path_;
  Mode mode_;
};

}  // namespace poseaae::training
