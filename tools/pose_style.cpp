#include "pose_style/commands.hpp"

namespace {

constexpr const char* kFooter = R"(
pose_style SUBCOMMAND --help lists the options of a subcommand.

Examples:
  pose_style learn --model runs/styles/best.safetensors --neutral style=normal
  pose_style transfer walk.bvh --towards style=old --model runs/styles/best.safetensors --out old.gif)";

}  // namespace

int main(int argc, char** argv) {
  using namespace poseaae::tools;
  CommandLine app(
      "Learns styles and other attributes of movement from labelled clips, and gives them to other "
      "clips.",
      "pose_style", kFooter);
  return run_subcommand(app, argc, argv,
                        {style::kLearn, style::kShow, style::kTransfer, style::kGradient,
                         style::kSweep, style::kBlend});
}
