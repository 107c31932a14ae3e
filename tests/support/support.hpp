#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace poseaae::test {

/// The root of the source tree, and the folder of the built programs.
[[nodiscard]] std::filesystem::path source_dir();
[[nodiscard]] std::filesystem::path bin_dir();

/// A folder of its own that goes away with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }
  /// Names of everything inside, sorted: what a failed write must not have grown.
  [[nodiscard]] std::vector<std::string> entries() const;

 private:
  std::filesystem::path path_;
};

/// What a program did.
struct ProgramResult {
  int exit_code = -1;
  std::string out;
  std::string err;
};

/// Runs one of the project's programs (or any absolute path) to its end.
[[nodiscard]] ProgramResult run_program(const std::string& name,
                                        const std::vector<std::string>& arguments);
/// The same for what a test only needs as its input. @throws std::runtime_error unless the exit
/// code is 0
ProgramResult run_successfully(const std::string& name, const std::vector<std::string>& arguments);

}  // namespace poseaae::test
