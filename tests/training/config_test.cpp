#include "poseaae/training/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/core/error.hpp"
#include "poseaae/core/paths.hpp"
#include "support/support.hpp"

namespace poseaae {
namespace {

using training::Config;
using training::Preset;

std::string message_of(const std::string& yaml, const std::vector<std::string>& assignments = {}) {
  try {
    (void)Config::parse(yaml, "my.yaml", assignments);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Config, PresetsDifferWhereTheTableSaysSo) {
  const Config tutorial(Preset::kTutorial);
  const Config corrected(Preset::kCorrected);
  EXPECT_EQ(tutorial.model.latent_activation, model::Activation::kRelu);
  EXPECT_EQ(corrected.model.latent_activation, model::Activation::kLinear);
  EXPECT_EQ(tutorial.data.split, dataset::SplitKind::kFrame);
  EXPECT_EQ(corrected.data.split, dataset::SplitKind::kAuto);
  EXPECT_EQ(tutorial.training.test_set, training::TestSet::kLastBatch);
  EXPECT_EQ(corrected.training.test_set, training::TestSet::kHeldOut);
  EXPECT_EQ(tutorial.data.sign, training::SignRule::kFile);
}

TEST(Config, TutorialDefaultsAreBisigs) {
  const Config config = Config::parse("preset: tutorial", "t.yaml", {});
  EXPECT_EQ(config.model.latent, 8);
  EXPECT_EQ(config.model.encoder, (std::vector<std::int64_t>{64, 16}));
  EXPECT_EQ(config.model.discriminator, (std::vector<std::int64_t>{32, 32}));
  EXPECT_EQ(config.model.activation, model::Activation::kRelu);
  EXPECT_EQ(config.model.discriminator_activation, model::Activation::kElu);
  EXPECT_EQ(config.losses.weights, (std::vector<double>{0.1, 0.1, 1.0, 0.01, 0.0, 0.0, 0.0}));
  EXPECT_EQ(config.training.learning_rate, 1e-4);
  EXPECT_EQ(config.training.discriminator_learning_rate, 5e-4);
  EXPECT_EQ(config.training.batch, 16);
  EXPECT_EQ(config.training.epochs, 100);
  EXPECT_EQ(config.data.test_fraction, 0.2);
}

TEST(Config, TheCommittedReferenceIsWhatTheProgramPrints) {
  EXPECT_EQ(read_file(test::source_dir() / "configs" / "reference.yaml"), Config().print());
}

TEST(Config, PrintedConfigurationsReadBackAlike) {
  for (const auto& file : {"dance.yaml", "tutorial.yaml", "reference.yaml"}) {
    const Config config = Config::load((test::source_dir() / "configs" / file).string(),
                                       {"losses.joint_weights={\"*Hand: x\": 2.5}"});
    EXPECT_EQ(Config::parse(config.print(), "printed", {}).print(), config.print()) << file;
  }
}

TEST(Config, APresetGivenLaterDecidesTheDefaultsButNotWhatIsSaid) {
  const Config config =
      Config::parse("losses: {prior: 0.7}\npreset: tutorial", "t.yaml", {"preset=corrected"});
  EXPECT_EQ(config.preset, Preset::kCorrected);
  EXPECT_EQ(config.losses.weights[3], 0.7);
  EXPECT_EQ(config.losses.weights[1], Config(Preset::kCorrected).losses.weights[1]);
}

TEST(Config, ErrorsNameKeyValueAllowedAndNearest) {
  EXPECT_THAT(message_of("training: {epoch: 5}"),
              testing::AllOf(testing::HasSubstr("my.yaml"), testing::HasSubstr("training.epoch"),
                             testing::HasSubstr("did you mean 'training.epochs'?")));
  EXPECT_THAT(message_of("training: {epochs: many}"),
              testing::AllOf(testing::HasSubstr("training.epochs"), testing::HasSubstr("'many'"),
                             testing::HasSubstr("a whole number, at least 1")));
  EXPECT_THAT(message_of("", {"data.split=clips"}),
              testing::AllOf(testing::HasSubstr("auto, clip, block, frame"),
                             testing::HasSubstr("did you mean 'clip'?")));
  EXPECT_THAT(message_of("", {"training.epochs"}), testing::HasSubstr("key=value"));
  EXPECT_THAT(message_of("preset: tutorail"), testing::HasSubstr("did you mean 'tutorial'?"));
  EXPECT_THAT(message_of("training: [1\n"), testing::HasSubstr("my.yaml:"));
}

}  // namespace
}  // namespace poseaae
