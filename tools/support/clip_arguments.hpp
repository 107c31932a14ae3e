#pragma once

#include <optional>
#include <string>

#include "poseaae/session/open_model.hpp"
#include "support/command_line.hpp"

namespace poseaae::tools {

/// `--model FILE`
Option* add_model_option(CommandLine& app, std::string& path, bool required = true);
/// The model of that file; warnings about its clips go to stderr.
[[nodiscard]] session::OpenModel open_model(const std::string& path);

/// `--model FILE`, and how its clips are read where that differs from its training clips.
class ModelArguments {
 public:
  void add_to(CommandLine& app, bool required = true);
  /// "" where none is given.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// @throws what OpenModel does; ConfigError for a unit that is none
  [[nodiscard]] session::OpenModel open() const;

 private:
  std::string path_;
  std::optional<std::string> unit_;
  std::optional<mocap::Up> up_;
  std::optional<double> fps_;
};

/// A positional clip ("dance.bvh", "dance.bvh:100:500") with its `--range`.
class ClipArguments {
 public:
  /// `description` continues "BVH file"; `range_flag` is "--range", or "--range-a" where there are
  /// two clips.
  void add_to(CommandLine& app, const std::string& name, const std::string& description,
              const std::string& range_flag = "--range");
  /// @throws UsageError when frames are given both ways
  [[nodiscard]] mocap::ClipReference reference() const;
  /// One frame of it, as the option `flag` says. @throws UsageError when it names frames itself
  [[nodiscard]] mocap::ClipReference frame(int number, const std::string& flag) const;

 private:
  std::string clip_;
  std::string range_;
  std::string range_flag_;
};

/// The clip `clip` names, with the frames of `range` ("" for none) unless it names its own.
/// @throws UsageError when both do, naming `range_flag`
[[nodiscard]] mocap::ClipReference clip_reference(const std::string& clip, const std::string& range,
                                                  const std::string& range_flag = "--range");

}  // namespace poseaae::tools
