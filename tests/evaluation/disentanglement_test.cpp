#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/evaluation/evaluator.hpp"
#include "samples.hpp"
#include "support/support.hpp"

/// The group `disentanglement`, from a dataset's labels to the report of aae_eval.
namespace poseaae::evaluation {
namespace {

using test::run_program;
using testing::HasSubstr;
using testing::Not;

/// Dances whose two labels are numbers of their poses.
struct LabelledDances {
  static constexpr Eigen::Index kSpine = 5;  // x of the second joint's quaternion
  static constexpr Eigen::Index kHead = 11;  // z of the third's
  test::TemporaryFolder folder;
  dataset::PoseDataset data;
  Options options{.generated = 50, .paths = 2, .steps = 3, .resamples = 5, .shuffles = 19};

  LabelledDances() : data((test::write_dances(folder.path()), test::dances(folder.path()))) {
    for (int row = 0; row < data.size(); ++row) {
      data.labels["bend"].push_back(data.poses(row, kSpine));
      data.labels["tilt"].push_back(data.poses(row, kHead));
    }
  }
  [[nodiscard]] Report report(const Codec& codec) const {
    return Evaluator(data, test::last_clip_held_out(data), options).evaluate(codec);
  }
  /// Latents that are the labels, and one that says nothing.
  [[nodiscard]] Codec telling() const {
    Codec codec = test::constant_codec(data.poses.row(0), 3);
    codec.encode = [](const Batch& poses) {
      Batch latents = Batch::Zero(poses.rows(), 3);
      latents.col(0) = -2.0F * poses.col(kHead);
      latents.col(2) = poses.col(kSpine);
      return latents;
    };
    return codec;
  }
};

constexpr const char* kGroup = "disentanglement";

TEST(DisentanglementMeasuresTest, OfLatentsThatAreTheLabelsAreHigh) {
  const LabelledDances c;
  const Report report = c.report(c.telling());
  EXPECT_EQ(report.value(kGroup, "labelled poses"), 360);
  EXPECT_GT(report.value(kGroup, "mig"), 0.5);
  EXPECT_GT(report.value(kGroup, "sap"), 0.5);  // the labels have to do with each other
  EXPECT_GT(report.value(kGroup, "dci disentanglement"), 0.8);
  EXPECT_GT(report.value(kGroup, "dci completeness"), 0.8);
  EXPECT_GT(report.value(kGroup, "dci informativeness"), 0.99);
  EXPECT_GT(report.value(kGroup, "factorvae"), 0.9);
  EXPECT_GT(report.value(kGroup, "mig of tilt"), 0.5);
  EXPECT_GT(report.value(kGroup, "informativeness of bend"), 0.99);
  EXPECT_DOUBLE_EQ(report.value(kGroup, "sap shuffled p"), 0.05);
  EXPECT_LT(report.value(kGroup, "sap rotated"), report.value(kGroup, "sap"));
  const Measure& null = report.at(kGroup, "sap shuffled");
  EXPECT_LE(null.low, null.value);
  EXPECT_GE(null.high, null.value);
}

TEST(DisentanglementMeasuresTest, OfACodecThatKnowsOnePoseAreNothing) {
  const LabelledDances c;
  const Report report = c.report(test::constant_codec(c.data.poses.row(0), 4));
  for (const char* score : {"mig", "sap", "dci disentanglement", "dci completeness",
                            "dci informativeness", "factorvae"}) {
    EXPECT_EQ(report.value(kGroup, score), 0.0) << score;
    EXPECT_EQ(report.value(kGroup, score + std::string(" shuffled p")), 1.0) << score;
  }
}

TEST(DisentanglementMeasuresTest, NeedLabelsAndTwoLatentsAndMayBeLeftOut) {
  LabelledDances c;
  EXPECT_THROW((void)c.report(test::constant_codec(c.data.poses.row(0), 1)).at(kGroup, "mig"),
               UsageError);
  c.options.shuffles = 0;
  EXPECT_THROW((void)c.report(c.telling()).at(kGroup, "mig"), UsageError);
  c.options.shuffles = 5;
  c.data.labels.clear();
  EXPECT_THROW((void)c.report(c.telling()).at(kGroup, "mig"), UsageError);
}

TEST(DisentanglementMeasuresTest, AreOfTheFactorsThatWereAskedFor) {
  LabelledDances c;
  c.options.factors = {"tilt"};
  const Report report = c.report(c.telling());
  EXPECT_THROW((void)report.at(kGroup, "mig of bend"), UsageError);
  EXPECT_TRUE(std::isnan(report.value(kGroup, "dci disentanglement")));  // of one factor
  EXPECT_TRUE(std::isnan(report.value(kGroup, "factorvae shuffled p")));
  c.options.factors = {"tilt", "mood"};
  EXPECT_THROW((void)c.report(c.telling()), UsageError);
}

/// The arguments of a study over small labelled dances.
std::vector<std::string> study(const test::TemporaryFolder& folder,
                               const std::vector<std::string>& more) {
  std::vector<std::string> arguments{
      "--config", (test::source_dir() / "configs/dance.yaml").string(),
      "--set",    "data.clips=" + (folder / "step_*.bvh").string(),
      "--set",    "data.label_pattern=\"{dance}_{kind}\"",
      "--set",    "training.epochs=2",
      "--set",    "model.latent=3",
      "--set",    "model.encoder=[16]",
      "--folds",  "2"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(AaeEvalDisentanglementTest, IsReportedOverFoldsBesideVaeAndBetaVae) {
  const test::TemporaryFolder folder;
  test::write_dances(folder.path());
  test::write_labels(folder.path());
  const auto out = folder / "report.csv";
  const auto evaluated =
      run_program("aae_eval", study(folder, {"--baselines", "vae,beta-vae", "--generated", "50",
                                             "--shuffles", "9", "--out", out.string()}));
  ASSERT_EQ(evaluated.exit_code, 0) << evaluated.err;
  EXPECT_THAT(evaluated.out, HasSubstr("beta-vae, 2 runs"));
  EXPECT_THAT(evaluated.out, HasSubstr("\ndisentanglement\n  labelled poses"));
  // `dance` is the same of all clips; `kind` has a clip each, which no fit can foretell.
  EXPECT_THAT(evaluated.out, HasSubstr("  mig of kind"));
  EXPECT_THAT(evaluated.out, HasSubstr("  informativeness of lift"));
  EXPECT_THAT(evaluated.out, Not(HasSubstr("of dance")));
  const std::string csv = read_file(out);
  for (const char* name : {"mig", "dci disentanglement", "dci completeness", "dci informativeness",
                           "sap", "factorvae"}) {
    for (const char* what : {"", " shuffled", " shuffled p"}) {
      EXPECT_THAT(csv, HasSubstr(std::string("\nbeta-vae fold 1 seed 1,disentanglement,") + name +
                                 what + ",,"));
    }
  }
  EXPECT_THAT(csv, HasSubstr("\nvae,disentanglement,sap rotated p,,"));
}

TEST(AaeEvalDisentanglementTest, FactorsCanBeChosenAndTheGroupLeftOut) {
  const test::TemporaryFolder folder;
  test::write_dances(folder.path());
  test::write_labels(folder.path());
  const auto chosen = run_program(
      "aae_eval", study(folder, {"--generated", "50", "--shuffles", "9", "--factors", "lift"}));
  ASSERT_EQ(chosen.exit_code, 0) << chosen.err;
  EXPECT_THAT(chosen.out, HasSubstr("mig of lift"));
  EXPECT_THAT(chosen.out, Not(HasSubstr("of kind")));
  const auto without =
      run_program("aae_eval", study(folder, {"--generated", "50", "--shuffles", "0"}));
  ASSERT_EQ(without.exit_code, 0) << without.err;
  EXPECT_THAT(without.out, Not(HasSubstr("disentanglement")));
  const auto unknown = run_program("aae_eval", study(folder, {"--factors", "lyft"}));
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("expected a label of clips or frames: lift, dance, kind"));
}

}  // namespace
}  // namespace poseaae::evaluation
