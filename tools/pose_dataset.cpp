#include "poseaae/dataset/pose_dataset.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "poseaae/core/error.hpp"
#include "poseaae/core/log.hpp"
#include "poseaae/core/paths.hpp"
#include "support/run_tool.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
The dataset opens in h5py: poses (N, J, 4) as local quaternions w x y z, root_positions (N, 3) in
metres, labels/NAME (N), clips/{names, sources, sha256, first, frames, tags/NAME}, skeleton/{joint_names,
parents, offsets}. aae_train takes it as data.clips, pose_encode as its input; neither reads BVH then.

Examples:
  pose_dataset mocap/*.bvh --out dances.h5
  pose_dataset mocap --unit m --remove-joints '*Finger*,*Thumb*' --out dances.h5
  aae_train --config configs/dance.yaml --set data.clips=dances.h5 --set output.dir=runs/dances)";

struct Arguments {
  dataset::DatasetOptions options;
  std::string unit = "cm";
  std::string root_rotation = "keep";
  std::string output;

  void add_to(tools::CommandLine& app) {
    app.add_option("CLIP", options.clips,
                   "BVH files, folders of them, or patterns in quotes; each with frames if wanted "
                   "(dance.bvh:100:500)")
        ->required()
        ->type_name("FILE[:FIRST[:LAST]] ...");
    app.add_option("-o,--out", output, "The dataset to write, .h5")->required()->type_name("FILE");
    app.add_option("--unit", unit, "Unit of lengths in the files: mm, cm, m, inch, ft, or metres")
        ->capture_default_str();
    app.add_option("--range", options.range,
                   "Frames of every clip that names none, FIRST:LAST, LAST not included");
    app.add_option("--fps", options.clip.source_fps,
                   "Frames per second that replace the files' Frame Time; 0: as the file says")
        ->capture_default_str();
    app.add_option("--resample-fps", options.clip.fps,
                   "Frames per second to resample to; 0: those of the first clip")
        ->capture_default_str();
    app.add_option("--remove-joints", options.clip.remove_joints,
                   "Joints to leave out, names or patterns, with commas")
        ->delimiter(',');
    app.add_flag("--drop-static", options.drop_static, "Leave out joints that never rotate");
    app.add_option("--root-rotation", root_rotation,
                   "Rotation of the body in the room: as recorded, turned to face forward in every "
                   "frame, or none at all")
        ->one_of({"keep", "face_forward", "remove"})
        ->capture_default_str();
    app.add_option("--label-pattern", options.label_pattern,
                   "Labels in the names of clips, such as '{content}_{style}_{take}'");
    app.add_flag("--strict", options.clip.strict, "A file with missing rows is an error");
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
  if (lower_extension(arguments.output) != ".h5") {
    throw UsageError(fmt::format("{}: expected an output named .h5", arguments.output));
  }
  arguments.options.clip.unit = mocap::Unit::parse(arguments.unit);
  for (const auto& [name, value] : mocap::root_rotation_names()) {
    if (name == arguments.root_rotation) arguments.options.clip.root_rotation = value;
  }
  std::vector<std::string> warnings;
  const auto data = dataset::gather(arguments.options, warnings);
  log::warn_all(warnings);
  data.save(arguments.output);
  print_summary(data);
  fmt::print("wrote {}\n", arguments.output);
}

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app(
      "Gathers motion clips into one dataset file, so that they are parsed once.", "pose_dataset");
  app.footer(kFooter);
  Arguments arguments;
  arguments.add_to(app);
  return tools::run_tool(app, argc, argv, [&] { gather(arguments); });
}
