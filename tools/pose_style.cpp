#include <memory>
#include <vector>

#include "pose_style/commands.hpp"
#include "support/run_tool.hpp"

int main(int argc, char** argv) {
  using namespace poseaae::tools;
  CLI::App app(
      "Styles and other attributes of movement: learned from labelled clips, and given to "
      "others.",
      "pose_style");
  app.require_subcommand(1);
  std::vector<std::unique_ptr<style::Command>> commands;
  for (const auto make : {style::make_learn, style::make_show, style::make_transfer,
                          style::make_gradient, style::make_sweep, style::make_blend}) {
    commands.push_back(make(app));
  }
  return run_tool(app, argc, argv, [&] {
    for (const auto& command : commands) {
      if (command->chosen()) command->run();
    }
  });
}
