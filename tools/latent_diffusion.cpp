#include "latent_diffusion/commands.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
Single poses (the default of train), on 174 clips of Bandai-Namco (README), three trainings, samples of
the prior and of the model's Gaussian mixture in brackets: Frechet distance to the poses learned from
0.006 m^2 (0.012, 0.009), precision 0.65 (0.21, 0.37), recall 0.86 (0.82, 0.83). To held-out poses the
distance is no better: 0.063 (0.061, 0.057); samples keep close to poses that were learned from.

Motion (--window 16) is EXPERIMENTAL; one training, a random walk and a Gaussian of windows in brackets:
Frechet distance of windows 0.32 m^2 (0.41, 0.26), precision 0.37 (0.07, 0.08), mean speed of joints
0.32 m/s (0.24, 0.45) where recordings have 0.48. evaluate prints all of it for a model of yours.

Examples:
  latent_diffusion train --model runs/dance/best.h5 --window 16 --out motion.h5
  latent_diffusion sample --model runs/dance/best.h5 --diffusion motion.h5 --seconds 6 --out new.gif
  latent_diffusion edit data/waltz_sway.bvh:0:120 --model runs/dance/best.h5 --diffusion motion.h5 \
    --level 0.3 --out edited.gif --figure levels.png
  latent_diffusion evaluate --model runs/dance/best.h5 --diffusion motion.h5)";

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app(
      "Samples and edits poses and motion by a diffusion over a model's latents: a small network "
      "that learns to take noise away.",
      "latent_diffusion");
  app.footer(kFooter);
  return tools::run_subcommand(
      app, argc, argv,
      {{"train", "Learns the latents of single poses, or of short windows of motion",
        &tools::train_command},
       {"sample", "New poses, or motion of any length joined from windows", &tools::sample_command},
       {"edit", "A clip noised to a level and denoised: the same pose, or another like it",
        &tools::edit_command},
       {"evaluate", "Measures samples against real poses and motion, beside the prior and others",
        &tools::evaluate_command}});
}
