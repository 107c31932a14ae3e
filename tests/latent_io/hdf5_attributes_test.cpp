#include "poseaae/latent_io/hdf5_attributes.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "latent/attribute_samples.hpp"
#include "latent_io/hdf5_attribute_files.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/hdf5.hpp"
#include "support/support.hpp"

namespace poseaae::latent {
namespace {

using poseaae::test::TemporaryFolder;
using test::two_attributes;

TEST(Hdf5Attributes, ComeBackFromAFile) {
  const TemporaryFolder folder;
  AttributeSet set = two_attributes();
  test::save_hdf5_attributes(set, folder / "a.h5");
  test::expect_same(load_hdf5_attributes(folder / "a.h5"), set);
  set.leakage.resize(0, 0);
  set.natural_leakage = Eigen::Matrix2d::Identity();
  test::save_hdf5_attributes(set, folder / "b.h5");
  test::expect_same(load_hdf5_attributes(folder / "b.h5"), set);
}

TEST(Hdf5Attributes, RefuseDamageAndOtherFiles) {
  const TemporaryFolder folder;
  const auto path = folder / "a.h5";
  test::save_hdf5_attributes(two_attributes(), path);
  std::string bytes = read_file(path);
  for (const std::size_t at : {bytes.size() / 4, bytes.size() / 2, bytes.size() - 200}) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    write_file(folder / "damaged.h5", damaged);
    EXPECT_THROW((void)load_hdf5_attributes(folder / "damaged.h5"), ModelError) << at;
  }
  EXPECT_THROW((void)load_hdf5_attributes(folder / "none.h5"), InputError);
  h5::write_file(folder / "else.h5",
                 [](h5::Group& root) { root.set_attribute("format", "PoseAAE encodings"); });
  EXPECT_THROW((void)load_hdf5_attributes(folder / "else.h5"), ModelError);
  // A vector with a hole, as another program might have written it.
  AttributeSet holed = two_attributes();
  holed.attributes[1].vector[0] = std::numeric_limits<float>::quiet_NaN();
  test::save_hdf5_attributes(holed, folder / "holed.h5");
  EXPECT_THROW((void)load_hdf5_attributes(folder / "holed.h5"), ModelError);
}

}  // namespace
}  // namespace poseaae::latent
