#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace poseaae {

class Temporary;

/// A file that one process at a time holds, with that process named in it. The kernel keeps the
/// lock (an open file description lock, fcntl(2)) and lets go of it when the process ends, however
/// it ends: a file that was left behind by a crash is free.
///
/// The lock is of the file, not of its name: every spelling of the path, and every link to the
/// folder, meets the same one.
class LockFile {
 public:
  /// Takes the file, or creates it; nothing where another process, or another LockFile of this one,
  /// holds it. On a file system without locks it is always free. @throws OutputError when the file
  /// cannot be written
  [[nodiscard]] static std::unique_ptr<LockFile> take(const std::filesystem::path& path);
  /// Who holds the file: "aae_train, process 4711 on this-machine, since 2026-11-28 12:00:00";
  /// "" when nobody does.
  [[nodiscard]] static std::string holder(const std::filesystem::path& path);

  /// Whether a process that was killed had left the file behind.
  [[nodiscard]] bool was_left() const noexcept { return was_left_; }

  /// Whether the path still names the file that is held: the folder may have been moved, or the
  /// file removed by hand.
  [[nodiscard]] bool is_in_place() const;

  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;
  /// Removes the file, if it is in place, and lets go of it. So does an interruption
  /// (exit_on_interrupt()).
  ~LockFile();

 private:
  LockFile(std::filesystem::path path, int descriptor);

  std::filesystem::path path_;
  int descriptor_;
  bool was_left_ = false;
  std::unique_ptr<Temporary> kept_;  ///< from a handler of interrupts
};

}  // namespace poseaae
