#pragma once

#include <map>
#include <regex>
#include <string>
#include <vector>

namespace poseaae::dataset {

/// The group of a clip: what clips have in common that are takes, or mirrored copies, of the same
/// thing, and so must never be parted by a split.
///
/// The pattern is a regular expression (ECMAScript, letters of either case) over the whole name of
/// the clip, with one capture: the group. A name that it does not match is a group of its own.
class GroupRule {
 public:
  /// The name without a take number at its end and without a mark of a mirrored copy before or
  /// behind it, each set off by `_`, `-`, `.` or a space: walk_happy_001, walk_happy_002 and
  /// walk_happy_001_mirror are walk_happy. Marks are mirror, mirrored, flipped and m.
  static constexpr const char* kDefault =
      "(.+?)(?:[-_. ](?:mirror|mirrored|flipped|m))?(?:[-_. ][0-9]+)?"
      "(?:[-_. ](?:mirror|mirrored|flipped|m))?";

  /// @throws ConfigError (data.group) when it is no regular expression with one capture
  explicit GroupRule(const std::string& pattern = kDefault);
  [[nodiscard]] std::string group_of(const std::string& clip) const;

 private:
  std::regex pattern_;
};

using Tags = std::map<std::string, std::string>;

/// Labels that are part of a clip's name: "{content}_{style}_{take}" reads walk_happy_001 as
/// content = walk, style = happy, take = 001. A field takes at least one character and ends where
/// the text behind it in the pattern first follows; the last one takes the rest.
class LabelPattern {
 public:
  /// @throws ConfigError (data.label_pattern): no field, fields side by side, without a name, or
  /// of one name
  explicit LabelPattern(const std::string& pattern);
  /// Empty when the name does not follow the pattern.
  [[nodiscard]] Tags tags_of(const std::string& clip) const;

 private:
  std::string opening_;  ///< what stands before the first field
  struct Field {
    std::string name;
    std::string behind;  ///< the text between it and the next
  };
  std::vector<Field> fields_;
};

}  // namespace poseaae::dataset
