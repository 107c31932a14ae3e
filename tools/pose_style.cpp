#include "pose_style/commands.hpp"

int main(int argc, char** argv) {
  using namespace poseaae::tools;
  CommandLine app(
      "Styles and other attributes of movement: learned from labelled clips, and given to "
      "others.",
      "pose_style");
  return run_subcommand(
      app, argc, argv,
      {{"learn", "Learn attributes from labelled clips, and measure them", style::make_learn},
       {"show", "What a file of attributes holds, and what they are worth", style::make_show},
       {"transfer", "Give a clip attributes, or the style of another clip", style::make_transfer},
       {"gradient", "Move from one attribute to another along a clip", style::make_gradient},
       {"sweep", "One clip at several strengths of an attribute", style::make_sweep},
       {"blend", "Give a clip what lies between several attributes", style::make_blend}});
}
