#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "poseaae/live/message.hpp"

namespace poseaae::live {

/// Ten presets, each the messages that set it, and a list of cues, which are numbers of presets.
/// They are kept in a file (docs/FILES.md), JSON:
///   {"format": "PoseAAE presets", "version": 1, "presets": {"0": [["/poseaae/tempo", "f", 0.5],
///   ...]}, "cues": [0, 3]}
/// with the types of the values in a text, as OSC has them: i, f, s.
class Presets {
 public:
  /// None, nowhere kept.
  Presets() = default;
  /// Those of the file; none where there is no such file yet. @throws InputError, ModelError where
  /// it is something else
  explicit Presets(std::filesystem::path file);

  [[nodiscard]] std::vector<int> saved() const;
  [[nodiscard]] const std::vector<int>& cues() const noexcept { return cues_; }
  /// Null where there is none.
  [[nodiscard]] const std::vector<Message>* find(int number) const;
  /// Both write the file, whole or not at all. @throws OutputError; what was set is kept anyway
  void save(int number, std::vector<Message> messages);
  void set_cues(std::vector<int> cues);

 private:
  void write() const;

  std::filesystem::path file_;
  std::map<int, std::vector<Message>> presets_;
  std::vector<int> cues_;
};

/// The default file: presets.json beside the model.
[[nodiscard]] std::filesystem::path presets_beside(const std::filesystem::path& model);

}  // namespace poseaae::live
