#include <fmt/format.h>
#include <gmock/gmock.h>

#include "fixture.hpp"
#include "gif_reader.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/latent/attribute.hpp"
#include "poseaae/latent/attribute_file.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "support/shared.hpp"

namespace poseaae::test {
namespace {

using testing::HasSubstr;

std::string dance(const std::string& name) {
  return (source_dir() / "data" / (name + ".bvh")).string();
}

/// A model that learned two of the shipped dances for a moment, and attributes of the labels of
/// frames beside them.
struct Learned {
  Learned() {
    const std::string dances = fmt::format("[{}, {}]", dance("slow_arms"), dance("street_step"));
    run_successfully("aae_train",
                     {"--config", (source_dir() / "configs" / "dance.yaml").string(), "--set",
                      "data.clips=" + dances, "--set", "training.epochs=2", "--set",
                      "model.encoder=[32]", "--set", "model.latent=6", "--set", "data.mirror=false",
                      "--set", "output.dir=" + (folder / "run").string()});
    report = run_successfully("pose_style",
                              {"learn", "--model", (folder / "run/best.safetensors").string(),
                               "--learn", "energy,arm_height", "--poses", "400", "--shuffles", "5",
                               "--vector-shuffles", "1"})
                 .out;
  }
  TemporaryFolder folder;
  std::string report;  ///< what `pose_style learn` printed
};

class PoseStyle : public testing::Test {
 protected:
  static constexpr int kFrames = 30;

  void SetUp() override { (void)learned(); }

  static const Learned& learned() {
    static Shared<Learned> shared;
    return shared.get();
  }
  static std::string path(const std::string& name) { return (learned().folder / name).string(); }
  static std::string model_path() { return path("run/best.safetensors"); }
  static std::string clip() { return dance("street_step") + ":100:130"; }
  static Batch encoded() {
    const auto model = codec::load_model(model_path());
    return latent::encode(model, mocap::read_bvh(dance("street_step")).motion.slice(100, 130))
        .points;
  }
  static latent::AttributeSet attributes() {
    return latent::load_attributes(path("run/attributes.safetensors"));
  }
  /// Runs a command with the model; warnings may come, errors not.
  std::string run(const std::string& command, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), command);
    arguments.insert(arguments.end(), {"--model", model_path()});
    const auto result = run_program("pose_style", arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    warnings_ = result.err;
    return result.out;
  }
  /// The latents of every panel that a command makes.
  Batch travelled(const std::string& command, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--out", output("x.csv"), "--latents", output("x.h5")});
    (void)run(command, arguments);
    return latent::load_encodings(output("x.h5")).path.points;
  }
  std::string output(const std::string& name) const { return (outputs_ / name).string(); }

  TemporaryFolder outputs_;
  std::string warnings_;
};

TEST_F(PoseStyle, LearnsFromTheClipsOfTheModelsConfiguration) {
  for (const char* part : {"energy", "arm_height", "probes", "wrote", "attributes.safetensors"}) {
    EXPECT_THAT(learned().report, HasSubstr(part));
  }
  const auto set = attributes();
  EXPECT_THAT(set.names(), testing::ElementsAre("energy", "arm_height"));
  const auto& energy = set.find("energy");
  EXPECT_EQ(energy.vector.size(), 6);
  EXPECT_GT(energy.vector.norm(), 0.1F);
  EXPECT_EQ(energy.neutral, "lowest third");
  EXPECT_GT(energy.figures.against_neutral.accuracy, 0.0);
}

TEST_F(PoseStyle, ShowsWhatAFileHolds) {
  const auto shown =
      run_program("pose_style", {"show", path("run/attributes.safetensors"), "--leakage"});
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  for (const char* part : {"2 attributes of best.safetensors", "energy", "strength 1 of a row"}) {
    EXPECT_THAT(shown.out, HasSubstr(part));
  }
}

TEST_F(PoseStyle, TransferAddsTheVectorsByTheirStrengths) {
  const auto set = attributes();
  const auto& energy = set.find("energy");
  const auto& arms = set.find("arm_height");
  const Batch z = encoded();
  EXPECT_EQ(travelled("transfer", {clip(), "--towards", "energy", "--strength", "0"}), z);
  const Batch both = travelled(
      "transfer", {clip(), "--towards", "energy:0.5", "--towards", "arm_height", "-s", "-1"});
  const Batch expected = z.rowwise() + (0.5F * energy.vector - arms.vector).transpose().eval();
  EXPECT_TRUE(both.isApprox(expected, 1e-5F));
  const Batch grown =
      travelled("transfer", {clip(), "--towards", "energy:0:2", "--by", "logistic"});
  EXPECT_TRUE(grown.row(0).isApprox(z.row(0), 1e-5F));
  EXPECT_TRUE(grown.row(kFrames - 1)
                  .isApprox(z.row(kFrames - 1) + 2.0F * energy.logistic.transpose(), 1e-5F));
}

TEST_F(PoseStyle, TempoStretchesTheClip) {
  // The vector of the labels' own tempo: half as fast takes twice as long.
  auto set = attributes();
  set.attributes[0].tempo = 0.5;
  latent::save_attributes(set, output("slow.safetensors"));
  const auto slow = travelled("transfer", {clip(), "--towards", "energy", "--tempo", "--attributes",
                                           output("slow.safetensors")});
  EXPECT_EQ(slow.rows(), 2 * kFrames - 1);
  const auto twice = travelled("transfer", {clip(), "--towards", "energy:2", "--tempo",
                                            "--attributes", output("slow.safetensors")});
  EXPECT_EQ(twice.rows(), 4 * (kFrames - 1) + 1);
}

TEST_F(PoseStyle, WritesEveryKindOfFile) {
  const std::string out =
      run("transfer", {clip(), "--towards", "energy", "--beside", "--size", "80x100", "--strip",
                       "5", "--out", output("t.gif"), "--out", output("t.png"), "--out",
                       output("t.bvh"), "--out", output("t.h5"), "--out", output("t.csv")});
  EXPECT_EQ(read_gif(output("t.gif")).frames(), kFrames);
  EXPECT_EQ(read_gif(output("t.gif")).width, 160);  // as it is, and with energy
  EXPECT_EQ(png_size(output("t.png")).height, 200);
  EXPECT_EQ(mocap::read_bvh(output("t.bvh")).motion.frames(), kFrames);
  for (const char* name : {"t.gif", "t.png", "t.bvh", "t.h5", "t.csv"}) {
    EXPECT_THAT(out, HasSubstr("wrote " + output(name)));
  }
}

TEST_F(PoseStyle, TakesTheStyleOfAClip) {
  // A clip and itself differ by nothing; a clip that is all one vector off gives that vector.
  const auto same = travelled("transfer", {clip(), "--style-clip", dance("slow_arms") + ":0:50",
                                           "--neutral-clip", dance("slow_arms") + ":0:50"});
  EXPECT_TRUE(same.isApprox(encoded(), 1e-3F));
  const auto other = travelled("transfer", {clip(), "--style-clip", dance("slow_arms") + ":200:260",
                                            "--neutral-clip", dance("slow_arms") + ":0:50"});
  EXPECT_GT((other - encoded()).norm(), 0.5F);
}

TEST_F(PoseStyle, GradientGoesFromOneToTheOther) {
  const auto set = attributes();
  const Batch z = encoded();
  const auto found =
      travelled("gradient", {clip(), "--from", "energy", "--to", "arm_height", "-s", "2"});
  EXPECT_TRUE(
      found.row(0).isApprox(z.row(0) + 2.0F * set.find("energy").vector.transpose(), 1e-4F));
  EXPECT_TRUE(
      found.row(kFrames - 1)
          .isApprox(z.row(kFrames - 1) + 2.0F * set.find("arm_height").vector.transpose(), 1e-4F));
  const auto from_none = travelled("gradient", {clip(), "--from", "neutral", "--to", "energy"});
  EXPECT_TRUE(from_none.row(0).isApprox(z.row(0), 1e-5F));
}

TEST_F(PoseStyle, SweepHasAPanelForEachStrength) {
  const auto set = attributes();
  const Batch z = encoded();
  const auto found = travelled("sweep", {clip(), "--towards", "energy", "--strengths", "-1,0,1.5"});
  ASSERT_EQ(found.rows(), 3 * kFrames);
  const auto vector = set.find("energy").vector.transpose().eval();
  EXPECT_TRUE(found.topRows(kFrames).isApprox(z.rowwise() - vector, 1e-5F));
  EXPECT_TRUE(found.bottomRows(kFrames).isApprox(z.rowwise() + 1.5F * vector, 1e-5F));
  (void)run("sweep", {clip(), "--towards", "energy", "--strengths", "-1,0,1.5", "--size", "80x100",
                      "--out", output("s.gif"), "--out", output("s.png")});
  EXPECT_EQ(read_gif(output("s.gif")).width, 3 * 80);
  EXPECT_EQ(png_size(output("s.png")).height, 3 * 100);
}

TEST_F(PoseStyle, BlendsByWeights) {
  const auto set = attributes();
  const auto one = travelled("blend", {clip(), "--of", "energy:1", "--of", "arm_height:0"});
  EXPECT_TRUE(one.isApprox(encoded().rowwise() + set.find("energy").vector.transpose(), 1e-4F));
  (void)travelled("blend", {clip(), "--of", "energy", "--of", "arm_height"});
  expect_failure("pose_style",
                 {"blend", clip(), "--of", "energy:0.5", "--of", "arm_height:0.6", "--model",
                  model_path(), "--out", output("b.csv")},
                 2, "sum to 1");
}

TEST_F(PoseStyle, WarnsBeyondWhatTheModelHasLearned) {
  (void)travelled("transfer", {clip(), "--towards", "energy", "--strength", "40"});
  EXPECT_THAT(warnings_, HasSubstr("beyond what the model has learned; this begins at 0."));
}

TEST_F(PoseStyle, RefusesWhatItCannotDo) {
  const auto refuse = [&](std::vector<std::string> arguments, int code, const std::string& part) {
    arguments.insert(arguments.end(), {"--model", model_path(), "--out", output("r.csv")});
    expect_failure("pose_style", arguments, code, part);
  };
  refuse({"transfer", clip(), "--towards", "enery"}, 2, "did you mean 'energy'");
  refuse({"transfer", clip()}, 2, "--towards");
  refuse({"transfer", clip(), "--towards", "energy:much"}, 2, "strength");
  refuse({"transfer", clip(), "--style-clip", clip()}, 2, "--neutral-clip");
  refuse({"transfer", clip(), "--towards", "energy", "--attributes", output("none.h5")}, 3,
         "none.h5");
  // Attributes of another model, which is this one under another name with a byte more.
  const std::string other = output("other.h5");
  auto model = codec::load_model(model_path()).data();
  model.provenance["note"] = "another";
  codec::save_model(codec::PoseAutoencoder(std::move(model)), other);
  expect_failure("pose_style",
                 {"transfer", clip(), "--towards", "energy", "--attributes",
                  path("run/attributes.safetensors"), "--model", other, "--out", output("r.csv")},
                 3, "learn them again");
  expect_failure("pose_style", {"learn", "--model", model_path(), "--learn", "mood"}, 2, "energy");
  expect_failure("pose_style", {"learn", "--model", model_path(), "--out", output("a.csv")}, 2,
                 ".safetensors");
  EXPECT_EQ(outputs_.entries(), std::vector<std::string>{"other.h5"});
}

}  // namespace
}  // namespace poseaae::test
