#include "poseaae/training/config.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/yaml_json.hpp"
#include "support/support.hpp"

namespace poseaae {
namespace {

using objective::Preset;
using training::Config;

std::string message_of(const std::string& yaml, const std::vector<std::string>& assignments = {}) {
  try {
    (void)Config::parse(yaml, "my.yaml", assignments);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Config, PresetsDifferWhereTheTableSaysSo) {
  const Config tutorial(objective::Preset::kTutorial);
  const Config corrected(objective::Preset::kCorrected);
  EXPECT_EQ(tutorial.model.latent_activation, nn::Activation::kRelu);
  EXPECT_EQ(corrected.model.latent_activation, nn::Activation::kLinear);
  EXPECT_EQ(tutorial.data.split.kind, dataset::SplitKind::kFrame);
  EXPECT_EQ(corrected.data.split.kind, dataset::SplitKind::kAuto);
  EXPECT_EQ(tutorial.training.test_set, training::TestSet::kLastBatch);
  EXPECT_EQ(corrected.training.test_set, training::TestSet::kHeldOut);
  EXPECT_EQ(tutorial.data.sign, training::SignRule::kFile);
}

TEST(Config, TutorialDefaultsAreBisigs) {
  const Config config = Config::parse("preset: tutorial", "t.yaml", {});
  EXPECT_EQ(config.model.latent, 8);
  EXPECT_EQ(config.model.encoder, (std::vector<int>{64, 16}));
  EXPECT_EQ(config.model.discriminator, (std::vector<int>{32, 32}));
  EXPECT_EQ(config.model.activation, nn::Activation::kRelu);
  EXPECT_EQ(config.model.discriminator_activation, nn::Activation::kElu);
  std::vector<double> weights{0.1, 0.1, 1.0, 0.01};
  weights.resize(objective::loss_terms().size());  // the others are 0
  EXPECT_EQ(config.losses.weights, weights);
  // A term that is added stands among those there are, so that it changes no line here.
  const std::vector<std::string> nine{"norm", "position", "quaternion", "prior",    "rotation",
                                      "mmd",  "kl",       "sliced",     "generated"};
  std::vector<std::string> names;
  for (const auto& term : objective::loss_terms()) names.push_back(term.name);
  std::erase_if(names, [&](const std::string& name) { return !std::ranges::count(nine, name); });
  EXPECT_EQ(names, nine);
  EXPECT_EQ(config.training.learning_rate, 1e-4);
  EXPECT_EQ(config.training.discriminator_learning_rate, 5e-4);
  EXPECT_EQ(config.training.batch, 16);
  EXPECT_EQ(config.training.epochs, 100);
  EXPECT_EQ(config.data.split.test_fraction, 0.2);
}

TEST(Config, EveryKeyIsPrintedWithItsDefaultAsRecorded) {
  const std::string recorded = read_file(test::source_dir() / "tests/training/config.yaml");
  // A term of the loss that was added since, two lines with its comment, changes no other line.
  std::string printed = Config().print();
  for (const auto& term : objective::loss_terms()) {
    const std::string key = "\n  " + term.name + ": ";
    if (recorded.find(key) != std::string::npos) continue;
    const std::size_t line = printed.find(key);
    const std::size_t comment = printed.rfind('\n', line - 1);
    printed.erase(comment, printed.find('\n', line + 1) - comment);
  }
  EXPECT_EQ(printed, recorded);
}

TEST(Config, ATermThatTheKindDoesNotHaveIsRefused) {
  try {
    (void)Config::parse("preset: best", "test", {"losses.realism=0.1", "model.kind=wae"});
    FAIL() << "a discriminator of poses that nobody would hear of";
  } catch (const ConfigError& problem) {
    EXPECT_THAT(problem.what(), testing::HasSubstr("losses.realism"));
    EXPECT_THAT(problem.what(), testing::HasSubstr("use model.kind=aae"));
  }
  EXPECT_NO_THROW((void)Config::parse("preset: best", "test", {"losses.realism=0.1"}));
}

TEST(Config, WhatThePresetSaysGivesWayToWhatSomebodyChooses) {
  const auto best = [](const std::vector<std::string>& chosen) {
    return Config::parse("preset: best", "test", chosen);
  };
  const auto realism = [](const Config& config) {
    return config.losses.weights[objective::term_index("realism")];
  };
  EXPECT_GT(realism(best({})), 0.0);
  for (const std::string kind : {"ae", "wae"}) {
    EXPECT_EQ(realism(best({"model.kind=" + kind})), 0.0) << kind << " has no discriminator";
  }
  const int usual = best({}).model.components;
  EXPECT_EQ(best({"model.skip=whitened_pca"}).model.components, 0);
  EXPECT_EQ(best({"model.latent=32"}).model.components, usual);
  EXPECT_EQ(best({"model.latent=100"}).model.components, 100) << "the skip has one for each latent";
  EXPECT_THROW(best({"model.components=40", "model.skip=none"}), ConfigError);
  EXPECT_THROW(best({"model.components=40", "model.latent=41"}), ConfigError);

  const Config changed = best({"model.kind=wae", "model.skip=none"});
  EXPECT_EQ(Config::parse(changed.print(), "test", {}).print(), changed.print());
}

TEST(Config, PrintedConfigurationsReadBackAlike) {
  for (const auto& file :
       {"configs/dance.yaml", "configs/tutorial.yaml", "tests/training/config.yaml"}) {
    const Config config = Config::load((test::source_dir() / file).string(),
                                       {"losses.joint_weights={\"*Hand: x\": 2.5}"});
    EXPECT_EQ(Config::parse(config.print(), "printed", {}).print(), config.print()) << file;
    const std::string json = yaml::as_json(config.print());  // as models keep it
    EXPECT_EQ(json.substr(0, 2), "{\"");
    EXPECT_EQ(Config::parse(json, "json", {}).print(), config.print()) << file;
  }
}

TEST(Config, APresetGivenLaterDecidesTheDefaultsButNotWhatIsSaid) {
  const Config config =
      Config::parse("losses: {prior: 0.7}\npreset: tutorial", "t.yaml", {"preset=corrected"});
  EXPECT_EQ(config.preset, objective::Preset::kCorrected);
  EXPECT_EQ(config.losses.weights[3], 0.7);
  EXPECT_EQ(config.losses.weights[1], Config(objective::Preset::kCorrected).losses.weights[1]);
}

TEST(Config, WhatDoesNotGoTogetherIsRefusedWithTheWayOut) {
  using testing::AllOf;
  using testing::HasSubstr;
  EXPECT_THAT(message_of("", {"model.rotation=6d"}),
              AllOf(HasSubstr("losses.norm"), HasSubstr("losses.rotation weights the angle")));
  EXPECT_THAT(message_of("", {"model.kind=wae"}),
              AllOf(HasSubstr("losses.mmd, losses.sliced"), HasSubstr("model.kind=ae")));
  EXPECT_THAT(message_of("", {"losses.prior=0"}), HasSubstr("model.kind=wae"));
  EXPECT_THAT(message_of("", {"model.kind=vae", "losses.kl=0"}), HasSubstr("losses.kl"));
  EXPECT_THAT(message_of("", {"model.standardise=true", "model.latent_activation=relu"}),
              HasSubstr("model.latent_activation"));
  EXPECT_EQ(message_of("", {"model.kind=wae", "losses.sliced=1"}), "no error");
  EXPECT_THAT(message_of("", {"output.dir="}), HasSubstr("a folder for the run"));
}

TEST(Config, TheTutorialKnowsNothingOfWhatCameAfterIt) {
  for (const std::string later :
       {"model.kind=ae", "model.rotation=6d", "model.skip=pca", "model.gaussian=true",
        "model.dropout=0.1", "model.standardise=true", "model.space=normal", "losses.rotation=1",
        "losses.mmd=1", "losses.kl=1", "losses.sliced=1", "losses.generated=1"}) {
    EXPECT_THAT(message_of("preset: tutorial", {later}),
                testing::HasSubstr("exactly to the tutorial"))
        << later;
  }
}

TEST(Config, ThePriorRisesOverTheWarmUpAndGoesToItsEnd) {
  const Config config = Config::parse(
      "", "t", {"training.epochs=9", "losses.prior_warmup=4", "losses.prior_end=0.2"});
  const std::vector<double> expected{0, 0.25, 0.5, 0.75, 1.0, 0.8, 0.6, 0.4, 0.2};
  for (std::size_t epoch = 0; epoch < expected.size(); ++epoch) {
    EXPECT_NEAR(config.prior_factor(static_cast<int>(epoch)), expected[epoch], 1e-12);
  }
  EXPECT_EQ(Config().prior_factor(0), 1.0);
  EXPECT_EQ(Config().prior_factor(99), 1.0);
}

TEST(Config, AKindOfModelHasTheTermsThatAreItsOwn) {
  const auto counted = [](const std::string& kind) {
    const Config config =
        Config::parse("preset: best", "t",
                      {"model.kind=" + kind, "losses.prior=0.1", "losses.mmd=1", "losses.kl=1"});
    const auto weights = config.effective_weights();
    std::vector<std::string> names;
    for (const std::string name : {"prior", "mmd", "kl", "sliced", "generated"}) {
      if (weights[objective::term_index(name)] > 0.0) names.push_back(name);
    }
    return names;
  };
  using testing::ElementsAre;
  EXPECT_THAT(counted("aae"), ElementsAre("prior", "mmd", "sliced", "generated"));
  EXPECT_THAT(counted("wae"), ElementsAre("mmd", "sliced", "generated"));
  EXPECT_THAT(counted("vae"), ElementsAre("kl", "generated"));
  EXPECT_THAT(counted("ae"), ElementsAre());
}

TEST(Config, ImpossibleSizesAreRefusedBeforeMemoryIs) {
  for (const char* key : {"model.encoder", "model.decoder", "model.discriminator"}) {
    const std::string layer = fmt::format("{}=[16, {}]", key, 10'000'000);
    EXPECT_THAT(message_of("", {layer}),
                testing::AllOf(testing::HasSubstr(key), testing::HasSubstr("10000000]'"),
                               testing::HasSubstr("each between 1 and 16384")));
  }
  EXPECT_THAT(message_of("", {"model.latent=5000"}), testing::HasSubstr("between 1 and 1024"));
  EXPECT_THAT(message_of("", {"training.threads=100000"}),
              testing::HasSubstr("between 0 and 1024"));
  EXPECT_THAT(message_of("", {"training.batch=3000000000"}),
              testing::HasSubstr("a whole number, between 1 and 1000000"));
  EXPECT_EQ(message_of("", {"model.encoder=[16384]", "training.threads=1024"}), "no error");
  EXPECT_THAT(message_of("", {"model.encoder=[16384, 16384]"}),
              testing::HasSubstr("at most 50000000 weights between them, found 268435456"));
}

// Values that do not fit a field must not become others that do.
TEST(Config, EveryNumberHasLimitsOnBothSides) {
  std::istringstream lines(Config().print());
  std::string section;
  int numbers = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find_first_not_of(' ') == std::string::npos || line.find('#') != std::string::npos) {
      continue;
    }
    const auto colon = line.find(':');
    const std::string value = line.substr(colon + 1);
    if (!line.starts_with(' ')) section = line.substr(0, colon);
    if (value.find_first_of("0123456789[{") != 1 || value.find('"') != std::string::npos) continue;
    const std::string key = section + "." + line.substr(2, colon - 2);
    ++numbers;
    for (const std::string wrong :
         {"-1", "1e300", "-1e300", "2147483648", "4294967297", "18446744073709551616"}) {
      const bool list = value.starts_with(" [");
      const bool map = value.starts_with(" {");
      const bool seed = key.ends_with("seed") && wrong.find('e') == std::string::npos &&
                        wrong[0] != '-' && wrong.size() < 20;
      if (seed || key == "data.clips" || key == "data.remove_joints") continue;
      const std::string text = list ? "[" + wrong + "]" : map ? "{Hips: " + wrong + "}" : wrong;
      EXPECT_THAT(message_of("", {key + "=" + text}),
                  testing::AllOf(testing::HasSubstr(key + ": got"), testing::HasSubstr("between")))
          << key << '=' << text;
    }
  }
  EXPECT_GT(numbers, 35);
}

TEST(Config, WhatIsWrongInAFileIsAWrongConfigurationAtItsPlace) {
  const auto is_wrong = [](const std::string& yaml, const std::string& part) {
    EXPECT_THROW((void)Config::parse(yaml, "my.yaml", {}), ConfigError) << yaml;
    EXPECT_THAT(message_of(yaml), testing::HasSubstr(part));
  };
  is_wrong("training: [1\n", "my.yaml:2:");
  is_wrong("data:\n  clips: a\ntraining:\n\tepochs: 5\n",
           "my.yaml:4:1: expected blanks before the first word of a line, found a tab");
  is_wrong("training:\n  epochs: 0\n", "my.yaml:2:3: training.epochs: got '0'");
  is_wrong("data:\n  fps: 30\n  fps: 60\n", "my.yaml:3:3: expected each key once");
  is_wrong("training.epochs: 7\ntraining: {epochs: 8}\n",
           "my.yaml:2:12: expected each key once, found 'training.epochs' twice");
  is_wrong("training: 5\n", "my.yaml:1:1: training: got '5'");
  EXPECT_THAT(message_of("", {"data=1"}),
              testing::AllOf(testing::HasSubstr("'data' is a section of keys"),
                             testing::HasSubstr("data.clips")));
  EXPECT_THAT(message_of("", {"training.seed=-1"}),
              testing::HasSubstr("a whole number, between 0 and 18446744073709551615"));
}

TEST(Config, SetChangesKeysAllOrNone) {
  Config config = Config::parse("preset: best", "t", {"data.unit=0.0254"});
  const std::string before = config.print();
  EXPECT_THROW(config.set({"training.epochs=7", "training.batch=none"}), ConfigError);
  EXPECT_THROW(config.set({"training.epochs=7", "losses.mmd=-1"}), ConfigError);
  EXPECT_THROW(config.set({"training.epochs=7", "losses.realism=0"}), ConfigError) << "no judge";
  EXPECT_TRUE(config.print() == before);
  const Config copy = config;
  config.set({"training.epochs=7", "data.unit=m"});
  EXPECT_EQ(config.training.epochs, 7);
  EXPECT_EQ(config.data.source.clip.unit.metres, 1.0);
  EXPECT_TRUE(copy.print() == before) << "a copy has fields of its own";
  EXPECT_EQ(config.model.latent, 16) << "what is not named keeps its value";
}

TEST(Config, ErrorsNameKeyValueAllowedAndNearest) {
  EXPECT_THAT(message_of("training: {epoch: 5}"),
              testing::AllOf(testing::HasSubstr("my.yaml"), testing::HasSubstr("training.epoch"),
                             testing::HasSubstr("did you mean 'training.epochs'?")));
  EXPECT_THAT(message_of("training: {epochs: many}"),
              testing::AllOf(testing::HasSubstr("training.epochs"), testing::HasSubstr("'many'"),
                             testing::HasSubstr("a whole number, between 1 and 10000000")));
  EXPECT_THAT(message_of("", {"data.split=clips"}),
              testing::AllOf(testing::HasSubstr("auto, clip, block, frame"),
                             testing::HasSubstr("did you mean 'clip'?")));
  EXPECT_THAT(message_of("", {"training.epochs"}), testing::HasSubstr("key=value"));
  EXPECT_THAT(message_of("preset: tutorail"), testing::HasSubstr("did you mean 'tutorial'?"));
  EXPECT_THAT(message_of("training: [1\n"), testing::HasSubstr("my.yaml:"));
}

}  // namespace
}  // namespace poseaae
