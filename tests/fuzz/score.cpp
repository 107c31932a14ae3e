#include "choreography/score.hpp"

#include "choreography/performance.hpp"
#include "fuzz/support.hpp"
#include "poseaae/base/error.hpp"

/// Scores of the choreographer; short ones are performed.
namespace poseaae::fuzz {

Target score_target();

namespace {

std::vector<std::string> seeds() {
  std::vector<std::string> all = files_of("data/scores", ".yaml");
  for (const char* more : {"data/scores/bodies", "data/scores/travelling"}) {
    for (std::string& score : files_of(more, ".yaml")) all.push_back(std::move(score));
  }
  all.emplace_back("title: Short\nfps: 10\nphrases:\n  - {kind: sway, beats: 4, tempo: 180}\n");
  all.emplace_back(
      "fps: 10\nbody: {height: 1.6, legs: 1.05}\ndefaults: {tempo: 170}\nphrases:\n"
      "  - {kind: pirouette, beats: 9, turns: 2, side: right}\n  - {kind: leap, beats: 4, stride: "
      "0.5}\n");
  return all;
}

void read(std::string_view input) {
  const auto score = choreography::parse_score(std::string(input), "a.yaml");
  double beats = 0.0;
  for (const choreography::PhraseSpec& phrase : score.phrases) beats += phrase.beats;
  constexpr double kShort = 8.0;
  if (beats > kShort || score.fps > 30.0) return;
  const auto performance = choreography::perform(score, score.seed);
  (void)choreography::format_labels(performance);
}

}  // namespace

Target score_target() { return {.seeds = seeds, .read = read}; }

}  // namespace poseaae::fuzz
