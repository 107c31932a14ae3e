#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// The files that a program is about to write, so that it does not read one of them as well.
namespace poseaae {

struct NamedOutput {
  std::string option;  ///< that names it: "--out"
  std::filesystem::path path;
};

/// Whether both names are of one file that exists, whatever links and spellings lead to it.
[[nodiscard]] bool is_same_file(const std::filesystem::path& a, const std::filesystem::path& b);

/// From here on, opening one of these files as an input is an error: however the program comes to
/// read it (named on the command line, in a configuration or path file, found in a folder or beside
/// another file), the output would replace it. For programs, before they start threads.
void guard_outputs(std::vector<NamedOutput> outputs);
/// Adds one that has no option of its own on this command line.
void guard_output(NamedOutput output);

/// For whatever opens inputs; paths.hpp does it. @throws UsageError when `input` is a guarded
/// output
void require_no_output(const std::filesystem::path& input);

/// The error for an output that would replace an input. `option`: of the input, or "".
[[noreturn]] void refuse_to_replace(const NamedOutput& output, const std::string& option,
                                    const std::string& input);

}  // namespace poseaae
