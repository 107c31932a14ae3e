#include "poseaae/live/addresses.hpp"

namespace poseaae::live {

namespace {

std::vector<Address> of_latents() {
  return {
      {.pattern = "/poseaae/source",
       .takes = Takes::kText,
       .words = {},
       .limits = "one of `sources`",
       .lasts = true,
       .in_presets = true,
       .meaning = "what is danced"},
      {.pattern = "/poseaae/latent",
       .takes = Takes::kNumbers,
       .low = -3,
       .high = 3,
       .lasts = true,
       .meaning = "what is added to the source, in standard deviations, from latent 0 on"},
      {.pattern = "/poseaae/latent/3",
       .takes = Takes::kNumber,
       .low = -3,
       .high = 3,
       .initial = 0,
       .lasts = true,
       .in_presets = true,
       .meaning = "the same of one latent, from 0"},
      {.pattern = "/poseaae/offset",
       .takes = Takes::kNumbers,
       .low = -1e6,
       .high = 1e6,
       .lasts = true,
       .in_presets = true,
       .meaning = "what is added besides, in the latents' own units, from latent 0 on; 0 by "
                  "default"},
      {.pattern = "/poseaae/style/NAME",
       .takes = Takes::kNumber,
       .low = -2,
       .high = 2,
       .initial = 0,
       .lasts = true,
       .in_presets = true,
       .meaning = "how much of a style's vector is added"},
  };
}

std::vector<Address> of_walks() {
  return {
      {.pattern = "/poseaae/walk/kind",
       .takes = Takes::kText,
       .words = {"matern", "ou"},
       .lasts = true,
       .in_presets = true,
       .meaning = "of walks: smooth, or trembling"},
      {.pattern = "/poseaae/walk/spread",
       .takes = Takes::kNumber,
       .low = 0,
       .high = 2,
       .initial = 1,
       .lasts = true,
       .in_presets = true,
       .meaning = "of walk and loop: distance from the mean"},
      {.pattern = "/poseaae/walk/time_scale",
       .takes = Takes::kNumber,
       .low = 0.2,
       .high = 8,
       .initial = 1,
       .unit = "s",
       .lasts = true,
       .in_presets = true,
       .meaning = "of walk and loop"},
      {.pattern = "/poseaae/loop/seconds",
       .takes = Takes::kNumber,
       .low = 1,
       .high = 30,
       .initial = 6,
       .unit = "s",
       .lasts = true,
       .in_presets = true,
       .meaning = "length of the loop"},
  };
}

std::vector<Address> of_the_map() {
  return {
      {.pattern = "/poseaae/point",
       .takes = Takes::kTwoNumbers,
       .low = -1e6,
       .high = 1e6,
       .lasts = true,
       .in_presets = true,
       .meaning = "a place on the map: the point of the source `point`"},
      {.pattern = "/poseaae/path",
       .takes = Takes::kLine,
       .low = -1e6,
       .high = 1e6,
       .limits = "two places or more",
       .lasts = true,
       .in_presets = true,
       .meaning = "x y x y ... on the map: the line of the source `path`"},
      {.pattern = "/poseaae/path/seconds",
       .takes = Takes::kNumber,
       .low = 1,
       .high = 60,
       .initial = 6,
       .unit = "s",
       .lasts = true,
       .in_presets = true,
       .meaning = "from one end of the line to the other, at an even pace"},
  };
}

/// Of a clip that is played: frames of its path, which are those of the model's rate.
void add_deck(std::vector<Address>& rows, const std::string& prefix, const std::string& of) {
  rows.insert(rows.end(),
              {{.pattern = prefix + "/frame",
                .takes = Takes::kWhole,
                .low = 0,
                .high = 1e7,
                .meaning = "goes to that frame of " + of},
               {.pattern = prefix + "/time",
                .takes = Takes::kNumber,
                .low = 0,
                .high = 1e5,
                .unit = "s",
                .meaning = "the same in seconds"},
               {.pattern = prefix + "/range",
                .takes = Takes::kTwoWholes,
                .low = 0,
                .high = 1e7,
                .lasts = true,
                .in_presets = true,
                .meaning = "first and last frame of " + of + " that are played; 0 0 is all"},
               {.pattern = prefix + "/time_range",
                .takes = Takes::kTwoNumbers,
                .low = 0,
                .high = 1e5,
                .unit = "s",
                .meaning = "the same in seconds"},
               {.pattern = prefix + "/step",
                .takes = Takes::kNumber,
                .low = -10,
                .high = 10,
                .initial = 1,
                .lasts = true,
                .in_presets = true,
                .meaning = "frames from one to the next, also parts of one, or backwards"}});
}

std::vector<Address> of_clips() {
  std::vector<Address> rows{{.pattern = "/poseaae/clip",
                             .takes = Takes::kText,
                             .limits = "one of `clips`",
                             .lasts = true,
                             .in_presets = true,
                             .meaning = "what the source `clip` dances"}};
  add_deck(rows, "/poseaae/clip", "the clip");
  for (const std::string letter : {"a", "b"}) {
    rows.push_back({.pattern = "/poseaae/mix/" + letter,
                    .takes = Takes::kTextOrWhole,
                    .low = 0,
                    .high = 1e7,
                    .lasts = true,
                    .in_presets = true,
                    .meaning = "a clip, or the number of a point of the map"});
  }
  rows.push_back({.pattern = "/poseaae/mix/amount",
                  .takes = Takes::kNumbers,
                  .low = 0,
                  .high = 1,
                  .initial = 0,
                  .lasts = true,
                  .in_presets = true,
                  .meaning = "0 is a, 1 is b; one number for all latents, or one for each"});
  for (const std::string letter : {"a", "b"}) add_deck(rows, "/poseaae/mix/" + letter, letter);
  return rows;
}

std::vector<Address> of_time() {
  return {
      {.pattern = "/poseaae/tempo",
       .takes = Takes::kNumber,
       .low = 0,
       .high = 3,
       .initial = 1,
       .lasts = true,
       .in_presets = true,
       .meaning = "how fast the source goes on"},
      {.pattern = "/poseaae/glide",
       .takes = Takes::kNumber,
       .low = 0,
       .high = 5,
       .initial = 0.6,
       .unit = "s",
       .lasts = true,
       .meaning = "time in which 95 % of a change is made"},
  };
}

std::vector<Address> of_presets() {
  return {
      {.pattern = "/poseaae/preset/save",
       .takes = Takes::kWhole,
       .low = 0,
       .high = 9,
       .meaning = "keeps what is set, but for the glide"},
      {.pattern = "/poseaae/preset/recall",
       .takes = Takes::kWhole,
       .low = 0,
       .high = 9,
       .meaning = "sets what was kept"},
      {.pattern = "/poseaae/preset/saved",
       .takes = Takes::kWholes,
       .lasts = true,
       .from_program = true,
       .meaning = "from the program: numbers that hold something"},
      {.pattern = "/poseaae/cue/list",
       .takes = Takes::kWholes,
       .low = 0,
       .high = 9,
       .lasts = true,
       .meaning = "presets in the order in which they are to come"},
      {.pattern = "/poseaae/cue/next",
       .takes = Takes::kNothing,
       .meaning = "recalls the next of them, after the last the first"},
      {.pattern = "/poseaae/cue/at",
       .takes = Takes::kWhole,
       .low = -1,
       .lasts = true,
       .meaning = "which of them is on; set by a page, it is gone to"},
  };
}

std::vector<Address> of_the_program() {
  return {
      {.pattern = "/poseaae/record",
       .takes = Takes::kWhole,
       .low = 0,
       .high = 1,
       .initial = 0,
       .lasts = true,
       .meaning = "whether what is danced is recorded"},
      {.pattern = "/poseaae/recorded",
       .takes = Takes::kTexts,
       .lasts = true,
       .from_program = true,
       .meaning = "from the program: names of files to be had at `/recordings/NAME`, with the "
                  "page's query"},
      {.pattern = "/poseaae/late",
       .takes = Takes::kWhole,
       .lasts = true,
       .from_program = true,
       .meaning = "from the program: frames that were dropped because they were late"},
      {.pattern = "/poseaae/error",
       .takes = Takes::kText,
       .from_program = true,
       .meaning = "from the program: what it refused, a sentence"},
  };
}

}  // namespace

const std::vector<Address>& addresses() {
  static const std::vector<Address> rows = [] {
    std::vector<Address> all;
    for (const auto& part : {of_latents(), of_walks(), of_the_map(), of_clips(), of_time(),
                             of_presets(), of_the_program()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return rows;
}

}  // namespace poseaae::live
