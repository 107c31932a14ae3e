#include "latent_map/commands.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "support/clip_arguments.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
latent_map SUBCOMMAND --help lists the options of a subcommand.

Examples:
  latent_map map data --model runs/dance/best.safetensors --out map.png
  latent_map map data --model runs/dance/best.safetensors --method tsne --colour-by energy --out map.png
  latent_map map data --model runs/dance/best.safetensors --path walk.h5 --out map.svg --out map.csv
  latent_map traversal --model runs/dance/best.safetensors --principal --out axes.png
  latent_map interpolation --model runs/dance/best.safetensors --seed 3 --out between.png --out between.gif
  latent_map samples data --model runs/dance/best.safetensors --out samples.png --out samples.csv
  latent_map shell data --model runs/dance/best.safetensors
  latent_map trajectory walk.h5 --model runs/dance/best.safetensors --out speed.png --out speed.csv
  latent_map explore data --model runs/dance/best.safetensors --out space.html)";

}  // namespace

namespace poseaae::tools {

void SeenPoses::add_to(CommandLine& app, bool required) {
  app.add_option("INPUT FILE[:FIRST[:LAST]]", inputs,
                 mocap::clip_kinds() +
                     " files, each with an optional frame range (dance.bvh:100:500), folders of "
                     "them, encodings or datasets (.h5)")
      ->required(required);
  model.add_to(app, required);
}

}  // namespace poseaae::tools

int main(int argc, char** argv) {
  tools::CommandLine app(
      "Draws pictures of a latent space: maps, traversals, interpolations, random poses, paths and "
      "distances; "
      "and writes a page that plays it.",
      "latent_map", kFooter);
  return tools::run_subcommand(
      app, argc, argv,
      {tools::kMap, tools::kTraversal, tools::kInterpolation, tools::kSamples, tools::kShell,
       tools::kTrajectory, tools::kExplore});
}
