#include "poseaae/codec/pose_autoencoder.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <thread>
#include <vector>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::codec {
namespace {

using test::sample_data;

TEST(PoseAutoencoder, EncodesARotationOnceWhateverItsSign) {
  const PoseAutoencoder model(sample_data());
  Random random(2);
  const Batch poses = test::random_poses(random, 40, 3);
  Batch flipped = poses;
  for (int b = 0; b < 40; ++b) {
    for (int j = 0; j < 3; ++j) {
      if (random.below(2) == 0) flipped.block<1, 4>(b, 4 * j) *= -1.0F;
    }
  }
  ASSERT_NE(poses, flipped);
  EXPECT_EQ(model.encode(poses), model.encode(flipped));
}

TEST(PoseAutoencoder, WithoutAReferenceEncodesWhatItGets) {
  ModelData data = sample_data();
  test::set_reference(data, {});
  const PoseAutoencoder model(data);
  Random random(2);
  const Batch poses = test::random_poses(random, 5, 3);
  EXPECT_TRUE(model.encode(poses).isApprox(data.encoder.forward(poses), 1e-6F));
}

// Whatever the pieces in which many rows go through, each row is encoded as if it were alone.
TEST(PoseAutoencoder, EncodesManyRowsAsItEncodesEach) {
  ModelData data = sample_data();
  const PoseAutoencoder plain(data);
  Random random(4);
  const Batch others = test::random_batch(random, 900, 2);
  data.space = fit_flow(fit_mixture(others).mixture, others);
  for (const PoseAutoencoder& model : {plain, PoseAutoencoder(data)}) {
    const Batch poses = test::random_poses(random, 2100, 3);
    const Batch latents = model.encode(poses);
    ASSERT_EQ(latents.rows(), 2100);
    for (const Eigen::Index row : {0, 1023, 1024, 1025, 2047, 2048, 2099}) {
      EXPECT_EQ(model.encode(poses.row(row)), latents.row(row)) << row;
    }
    EXPECT_EQ(model.encode(poses.topRows(0)).rows(), 0);
  }
}

// the encoder is made by whoever encodes first, once, whatever the threads.
TEST(PoseAutoencoder, MayBeUsedByManyThreadsFromTheFirstCallOn) {
  Random random(5);
  const Batch latents = test::random_batch(random, 3, 2);
  const Batch poses = test::random_poses(random, 3, 3);
  const PoseAutoencoder used(sample_data());
  const Batch decoded = used.decode(latents);
  const Batch encoded = used.encode(poses);
  const PoseAutoencoder fresh(sample_data());
  const PoseAutoencoder copy = fresh;
  std::vector<std::thread> threads;
  std::atomic<int> same = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const PoseAutoencoder& model = i % 2 == 0 ? fresh : copy;
      same += static_cast<int>(model.decode(latents) == decoded);
      same += static_cast<int>(model.encode(poses) == encoded);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(same, 16);
}

TEST(PoseAutoencoder, DecodesToUnitQuaternions) {
  const PoseAutoencoder model(sample_data());
  Random random(3);
  const Batch poses = model.decode(test::random_batch(random, 30, 2));
  ASSERT_EQ(poses.cols(), 12);
  for (int b = 0; b < 30; ++b) {
    for (int j = 0; j < 3; ++j) {
      EXPECT_NEAR((poses.block<1, 4>(b, 4 * j).norm()), 1.0, 1e-6);
    }
  }
}

// z = T(encoder(row)), row = decoder(T^-1(z)), with both networks as they are without T.
TEST(PoseAutoencoder, ItsLatentsAreWhereItsMapTakesThem) {
  ModelData data = sample_data();
  const PoseAutoencoder plain(data);
  Random random(8);
  const Batch others = 3.0F * test::random_batch(random, 900, 2).array().cube().matrix();
  data.space = fit_flow(fit_mixture(others).mixture, others);
  const PoseAutoencoder model(data);
  const FlowMap map(data.space);
  const Batch poses = test::random_poses(random, 6, 3);
  const Batch encodings = plain.encode(poses);
  EXPECT_EQ(model.encode(poses), map.to_normal(encodings));
  EXPECT_GT((model.encode(poses) - encodings).cwiseAbs().maxCoeff(), 0.1F)
      << "a map of some effect";
  EXPECT_LT((model.decode(model.encode(poses)) - plain.decode(encodings)).cwiseAbs().maxCoeff(),
            1e-5F);
  EXPECT_EQ(plain.space(), nullptr);
}

TEST(PoseAutoencoder, RefusesRowsOfAnotherWidth) {
  const PoseAutoencoder model(sample_data());
  EXPECT_THROW((void)model.encode(Batch::Zero(2, 16)), UsageError);
  EXPECT_THROW((void)model.decode(Batch::Zero(2, 3)), UsageError);
  EXPECT_THROW((void)model.format().motion_of(Batch::Zero(2, 8), 30.0), UsageError);
}

TEST(PoseAutoencoder, RefusesPartsThatDoNotFit) {
  const auto refused = [](auto&& change) {
    ModelData data = sample_data();
    EXPECT_THROW((change(data), PoseAutoencoder(std::move(data))), ModelError);
  };
  refused([](ModelData& d) { d.encoder = d.decoder; });
  refused([](ModelData& d) { d.decoder = d.encoder; });
  refused([](ModelData& d) { d.encoder = nn::Network(); });
  refused([](ModelData& d) { d.decoder = nn::Network(); });
  refused([](ModelData& d) { d.latent.mean.resize(3); });
  refused([](ModelData& d) { d.latent.covariance.resize(2, 3); });
  refused([](ModelData& d) { test::set_reference(d, std::vector<float>(11)); });
  refused([](ModelData& d) {
    Random random(1);
    const Batch of_three = test::random_batch(random, 40, 3);
    d.space = fit_flow(fit_mixture(of_three).mixture, of_three);
  });
  refused([](ModelData& d) { d.fps = 0.0; });
  refused([](ModelData& d) { d.fps = std::nan(""); });
}

TEST(PoseAutoencoder, MotionsAndPosesAreTheSameThing) {
  const PoseAutoencoder model(sample_data());
  Random random(4);
  const Batch poses = test::random_poses(random, 6, 3);
  const mocap::Motion motion = model.format().motion_of(poses, 24.0);
  EXPECT_EQ(motion.frames(), 6);
  EXPECT_EQ(motion.fps(), 24.0);
  EXPECT_EQ(motion.skeleton(), model.skeleton());
  EXPECT_EQ(motion.root_position(5), mocap::Vec3::Zero());
  EXPECT_LT((model.format().rows_of(motion) - poses).cwiseAbs().maxCoeff(), 1e-6F);
}

TEST(PoseAutoencoder, NamesTheFirstJointThatDiffers) {
  const PoseAutoencoder model(sample_data());
  const auto message = [&](std::vector<std::string> names, std::vector<int> parents) {
    const std::vector<mocap::Vec3> offsets(names.size(), mocap::Vec3(0, 1, 0));
    try {
      (void)model.format().rows_of(
          mocap::Motion({std::move(names), std::move(parents), offsets}, 30.0, 1));
    } catch (const UsageError& error) {
      return std::string(error.what());
    }
    return std::string("no UsageError");
  };
  const std::string other = message({"Hips", "Tail", "Grüße Arm"}, {-1, 0, 0});
  EXPECT_NE(other.find("joint 1: expected 'Leg', found 'Tail'"), std::string::npos) << other;
  const std::string fewer = message({"Hips", "Leg"}, {-1, 0});
  EXPECT_NE(fewer.find("joint 2: expected 'Grüße Arm', found 'nothing'"), std::string::npos);
  const std::string more = message({"Hips", "Leg", "Grüße Arm", "Tail"}, {-1, 0, 0, 0});
  EXPECT_NE(more.find("joint 3: expected 'nothing', found 'Tail'"), std::string::npos) << more;
  EXPECT_NE(message({"Hips", "Leg", "Grüße Arm"}, {-1, 0, 1}).find("joint 2"), std::string::npos);
  EXPECT_EQ(message({"Hips", "Leg", "Grüße Arm"}, {-1, 0, 0}), "no UsageError");
}

}  // namespace
}  // namespace poseaae::codec
