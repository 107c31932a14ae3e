#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <optional>

#include "choreography/performance.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/outputs.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "support/run_tool.hpp"

namespace {

constexpr const char* kFooter = R"(
Examples:
  dance_synth --score data/scores/waltz_sway.yaml --out waltz.bvh
  dance_synth --score data/scores/waltz_sway.yaml --seed 7 --out waltz7.bvh --labels waltz7.csv)";

}  // namespace

int main(int argc, char** argv) {
  namespace dance = poseaae::choreography;
  poseaae::tools::CommandLine app(
      "Synthesises a dance from a score, as a BVH file with labels for every frame.", "dance_synth",
      kFooter);
  std::filesystem::path score_path;
  std::filesystem::path out;
  std::filesystem::path labels;
  std::optional<std::uint64_t> seed;
  int decimals = 2;
  app.add_option("--score FILE", score_path,
                 "Score of the dance (YAML, described in data/README.md), or the name of an "
                 "installed one such as waltz_sway.yaml")
      ->required();
  app.add_option("-o,--out FILE", out, "BVH file to write, in centimetres")->required()->output();
  app.add_option("--labels FILE", labels,
                 "CSV file to write the labels of every frame to (default: that of --out with "
                 ".labels.csv in place of .bvh)")
      ->output();
  app.add_option("--seed", seed,
                 "Seed of the irregularities in the movement (default: the score's)");
  app.add_option("--decimals", decimals,
                 "Decimals of angles in degrees and of the hips' way in centimetres; 2, as in the "
                 "shipped clips, keep every joint within half a millimetre")
      ->between(0, 8);
  return poseaae::tools::run_tool(app, argc, argv, [&] {
    poseaae::tools::require_extension("--out", out, ".bvh");
    if (!labels.empty()) poseaae::tools::require_extension("--labels", labels, ".csv");
    if (decimals == 0) {
      poseaae::log::warning(
          "--decimals 0: angles in whole degrees move hands and feet by centimetres, and the dance "
          "trembles; 2 keep every joint within half a millimetre");
    }
    if (labels.empty()) {
      labels = dance::labels_path(out);
      poseaae::guard_output({"--labels", labels});
    }
    const dance::Score score =
        dance::read_score(poseaae::find_file(score_path, poseaae::Installed::kScore));
    const dance::Performance danced = dance::perform(score, seed.value_or(score.seed));
    poseaae::mocap::write_bvh(out, danced.motion,
                              {.angle_decimals = decimals, .length_decimals = decimals + 2});
    poseaae::write_file(labels, dance::format_labels(danced));
    fmt::print("{}: {} frames, {:.1f} s, {} phrases; labels in {}\n", out.string(),
               danced.motion.frames(), danced.motion.duration_s(), score.phrases.size(),
               labels.string());
  });
}
