#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "poseaae/base/paths.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/diffusion/corpus.hpp"
#include "poseaae/diffusion/latent_diffusion.hpp"
#include "poseaae/diffusion/train.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "support/shared.hpp"
#include "support/support.hpp"
#include "support/window_data.hpp"

/// The program from end to end, on a model of the shipped dances that has barely learned.
namespace poseaae {
namespace {

using test::run_program;
using test::run_successfully;
using testing::HasSubstr;
using testing::Not;

/// Two models of the shipped dances, and a diffusion over windows and one over poses of the first.
class Trained {
 public:
  Trained() {
    for (const char* seed : {"1", "2"}) {
      run_successfully(
          "aae_train",
          {"--config", (test::source_dir() / "configs/dance.yaml").string(), "--quiet", "--set",
           "data.clips=" + (test::source_dir() / "data/*.bvh").string(), "--set",
           "model.encoder=[32]", "--set", "model.latent=6", "--set", "losses.generated=0", "--set",
           "training.epochs=2", "--set", std::string("training.seed=") + seed, "--set",
           "output.dir=" + path(std::string("run") + seed)});
    }
    const std::vector<std::string> windows{
        "--window", "8", "--label", "dance", "--label-pattern", "{dance}_{kind}"};
    run_successfully("latent_diffusion", training("motion.safetensors", windows));
    run_successfully("latent_diffusion", training("poses.safetensors", {}));
  }

  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }
  /// The arguments that train a diffusion over the first model's latents into `name`.
  [[nodiscard]] std::vector<std::string> training(const std::string& name,
                                                  std::vector<std::string> words) const {
    words.insert(words.begin(), {"train", "--model", path("run1/best.safetensors"), "--train-steps",
                                 "40", "--batch", "64", "--width", "24", "--out", path(name)});
    return words;
  }

 private:
  test::TemporaryFolder folder_;
};

class LatentDiffusionProgram : public testing::Test {
 protected:
  void SetUp() override { (void)trained(); }

  [[nodiscard]] static std::string shared(const std::string& name) { return trained().path(name); }
  [[nodiscard]] static std::string model() { return shared("run1/best.safetensors"); }
  [[nodiscard]] static std::string data(const std::string& clip) {
    return (test::source_dir() / "data" / clip).string();
  }
  [[nodiscard]] static std::string clip() { return data("waltz_sway.bvh:100:140"); }
  [[nodiscard]] std::string out(const std::string& name) const {
    return (outputs_ / name).string();
  }

  static test::ProgramResult train(const std::string& name, std::vector<std::string> words) {
    return run_program("latent_diffusion", trained().training(name, std::move(words)));
  }
  static test::ProgramResult with(const std::string& command, const std::string& diffusion,
                                  std::vector<std::string> words) {
    words.insert(words.begin(), {command, "--model", model(), "--diffusion", shared(diffusion)});
    return run_program("latent_diffusion", words);
  }
  static void expect_refusal(const test::ProgramResult& result, int code, const std::string& part) {
    EXPECT_EQ(result.exit_code, code);
    EXPECT_THAT(result.err, HasSubstr(part));
    EXPECT_EQ(result.out, "");
  }

 private:
  [[nodiscard]] static const Trained& trained() {
    static test::Shared<Trained> shared;
    return shared.get();
  }
  test::TemporaryFolder outputs_;
};

TEST_F(LatentDiffusionProgram, TrainsTheSameFileAgain) {
  const auto result = train(
      "again.safetensors",
      {"--window", "8", "--label", "dance", "--label-pattern", "{dance}_{kind}", "--threads", "1"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("dance: air, floor, kick, slow, street, waltz"));
  EXPECT_THAT(result.out, HasSubstr("wrote " + shared("again.safetensors")));
  EXPECT_EQ(read_file(shared("again.safetensors")), read_file(shared("motion.safetensors")));
  const auto diffusion = diffusion::LatentDiffusion::load(shared("motion.safetensors"));
  EXPECT_EQ(diffusion.code().window, 8);
  EXPECT_EQ(diffusion.code().latents, 6);
  EXPECT_THAT(diffusion.data().provenance.at("data_files"), HasSubstr("waltz_sway.bvh sha256:"));
}

TEST_F(LatentDiffusionProgram, CtrlCLeavesTheFileAlone) {
  const std::string before = read_file(shared("poses.safetensors"));
  const auto result =
      run_program("/usr/bin/timeout",
                  {"--foreground", "--preserve-status", "--signal=INT", "2",
                   (test::bin_dir() / "latent_diffusion").string(), "train", "--model", model(),
                   "--train-steps", "100000000", "--out", shared("poses.safetensors")});
  EXPECT_EQ(result.exit_code, 130) << result.err;
  EXPECT_EQ(read_file(shared("poses.safetensors")), before);
}

TEST_F(LatentDiffusionProgram, SamplesMotion) {
  const auto result = with("sample", "motion.safetensors",
                           {"--seconds", "2", "--label", "dance=waltz", "--guidance", "2", "--out",
                            out("a.bvh"), "--out", out("a.gif"), "--size", "80"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto motion = mocap::read_bvh(out("a.bvh")).motion;
  const double fps = diffusion::LatentDiffusion::load(shared("motion.safetensors")).data().fps;
  EXPECT_EQ(motion.frames(), static_cast<int>(2 * fps));
  EXPECT_EQ(read_file(out("a.gif")).substr(0, 6), "GIF89a");
  const auto sample = [&](const char* seed, const std::string& name) {
    EXPECT_EQ(
        with("sample", "motion.safetensors", {"--seconds", "1", "--seed", seed, "--out", out(name)})
            .exit_code,
        0);
    return read_file(out(name));
  };
  EXPECT_EQ(sample("3", "b.csv"), sample("3", "c.csv"));
  EXPECT_NE(sample("3", "b.csv"), sample("4", "c.csv"));
}

TEST_F(LatentDiffusionProgram, SamplesPoses) {
  const auto result = with("sample", "poses.safetensors",
                           {"--count", "5", "--out", out("p.png"), "--latents", out("p.csv")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(read_csv(out("p.csv"), TextColumns::kLeftOut).rows.size(), 5U);
  EXPECT_EQ(read_file(out("p.png")).substr(1, 3), "PNG");
  EXPECT_EQ(with("sample", "poses.safetensors", {"--out", out("q.png")}).exit_code, 0);
  expect_refusal(with("sample", "poses.safetensors", {"--seconds", "2", "--out", out("r.gif")}), 2,
                 "--window 16");
}

TEST_F(LatentDiffusionProgram, EditsByLevels) {
  const auto latents = [&](const std::string& level) {
    const auto result =
        with("edit", "motion.safetensors",
             {clip(), "--level", level, "--out", out("e.bvh"), "--latents", out("e.h5")});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return latent::load_encodings(out("e.h5")).path.points;
  };
  const auto autoencoder = codec::load_model(model());
  const auto motion =
      mocap::read_bvh(test::source_dir() / "data/waltz_sway.bvh").motion.slice(100, 140);
  const auto path = latent::encode(autoencoder, motion).points;
  EXPECT_LT((latents("0") - path).cwiseAbs().maxCoeff(), 1e-4);
  const double little = (latents("0.1") - path).norm();
  const double much = (latents("0.8") - path).norm();
  EXPECT_GT(little, 0.0);
  EXPECT_GT(much, 2.0 * little);
}

TEST_F(LatentDiffusionProgram, DrawsLevelsAgainstStrengths) {
  const auto result =
      with("edit", "motion.safetensors",
           {clip(), "--level", "0.2", "--towards", "dance=kick", "--from", "dance=waltz", "--out",
            out("e.bvh"), "--figure", out("f.svg"), "--levels", "0,0.4", "--strengths", "0,1,2"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("(2 x 3 poses)"));
  EXPECT_THAT(read_file(out("f.svg")), HasSubstr("<svg"));
  const auto seeds = with(
      "edit", "poses.safetensors",
      {clip(), "--out", out("e.bvh"), "--figure", out("g.png"), "--seeds", "2", "--levels", "0.5"});
  ASSERT_EQ(seeds.exit_code, 0) << seeds.err;
  EXPECT_THAT(seeds.out, HasSubstr("(1 x 2 poses)"));
}

TEST_F(LatentDiffusionProgram, MeasuresBesideWhatNeedsNoDiffusion) {
  const auto result = with(
      "evaluate", "motion.safetensors",
      {"--poses", "60", "--motions", "3", "--seconds", "2", "--seeds", "2", "--out", out("m.csv")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  for (const char* row : {"held out", "prior", "gaussian", "mixture", "diffusion", "walk"}) {
    EXPECT_THAT(result.out, HasSubstr(std::string("\n") + row));
  }
  const std::string csv = read_file(out("m.csv"));
  EXPECT_THAT(csv, HasSubstr("sampler,measure,mean,deviation\n"));
  EXPECT_THAT(csv, HasSubstr("\ndiffusion,windows m^2,"));
  EXPECT_THAT(csv, Not(HasSubstr("nan")));
}

TEST_F(LatentDiffusionProgram, RefusesAnotherModel) {
  const auto result = run_program(
      "latent_diffusion", {"sample", "--model", shared("run2/best.safetensors"), "--diffusion",
                           shared("motion.safetensors"), "--out", out("x.gif")});
  expect_refusal(result, 2, "expected the model whose latents this diffusion has learned");
}

TEST_F(LatentDiffusionProgram, SaysWhatIsWrong) {
  expect_refusal(
      with("sample", "motion.safetensors", {"--label", "dance=walz", "--out", out("x.gif")}), 2,
      "did you mean 'waltz'?");
  expect_refusal(
      with("edit", "motion.safetensors", {clip(), "--level", "2", "--out", out("x.gif")}), 2,
      "--level");
  expect_refusal(
      with("edit", "motion.safetensors", {data("waltz_sway.bvh:100:107"), "--out", out("x.gif")}),
      2,
      "expected at least 8 frames, which have 8 poses, the length of this diffusion's "
      "windows, found 7");
  expect_refusal(with("sample", "motion.safetensors", {"--out", out("x.doc")}), 2, ".gif");
  expect_refusal(train("x.txt", {}), 2, ".safetensors");
  expect_refusal(train("x.safetensors", {"--window", "10000"}), 2, "shorter --window");
  expect_refusal(train("x.safetensors", {"--label", "style"}), 2, "--label-pattern");
  expect_refusal(run_program("latent_diffusion", {"sample", "--model", model(), "--diffusion",
                                                  model(), "--out", out("x.gif")}),
                 3, "expected a diffusion (diffusion.safetensors");
  expect_refusal(run_program("latent_diffusion", {}), 2, "subcommand");
}

/// Of a model of windows of 16 frames every 12: two reach to frame 28, and a third is laid back
/// from there on.
TEST(LatentDiffusionOfWindows, EditsClipsByTheirFrames) {
  const test::TemporaryFolder folder;
  const auto file = [&](const char* name) { return (folder / name).string(); };
  const auto model = test::window_model();
  codec::save_model(model, file("model.safetensors"));
  mocap::write_bvh(folder / "w.bvh", test::walkers().front());
  std::vector<int> rows(105);
  std::iota(rows.begin(), rows.end(), 0);
  diffusion::DiffusionData data =
      diffusion::train(diffusion::encode_corpus(model, test::window_data(), rows, {}),
                       {.window = 3, .width = 8, .steps = 2, .batch = 16});
  data.fps = 2.5;
  data.model_sha256 = sha256_of_file(file("model.safetensors"));
  diffusion::LatentDiffusion(std::move(data)).save(file("diffusion.safetensors"));
  const auto edit = [&](const std::string& clip) {
    return run_program("latent_diffusion",
                       {"edit", clip, "--model", file("model.safetensors"), "--diffusion",
                        file("diffusion.safetensors"), "--level", "0", "--out", file("x.bvh")});
  };
  const auto refused = edit(file("w.bvh") + ":0:28");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err,
              HasSubstr("expected at least 29 frames, which have 3 points, the length of this "
                        "diffusion's windows, found 28"));
  const auto edited = edit(file("w.bvh") + ":0:29");
  ASSERT_EQ(edited.exit_code, 0) << edited.err;
  EXPECT_EQ(mocap::read_bvh(folder / "x.bvh").motion.frames(), 29);
}

TEST(LatentDiffusionOfWindows, SaysHowManyItLearnsFrom) {
  const test::TemporaryFolder folder;
  const auto file = [&](const char* name) { return (folder / name).string(); };
  codec::ModelData data = test::window_model().data();
  data.config = "preset: motion\nmodel: {window: 16, hop: 12}\ndata: {split: clip}\n";
  codec::save_model(codec::PoseAutoencoder(std::move(data)), file("model.safetensors"));
  mocap::write_bvh(folder / "a.bvh", test::walkers()[0]);
  mocap::write_bvh(folder / "b.bvh", test::walkers()[4]);
  const auto trained =
      run_program("latent_diffusion", {"train", file("a.bvh"), file("b.bvh"), "--model",
                                       file("model.safetensors"), "--train-steps", "2", "--batch",
                                       "4", "--width", "8", "--out", file("d.safetensors")});
  ASSERT_EQ(trained.exit_code, 0) << trained.err;
  EXPECT_THAT(trained.out, HasSubstr("windows        105 to learn from, 9 held out"));
}

}  // namespace
}  // namespace poseaae
