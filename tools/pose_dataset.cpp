#include "poseaae/dataset/pose_dataset.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "poseaae/base/log.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "support/choice.hpp"
#include "support/run_tool.hpp"
#include "support/texts.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
The dataset can be read with h5py and Octave: poses (N, J, 4) as local quaternions w x y z,
root_positions (N, 3) in metres, contacts (N, C) with 1 where a point of a foot stands, labels/NAME (N), clips/{first, frames}, skeleton/{parents, offsets}. Names
are attributes: names, sources and sha256 of clips/first, points of contacts, joint_names of skeleton/parents. aae_train takes it as data.clips and pose_encode as an input,
without reading the clips again.

Examples:
  pose_dataset mocap/*.bvh --out dances.h5
  pose_dataset dance.bvh 'takes/*.amc' 'files/*.npz' avatar.glb --retarget --out mixed.h5
  pose_dataset mocap --unit m --remove-joints '*Finger*,*Thumb*' --out dances.h5
  aae_train --config configs/dance.yaml --set data.clips=dances.h5 --set output.dir=runs/dances)";

struct Arguments {
  dataset::DatasetOptions options;
  std::string unit = "cm";
  std::string output;

  void add_to(tools::CommandLine& app) {
    app.add_option(
           "CLIP FILE[:FIRST[:LAST]]", options.clips,
           mocap::clip_kinds() +
               " files, folders of them, or patterns in quotes, each with an optional frame "
               "range (dance.bvh:100:500)")
        ->required();
    app.add_option("-o,--out FILE", output, "Dataset to write (.h5)")->required()->output();
    app.add_option("--unit", unit, tools::text::kUnit)->stands_for("data.unit");
    tools::add_choice(app, "--up", options.clip.up, mocap::up_names(), tools::text::kUp)
        ->stands_for("data.up");
    app.add_option("--range", options.range,
                   "Frames of every clip without a range of its own, as FIRST:LAST: counted from "
                   "0, LAST excluded, either may be left out (default: all frames)");
    app.add_option("--fps", options.clip.source_fps,
                   "Frame rate of the files in frames per second, in place of their Frame Time; 0 "
                   "keeps theirs")
        ->stands_for("data.fps")
        ->between(0, mocap::kMaxFps);
    app.add_option(
           "--resample-fps", options.clip.fps,
           "Frame rate to resample to, in frames per second; 0 takes that of the first clip")
        ->between(0, mocap::kMaxFps);
    app.add_option("--remove-joints", options.clip.remove_joints,
                   "Joints to leave out: names or patterns, separated by commas; the rotation of a "
                   "joint passes on to its children")
        ->stands_for("data.remove_joints")
        ->delimiter(',');
    app.add_flag("--retarget", options.clip.retarget,
                 "Clips with other joints than the first: move its body as they do")
        ->stands_for("data.retarget");
    app.add_flag("--drop-static", options.drop_static, "Leave out joints that never rotate");
    tools::add_choice(
        app, "--root-rotation", options.clip.root_rotation, mocap::root_rotation_names(),
        "Rotation of the root joint: keep, as recorded; face_forward, turned about the vertical to "
        "face forward in every frame; remove, none at all");
    app.add_option("--label-pattern PATTERN", options.label_pattern, tools::text::kLabelPattern);
    app.add_flag("--strict", options.clip.strict, "Treat a file with missing rows as an error");
  }
};

void print_summary(const dataset::PoseDataset& data) {
  for (const auto& clip : data.clips) {
    fmt::print("{:<32} {:>7} poses {:>8.2f} s\n", clip.name, clip.frames, clip.frames / data.fps);
  }
  fmt::print("{} poses of {} joints at {:g} fps from {} clip{}\n", data.size(),
             data.skeleton.joints(), data.fps, data.clips.size(),
             data.clips.size() == 1 ? "" : "s");
  for (const auto& [name, values] : data.labels) fmt::print("label {}\n", name);
}

void gather(Arguments& arguments) {
  tools::require_extension("--out", arguments.output, ".h5");
  arguments.options.clip.unit = mocap::Unit::parse(arguments.unit);
  arguments.options.contacts = true;
  const auto data = log::warned(dataset::gather(arguments.options));
  data.save(arguments.output);
  print_summary(data);
  fmt::print("wrote {}\n", arguments.output);
}

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app(
      "Gathers motion clips into one dataset file, so that they are parsed only once.",
      "pose_dataset", kFooter);
  Arguments arguments;
  arguments.add_to(app);
  return tools::run_tool(app, argc, argv, [&] { gather(arguments); });
}
