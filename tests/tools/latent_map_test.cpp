#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>

#include "fixture.hpp"
#include "gif_reader.hpp"
#include "png_reader.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/sampling.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/bvh.hpp"

namespace poseaae::test {
namespace {

class LatentMap : public ToolTest {
 protected:
  /// A subcommand with the model; what it said.
  [[nodiscard]] static std::string show(const std::string& subcommand,
                                        std::vector<std::string> arguments,
                                        const std::string& model = "model.safetensors") {
    arguments.insert(arguments.begin(), {subcommand, "--model", input(model)});
    const auto result = run_program("latent_map", arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(result.err, "");
    return result.out;
  }
  [[nodiscard]] std::string encoded(const std::string& clip) const {
    (void)run_with_model("pose_encode", {input(clip), "--out", output("path.h5")});
    return output("path.h5");
  }
};

TEST_F(LatentMap, DrawsTheMapOfClips) {
  const std::string said =
      show("map", {input("a.bvh"), input("b.bvh"), "--path", encoded("b.bvh"), "--poses", "4",
                   "--size", "800x600", "--out", output("map.png"), "--out", output("map.csv"),
                   "--out", output("map.svg")});
  EXPECT_THAT(said, testing::HasSubstr("PCA of 100 encodings with 4 latents"));
  const auto image = read_png(output("map.png"));
  EXPECT_EQ(image.width, 800);
  EXPECT_EQ(image.height, 600);
  EXPECT_GT(inked(image, 0.1, 0.15, 0.7, 0.88), 20000);  // the tinted area
  EXPECT_GT(inked(image, 0.75, 0.12, 1.0, 0.4), 200);    // the legend
  const std::string svg = read_file(output("map.svg"));
  EXPECT_THAT(svg, testing::HasSubstr("</svg>"));

  const CsvTable csv = read_csv(output("map.csv"), TextColumns::kLeftOut);
  ASSERT_EQ(csv.rows.size(), 100U);
  EXPECT_EQ(csv.column("frame")[59], 59.0);
  EXPECT_EQ(csv.column("frame")[60], 0.0);
  // Principal components: centred, and no correlation.
  const auto x = csv.column("x"), y = csv.column("y");
  double sum = 0.0, product = 0.0;
  for (std::size_t i = 0; i < 100; ++i) {
    sum += x[i];
    product += x[i] * y[i];
  }
  EXPECT_NEAR(sum / 100.0, 0.0, 1e-4);
  EXPECT_NEAR(product / 100.0, 0.0, 1e-3);
}

TEST_F(LatentMap, ColoursByLabelsOfNamesAndOfFrames) {
  const TemporaryFolder folder;
  mocap::write_bvh(folder / "walk_old_001.bvh", clip("a.bvh").slice(0, 20));
  mocap::write_bvh(folder / "walk_happy_001.bvh", clip("b.bvh").slice(0, 20));
  write_file(folder / "walk_old_001.labels.csv", [] {
    std::string text = "frame,energy\n";
    for (int t = 0; t < 20; ++t) text += fmt::format("{},{}\n", t, 2 * t);
    return text;
  }());
  (void)show("map", {folder.path().string(), "--label-pattern", "{content}_{style}_{take}",
                     "--colour-by", "style", "--out", output("style.csv")});
  const std::string styles = read_file(output("style.csv"));
  EXPECT_TRUE(styles.starts_with("clip,frame,x,y,style\nwalk_happy_001,0,"));
  EXPECT_THAT(styles, testing::HasSubstr(",old\n"));

  (void)show("map", {folder.path().string(), "--colour-by", "energy", "--method", "tsne", "--out",
                     output("energy.csv"), "--out", output("energy.png")});
  const auto energy = read_csv(output("energy.csv"), TextColumns::kLeftOut).column("energy");
  ASSERT_EQ(energy.size(), 40U);
  EXPECT_TRUE(std::isnan(energy[0]));  // walk_happy_001 has none
  EXPECT_EQ(energy[25], 10.0);

  expect_failure("latent_map",
                 {"map", folder.path().string(), "--model", input("model.safetensors"),
                  "--colour-by", "mood", "--out", output("m.png")},
                 2, "energy");
}

TEST_F(LatentMap, TakesEncodingsOfThisModelOnly) {
  const std::string file = encoded("a.bvh");
  EXPECT_THAT(show("map", {file, "--out", output("m.svg")}), testing::HasSubstr("60 encodings"));
  auto foreign = latent::load_encodings(file);
  foreign.model = "other.h5";
  foreign.model_sha256 = "0123";
  latent::save_encodings(foreign, output("foreign.h5"));
  expect_failure("latent_map",
                 {"map", output("foreign.h5"), "--model", input("model.safetensors"), "--out",
                  output("n.svg")},
                 2, "other.h5");
}

TEST_F(LatentMap, TraversesEachLatent) {
  const std::string said = show("traversal", {"--columns", "5", "--size", "60x70", "--in-order",
                                              "--out", output("t.png"), "--out", output("t.csv")});
  EXPECT_THAT(said, testing::HasSubstr("z3: joints move"));
  const CsvTable csv = read_csv(output("t.csv"));
  EXPECT_EQ(csv.column("axis"), (std::vector<double>{0, 1, 2, 3}));
  for (const double cm : csv.column("displacement_cm")) EXPECT_GT(cm, 0.1);
  const auto image = read_png(output("t.png"));
  for (int row = 0; row < 4; ++row) {  // poses in each row
    EXPECT_GT(inked(image, 0.2, 0.25 + 0.18 * row, 0.95, 0.4 + 0.18 * row), 300) << row;
  }
  (void)show("traversal", {"--principal", "--rows", "2", "--out", output("p.csv")});
  EXPECT_EQ(read_csv(output("p.csv")).rows.size(), 2U);
}

TEST_F(LatentMap, ComparesLineAndArc) {
  const std::string said =
      show("interpolation", {"--from", input("a.bvh") + ":5", "--to", input("b.bvh") + ":30",
                             "--frames", "21", "--columns", "5", "--out", output("i.png"), "--out",
                             output("i.csv"), "--out", output("i.gif"), "--out", output("i.bvh")});
  EXPECT_THAT(said, testing::HasSubstr("radius 2.00"));
  const CsvTable csv = read_csv(output("i.csv"));
  ASSERT_EQ(csv.rows.size(), 21U);
  EXPECT_NEAR(csv.rows.front()[1], csv.rows.front()[2], 1e-4);
  EXPECT_NEAR(csv.rows.back()[1], csv.rows.back()[2], 1e-4);
  EXPECT_LE(csv.column("line_norm")[10], csv.column("arc_norm")[10] + 1e-6);
  EXPECT_EQ(read_gif(output("i.gif")).width, 960);
  EXPECT_EQ(mocap::read_bvh(output("i.bvh")).motion.frames(), 21);
  EXPECT_GT(inked(read_png(output("i.png")), 0.1, 0.6, 0.95, 0.95), 5000);  // the norms
}

TEST_F(LatentMap, PrintsTheShell) {
  const auto plain = run_program("latent_map", {"shell"});
  EXPECT_EQ(plain.exit_code, 0) << plain.err;
  EXPECT_THAT(plain.out, testing::HasSubstr("1.5e-23"));
  const std::string said =
      show("shell", {input("a.bvh"), "--out", output("s.csv"), "--out", output("s.png")});
  EXPECT_THAT(said, testing::HasSubstr("of 60 encodings"));
  const CsvTable csv = read_csv(output("s.csv"));
  EXPECT_EQ(csv.column("dimension")[1], 4.0);
  EXPECT_EQ(csv.column("encodings")[1], 60.0);
  EXPECT_GT(inked(read_png(output("s.png")), 0.0, 0.2, 0.5, 0.9), 5000);
  expect_failure("latent_map", {"shell", input("a.bvh")}, 2, "--model");
}

TEST_F(LatentMap, PlotsTrajectories) {
  const std::string said = show("trajectory", {input("a.bvh"), encoded("b.bvh"), "--out",
                                               output("d.png"), "--out", output("d.csv")});
  EXPECT_THAT(said, testing::HasSubstr("a\nspeed "));
  EXPECT_THAT(said, testing::HasSubstr("path\nspeed "));  // encodings go by their file's name
  const CsvTable csv = read_csv(output("d.csv"), TextColumns::kLeftOut);
  ASSERT_EQ(csv.rows.size(), 100U);
  EXPECT_NEAR(csv.column("time_s")[59], 59 / kFps, 1e-9);
  EXPECT_EQ(csv.column("time_s")[60], 0.0);
  for (const double speed : csv.column("speed")) EXPECT_GT(speed, 0.0);
  EXPECT_GT(inked(read_png(output("d.png")), 0.1, 0.1, 0.95, 0.95), 20000);
}

TEST_F(LatentMap, SaysHowRarePosesAreByAFlow) {
  const std::string said =
      show("trajectory", {input("a.bvh"), "--out", output("d.csv"), "--out", output("d.png")},
           "flow.safetensors");
  EXPECT_THAT(said, testing::HasSubstr("of those that the model learned from"));
  for (const double rarer :
       read_csv(output("d.csv"), TextColumns::kLeftOut).column("rarer_than_percent")) {
    EXPECT_GE(rarer, 0.0);
    EXPECT_LE(rarer, 100.0);
  }
  const std::string compared =
      show("interpolation", {"--out", output("i.csv")}, "flow.safetensors");
  EXPECT_THAT(compared, testing::HasSubstr("\nline: half of"));
  EXPECT_THAT(compared, testing::HasSubstr("\narc: half of"));
  EXPECT_THAT(compared, testing::Not(testing::HasSubstr("shell")));
}

TEST_F(LatentMap, DrawsTheEndsOfAnInterpolation) {
  const auto first_norm = [&](const std::vector<std::string>& arguments, const std::string& model) {
    std::vector<std::string> all{"--out", output("i.csv")};
    all.insert(all.end(), arguments.begin(), arguments.end());
    (void)show("interpolation", all, model);
    return read_csv(output("i.csv")).column("line_norm").front();
  };
  for (const auto& [name, sampling] : latent::sampling_names()) {
    const auto statistics = model("flow.safetensors").latent();
    Random random(1);
    const Eigen::VectorXf end = latent::draw_of(statistics, sampling)(random).cast<float>();
    const double norm = latent::LatentGaussian(statistics).whiten(end.transpose()).norm();
    EXPECT_NEAR(first_norm({"--sample", name}, "flow.safetensors"), norm, 1e-4) << name;
  }
}

TEST_F(LatentMap, DrawsRandomPosesBesideRecordedOnes) {
  const std::string said =
      show("samples",
           {input("a.bvh"), input("b.bvh") + ":0:20", "--rows", "2", "--columns", "3", "--seed",
            "4", "--sample", "mixture", "--size", "60x70", "--out", output("s.png"), "--out",
            output("s.csv"), "--out", output("s.svg")},
           "flow.safetensors");
  EXPECT_THAT(said, testing::HasSubstr("6 of 80 recorded poses, and 6 poses of random points drawn "
                                       "by the mixture\n"));
  const auto image = read_png(output("s.png"));
  // Two halves of three cells with a gap of 34 pixels between them, and margins of 26.
  EXPECT_EQ(image.width, 26 + 180 + 34 + 180 + 26);
  const double top = image.height - 20.0 - 2 * 76.0;
  for (const int half : {26, 26 + 180 + 34}) {
    for (int cell = 0; cell < 6; ++cell) {
      const double x = half + 60.0 * (cell % 3);
      const double y = top + 76.0 * (cell / 3);
      EXPECT_GT(inked(image, x / image.width, y / image.height, (x + 60.0) / image.width,
                      (y + 70.0) / image.height),
                100)
          << half << " " << cell;
    }
  }
  EXPECT_THAT(read_file(output("s.svg")), testing::HasSubstr("</svg>"));
  // The random points are those of the seed, the recorded ones encodings of their frames.
  const CsvTable csv = read_csv(output("s.csv"), TextColumns::kLeftOut);
  ASSERT_EQ(csv.rows.size(), 12U);
  Random random(4);
  const auto draw = latent::draw_of(model("flow.safetensors").latent(), latent::Sampling::kMixture);
  for (std::size_t i = 6; i < 12; ++i) {
    const Eigen::VectorXd point = draw(random);
    EXPECT_TRUE(std::isnan(csv.rows[i][0]));
    for (int d = 0; d < kLatentDim; ++d) EXPECT_NEAR(csv.rows[i][1 + d], point[d], 1e-4);
  }
  (void)run_with_model("pose_encode", {input("a.bvh"), "--out", output("a.csv")},
                       "flow.safetensors");
  const CsvTable encoded = read_csv(output("a.csv"), TextColumns::kLeftOut);
  const std::string lines = read_file(output("s.csv"));
  EXPECT_THAT(lines, testing::HasSubstr("\nrecorded,a,"));
  for (std::size_t i = 0; i < 6; ++i) {
    const auto frame = static_cast<std::size_t>(csv.rows[i][0]);
    if (lines.find(fmt::format("\nrecorded,a,{},", frame)) == std::string::npos) continue;
    EXPECT_NEAR(csv.rows[i][1], encoded.column("z0")[frame], 1e-4) << frame;
  }
}

TEST_F(LatentMap, DrawsRandomPosesAlone) {
  const std::string said = show("samples", {"--rows", "1", "--columns", "2", "--size", "60x70",
                                            "--out", output("s.png"), "--out", output("s.csv")});
  EXPECT_THAT(said, testing::EndsWith("2 poses of random points drawn by the prior\n"));
  EXPECT_EQ(read_csv(output("s.csv"), TextColumns::kLeftOut).rows.size(), 2U);
  const auto samples = [&](const std::vector<std::string>& rest) {
    std::vector<std::string> words{"samples", "--model", input("model.safetensors"), "--out",
                                   output("refused.png")};
    words.insert(words.end(), rest.begin(), rest.end());
    return words;
  };
  expect_failure("latent_map", samples({input("a.bvh") + ":0:20"}), 2,
                 "expected at least 64 recorded poses, found 20");
  expect_failure("latent_map", samples({encoded("a.bvh"), "--rows", "1"}), 2,
                 "expected clips or datasets, found encodings");
  expect_failure("latent_map", samples({"--sample", "flow"}), 2, "flow");
  expect_failure("latent_map", samples({"--rows", "0"}), 2, "expected 1 to 100 rows, found 0");
}

TEST_F(LatentMap, HelpIsNoError) {
  const auto help = run_program("latent_map", {"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.out, testing::HasSubstr("Examples:"));
  for (const char* name : {"map", "traversal", "interpolation", "samples", "shell", "trajectory"}) {
    EXPECT_THAT(help.out, testing::HasSubstr(name));
    const auto more = run_program("latent_map", {name, "--help"});
    EXPECT_EQ(more.exit_code, 0) << more.err;
    EXPECT_THAT(more.out, testing::HasSubstr("--out"));
  }
  EXPECT_THAT(run_program("latent_map", {"--version"}).out, testing::StartsWith("PoseAAE "));
}

TEST_F(LatentMap, TooFewPosesForTsneAreToldAsSuch) {
  const std::vector<std::string> rest{
      "--model", input("model.safetensors"), "--method", "tsne", "--out", output("m.png")};
  const auto map = [&](const std::string& clip) {
    std::vector<std::string> arguments{"map", clip};
    arguments.insert(arguments.end(), rest.begin(), rest.end());
    return arguments;
  };
  expect_failure("latent_map", map(input("a.bvh") + ":0:3"), 2,
                 "map: expected at least 5 encodings for t-SNE, found 3; encode more poses");
  EXPECT_EQ(run_program("latent_map", map(input("a.bvh") + ":0:5")).exit_code, 0);
}

TEST_F(LatentMap, SaysWhatItExpects) {
  expect_failure("latent_map", {}, 2, "subcommand");
  const std::string model = input("model.safetensors");
  expect_failure("latent_map", {"map", input("a.bvh"), "--model", model, "--out", output("m.gif")},
                 2, ".png");
  expect_failure("latent_map", {"map", "--model", model, "--out", output("m.png")}, 2, "INPUT");
  expect_failure("latent_map",
                 {"map", input("none.bvh"), "--model", model, "--out", output("m.png")}, 3,
                 "none.bvh");
  expect_failure("latent_map",
                 {"map", input("a.bvh"), "--model", model, "--method", "tsne", "--perplexity", "40",
                  "--out", output("m.png")},
                 2, "perplexity");
  EXPECT_TRUE(outputs().entries().empty());
}

}  // namespace
}  // namespace poseaae::test
