#include "latent_diffusion/commands.hpp"
#include "support/run_tool.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
Single poses (the default of train) are worth it: on 174 clips of Bandai-Namco (README), 2000 samples of
three trainings are nearer to the poses of the clips (Frechet distance 0.006 m^2) than samples of the
prior (0.012) and of the model's Gaussian mixture (0.009), with precision 0.65 (0.21, 0.37) and recall
0.86 (0.82, 0.83). They also keep nearer to single poses of the clips (35 mm) than new recordings do (55).

Motion (--window 16) is EXPERIMENTAL: it is nearer to real motion than a random walk of the prior, but
slower and smoother than recordings. evaluate prints these figures for a model and diffusion of yours.

Examples:
  latent_diffusion train --model runs/dance/best.h5 --window 16 --out motion.h5
  latent_diffusion sample --model runs/dance/best.h5 --diffusion motion.h5 --seconds 6 --out new.gif
  latent_diffusion edit data/waltz_sway.bvh:0:120 --model runs/dance/best.h5 --diffusion motion.h5 \
    --level 0.3 --out edited.gif --figure levels.png
  latent_diffusion evaluate --model runs/dance/best.h5 --diffusion motion.h5)";

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Samples and edits poses and motion by a diffusion over a model's latents: a small network "
      "that learns to take noise away.",
      "latent_diffusion");
  app.footer(kFooter);
  app.require_subcommand(1);
  using Maker = std::unique_ptr<tools::Command> (*)(CLI::App&);
  struct Entry {
    CLI::App* app;
    std::unique_ptr<tools::Command> command;
  };
  std::vector<Entry> entries;
  const auto add = [&](const char* name, const char* description, Maker make) {
    CLI::App* const subcommand = app.add_subcommand(name, description);
    entries.push_back({subcommand, make(*subcommand)});
  };
  add("train", "Learns the latents of single poses, or of short windows of motion",
      &tools::train_command);
  add("sample", "New poses, or motion of any length joined from windows", &tools::sample_command);
  add("edit", "A clip noised to a level and denoised: the same pose, or another like it",
      &tools::edit_command);
  add("evaluate", "Measures samples against real poses and motion, beside the prior and others",
      &tools::evaluate_command);
  return tools::run_tool(app, argc, argv, [&] {
    for (auto& [subcommand, command] : entries) {
      if (subcommand->parsed()) command->run();
    }
  });
}
