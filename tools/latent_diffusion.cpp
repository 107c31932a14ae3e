#include "latent_diffusion/commands.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
What to expect of single poses (the default of train), measured on 174 Bandai-Namco clips as the mean
of three trainings. In brackets, samples of the prior and of the model's Gaussian mixture:
  Frechet distance to the training poses  0.006 m^2 (0.012, 0.009)
  precision                               0.65 (0.21, 0.37)
  recall                                  0.86 (0.82, 0.83)
  Frechet distance to held-out poses      0.063 m^2 (0.061, 0.057)
The last line is no better than without a diffusion: samples stay close to the training poses.

Motion (--window 16) is EXPERIMENTAL. Measured on one training. In brackets, a random walk and samples
of a Gaussian of windows:
  Frechet distance of windows  0.32 m^2 (0.41, 0.26)
  precision                    0.37 (0.07, 0.08)
  mean speed of the joints     0.32 m/s (0.24, 0.45); recordings have 0.48
latent_diffusion evaluate prints these figures for a model of your own.

Examples:
  latent_diffusion train --model runs/dance/best.safetensors --window 16 --out motion.safetensors
  latent_diffusion sample --model runs/dance/best.safetensors --diffusion motion.safetensors --seconds 6 --out new.gif
  latent_diffusion edit data/waltz_sway.bvh:0:120 --model runs/dance/best.safetensors --diffusion motion.safetensors \
    --level 0.3 --out edited.gif --figure levels.png
  latent_diffusion evaluate --model runs/dance/best.safetensors --diffusion motion.safetensors)";

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app(
      "Samples and edits poses and motion with a diffusion model over the latents of a trained "
      "model.",
      "latent_diffusion", kFooter);
  return tools::run_subcommand(app, argc, argv,
                               {tools::kTrain, tools::kSample, tools::kEdit, tools::kEvaluate});
}
