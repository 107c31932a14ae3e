#include "poseaae/evaluation/run_verdict.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/evaluation/motion.hpp"
#include "poseaae/evaluation/study.hpp"
#include "poseaae/evaluation/verdict.hpp"
#include "poseaae/fused_engine/fused_engine.hpp"
#include "poseaae/metrics/generation.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/training/trainer.hpp"
#include "samples.hpp"
#include "support/shared.hpp"
#include "support/support.hpp"
#include "support/walker.hpp"

namespace poseaae::evaluation {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

/// Six small dances, and what is learned from them.
struct Dances {
  test::TemporaryFolder folder;

  Dances() { test::write_dances(folder.path()); }
  [[nodiscard]] training::Config config(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> all{"data.clips=" + (folder.path() / "step_*.bvh").string(),
                                 "model.latent=3",
                                 "model.encoder=[16]",
                                 "training.epochs=2",
                                 "training.batch=32",
                                 "data.split=clip"};
    all.insert(all.end(), more.begin(), more.end());
    return training::Config::parse("", "test", all);
  }
  [[nodiscard]] training::Session session(const std::vector<std::string>& more = {}) const {
    return training::prepare(config(more));
  }
  /// Of the session's last epoch.
  [[nodiscard]] codec::PoseAutoencoder model(const training::Session& session) const {
    const training::RunFolder run(folder / "run", training::RunFolder::Mode::kOverwrite);
    training::train(session, run, fused_engine::make_fused_engine, {.quiet = true});
    return codec::load_model(run.last());
  }
};

class RunVerdict : public testing::Test {
 protected:
  void SetUp() override { dances = &shared.get(); }
  const Dances* dances = nullptr;
  static inline test::Shared<Dances> shared;
};

TEST_F(RunVerdict, IsThatOfTheWholeEvaluation) {
  for (const char* kind : {"aae", "vae", "ae"}) {
    const training::Session session = dances->session({fmt::format("model.kind={}", kind)});
    const codec::PoseAutoencoder model = dances->model(session);
    const Options options{.generated = 60, .paths = 5, .steps = 4, .shuffles = 0};
    const Experiment experiment{dances->folder / "runs", fused_engine::make_fused_engine, options};
    const Comparison whole = evaluate_model(experiment, session, codec_of("model", model), {"pca"});
    const auto sentences = verdict(whole.reports[0], principal_components(whole.reports));
    ASSERT_EQ(sentences.size(), 3U);
    EXPECT_EQ(verdict_on(session, model, options), sentences) << kind;
  }
}

TEST_F(RunVerdict, MoreLatentsThanFeaturesHaveNoComponentsBeside) {
  const training::Session session = dances->session({"model.latent=100", "model.skip=none"});
  const auto sentences = verdict_on(session, dances->model(session), {.generated = 60});
  ASSERT_EQ(sentences.size(), 3U);
  for (const std::string& sentence : sentences) {
    EXPECT_THAT(sentence, testing::Not(testing::HasSubstr("principal components")));
  }
}

TEST_F(RunVerdict, SaysWhatItIsMeasuredOn) {
  EXPECT_EQ(held_out_of(dances->session()), "1 clip that it has not learned from");
  EXPECT_EQ(held_out_of(dances->session({"data.folds=2"})), "3 clips that it has not learned from");
  EXPECT_EQ(
      held_out_of(dances->session({"data.split=block", "data.block_s=0.5", "data.gap_s=0.1"})),
      "parts of 6 clips whose other parts it has learned from");
  EXPECT_EQ(held_out_of(dances->session({"data.split=frame"})),
            "frames of 6 clips whose neighbours it has learned from");
}

TEST_F(RunVerdict, TooFewPosesAreNoneToJudgeBy) {
  training::Session session = dances->session();
  const codec::PoseAutoencoder model = dances->model(session);
  session.split.test.resize(9);
  EXPECT_THROW((void)verdict_on(session, model), UsageError);
}

/// Of motion: the same as the whole evaluation's with as many walks, with components where motion
/// is rebuilt.
TEST_F(RunVerdict, OfWindowsIsThatOfFewWalks) {
  const test::TemporaryFolder folder;
  for (int i = 0; i < 6; ++i) {
    mocap::write_bvh(folder / fmt::format("walk_{}.bvh", static_cast<char>('a' + i)),
                     test::Walk(test::Walker{}, 30.0, 90, 0.8 + 0.1 * i).motion);
  }
  const training::Session session = training::prepare(training::Config::parse(
      "preset: motion", "test",
      {"data.clips=" + (folder.path() / "walk_*.bvh").string(), "data.split=clip",
       "model.window=16", "model.hop=8", "model.components=64", "model.latent=12",
       "model.encoder=[32]", "training.epochs=2", "training.batch=64"}));
  const codec::PoseAutoencoder model = dances->model(session);
  const Experiment experiment{
      folder / "runs", fused_engine::make_fused_engine, {.walks = kVerdictWalks}};
  const Comparison whole = motion::evaluate_model(experiment, session, "model", model, {"pca"});
  const Report* components = principal_components(whole.reports);
  const auto beside = verdict(whole.reports[0], components);
  const auto alone = verdict(whole.reports[0], nullptr);
  ASSERT_EQ(alone.size(), 3U);
  EXPECT_THAT(verdict_on(session, model), ElementsAre(beside[0], alone[1], alone[2]));
}

}  // namespace
}  // namespace poseaae::evaluation
