#pragma once

#include <map>
#include <regex>
#include <string>
#include <vector>

namespace poseaae::dataset {

/// The group of a clip. Clips of one group are takes, or mirrored copies, of the same movement, and
/// are never separated by a split.
///
/// The pattern is a regular expression (ECMAScript, case-insensitive) for the whole name of the
/// clip, with one capture: the group. A clip whose name does not match is a group of its own.
class GroupRule {
 public:
  /// The name without the take number at its end and without the mark of a mirrored copy before or
  /// after it, each set off by `_`, `-`, `.` or a space: walk_happy_001, walk_happy_002 and
  /// walk_happy_001_mirror are walk_happy. Marks are mirror, mirrored, flipped and m.
  static constexpr const char* kDefault =
      "(.+?)(?:[-_. ](?:mirror|mirrored|flipped|m))?(?:[-_. ][0-9]+)?"
      "(?:[-_. ](?:mirror|mirrored|flipped|m))?";

  /// @throws ConfigError (data.group) unless it is a regular expression with one capture
  explicit GroupRule(const std::string& pattern = kDefault);
  [[nodiscard]] std::string group_of(const std::string& clip) const;

 private:
  std::regex pattern_;
};

using Tags = std::map<std::string, std::string>;

/// Labels that are part of a clip's name: "{content}_{style}_{take}" reads walk_happy_001 as
/// content = walk, style = happy, take = 001. A field has at least one character and ends at the
/// first occurrence of the text that follows it in the pattern; the last field takes the rest.
class LabelPattern {
 public:
  /// @throws ConfigError (data.label_pattern): no field, adjacent fields, or a field without a name
  /// or with the name of another
  explicit LabelPattern(const std::string& pattern);
  /// Empty when the name does not follow the pattern.
  [[nodiscard]] Tags tags_of(const std::string& clip) const;

 private:
  std::string opening_;  ///< text before the first field
  struct Field {
    std::string name;
    std::string behind;  ///< the text between it and the next
  };
  std::vector<Field> fields_;
};

}  // namespace poseaae::dataset
