#include "poseaae/base/outputs.hpp"

#include <fmt/format.h>

#include <utility>

#include "poseaae/base/error.hpp"

namespace poseaae {

namespace {

std::vector<NamedOutput>& guarded() {
  static std::vector<NamedOutput> outputs;
  return outputs;
}

}  // namespace

bool is_same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
  std::error_code missing;
  return std::filesystem::equivalent(a, b, missing);
}

void guard_outputs(std::vector<NamedOutput> outputs) { guarded() = std::move(outputs); }

void guard_output(NamedOutput output) { guarded().push_back(std::move(output)); }

void require_no_output(const std::filesystem::path& input) {
  for (const NamedOutput& output : guarded()) {
    if (is_same_file(input, output.path)) refuse_to_replace(output, "", input.string());
  }
}

void refuse_to_replace(const NamedOutput& output, const std::string& option,
                       const std::string& input) {
  throw UsageError(
      fmt::format("{} {}: expected another file than the input {}{}, which it would replace; give "
                  "the output another name",
                  output.option, output.path.string(), option.empty() ? "" : option + " ", input));
}

}  // namespace poseaae
