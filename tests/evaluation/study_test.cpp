#include "poseaae/evaluation/study.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/fused_engine/fused_engine.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/objective/loss_terms.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::evaluation {
namespace {

/// Training runs that take a moment.
struct SmallStudy {
  test::TemporaryFolder folder;
  training::Config config;
  Experiment experiment;

  SmallStudy() {
    test::write_dances(folder.path());
    config = training::Config::parse(
        "", "test",
        {"data.clips=" + (folder.path() / "step_*.bvh").string(), "model.latent=3",
         "model.encoder=[16]", "training.epochs=3", "training.batch=32", "data.split=clip"});
    experiment = {folder / "runs",
                  fused_engine::make_fused_engine,
                  {.generated = 50, .paths = 3, .steps = 4, .resamples = 20}};
  }
};

TEST(StudyTest, AModelStandsFirstAndItsBaselinesBesideIt) {
  const SmallStudy c;
  const training::Session session = training::prepare(c.config);
  const Codec model = trained(c.experiment, "model", session);
  EXPECT_EQ(model.latent_dim, 3);
  EXPECT_TRUE(std::filesystem::exists(c.experiment.runs / "model" / "last.safetensors"));
  const Comparison comparison = evaluate_model(c.experiment, session, model, baseline_names());
  ASSERT_EQ(comparison.reports.size(), 6U);
  EXPECT_EQ(comparison.reports[0].name, "model");
  EXPECT_EQ(comparison.reports[1].name, "pca");
  EXPECT_EQ(comparison.reports[4].name, "beta-vae");
  EXPECT_EQ(comparison.reports[5].name, "wae");
  EXPECT_EQ(comparison.reports[3].details.latents.cols(), 3);
  EXPECT_NE(comparison.reports[2].value("reconstruction", "mpjpe"),
            comparison.reports[0].value("reconstruction", "mpjpe"));
  EXPECT_DOUBLE_EQ(comparison.reports[0].value("baselines", "mpjpe / ae"),
                   comparison.reports[0].value("reconstruction", "mpjpe") /
                       comparison.reports[2].value("reconstruction", "mpjpe"));
  EXPECT_GT(comparison.reports[0].value("mixture", "apd"), 0.0);
  EXPECT_EQ(comparison.reports[0].value("data", "held-out poses"), session.split.test.size());
}

TEST(StudyTest, BetaVaeIsTheVaeAtFourTimesItsWeight) {
  SmallStudy c;
  const auto weight = [&](const std::string& baseline, const std::string& own) {
    c.config.set({"losses.kl=" + own, "training.epochs=1"});
    const training::Session session = training::prepare(c.config);
    const Codec model = pca_codec(session.format, session.train(), 2);
    (void)evaluate_model(c.experiment, session, model, {baseline});
    const auto config = training::Config::load(c.experiment.runs / baseline / "config.yaml", {});
    EXPECT_EQ(config.model.kind, objective::ModelKind::kVae);
    return config.losses.weights.at(objective::term_index("kl"));
  };
  EXPECT_DOUBLE_EQ(weight("vae", "0.02"), 0.02);
  EXPECT_DOUBLE_EQ(weight("beta-vae", "0.02"), 0.08);
  EXPECT_DOUBLE_EQ(weight("vae", "0"), 0.01);
  EXPECT_DOUBLE_EQ(weight("beta-vae", "0"), 0.04);
}

TEST(StudyTest, EveryFoldIsHeldOutOnceAndJobsDoNotMatter) {
  const SmallStudy c;
  Study study{.folds = 2, .seeds = 2, .baselines = {"pca"}, .jobs = 1};
  const Comparison one = cross_validate(c.experiment, "small", c.config, study);
  ASSERT_EQ(one.reports.size(), 2U);
  EXPECT_EQ(one.reports[0].runs, 4);
  ASSERT_EQ(one.runs.size(), 8U);
  EXPECT_EQ(one.runs[0].name, "small fold 0 seed 1");
  EXPECT_EQ(one.runs[3].name, "small fold 1 seed 2");
  EXPECT_EQ(one.runs[4].name, "pca fold 0 seed 1");
  // Two folds hold out everything between them; a seed does not change what.
  EXPECT_EQ(
      one.runs[0].value("data", "held-out poses") + one.runs[2].value("data", "held-out poses"),
      360);
  const auto mpjpe = [](const Report& run) { return run.value("reconstruction", "mpjpe"); };
  EXPECT_EQ(mpjpe(one.runs[4]), mpjpe(one.runs[5]));
  EXPECT_GT(one.reports[0].value("training", "time"), 0.0);
  EXPECT_NE(mpjpe(one.runs[0]), mpjpe(one.runs[1]));
  EXPECT_NE(mpjpe(one.runs[4]), mpjpe(one.runs[6]));

  study.jobs = 2;
  const Comparison two = cross_validate(c.experiment, "small", c.config, study);
  for (std::size_t i = 0; i < one.runs.size(); ++i) {
    EXPECT_EQ(mpjpe(two.runs[i]), mpjpe(one.runs[i])) << one.runs[i].name;
  }
}

TEST(StudyTest, KnowsWhetherTheFilesAreThoseOfTheTraining) {
  const SmallStudy c;
  const training::Session session = training::prepare(c.config);
  (void)trained(c.experiment, "model", session);
  const auto model = codec::load_model(c.experiment.runs / "model" / "last.safetensors");
  EXPECT_EQ(data_warning(model, session), "");
  mocap::write_bvh(c.folder / "step_c.bvh", test::small_dance(60, 2.0));
  const std::string warning = data_warning(model, training::prepare(c.config));
  EXPECT_NE(warning.find("step_c.bvh"), std::string::npos) << warning;
}

/// By whole clips and by blocks of time, in which a clip need not begin with a held-out pose.
TEST(StudyTest, KnowsWhatTheModelMayHaveLearnedFrom) {
  const SmallStudy c;
  (void)trained(c.experiment, "model", training::prepare(c.config));
  const auto model = codec::load_model(c.experiment.runs / "model" / "last.safetensors");
  const auto warning = [&](const std::vector<std::string>& assignments) {
    training::Config config = c.config;
    config.set(assignments);
    return data_warning(model, training::prepare(config));
  };
  EXPECT_EQ(warning({}), "");
  EXPECT_EQ(warning({"data.split=clip"}), "");
  for (const char* one : {"a", "b", "c", "d", "e", "f"}) {
    const std::string file = (c.folder.path() / (std::string("step_") + one + ".bvh")).string();
    EXPECT_THAT(warning({"data.clips=" + file, "data.split=block", "data.block_s=0.3"}),
                testing::StartsWith(file + ": expected held-out clips"));
  }
  // Clips of which it has seen none.
  for (int i = 0; i < 3; ++i) {
    mocap::write_bvh(c.folder / (std::string("other_") + "abc"[i] + ".bvh"),
                     test::small_dance(60, 5.0 + i));
  }
  const std::string others = "data.clips=" + (c.folder.path() / "other_*.bvh").string();
  EXPECT_EQ(warning({others}), "");
}

TEST(StudyTest, RefusesUnknownBaselinesAndOneFold) {
  EXPECT_THROW(check_baselines({"pca", "ea"}), UsageError);
  EXPECT_THROW((Study{.folds = 1}).validate(), UsageError);
  EXPECT_THROW((Study{.folds = 2, .seeds = 0}).validate(), UsageError);
  EXPECT_THROW((Study{.baselines = {"gan"}}).validate(), UsageError);
}

}  // namespace
}  // namespace poseaae::evaluation
