#include "poseaae/page/space.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "codec/samples.hpp"
#include "page/base64.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/safetensors/json.hpp"

namespace poseaae::page {
namespace {

using testing::HasSubstr;

/// Three poses of the plane of two latents.
Space sample_space() {
  Space space{.title = "a dance", .key = "0123", .map = {}, .styles = {}, .clips = {}};
  space.map.places.resize(3, 2);
  space.map.places << 0, 1, 2, 3, 4, 5;
  space.map.latents.resize(3, 2);
  space.map.latents << 1, 0, 0, 1, -1, 0.5F;
  space.map.clips = {"waltz"};
  space.map.clip = {0, 0, 0};
  space.map.frame = {10, 20, 30};
  latent::Attribute style;
  style.name = "style=old";
  style.vector = Eigen::Vector2f(0.5F, -2.0F);
  space.styles = {style};
  space.clips = {{"waltz", {space.map.latents, 30.0}}};
  return space;
}

codec::PoseAutoencoder model() { return codec::PoseAutoencoder(codec::test::sample_data()); }

std::string bytes_of(const Batch& rows) {
  return {reinterpret_cast<const char*>(rows.data()),
          static_cast<std::size_t>(rows.size()) * sizeof(float)};
}

/// Every text of the JSON, under the names that lead to it.
std::map<std::string, std::string> texts(const std::string& json) {
  std::map<std::string, std::string> found;
  json::Reader reader(json);
  reader.object([&](const std::string& key) {
    if (key == "version") {
      found[key] = std::to_string(reader.whole());
    } else if (key == "map") {
      reader.object([&](const std::string& inner) {
        if (inner == "metric") {
          found["map.metric"] = reader.truth() ? "true" : "false";
        } else if (inner == "clips") {
          reader.array([&] { found["map.clips"] += reader.text() + " "; });
        } else if (inner == "clip" || inner == "frame") {
          reader.array([&] { found["map." + inner] += std::to_string(reader.whole()) + " "; });
        } else {
          found["map." + inner] = reader.text();
        }
      });
    } else if (key == "styles" || key == "clips") {
      reader.array([&] {
        reader.object([&](const std::string& inner) {
          if (inner == "vector") {
            reader.array([&] { found["vector"] += std::to_string(reader.number()) + " "; });
          } else if (inner == "fps") {
            found["fps"] = std::to_string(reader.number());
          } else {
            found[key + "." + inner] = reader.text();
          }
        });
      });
    } else {
      found[key] = reader.text();
    }
  });
  reader.end();
  return found;
}

TEST(Space, IsJsonOfAllItsParts) {
  const auto codec = model();
  const Space space = sample_space();
  const auto found = texts(json_of(codec, space));
  EXPECT_EQ(found.at("version"), "1");
  EXPECT_EQ(found.at("title"), "a dance");
  EXPECT_EQ(found.at("key"), "0123");
  EXPECT_EQ(found.at("model"), base64(codec::decoder_bytes(codec)));
  EXPECT_EQ(found.at("map.places"), base64(bytes_of(space.map.places.cast<float>())));
  EXPECT_EQ(found.at("map.latents"), base64(bytes_of(space.map.latents)));
  EXPECT_EQ(found.at("map.metric"), "false");
  EXPECT_EQ(found.at("map.clips"), "waltz ");
  EXPECT_EQ(found.at("map.clip"), "0 0 0 ");
  EXPECT_EQ(found.at("map.frame"), "10 20 30 ");
  EXPECT_EQ(found.at("styles.name"), "style=old");
  EXPECT_EQ(found.at("vector"), "0.500000 -2.000000 ");
  EXPECT_EQ(found.at("clips.name"), "waltz");
  EXPECT_EQ(found.at("fps"), "30.000000");
  EXPECT_EQ(found.at("clips.latents"), found.at("map.latents"));
}

TEST(Space, NoNameEndsTheElementThatItStandsIn) {
  Space space = sample_space();
  space.title = "</script><b>";
  const std::string json = json_of(model(), space);
  EXPECT_EQ(json.find('<'), std::string::npos);
  EXPECT_EQ(texts(json).at("title"), "</script><b>");
}

TEST(Space, SizesThatDoNotFitAreRefused) {
  Space space = sample_space();
  space.map.places.conservativeResize(2, 2);
  EXPECT_THROW((void)json_of(model(), space), UsageError);
  space = sample_space();
  space.styles[0].vector = Eigen::Vector3f::Zero();
  EXPECT_THROW((void)json_of(model(), space), UsageError);
  space = sample_space();
  space.clips[0].path.points = Batch::Zero(4, 3);
  EXPECT_THROW((void)json_of(model(), space), UsageError);
  space = sample_space();
  space.map.latents = Batch::Zero(3, 1);
  EXPECT_THROW((void)json_of(model(), space), UsageError);
}

TEST(Space, ModelsOfWindowsAreRefused) {
  codec::ModelData data = codec::test::sample_data();
  const mocap::Skeleton& body = data.format.skeleton();
  data.format = codec::PoseFormat({body.names(), body.parents(), body.offsets()},
                                  codec::RotationForm::kQuaternion, {},
                                  codec::Window{.frames = 2, .hop = 1, .body = 0, .fps = 25.0});
  Random random(3);
  const auto network = [&](int from, int to) {
    return nn::Network(
        nn::make_mlp(std::vector<int>{from, to}, nn::Activation::kLinear, nn::Activation::kLinear),
        random);
  };
  data.encoder = network(data.format.features(), 2);
  data.decoder = network(2, data.format.features());
  try {
    (void)json_of(codec::PoseAutoencoder(data), sample_space());
    FAIL() << "expected a refusal";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("windows"));
  }
}

TEST(Space, ThePointsOfAPlaneKeepWhereTheyComeFrom) {
  latent::Encodings encodings;
  encodings.path.points.resize(6, 3);
  encodings.path.points << 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 4, 4, 0, 5, 0, 5;
  encodings.clips = {"a", "b"};
  encodings.clip = {0, 0, 0, 1, 1, 1};
  encodings.frame = {7, 8, 9, 0, 1, 2};
  const auto plane = atlas::Plane::principal(encodings.path.points, 3);
  const PoseMap map = map_of(plane, encodings);
  ASSERT_EQ(map.places.rows(), 3);
  EXPECT_EQ(map.places, plane.positions());
  EXPECT_TRUE(map.metric);
  EXPECT_EQ(map.clips, encodings.clips);
  for (int k = 0; k < 3; ++k) {
    const auto row = static_cast<std::size_t>(plane.rows()[static_cast<std::size_t>(k)]);
    EXPECT_EQ(map.latents.row(k), encodings.path.points.row(static_cast<Eigen::Index>(row)));
    EXPECT_EQ(map.clip[static_cast<std::size_t>(k)], encodings.clip[row]);
    EXPECT_EQ(map.frame[static_cast<std::size_t>(k)], encodings.frame[row]);
  }
}

TEST(Page, TheSpaceStandsInItsPlace) {
  EXPECT_EQ(page_of_space("<a><!--space--></a>", "{}"), "<a>{}</a>");
  EXPECT_THROW((void)page_of_space("<a></a>", "{}"), InputError);
}

}  // namespace
}  // namespace poseaae::page
