#pragma once

#include <optional>
#include <string>

#include "poseaae/motion_io/target.hpp"
#include "support/command_line.hpp"

namespace poseaae::tools {

/// `--onto`, `--onto-unit` and `--joint-map`: the character that motion is put on.
class OntoArguments {
 public:
  explicit OntoArguments(CommandLine& app);
  OntoArguments(const OntoArguments&) = delete;
  OntoArguments& operator=(const OntoArguments&) = delete;

  /// Reads what is named. @throws UsageError for options without a character, InputError,
  /// ParseError
  void read();
  /// Null where none is named.
  [[nodiscard]] const mocap::Target* target() const { return target_ ? &*target_ : nullptr; }
  /// The motion on the target, of which there is one. @throws UsageError
  [[nodiscard]] retarget::Retargeted moved(const mocap::Motion& motion) const;
  /// Logs what each joint of the target follows.
  void report(const retarget::Retargeted& moved, const mocap::Motion& source) const;
  /// All of it as a text that differs where the result would: the character, whatever files it
  /// was read from, and the map of joints. "" where none is named.
  [[nodiscard]] std::string fingerprint() const;

 private:
  std::string onto_;
  std::string unit_;
  std::string joint_map_;
  std::optional<mocap::Target> target_;
  retarget::Overrides overrides_;
};

}  // namespace poseaae::tools
