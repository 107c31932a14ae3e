#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "poseaae/base/error.hpp"

namespace poseaae::tools::eval {

/// Where runs go: the folder that was asked for, or one of its own that goes away.
class RunsFolder {
 public:
  explicit RunsFolder(const std::string& kept) : temporary_(kept.empty()) {
    path_ = temporary_ ? std::filesystem::temp_directory_path() /
                             fmt::format("aae_eval-{}", static_cast<long>(::getpid()))
                       : std::filesystem::path(kept);
  }
  RunsFolder(const RunsFolder&) = delete;
  RunsFolder& operator=(const RunsFolder&) = delete;
  ~RunsFolder() {
    std::error_code unused;
    if (temporary_) std::filesystem::remove_all(path_, unused);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  bool temporary_;
  std::filesystem::path path_;
};

/// The end of an evaluation that keeps its runs there, or does not.
[[nodiscard]] inline Interrupted interrupted(const std::string& kept) {
  return Interrupted(
      kept.empty()
          ? "interrupted; no report is written, and the runs are gone (--runs FOLDER keeps them)"
          : fmt::format("interrupted; no report is written, the runs so far are in {}", kept));
}

}  // namespace poseaae::tools::eval
