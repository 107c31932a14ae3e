
#include "poseaae/latent_io/encodings_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/hdf5.hpp"
#include "support/support.hpp"

namespace poseaae::latent {
namespace {

Encodings example() {
  Encodings encodings;
  encodings.model = "best.safetensors";
  encodings.model_sha256 = "abc";
  Batch first(2, 2);
  first << 0.5F, -1.25F, 1e-7F, 3.0F;
  encodings.append("dance", {first, 30}, {100, 101});
  encodings.append("walk, slow", {Batch::Constant(1, 2, 7.0F), 30}, {4});
  return encodings;
}

TEST(EncodingsFile, GoesToHdf5AndBack) {
  const test::TemporaryFolder folder;
  const auto written = example();
  save_encodings(written, folder / "e.h5");
  const auto read = load_encodings(folder / "e.h5");
  EXPECT_EQ(read.path.points, written.path.points);
  EXPECT_EQ(read.path.fps, 30);
  EXPECT_EQ(read.clips, (std::vector<std::string>{"dance", "walk, slow"}));
  EXPECT_EQ(read.clip, (std::vector<int>{0, 0, 1}));
  EXPECT_EQ(read.frame, (std::vector<int>{100, 101, 4}));
  EXPECT_EQ(read.model, "best.safetensors");
  EXPECT_EQ(read.model_sha256, "abc");
  EXPECT_EQ(folder.entries(), (std::vector<std::string>{"e.h5"}));
}

TEST(EncodingsFile, KeepsTheWayOfTheClips) {
  const test::TemporaryFolder folder;
  Encodings written = example();
  RootPath root;
  root.origin = {2.0, 0.0, -3.0};
  root.body = 1;
  root.rows = Batch::Random(3, RootPath::kColumns);
  root.rows.row(0)[RootPath::kX] = root.rows.row(0)[RootPath::kZ] = 0.0F;
  root.rows.row(2).setConstant(std::numeric_limits<float>::quiet_NaN());  // a clip without
  root.still_root = mocap::Vec3(0.5, 0.25, 4.0);
  written.path.root = root;
  save_encodings(written, folder / "e.h5");
  const auto read = load_encodings(folder / "e.h5").path.root;
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->origin, root.origin);
  EXPECT_EQ(read->body, 1);
  EXPECT_TRUE(read->rows.topRows(2).isApprox(root.rows.topRows(2), 1e-6F));
  EXPECT_TRUE(read->rows.row(2).array().isNaN().all());
  EXPECT_EQ(read->still_root, root.still_root);
  written.path.root.reset();
  save_encodings(written, folder / "none.h5");
  EXPECT_FALSE(load_encodings(folder / "none.h5").path.root.has_value());
}

TEST(EncodingsFile, IsRowsOfText) {
  const test::TemporaryFolder folder;
  save_encodings(example(), folder / "e.csv");
  EXPECT_EQ(read_file(folder / "e.csv"),
            "clip,frame,time_s,z0,z1\n"
            "dance,100,0,0.5,-1.25\n"
            "dance,101,0.03333333333333333,1e-07,3\n"
            "\"walk, slow\",4,0,7,7\n");
}

TEST(EncodingsFile, RefusesOtherFilesAndNames) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(save_encodings(example(), folder / "e.txt"), UsageError);
  EXPECT_THROW(save_encodings(example(), folder / "missing/e.h5"), OutputError);
  EXPECT_THROW(check_encodings_path(folder / "missing/e.csv"), OutputError);
  EXPECT_TRUE(folder.entries().empty());

  h5::write_file(folder / "other.h5", [](h5::Group& root) { root.set_attribute("format", "x"); });
  EXPECT_THROW((void)load_encodings(folder / "other.h5"), ModelError);
  h5::write_file(folder / "newer.h5", [](h5::Group& root) {
    root.set_attribute("format", "PoseAAE encodings");
    root.set_attribute("version", 2.0);
  });
  EXPECT_TRUE(is_encodings(folder / "newer.h5"));
  EXPECT_THAT([&] { (void)load_encodings(folder / "newer.h5"); },
              testing::ThrowsMessage<ModelError>(
                  testing::AllOf(testing::HasSubstr("newer.h5"),
                                 testing::HasSubstr("expected encodings version 1, found 2"))));
  write_file(folder / "text.h5", "not HDF5");
  EXPECT_THROW((void)load_encodings(folder / "text.h5"), ModelError);
  EXPECT_THROW((void)load_encodings(folder / "none.h5"), InputError);
}

/// One row of encodings with its way, as no PoseAAE writes it.
void write_row(const std::filesystem::path& path, float latent, double fps, double body,
               double height) {
  h5::write_file(path, [&](h5::Group& root) {
    root.set_attribute("format", "PoseAAE encodings");
    root.set_attribute("version", 1.0);
    root.set_attribute("fps", fps);
    root.set_attribute("model", "m.safetensors");
    root.set_attribute("model_sha256", "abc");
    const std::int32_t zero = 0;
    root.write<float>("latents", std::span(&latent, 1), {1, 1});
    root.write<std::int32_t>("frame", std::span(&zero, 1), {1});
    root.write<std::int32_t>("clip", std::span(&zero, 1), {1});
    root.write_strings("clip_names", std::vector<std::string>{"a"}, "clip");
    std::vector<double> way(RootPath::kColumns, 0.0);
    way[RootPath::kHeight] = height;
    root.write<double>("root_path", way, {1, RootPath::kColumns});
    root.set_attribute("body", body, "root_path");
  });
}

TEST(EncodingsFile, RefusesNumbersThatCannotBe) {
  const test::TemporaryFolder folder;
  const auto refusal = [&](float latent, double fps, double body, double height) {
    write_row(folder / "e.h5", latent, fps, body, height);
    try {
      (void)load_encodings(folder / "e.h5");
    } catch (const ModelError& problem) {
      return std::string(problem.what());
    }
    return std::string("read");
  };
  using testing::HasSubstr;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(refusal(0, 30, 2, 1), "read");
  EXPECT_EQ(refusal(0, 30, 2, nan), "read");
  EXPECT_THAT(refusal(0, 30, 2, infinite), HasSubstr("root_path: expected finite numbers"));
  for (const double body : {-1.0, 0.5, 1e10, nan, -infinite}) {
    EXPECT_THAT(refusal(0, 30, body, 1), HasSubstr("body: expected the number of a joint")) << body;
  }
  for (const double fps : {0.0, -30.0, infinite, nan}) {
    EXPECT_THAT(refusal(0, fps, 2, 1), HasSubstr("fps: expected a positive number")) << fps;
  }
  EXPECT_THAT(refusal(static_cast<float>(nan), 30, 2, 1),
              HasSubstr("latents: expected finite numbers"));
}

}  // namespace
}  // namespace poseaae::latent
