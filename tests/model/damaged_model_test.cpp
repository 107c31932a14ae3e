#include <gtest/gtest.h>
#include <hdf5.h>

#include <functional>

#include "codec/samples.hpp"
#include "model/hdf5_models.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/hdf5.hpp"
#include "poseaae/model/hdf5_model.hpp"
#include "support/support.hpp"

/// Model files that are not what they claim to be.
namespace poseaae::model {
namespace {

namespace fs = std::filesystem;
using codec::ModelData;
using codec::PoseAutoencoder;
using codec::test::sample_data;

class DamagedModel : public testing::Test {
 protected:
  DamagedModel() : data_(sample_data()) {
    test::save_hdf5(PoseAutoencoder(data_), folder_ / "whole.h5");
    bytes_ = read_file(folder_ / "whole.h5");
  }

  /// What load_hdf5() says of these bytes; "" when it gives a model, which must then be the one
  /// saved.
  std::string refusal(const std::string& bytes) {
    const fs::path path = folder_ / "damaged.h5";
    write_file(path, bytes);
    return refusal_of(path);
  }
  std::string refusal_of(const fs::path& path) {
    try {
      const PoseAutoencoder model = load_hdf5(path);
      EXPECT_TRUE(codec::test::same_facts(model.data(), data_)) << "other facts, and nothing said";
      return "";
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find(path.string()), std::string::npos) << error.what();
      return error.what();
    }
  }

  poseaae::test::TemporaryFolder folder_;
  ModelData data_;
  std::string bytes_;
};

TEST_F(DamagedModel, CutAnywhereIsRefused) {
  EXPECT_NE(refusal(bytes_.substr(0, bytes_.size() / 2)), "");
  const std::size_t digest_line = bytes_.rfind("\nPOSEAAE-SHA256 ");
  EXPECT_NE(refusal(bytes_.substr(0, digest_line - 1)), "");
  for (std::size_t length = 0; length < digest_line; length += 509) {
    EXPECT_NE(refusal(bytes_.substr(0, length)), "") << length;
  }
}

TEST_F(DamagedModel, OtherThingsThanModelsAreTold) {
  const auto contains = [&](const std::string& message, const char* part) {
    EXPECT_NE(message.find(part), std::string::npos) << message;
  };
  contains(refusal("HIERARCHY\nROOT Hips\n"), "expected an HDF5 file");
  contains(refusal(""), "expected an HDF5 file");
  contains(refusal_of(folder_.path()), "this is a folder");
  contains(refusal_of(folder_ / "missing.h5"), "no such file");
  h5::write_file(folder_ / "dataset.h5",
                 [](h5::Group& root) { root.set_attribute("format", "PoseAAE dataset"); });
  contains(refusal_of(folder_ / "dataset.h5"), "expected a PoseAAE model");
  h5::write_file(folder_ / "bare.h5", [](h5::Group&) {});
  contains(refusal_of(folder_ / "bare.h5"), "expected a PoseAAE model");
  h5::write_file(folder_ / "newer.h5", [](h5::Group& root) {
    root.set_attribute("format", "PoseAAE model");
    root.set_attribute("version", 2.0);
  });
  contains(refusal_of(folder_ / "newer.h5"), "expected model version 1, found 2");
  h5::write_file(folder_ / "empty.h5", [](h5::Group& root) {
    root.set_attribute("format", "PoseAAE model");
    root.set_attribute("version", 1.0);
  });
  contains(refusal_of(folder_ / "empty.h5"), "skeleton");
}

TEST_F(DamagedModel, AFlippedBitIsNoticedOrHarmless) {
  Random random(12);
  int refused = 0;
  for (int i = 0; i < 300; ++i) {
    std::string damaged = bytes_;
    const std::uint64_t at = random.below(bytes_.size());
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << random.below(8)));
    SCOPED_TRACE(testing::Message() << "byte " << at);
    refused += refusal(damaged).empty() ? 0 : 1;
  }
  EXPECT_GT(refused, 250);
}

/// The tip of the leg moved and named.
void change_skeleton(ModelData& data, double by, const std::string& name) {
  const mocap::Skeleton& body = data.format.skeleton();
  auto tips = body.end_sites();
  tips[0].offset.x() += by;
  tips[0].name = name;
  data.format = codec::PoseFormat({body.names(), body.parents(), body.offsets(), tips},
                                  data.format.form(), data.format.reference());
}

std::string checksum_in(const fs::path& path) {
  return h5::open_file(path).text_attribute("checksum_sha256");
}

void put_checksum(const fs::path& path, const std::string& checksum) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  const hid_t attribute = H5Aopen(file, "checksum_sha256", H5P_DEFAULT);
  const hid_t type = H5Aget_type(attribute);
  const char* text = checksum.c_str();
  EXPECT_GE(H5Awrite(attribute, type, &text), 0);
  H5Tclose(type);
  H5Aclose(attribute);
  H5Fclose(file);
}

/// Each stored fact with another value of the same size, as an editor of the file would leave it.
TEST_F(DamagedModel, EveryStoredFactIsUnderTheChecksum) {
  const std::vector<std::function<void(ModelData&)>> changes{
      [](ModelData& d) { d.fps = 25.0; },
      [](ModelData& d) { d.config[0] = 'T'; },
      [](ModelData& d) { d.provenance.insert_or_assign("seed", "8"); },
      [](ModelData& d) { d.provenance.insert_or_assign("more", "8"); },
      [](ModelData& d) { d.clip_options.unit.metres = 1.0; },
      [](ModelData& d) { d.clip_options.source_fps = 1.0; },
      [](ModelData& d) { d.clip_options.fps = 1.0; },
      [](ModelData& d) { d.clip_options.strict = false; },
      [](ModelData& d) { d.clip_options.root_rotation = mocap::RootRotation::kKeep; },
      [](ModelData& d) {
        d.clip_options.remove_joints = {"*Finger*Toe", ""};
      },
      [](ModelData& d) { d.latent.mean[0] += 1.0; },
      [](ModelData& d) { d.latent.covariance(0, 1) += 1.0; },
      [](ModelData& d) { d.latent.mixture = {}; },
      [](ModelData& d) { d.latent.mixture.weights.head<2>() += 0.01 * Eigen::Vector2d(1, -1); },
      [](ModelData& d) { d.latent.mixture.means(1, 0) += 1.0; },
      [](ModelData& d) { d.latent.mixture.covariances[1] *= 2.0; },
      [](ModelData& d) { d.latent.flow = {}; },
      [](ModelData& d) { d.latent.flow.mixture.means(1, 0) += 1.0; },
      [](ModelData& d) { d.latent.flow.log_densities[100] += 1.0; },
      [](ModelData& d) {
        auto reference = d.format.reference();
        reference[0] += 1.0F;
        codec::test::set_reference(d, reference);
      },
      [](ModelData& d) { codec::test::set_reference(d, {}); },
      [](ModelData& d) { d.encoder = sample_data(2).encoder; },
      [](ModelData& d) { d.decoder = sample_data(2).decoder; },
      [](ModelData& d) { change_skeleton(d, 0.5, "toe"); },
      [](ModelData& d) { change_skeleton(d, 0.0, "toes"); },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    ModelData changed = data_;
    changes[i](changed);
    ASSERT_FALSE(codec::test::same_facts(changed, data_)) << "change " << i << " changes nothing";
    test::save_hdf5(PoseAutoencoder(changed), folder_ / "edited.h5");
    put_checksum(folder_ / "edited.h5", checksum_in(folder_ / "whole.h5"));
    EXPECT_NE(refusal_of(folder_ / "edited.h5").find("do not match their checksum"),
              std::string::npos)
        << "change " << i;
  }
}

}  // namespace
}  // namespace poseaae::model
