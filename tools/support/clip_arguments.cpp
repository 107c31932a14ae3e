#include "support/clip_arguments.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/motion_io/load_clip.hpp"

namespace poseaae::tools {

void ClipArguments::add_to(CommandLine& app, const std::string& name,
                           const std::string& description, const std::string& range_flag) {
  app.add_option(name, clip, description)->required()->type_name("FILE[:FIRST[:LAST]]");
  app.add_option(range_flag, range,
                 fmt::format("Frames of {} to use, as FIRST:LAST: counted from 0, LAST excluded, "
                             "either may be left out (default: all frames)",
                             name))
      ->type_name("RANGE");
}

mocap::ClipReference ClipArguments::reference() const { return clip_reference(clip, range); }

mocap::ClipReference clip_reference(const std::string& clip, const std::string& range) {
  auto reference = mocap::ClipReference::parse(clip);
  if (range.empty()) return reference;
  if (reference.first != 0 || reference.last != -1) {
    throw UsageError(fmt::format(
        "{}: expected a frame range either after the file name or in --range, found both", clip));
  }
  const auto frames = mocap::FrameRange::parse(range);
  reference.first = frames.first;
  reference.last = frames.last;
  return reference;
}

mocap::Clip open_clip(const mocap::ClipReference& clip, const codec::PoseAutoencoder& model,
                      const mocap::ClipOptions& options) {
  mocap::Clip loaded = mocap::load_clip(clip, options);
  try {
    model.format().require(loaded.motion.skeleton());
  } catch (const UsageError& problem) {
    throw UsageError(fmt::format("{}: {}", clip.path.string(), problem.what()));
  }
  return loaded;
}

mocap::Clip open_clip(const mocap::ClipReference& clip, const codec::PoseAutoencoder& model) {
  return open_clip(clip, model, model.data().clip_options);
}

}  // namespace poseaae::tools
