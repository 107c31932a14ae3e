#pragma once

#include <string>

#include "poseaae/motion_io/formats.hpp"
#include "support/command_line.hpp"

namespace poseaae::tools {

/// `--form` and `--no-body`: how files of motion are written.
class WriteArguments {
 public:
  explicit WriteArguments(CommandLine& app);
  WriteArguments(const WriteArguments&) = delete;
  WriteArguments& operator=(const WriteArguments&) = delete;

  /// @throws UsageError for a form that no format has
  [[nodiscard]] mocap::WriteOptions options() const;

 private:
  std::string form_;
  bool no_body_ = false;
};

}  // namespace poseaae::tools
