#include "support/clip_arguments.hpp"

#include <fmt/format.h>

#include <set>

#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "support/choice.hpp"
#include "support/texts.hpp"

namespace poseaae::tools {

Option* add_model_option(CommandLine& app, std::string& path, bool required) {
  return app.add_option("-m,--model FILE", path, text::kModel)->required(required);
}

session::OpenModel open_model(const std::string& path) {
  return {path, [said = std::set<std::string>()](const std::string& line) mutable {
            if (said.insert(line).second) log::warning("{}", line);
          }};
}

void ModelArguments::add_to(CommandLine& app, bool required) {
  add_model_option(app, path_, required);
  app.add_option("--clip-unit UNIT", unit_,
                 std::string(text::kUnit) + " (default: that of the model's training clips)")
      ->stands_for("data.unit");
  add_choice(app, "--clip-up", up_, mocap::up_names(),
             std::string(text::kUp) + " (default: as for the model's training clips)")
      ->stands_for("data.up");
  app.add_option("--clip-fps", fps_,
                 "Frame rate of the clips in frames per second, in place of their Frame Time "
                 "(default: as for the model's training clips)")
      ->stands_for("data.fps")
      ->between(1e-3, mocap::kMaxFps);
}

session::OpenModel ModelArguments::open() const {
  auto model = open_model(path_);
  mocap::ClipOptions options = model.clip_options();
  if (unit_) options.unit = mocap::Unit::parse(*unit_);
  options.up = up_.value_or(options.up);
  options.source_fps = fps_.value_or(options.source_fps);
  model.set_clip_options(std::move(options));
  return model;
}

void ClipArguments::add_to(CommandLine& app, const std::string& name,
                           const std::string& description, const std::string& range_flag) {
  range_flag_ = range_flag;
  app.add_option(name + " FILE[:FIRST[:LAST]]", clip_, mocap::clip_kinds() + " file" + description)
      ->required();
  app.add_option(range_flag + " RANGE", range_,
                 fmt::format("Frames of {} to use, as FIRST:LAST: counted from 0, LAST excluded, "
                             "either may be left out (default: all frames)",
                             name));
}

mocap::ClipReference ClipArguments::reference() const {
  return clip_reference(clip_, range_, range_flag_);
}

mocap::ClipReference ClipArguments::frame(int number, const std::string& flag) const {
  return clip_reference(clip_, fmt::format("{}:{}", number, number + 1), flag);
}

mocap::ClipReference clip_reference(const std::string& clip, const std::string& range,
                                    const std::string& range_flag) {
  auto reference = mocap::ClipReference::parse(clip);
  if (range.empty()) return reference;
  if (reference.first != 0 || reference.last != -1) {
    throw UsageError(fmt::format(
        "{}: expected frames either after the file name or in {}, found both", clip, range_flag));
  }
  const auto frames = mocap::FrameRange::parse(range);
  reference.first = frames.first;
  reference.last = frames.last;
  return reference;
}

}  // namespace poseaae::tools
