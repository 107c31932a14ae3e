#include "support/write_arguments.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "poseaae/base/error.hpp"

namespace poseaae::tools {

namespace {

/// Forms of all formats that have several.
std::vector<std::string> all_forms() {
  std::vector<std::string> forms;
  for (const auto& format : mocap::motion_formats()) {
    std::ranges::copy(format.forms, std::back_inserter(forms));
  }
  return forms;
}

/// "npz: ai-toolbox (usual), amass"
std::string described_forms() {
  std::string text;
  for (const auto& format : mocap::motion_formats()) {
    if (format.forms.empty()) continue;
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", format.extension,
                        fmt::join(format.forms, ", "));
  }
  return text;
}

}  // namespace

WriteArguments::WriteArguments(CommandLine& app) {
  app.add_option("--form FORM", form_,
                 "Form of a format that has several, by default the first: " + described_forms());
  app.add_flag("--no-body", no_body_,
               "Write bones alone into .glb, without the simple body around them");
}

mocap::WriteOptions WriteArguments::options() const {
  const auto forms = all_forms();
  if (!form_.empty() && std::ranges::find(forms, form_) == forms.end()) {
    throw UsageError(fmt::format("--form: expected one of {} ({}), found '{}'",
                                 fmt::join(forms, ", "), described_forms(), form_));
  }
  return {.form = form_, .body = !no_body_};
}

}  // namespace poseaae::tools
