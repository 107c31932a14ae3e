#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/target.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::fuzz {

/// Reads the input. @return false where it was refused with an Error. Whatever else is thrown ends
/// the program.
[[nodiscard]] bool accepts(const Target& target, std::string_view input);

/// Damages the input as the target says.
void damage(const Target& target, std::string& input, const Change& change, Random& random);

/// Ends the program, and says what has failed, unless it holds.
void require(bool holds, std::string_view what);

/// A folder that goes away when the program ends by itself; in TMPDIR, which is memory under
/// scripts/fuzz.sh.
class ScratchFolder {
 public:
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();
  /// A file in it with these bytes; a path, as those take it that read no memory.
  std::filesystem::path put(const std::string& name, std::string_view bytes) const;
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};
/// The one of this program.
[[nodiscard]] const ScratchFolder& scratch();

/// What `save(path)` writes into a file of this name.
[[nodiscard]] std::string written(const std::string& name,
                                  const std::function<void(const std::filesystem::path&)>& save);

/// The contents of the files with this extension in a folder of the source tree, by their names.
[[nodiscard]] std::vector<std::string> files_of(const std::string& folder,
                                                const std::string& extension);
/// The first lines of a file of the source tree.
[[nodiscard]] std::string head_of(const std::string& file, int lines);

/// Three joints, three frames; every joint turns, and the root moves.
[[nodiscard]] mocap::Motion small_motion();

/// Two frames of a shipped dance.
[[nodiscard]] mocap::Motion shipped_motion();

/// What any program does with a clip from a file of this name with this content: load_clip(). Its
/// joints have finite places, and its frames finite rotations of unit length.
void read_clip(const std::string& name, std::string_view bytes);

}  // namespace poseaae::fuzz
