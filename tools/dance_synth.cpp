#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <optional>

#include "poseaae/choreography/performance.hpp"
#include "poseaae/core/atomic_file.hpp"
#include "poseaae/core/installed.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "support/run_tool.hpp"

int main(int argc, char** argv) {
  namespace dance = poseaae::choreography;
  poseaae::tools::CommandLine app{
      "Choreographs a dance from a YAML score: a BVH and its labels per frame.", "dance_synth"};
  std::filesystem::path score_path;
  std::filesystem::path out;
  std::filesystem::path labels;
  std::optional<std::uint64_t> seed;
  app.add_option("--score", score_path, "Score to dance (YAML, see data/README.md)")->required();
  app.add_option("--out", out, "BVH to write, centimetres")->required();
  app.add_option("--labels", labels, "CSV of factors per frame [<out without .bvh>.labels.csv]");
  app.add_option("--seed", seed, "Seed of the irregularities [the score's]");
  return poseaae::tools::run_tool(app, argc, argv, [&] {
    const dance::Score score =
        dance::read_score(poseaae::find_file(score_path, poseaae::Installed::kScore));
    const dance::Performance danced = dance::perform(score, seed.value_or(score.seed));
    if (labels.empty()) labels = dance::labels_path(out);
    poseaae::mocap::write_bvh(out, danced.motion, {.angle_decimals = 4});
    poseaae::write_file(labels, dance::format_labels(danced));
    fmt::print("{}: {} frames, {:.1f} s, {} phrases; labels in {}\n", out.string(),
               danced.motion.frames(), danced.motion.duration_s(), score.phrases.size(),
               labels.string());
  });
}
