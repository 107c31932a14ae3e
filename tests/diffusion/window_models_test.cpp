#include <gtest/gtest.h>

#include <numeric>

#include "poseaae/base/error.hpp"
#include "poseaae/diffusion/corpus.hpp"
#include "poseaae/diffusion/measure.hpp"
#include "poseaae/diffusion/train.hpp"
#include "support/window_data.hpp"

/// Diffusions over the latents of windows of 16 frames every 12.
namespace poseaae::diffusion {
namespace {

/// Windows that begin at these frames of the first clip, as training::Session splits them.
std::vector<int> starts(int first, int last, int step) {
  std::vector<int> rows;
  for (int t = first; t <= last; t += step) rows.push_back(t);
  return rows;
}

TEST(CorpusOfWindows, HasEveryWindowOfAStretchOnce) {
  const auto data = test::window_data();
  const auto model = test::window_model();
  // 105 windows of 120 frames, whether all of them are named or every hop of them.
  for (const auto& rows : {starts(0, 104, 1), starts(0, 96, 12)}) {
    const Corpus corpus = encode_corpus(model, data, rows, labels_of(data, "speed"));
    const int frames = rows.back() + 16;
    ASSERT_EQ(corpus.paths.size(), 12u) << "one for each frame of a hop";
    ASSERT_EQ(corpus.path_labels, std::vector<int>(12, corpus.labels.index_of("slow")));
    int windows = 0;
    for (const LatentPath& path : corpus.paths) {
      EXPECT_DOUBLE_EQ(path.fps, 2.5);
      windows += path.frames();
    }
    EXPECT_EQ(windows, frames - 16 + 1);
    const Batch all = model.format().rows_of(test::walkers()[0].slice(0, frames));
    EXPECT_TRUE(corpus.paths[0].points.isApprox(model.encode(all.topRows(corpus.paths[0].frames())),
                                                1e-2F));
  }
}

TEST(CorpusOfWindows, DoesNotReachIntoTheNextClip) {
  const auto data = test::window_data();
  std::vector<int> rows = starts(60, 104, 1);
  for (const int t : starts(120, 130, 1)) rows.push_back(t);
  const Corpus corpus = encode_corpus(test::window_model(), data, rows, {});
  EXPECT_EQ(corpus.paths.size(), 12u + 11u) << "the second stretch has 26 frames";
}

TEST(CorpusOfWindows, OfAnotherRateIsRefused) {
  auto data = test::window_data();
  data.fps = 60.0;
  EXPECT_THROW((void)encode_corpus(test::window_model(), data, starts(0, 104, 1), {}), UsageError);
}

TEST(DiffusionOfWindows, IsTrainedSampledAndMeasured) {
  const auto data = test::window_data();
  const auto model = test::window_model();
  dataset::Split split;
  for (int clip = 0; clip < 9; ++clip) {
    const auto rows = starts(120 * clip, 120 * clip + 104, clip % 3 == 2 ? 12 : 1);
    auto& part = clip % 3 == 2 ? split.test : split.train;
    part.insert(part.end(), rows.begin(), rows.end());
  }
  TrainOptions options{.window = 3, .width = 32, .steps = 20, .batch = 32};
  DiffusionData trained = train(encode_corpus(model, data, split.train, {}), options);
  trained.fps = 2.5;
  const LatentDiffusion diffusion(std::move(trained));
  const Scores scores = measure_motion(
      model, diffusion, data, split,
      {.poses = 100, .motions = 3, .seconds = 2.0, .seeds = 1, .sampler = {.steps = 4}});
  const double speed = scores.value("held out", "speed m/s");
  EXPECT_NEAR(scores.value("rebuilt", "speed m/s"), speed, 0.2 * speed);
  EXPECT_LT(scores.value("rebuilt", "windows m^2"), 4.0 * scores.value("held out", "windows m^2"));
  const Scores poses = measure_poses(model, diffusion, data, split,
                                     {.poses = 100, .seeds = 1, .sampler = {.steps = 4}});
  EXPECT_LT(poses.value("gaussian", "dnn mm"), 80.0) << "to the nearest pose in a window";
}

}  // namespace
}  // namespace poseaae::diffusion
