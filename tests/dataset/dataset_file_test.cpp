#include <gtest/gtest.h>
#include <hdf5.h>

#include <cmath>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/io/hdf5.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::dataset {
namespace {

using poseaae::test::TemporaryFolder;

PoseDataset sample() {
  auto data = test::of_lengths({4, 3}, 25.0);
  data.clips[0] = {"Grüße", "in/Grüße.bvh", "abc", 0, 4, {{"style", "fröhlich"}, {"take", "1"}}};
  data.clips[1] = {"b", "in/b.bvh", "def", 4, 3, {{"style", "old"}}};
  data.clip_options = {.unit = {0.5},
                       .source_fps = 0.0,
                       .fps = 25.0,
                       .strict = true,
                       .remove_joints = {"*x"},
                       .root_rotation = mocap::RootRotation::kRemove};
  data.labels["tempo"] = {1, 2, 3, 4, std::nanf(""), 6, 7};
  for (std::size_t i = 0; i < data.root_positions.size(); ++i) {
    data.root_positions[i] = 0.25F * static_cast<float>(i);
  }
  return data;
}

TEST(DatasetFile, SavedAndLoadedIsTheSame) {
  const TemporaryFolder folder;
  const auto data = sample();
  data.save(folder / "d.h5");
  test::expect_same(PoseDataset::load(folder / "d.h5"), data);
  EXPECT_THROW(data.save(folder.path()), OutputError);
  EXPECT_THROW(data.save("/dev/full"), OutputError);
}

/// What another reader of HDF5 sees.
struct Seen {
  std::vector<hsize_t> shape;
  std::vector<double> values;
};

Seen look(const std::filesystem::path& path, const char* name) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
  const hid_t space = H5Dget_space(set);
  Seen seen;
  seen.shape.resize(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
  H5Sget_simple_extent_dims(space, seen.shape.data(), nullptr);
  seen.values.resize(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, seen.values.data());
  H5Sclose(space);
  H5Dclose(set);
  H5Fclose(file);
  return seen;
}

std::string look_at_text(const std::filesystem::path& path, const char* name,
                         const char* attribute_name) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t attribute = H5Aopen_by_name(file, name, attribute_name, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t type = H5Aget_type(attribute);
  EXPECT_EQ(H5Tget_cset(type), H5T_CSET_UTF8);
  char* raw = nullptr;
  H5Aread(attribute, type, &raw);
  const std::string text = raw == nullptr ? "" : raw;
  H5free_memory(raw);
  H5Tclose(type);
  H5Aclose(attribute);
  H5Fclose(file);
  return text;
}

TEST(DatasetFile, OtherReadersFindObviousNamesShapesAndUnits) {
  const TemporaryFolder folder;
  const auto path = folder / "d.h5";
  const auto data = sample();
  data.save(path);
  const Seen poses = look(path, "/poses");
  EXPECT_EQ(poses.shape, (std::vector<hsize_t>{7, 2, 4}));
  EXPECT_EQ(poses.values[5 * 8 + 6], data.poses(5, 6));
  EXPECT_EQ(look(path, "/root_positions").shape, (std::vector<hsize_t>{7, 3}));
  EXPECT_EQ(look(path, "/labels/tempo").values[3], 4.0);
  EXPECT_EQ(look(path, "/clips/first").values, (std::vector<double>{0, 4}));
  EXPECT_EQ(look(path, "/clips/frames").values, (std::vector<double>{4, 3}));
  EXPECT_EQ(look(path, "/skeleton/parents").values, (std::vector<double>{-1, 0}));
  EXPECT_EQ(look(path, "/skeleton/offsets").shape, (std::vector<hsize_t>{2, 3}));
  EXPECT_EQ(look_at_text(path, "/root_positions", "unit"), "m");
  EXPECT_NE(look_at_text(path, "/poses", "order").find("w x y z"), std::string::npos);
  EXPECT_EQ(look_at_text(path, "/", "format"), "PoseAAE dataset");
}

/// Gives the text attribute `name` of the file another value, as another program would.
void change_text(const std::filesystem::path& path, const char* name, const char* value) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  const hid_t attribute = H5Aopen(file, name, H5P_DEFAULT);
  const hid_t type = H5Aget_type(attribute);
  EXPECT_GE(H5Awrite(attribute, type, &value), 0);
  H5Tclose(type);
  H5Aclose(attribute);
  H5Fclose(file);
}

TEST(DatasetFile, OpensUnderTheNameThatOlderFilesGiveTheirFormat) {
  const TemporaryFolder folder;
  const auto path = folder / "old.h5";
  sample().save(path);
  change_text(path, "format", "POSEAAE dataset");
  ASSERT_EQ(look_at_text(path, "/", "format"), "POSEAAE dataset");
  test::expect_same(PoseDataset::load(path), sample());
  change_text(path, "format", "poseaae dataset");
  EXPECT_THROW((void)PoseDataset::load(path), ModelError);
}

TEST(DatasetFile, NamesItsChannelsWhichOlderFilesDoNot) {
  const TemporaryFolder folder;
  const auto path = folder / "d.h5";
  sample().save(path);
  EXPECT_EQ(look_at_text(path, "/poses", "channels"), "rotations");
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  EXPECT_GE(H5Adelete_by_name(file, "poses", "channels", H5P_DEFAULT), 0);
  H5Fclose(file);
  test::expect_same(PoseDataset::load(path), sample());
}

TEST(DatasetFile, ContentsThatDoNotFitAreRefused) {
  const TemporaryFolder folder;
  const auto refused = [&](const char* what, auto&& change) {
    auto data = sample();
    change(data);
    data.save(folder / "bad.h5");
    EXPECT_THROW((void)PoseDataset::load(folder / "bad.h5"), ModelError) << what;
  };
  refused("clips overlap", [](PoseDataset& d) { d.clips[1].first = 3; });
  refused("a clip too long", [](PoseDataset& d) { d.clips[1].frames = 4; });
  refused("a huge clip", [](PoseDataset& d) { d.clips[0].frames = 2'147'483'647; });
  refused("a negative clip", [](PoseDataset& d) { d.clips[0].frames = -1; });
  refused("no frame rate", [](PoseDataset& d) { d.fps = 0.0; });
  refused("NaN", [](PoseDataset& d) { d.poses(3, 3) = std::nanf(""); });
  refused("a place that is nowhere", [](PoseDataset& d) { d.root_positions[4] = HUGE_VALF; });
}

TEST(DatasetFile, OtherFilesAreTold) {
  const TemporaryFolder folder;
  h5::write_file(folder / "model.h5",
                 [](h5::Group& root) { root.set_attribute("format", "PoseAAE model"); });
  EXPECT_THROW((void)PoseDataset::load(folder / "model.h5"), ModelError);
  write_file(folder / "text.h5", "text");
  EXPECT_THROW((void)PoseDataset::load(folder / "text.h5"), ModelError);
  EXPECT_THROW((void)PoseDataset::load(folder.path()), InputError);
  EXPECT_THROW((void)PoseDataset::load(folder / "missing.h5"), InputError);
}

TEST(DatasetFile, DamageIsNoticedOrHarmless) {
  const TemporaryFolder folder;
  const auto data = sample();
  data.save(folder / "d.h5");
  const std::string bytes = read_file(folder / "d.h5");
  Random random(13);
  for (int i = 0; i < 100; ++i) {
    std::string damaged = bytes;
    const std::uint64_t at = random.below(bytes.size());
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << random.below(8)));
    write_file(folder / "x.h5", damaged);
    try {
      test::expect_same(PoseDataset::load(folder / "x.h5"), data);
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find("x.h5"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace poseaae::dataset
