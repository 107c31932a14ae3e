#include <fmt/format.h>

#include <string>
#include <vector>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/io/file_kind.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/summary.hpp"
#include "poseaae/latent/territory.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/session/encoded_inputs.hpp"
#include "support/clip_arguments.hpp"
#include "support/path_arguments.hpp"
#include "support/run_tool.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
encodings.h5 can be read with h5py and Octave: latents (frames x latents, float32), and the frame and
clip of each row, an index into the attribute clip_names of clip. The file's attributes name the model and the model's checksum, since encodings have a
meaning in their own model only. encodings.csv contains the same as clip, frame, time_s, z0, z1, ...

Examples:
  pose_encode dance.bvh --model runs/dance/best.safetensors --out encodings.h5 --out encodings.csv
  pose_encode dance.bvh:100:500 walk.bvh --model runs/dance/best.safetensors
  pose_encode poses.h5 --range 0:1000 --model runs/dance/best.safetensors --out encodings.h5)";

struct Arguments {
  std::vector<std::string> inputs;
  tools::ModelArguments model;
  std::string range;
  std::vector<std::string> outputs;

  void add_to(tools::CommandLine& app) {
    app.add_option(
           "INPUT FILE[:FIRST[:LAST]]", inputs,
           mocap::clip_kinds() +
               " files, each with an optional frame range (dance.bvh:100:500), or datasets (.h5)")
        ->required();
    model.add_to(app);
    app.add_option("--range RANGE", range,
                   "Frames of each clip, or poses of each dataset, to use, as FIRST:LAST: counted "
                   "from 0, LAST excluded, either may be left out (default: all)");
    app.add_option("-o,--out FILE", outputs,
                   "File to write, .h5 or .csv; may be given several times (default: print the "
                   "summary only)")
        ->output();
  }
};

void append_clip(latent::Encodings& encodings, const session::OpenModel& model,
                 const std::string& input, const std::string& range) {
  const auto clip = model.clip(tools::clip_reference(input, range));
  encodings.append(clip.name, model.encode(clip),
                   latent::at_moments(model.codec().format(), clip.frames));
}

void append_file(latent::Encodings& encodings, const session::OpenModel& model,
                 const std::string& input, const std::string& range) {
  const auto data = dataset::PoseDataset::load(input);
  const auto rows = mocap::FrameRange::parse(range.empty() ? ":" : range).resolve(data.size());
  session::append_dataset(encodings, model, data, input, rows.first, rows.last);
}

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app(
      "Encodes the poses of clips or datasets as paths through a model's latent space.",
      "pose_encode", kFooter);
  Arguments arguments;
  arguments.add_to(app);
  return tools::run_tool(app, argc, argv, [&] {
    for (const auto& output : arguments.outputs) latent::check_encodings_path(output);
    const auto model = arguments.model.open();
    auto encodings = model.encodings();
    for (const auto& input : arguments.inputs) {
      const bool dataset = h5::is_hdf5(input);
      (dataset ? append_file : append_clip)(encodings, model, input, arguments.range);
    }
    for (const auto& output : arguments.outputs) tools::write_encodings(encodings, output);
    const Batch& points = encodings.path.points;
    fmt::print("{}", latent::format_summary(latent::summarise(points)));
    if (const auto* flow = model.flow()) {
      fmt::print("{}\n", latent::describe_commonness(latent::commonness(points, *flow)));
    }
  });
}
