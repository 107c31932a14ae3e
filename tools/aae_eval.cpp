#include <fmt/format.h>

#include <string>

#include "aae_eval/arguments.hpp"
#include "aae_eval/inbetween.hpp"
#include "aae_eval/models.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "support/run_tool.hpp"

namespace {

using namespace poseaae;
using tools::eval::Arguments;

constexpr const char* kFooter = R"(
A model is measured on the poses that its own configuration held out from training; where --data or --set
change that, a warning names a clip that it may have learned from. With --config, models are trained first,
one for each fold of the clips and each seed, and each is measured on the fold it did not learn from.
Intervals are 95 % intervals of the mean over resampled clips, or standard deviations over runs.

Three sentences stand above the table: how far off the joints of rebuilt poses are; how many of a hundred
random poses are like recorded ones; and how evenly the body moves on the way from pose to pose, or, of
motion, how much standing feet slide. In the table, * marks the best value of a row where there is one.

Models of windows are measured on motion that travels (--task motion): decoded recordings, how their
roots drift and feet slide, and random walks. --task motion does the same with models of poses, which go
by their feet.

--task inbetween measures how gaps of 5, 15, 30 and 45 frames are filled, as the LAFAN1 benchmark does
(Harvey et al. 2020): on the clips of a configuration, or with --lafan1 on the benchmark's own, where the
figures that its authors published must come out. A model fills gaps by its most likely path through what
is known, and a network learns to correct the encoding of interpolated gaps by a model of windows. With a
configuration of windows, models are trained first, as above.

Examples:
  aae_eval --model runs/dance/best.safetensors
  aae_eval --model runs/dance/best.safetensors --baselines pca,ae,vae --out report.png --out report.csv
  aae_eval --config configs/dance.yaml --folds 3 --seeds 3 --baselines pca --out folds.h5
  aae_eval --model runs/motion/best.safetensors --baselines pca,pose --out motion.csv
  aae_eval --task inbetween --config configs/benchmark.yaml --set data.clips=[FOLDER] --folds 3
  aae_eval --task inbetween --config motion_styles.yaml --set data.clips=[FOLDER] --folds 3
  aae_eval --task inbetween --model runs/motion_styles/best.safetensors
  aae_eval --task inbetween --lafan1 FOLDER)";

void evaluate(const Arguments& arguments) {
  if (arguments.quiet) log::set_level(log::Level::kWarning);
  if (arguments.task == "inbetween") return tools::eval::run_inbetween(arguments);
  if (!arguments.lafan1.empty()) {
    throw UsageError("--lafan1: is for --task inbetween; give that too, or leave it out");
  }
  if (arguments.model.empty() == arguments.config.empty()) {
    throw UsageError("expected --model FILE or --config FILE; see aae_eval --help");
  }
  tools::eval::require_effect(arguments);
  const bool motion = arguments.measures_motion();
  tools::eval::require_measurable(arguments, motion);
  const evaluation::Comparison comparison = tools::eval::compare(arguments, motion);
  for (const std::string& output : arguments.outputs) {
    evaluation::write_comparison(output, comparison);
    log::info("wrote {}", output);
  }
  fmt::print("{}", evaluation::format_table(comparison));
}

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app("Measures a model of poses on motion that it has not learned from.",
                         "aae_eval", kFooter);
  Arguments arguments;
  arguments.add_to(app);
  return tools::run_tool(app, argc, argv, [&] { evaluate(arguments); });
}
