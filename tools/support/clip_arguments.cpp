#include "support/clip_arguments.hpp"

#include <fmt/format.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/mocap/edit.hpp"

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

LoadedClip open_clip(const mocap::ClipReference& clip, const mocap::ClipOptions& options) {
  // Resampling comes last among the edits; done here, the frame numbers of the file are known.
  mocap::ClipOptions at_own_rate = options;
  at_own_rate.fps = 0.0;
  mocap::BvhClip read = mocap::load_clip(clip, at_own_rate);
  for (const auto& warning : read.warnings) log::warning("{}", warning);
  const double source_fps = read.motion.fps();
  const int source_frames = read.motion.frames();
  if (options.fps > 0.0 && options.fps != source_fps) {
    read.motion = mocap::resample(read.motion, options.fps);
  }
  LoadedClip loaded{clip.path.stem().string(), std::move(read.motion), {}};
  for (int t = 0; t < loaded.motion.frames(); ++t) {
    const auto frame = static_cast<int>(std::lround(t * source_fps / loaded.motion.fps()));
    loaded.frames.push_back(clip.first + std::min(frame, source_frames - 1));
  }
  return loaded;
}

LoadedClip open_clip(const mocap::ClipReference& clip, const codec::PoseAutoencoder& model,
                     const mocap::ClipOptions& options) {
  LoadedClip loaded = open_clip(clip, options);
  try {
    model.format().require(loaded.motion.skeleton());
  } catch (const UsageError& problem) {
    throw UsageError(fmt::format("{}: {}", clip.path.string(), problem.what()));
  }
  return loaded;
}

LoadedClip open_clip(const mocap::ClipReference& clip, const codec::PoseAutoencoder& model) {
  return open_clip(clip, model, model.data().clip_options);
}

}  // namespace poseaae::tools
