#include "pose_style/commands.hpp"

namespace {

constexpr const char* kFooter = R"(
pose_style SUBCOMMAND --help lists the options of a subcommand.

Examples:
  pose_style learn --model runs/styles/best.h5 --neutral style=normal
  pose_style transfer walk.bvh --towards style=old --model runs/styles/best.h5 --out old.gif)";

}  // namespace

int main(int argc, char** argv) {
  using namespace poseaae::tools;
  CommandLine app(
      "Learns styles and other attributes of movement from labelled clips, and gives them to other "
      "clips.",
      "pose_style");
  app.footer(kFooter);
  return run_subcommand(
      app, argc, argv,
      {{"learn", "Learn attributes from labelled clips and measure their quality",
        style::make_learn},
       {"show", "Print the attributes in a file and how good they are", style::make_show},
       {"transfer", "Give a clip one or more attributes, or the style of another clip",
        style::make_transfer},
       {"gradient", "Change from one attribute to another in the course of a clip",
        style::make_gradient},
       {"sweep", "Show a clip at several strengths of an attribute", style::make_sweep},
       {"blend", "Give a clip a blend of several attributes", style::make_blend}});
}
