#include <gtest/gtest.h>
#include <hdf5.h>

#include <numeric>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/io/hdf5.hpp"
#include "support/support.hpp"

/// Files that are not what they claim to be, and files made by other programs.
namespace poseaae::h5 {
namespace {

using test::TemporaryFolder;

std::vector<float> some_numbers() {
  std::vector<float> numbers(2000);
  std::iota(numbers.begin(), numbers.end(), 1.0F);
  return numbers;
}

void write_sample(const std::filesystem::path& path) {
  write_file(path, [](Group& root) {
    root.set_attribute("format", "sample");
    root.set_attribute("fps", 30.0);
    root.write<float>("g/numbers", some_numbers(), {500, 4});
    root.write_strings("names", std::vector<std::string>{"Hips", "Spine", "Grüße"});
  });
}

struct Contents {
  std::string format;
  double fps = 0.0;
  std::vector<float> numbers;
  std::vector<std::string> names;
  friend bool operator==(const Contents&, const Contents&) = default;
};

Contents read_sample(const std::filesystem::path& path) {
  const Group root = open_file(path);
  return {root.text_attribute("format"), root.number_attribute("fps"),
          root.read<float>("g/numbers", {500, 4}), root.read_strings("names")};
}

TEST(Hdf5Damage, MissingFoldersAndOtherFilesAreTold) {
  const TemporaryFolder folder;
  EXPECT_THROW((void)open_file(folder / "missing.h5"), InputError);
  EXPECT_THROW((void)open_file(folder.path()), InputError);
  poseaae::write_file(folder / "text.h5", "HIERARCHY\nROOT Hips\n");
  EXPECT_THROW((void)open_file(folder / "text.h5"), ModelError);
  poseaae::write_file(folder / "empty.h5", "");
  EXPECT_THROW((void)open_file(folder / "empty.h5"), ModelError);
  poseaae::write_file(folder / "signature.h5", "\x89HDF\r\n\x1a\n");
  EXPECT_THROW((void)open_file(folder / "signature.h5"), ModelError);
}

/// As files of PoseAAE had them, and those of other programs have them.
TEST(Hdf5Damage, DatasetsOfTextAreStillRead) {
  const TemporaryFolder folder;
  const std::string name = (folder / "old.h5").string();
  const hid_t file = H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, H5T_VARIABLE);
  const hsize_t count = 2;
  const hid_t space = H5Screate_simple(1, &count, nullptr);
  const hid_t set =
      H5Dcreate2(file, "joint_names", type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const char* const texts[] = {"Hips", "\x8D\xB6"};
  ASSERT_GE(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts), 0);
  H5Dclose(set);
  H5Sclose(space);
  H5Tclose(type);
  H5Fclose(file);
  const Group root = open_file(name);
  const std::vector<std::string> names{"Hips", "\x8D\xB6"};
  EXPECT_EQ(root.read_strings("joint_names", "parents"), names);
  EXPECT_EQ(root.read_strings("joint_names"), names);
  EXPECT_EQ(root.text_names(), std::vector<std::string>{"joint_names"});
}

TEST(Hdf5Damage, AFileCutAnywhereIsRefused) {
  const TemporaryFolder folder;
  write_sample(folder / "whole.h5");
  const std::string bytes = read_file(folder / "whole.h5");
  ASSERT_EQ(read_sample(folder / "whole.h5").numbers, some_numbers());
  // The last line is a digest; without it the file is still whole.
  const std::size_t hdf5_end = bytes.rfind("\nPOSEAAE-SHA256 ");
  ASSERT_EQ(hdf5_end + 81, bytes.size());
  for (std::size_t length = 0; length < hdf5_end; length += length < 3000 ? 37 : 211) {
    poseaae::write_file(folder / "cut.h5", bytes.substr(0, length));
    EXPECT_THROW((void)read_sample(folder / "cut.h5"), ModelError) << length;
  }
  poseaae::write_file(folder / "cut.h5", bytes.substr(0, hdf5_end - 1));
  EXPECT_THROW((void)read_sample(folder / "cut.h5"), ModelError);
  poseaae::write_file(folder / "cut.h5", bytes.substr(0, hdf5_end + 20));
  EXPECT_EQ(read_sample(folder / "cut.h5"), read_sample(folder / "whole.h5"));
}

TEST(Hdf5Damage, EveryFlippedBitIsNoticedOrHarmless) {
  const TemporaryFolder folder;
  write_sample(folder / "whole.h5");
  const std::string bytes = read_file(folder / "whole.h5");
  const Contents whole = read_sample(folder / "whole.h5");
  Random random(11);
  int refused = 0;
  for (int i = 0; i < 400; ++i) {
    std::string damaged = bytes;
    // Half of the flips hit the structure at the front, which is small beside the numbers.
    const std::uint64_t range = i % 2 == 0 ? 1200 : bytes.size();
    const std::uint64_t at = random.below(range);
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << random.below(8)));
    poseaae::write_file(folder / "damaged.h5", damaged);
    try {
      EXPECT_EQ(read_sample(folder / "damaged.h5"), whole) << "byte " << at;
    } catch (const InputError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 300);
}

/// A file as another program would write it, with the plain C interface.
class ForeignFile {
 public:
  explicit ForeignFile(const std::filesystem::path& path)
      : file_(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)) {}
  ForeignFile(const ForeignFile&) = delete;
  ForeignFile& operator=(const ForeignFile&) = delete;
  ~ForeignFile() { H5Fclose(file_); }

  /// A chunked, compressed table of `rows` x 4 doubles, of which nothing is written when `values`
  /// is empty.
  void table(const char* name, hsize_t rows, const std::vector<double>& values) const {
    const hsize_t dims[2] = {rows, 4};
    const hsize_t chunk[2] = {16, 4};
    const hid_t space = H5Screate_simple(2, dims, nullptr);
    const hid_t plist = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(plist, 2, chunk);
    H5Pset_deflate(plist, 4);
    const hid_t set =
        H5Dcreate2(file_, name, H5T_IEEE_F64BE, space, H5P_DEFAULT, plist, H5P_DEFAULT);
    if (!values.empty()) {
      H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    }
    H5Dclose(set);
    H5Pclose(plist);
    H5Sclose(space);
  }

  void text_attributes(const char* name, const std::vector<const char*>& values) const {
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    const hsize_t count = values.size();
    const hid_t space = H5Screate_simple(1, &count, nullptr);
    const hid_t attribute = H5Acreate2(file_, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, type, values.data());
    H5Aclose(attribute);
    H5Sclose(space);
    H5Tclose(type);
  }

 private:
  hid_t file_;
};

/// What reading a table of a file says.
std::string refusal(const std::filesystem::path& path) {
  try {
    (void)open_file(path).read<double>("t");
    return "";
  } catch (const ModelError& problem) {
    return problem.what();
  }
}

TEST(Hdf5Foreign, OtherFilesAreNotOpened) {
  const TemporaryFolder folder;
  ForeignFile(folder / "secret.h5").table("t", 16, std::vector<double>(64, 1.0));
  const hsize_t count = 2;
  const auto file_with = [&](const char* name, const auto& fill) {
    const hid_t file = H5Fcreate((folder / name).c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    fill(file);
    H5Fclose(file);
    return refusal(folder / name);
  };
  EXPECT_EQ(refusal(folder / "secret.h5"), "");
  EXPECT_NE(file_with("link.h5",
                      [](hid_t file) {
                        H5Lcreate_external("secret.h5", "/t", file, "t", H5P_DEFAULT, H5P_DEFAULT);
                      })
                .find("/t: expected everything in this file, found a link"),
            std::string::npos);
  const auto table = [&](hid_t file, const auto& describe) {
    const hid_t space = H5Screate_simple(1, &count, nullptr);
    const hid_t plist = H5Pcreate(H5P_DATASET_CREATE);
    describe(plist, space);
    H5Dclose(H5Dcreate2(file, "t", H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, plist, H5P_DEFAULT));
    H5Pclose(plist);
    H5Sclose(space);
  };
  EXPECT_NE(file_with("raw.h5",
                      [&](hid_t file) {
                        table(file, [&](hid_t plist, hid_t) {
                          H5Pset_external(plist, (folder / "secret.h5").c_str(), 0, 16);
                        });
                      })
                .find("found a reference to another file"),
            std::string::npos);
  EXPECT_NE(file_with("virtual.h5",
                      [&](hid_t file) {
                        table(file, [&](hid_t plist, hid_t space) {
                          H5Pset_virtual(plist, space, "secret.h5", "t", space);
                        });
                      })
                .find("found a reference to another file"),
            std::string::npos);
  EXPECT_NE(file_with("plugin.h5",
                      [&](hid_t file) {
                        table(file, [&](hid_t plist, hid_t) {
                          H5Pset_chunk(plist, 1, &count);
                          constexpr H5Z_filter_t kLzf = 32000;  // of h5py
                          H5Pset_filter(plist, kLzf, H5Z_FLAG_OPTIONAL, 0, nullptr);
                        });
                      })
                .find("found filter 32000, which is a plug-in"),
            std::string::npos);
}

TEST(Hdf5Foreign, CompressedBigEndianTablesAreRead) {
  const TemporaryFolder folder;
  std::vector<double> values(400);
  std::iota(values.begin(), values.end(), 0.25);
  ForeignFile(folder / "f.h5").table("t", 100, values);
  EXPECT_EQ(open_file(folder / "f.h5").read<double>("t", {100, 4}), values);
}

TEST(Hdf5Foreign, ATableThatAnnouncesMoreThanTheFileHoldsAllocatesNothing) {
  const TemporaryFolder folder;
  ForeignFile(folder / "f.h5").table("t", hsize_t{1} << 40, {});
  EXPECT_THROW((void)open_file(folder / "f.h5").read<double>("t"), ModelError);
  ForeignFile(folder / "g.h5").table("t", hsize_t{1} << 62, {});  // 2^64 numbers: 0 in 64 bits
  EXPECT_THROW((void)open_file(folder / "g.h5").read<double>("t"), ModelError);
}

TEST(Hdf5Foreign, SeveralTextsInPlaceOfOneAreRefused) {
  const TemporaryFolder folder;
  ForeignFile(folder / "f.h5").text_attributes("format", {"one", "two", "three", "four"});
  EXPECT_THROW((void)open_file(folder / "f.h5").text_attribute("format"), ModelError);
}

}  // namespace
}  // namespace poseaae::h5
