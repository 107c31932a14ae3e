#include "poseaae/diffusion/train.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "poseaae/base/error.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/diffusion/generate.hpp"
#include "samples.hpp"

namespace poseaae::diffusion {
namespace {

const Corpus& moons() {
  static const Corpus corpus = test::two_moons(1, 2000);
  return corpus;
}

TrainOptions quick() {
  TrainOptions options;
  options.steps = 2500;
  options.batch = 256;
  options.width = 64;
  options.hidden_layers = 2;
  options.learning_rate = 1e-2;
  options.ema_decay = 0.99;
  return options;
}

const LatentDiffusion& moon_diffusion() {
  static const LatentDiffusion diffusion(train(moons(), quick()));
  return diffusion;
}

double mean_distance(const Batch& points, int moon = LabelSet::kNone) {
  double sum = 0.0;
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    sum += test::distance_from_moons(points(i, 0), points(i, 1), moon);
  }
  return sum / static_cast<double>(points.rows());
}

TEST(Train, LearnsTwoMoonsThatAGaussianDoesNotKnow) {
  Random random(2);
  const WindowCode& code = moon_diffusion().code();
  const double gaussian = mean_distance(code.decode(test::normal(random, 2000, 2)));
  const double learned = mean_distance(sample_poses(moon_diffusion(), 2000, {}, {}, 3));
  EXPECT_GT(gaussian, 0.22);
  EXPECT_LT(learned, 0.5 * gaussian);
  const auto found = codec::LatentStatistics::of(sample_poses(moon_diffusion(), 2000, {}, {}, 3));
  EXPECT_LT(found.mean.norm(), 0.1);  // both moons, equally often
}

TEST(Train, LearnsLabels) {
  for (const int moon : {0, 1}) {
    const Batch points = sample_poses(moon_diffusion(), 1000, {moon, 1.0}, {}, 4);
    EXPECT_LT(mean_distance(points, moon), 0.1);
    EXPECT_GT(mean_distance(points, 1 - moon), 0.3);
  }
}

TEST(Train, KnowsTheMeanOfEachLabel) {
  // Whitened: opposite, since the moons are each other's mirror images.
  const Batch& means = moon_diffusion().data().label_means;
  EXPECT_TRUE(means.row(0).isApprox(-means.row(1), 0.02F));
  // Mean of a moon: (-1/2, 2/pi - 1/4).
  const Batch lower = moon_diffusion().code().decode(means.row(0));
  EXPECT_NEAR(lower(0), -0.5, 0.05);
  EXPECT_NEAR(lower(1), 0.3866, 0.05);
}

TEST(Train, BeginsAtTheGaussian) {
  TrainOptions options = quick();
  options.steps = 1;
  options.learning_rate = 1e-12;
  // v = 0, so that the loss is that of e and x themselves.
  EXPECT_NEAR(validation_loss(LatentDiffusion(train(moons(), options)), moons()), 1.0, 0.03);
  EXPECT_LT(validation_loss(moon_diffusion(), moons()), 0.93);
}

TEST(Train, GivesTheSameBitsOnAnyNumberOfThreads) {
  TrainOptions options = quick();
  options.steps = 30;
  std::vector<nn::Network> networks;
  for (const int threads : {1, 2, 3, 7}) {
    options.threads = threads;
    networks.push_back(train(moons(), options).network);
  }
  for (const auto& network : networks) {
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
      EXPECT_EQ(network.layers()[i].arrays, networks.front().layers()[i].arrays);
    }
  }
  options.seed = 2;
  EXPECT_NE(train(moons(), options).network.layers()[0].array("weight"),
            networks.front().layers()[0].array("weight"));
}

TEST(Train, StopsWhenTold) {
  int calls = 0;
  const auto data = train(moons(), quick(), [&](const TrainProgress& progress) {
    EXPECT_EQ(progress.step, 50);
    EXPECT_EQ(progress.steps, 2500);
    EXPECT_GT(progress.loss, 0.0);
    ++calls;
    return false;
  });
  EXPECT_EQ(calls, 1);
  EXPECT_NO_THROW(LatentDiffusion{data});
}

TEST(Train, CutsWindowsFromEveryPathThatIsLongEnough) {
  Corpus corpus{{test::smooth_path(1, 40), test::smooth_path(2, 3), test::smooth_path(3, 30)},
                {LabelSet::kNone, LabelSet::kNone, LabelSet::kNone},
                {}};
  TrainOptions options = quick();
  options.steps = 5;
  options.window = 8;
  const auto data = train(corpus, options);
  EXPECT_EQ(data.code.window, 8);
  EXPECT_LT(data.code.size(), 16);
  EXPECT_EQ(data.network.inputs(), denoiser_inputs(data.code.size(), {}));
  options.window = 41;
  EXPECT_THROW((void)train(corpus, options), UsageError);
  corpus.path_labels.pop_back();
  options.window = 8;
  EXPECT_THROW((void)train(corpus, options), UsageError);
}

TEST(Train, RefusesOptionsThatMakeNoSense) {
  const auto refused = [](const std::function<void(TrainOptions&)>& spoil) {
    TrainOptions options;
    spoil(options);
    EXPECT_THROW(options.validate(), UsageError);
  };
  refused([](TrainOptions& o) { o.window = 0; });
  refused([](TrainOptions& o) { o.variance = 1.5; });
  refused([](TrainOptions& o) { o.steps = 0; });
  refused([](TrainOptions& o) { o.batch = 0; });
  refused([](TrainOptions& o) { o.learning_rate = 0.0; });
  refused([](TrainOptions& o) { o.label_dropout = -0.1; });
  refused([](TrainOptions& o) { o.ema_decay = 1.0; });
  refused([](TrainOptions& o) { o.hidden_layers = 0; });
  refused([](TrainOptions& o) { o.width = -1; });
}

}  // namespace
}  // namespace poseaae::diffusion
