#include "poseaae/live/pose_instrument.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "allocations.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/live/clock.hpp"
#include "poseaae/live/recording.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "support/shared.hpp"
#include "support/small_model.hpp"
#include "support/support.hpp"

namespace poseaae::live {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kLatents = 6;

/// A small model of the shipped dances, in a file, and a stretch of one of them.
struct Inputs {
  test::TemporaryFolder folder;
  mocap::Motion dance =
      mocap::read_bvh(test::source_dir() / "data" / "waltz_sway.bvh").motion.slice(300, 420);
  Inputs() {
    codec::save_model(test::small_model(dance, kLatents, 24, 5), folder / "model.safetensors");
  }
};

const Inputs& inputs() {
  static test::Shared<Inputs> shared;
  return shared.get();
}

latent::LatentPath waltz() {
  return latent::encode(codec::load_model(inputs().folder / "model.safetensors"), inputs().dance);
}

latent::Attribute style(const std::string& name) {
  latent::Attribute attribute;
  attribute.name = name;
  attribute.vector = Eigen::VectorXf::LinSpaced(kLatents, -1.0F, 1.0F);
  return attribute;
}

/// Hears everything.
struct Ear final : Listener {
  std::vector<Message> messages{};
  int descriptions = 0;
  void heard(const Message& message, Peer /*from*/) override { messages.push_back(message); }
  void described() override { ++descriptions; }
};

/// An instrument with two clips and a style, whose clock goes by hand.
struct Stage {
  test::TemporaryFolder folder;
  session::OpenModel model{inputs().folder / "model.safetensors", {}};
  int loads = 0;
  std::optional<PoseInstrument> instrument;
  std::uint32_t next = 0;

  explicit Stage(double fps = 0.0) {
    InstrumentSetup setup;
    setup.title = "stage";
    setup.fps = fps;
    setup.seed = 3;
    setup.clips = {{"waltz",
                    [this] {
                      ++loads;
                      return waltz();
                    }},
                   {"back", [] {
                      auto path = waltz();
                      path.points = path.points.colwise().reverse().eval();
                      return path;
                    }}};
    setup.styles = {style("style=old")};
    setup.map = InstrumentSetup::principal_map(model, 3, 60);
    setup.presets = folder / "presets.json";
    setup.recordings = folder / "recordings";
    instrument.emplace(model, std::move(setup));
  }

  void set(const std::string& address, std::vector<Value> values) {
    EXPECT_EQ(instrument->take({address, std::move(values)}, kProgram), "");
  }
  std::string refused(const std::string& address, std::vector<Value> values) {
    return instrument->take({address, std::move(values)}, kProgram);
  }
  const Frame& play() { return instrument->play(next++); }
  void play(int frames) {
    for (int t = 0; t < frames; ++t) (void)play();
  }
  Eigen::VectorXf latents() {
    const auto z = play().latents;
    return Eigen::Map<const Eigen::VectorXf>(z.data(), std::ssize(z));
  }
  std::vector<Value> value(const std::string& address) {
    for (const Message& message : instrument->state()) {
      if (message.address == address) return message.values;
    }
    return {};
  }
};

TEST(PoseInstrument, DescribesWhatItPlays) {
  Stage stage;
  const Description description = stage.instrument->description();
  EXPECT_EQ(description.title, "stage");
  EXPECT_EQ(description.fps, inputs().dance.fps());
  EXPECT_EQ(description.skeleton, inputs().dance.skeleton());
  EXPECT_EQ(description.mean.size(), kLatents);
  EXPECT_THAT(description.styles, ElementsAre("style=old"));
  EXPECT_THAT(description.sources,
              ElementsAre("walk", "loop", "clip", "mix", "point", "path", "live"));
  EXPECT_THAT(description.clips, ElementsAre("waltz", "back"));
  EXPECT_EQ(stage.loads, 0);  // nothing is read before it is danced
}

TEST(PoseInstrument, HasAValueForWhatLasts) {
  Stage stage;
  EXPECT_THAT(stage.value("/poseaae/source"), ElementsAre(Value("walk")));
  EXPECT_THAT(stage.value("/poseaae/glide"), ElementsAre(Value(0.6F)));
  EXPECT_THAT(stage.value("/poseaae/latent/5"), ElementsAre(Value(0.0F)));
  EXPECT_THAT(stage.value("/poseaae/mix/b"), ElementsAre(Value("back")));
  stage.set("/poseaae/latent", {1.0F, 9.0F});
  EXPECT_THAT(stage.value("/poseaae/latent/0"), ElementsAre(Value(1.0F)));
  EXPECT_THAT(stage.value("/poseaae/latent/1"), ElementsAre(Value(3.0F)));
  EXPECT_TRUE(stage.value("/poseaae/latent").empty());
}

TEST(PoseInstrument, RefusesWithASentence) {
  Stage stage;
  EXPECT_THAT(stage.refused("/poseaae/tempi", {1.0F}), HasSubstr("did you mean /poseaae/tempo?"));
  EXPECT_THAT(stage.refused("/poseaae/latent/6", {1.0F}), HasSubstr("from 0 to 5"));
  EXPECT_THAT(stage.refused("/poseaae/style/style=odd", {1.0F}), HasSubstr("'style=old'?"));
  EXPECT_THAT(stage.refused("/poseaae/clip", {"walz"}), HasSubstr("did you mean 'waltz'?"));
  EXPECT_THAT(stage.refused("/poseaae/preset/recall", {4}), HasSubstr("found none"));
  EXPECT_THAT(stage.refused("/poseaae/cue/next", {}), HasSubstr("found none"));
  EXPECT_THAT(stage.refused("/poseaae/late", {4}), HasSubstr("cannot be set"));
  EXPECT_THAT(stage.refused("/poseaae/source", {"dream"}), HasSubstr("one of walk, loop"));
  EXPECT_THAT(stage.refused("/poseaae/mix/amount", {0.1F, 0.2F}), HasSubstr("1 number or 6"));
  EXPECT_THAT(stage.refused("/poseaae/offset", std::vector<Value>(7, 0.0F)), HasSubstr("up to 6"));
}

TEST(PoseInstrument, TellsAllButWhoSetIt) {
  Stage stage;
  Ear one, two;
  const Peer first = next_peer(), second = next_peer();
  stage.instrument->add(one, first);
  stage.instrument->add(two, second);
  EXPECT_EQ(stage.instrument->take({"/poseaae/tempo", {9}}, first), "");
  EXPECT_TRUE(one.messages.empty());
  EXPECT_THAT(two.messages, ElementsAre(Message{"/poseaae/tempo", {3.0F}}));
  stage.instrument->remove(two);
  EXPECT_EQ(stage.instrument->take({"/poseaae/tempo", {1}}, kProgram), "");
  EXPECT_EQ(one.messages.size(), 1u);
  EXPECT_EQ(two.messages.size(), 1u);
}

TEST(PoseInstrument, AddsSlidersOffsetsAndStylesToTheSource) {
  Stage stage;
  stage.set("/poseaae/tempo", {0.0F});
  stage.set("/poseaae/glide", {0.0F});
  stage.play(2);
  const Eigen::VectorXf before = stage.latents();
  stage.set("/poseaae/latent/2", {1.5F});
  stage.set("/poseaae/offset", {0.25F});
  stage.set("/poseaae/style/style=old", {2.0F});
  Eigen::VectorXf expected = before;
  expected[2] += 1.5F * stage.instrument->description().standard_deviation[2];
  expected[0] += 0.25F;
  expected += 2.0F * style("").vector;
  EXPECT_LT((stage.latents() - expected).norm(), 1e-5);
}

TEST(PoseInstrument, DecodesWhatItSays) {
  Stage stage;
  const Frame& frame = stage.play();
  Batch z(1, kLatents);
  std::ranges::copy(frame.latents, z.data());
  const Batch pose = stage.model.codec().decode(z);
  // Arms and head are as decoded; legs stand.
  const int head = *inputs().dance.skeleton().find("Head");
  for (int i = 0; i < 4; ++i) EXPECT_EQ(frame.rotations[4 * head + i], pose(0, 4 * head + i));
  double low = 1e9;
  for (std::size_t j = 0; 3 * j < frame.world_positions.size(); ++j) {
    low = std::min<double>(low, frame.world_positions[3 * j + 1]);
  }
  EXPECT_NEAR(low, 0.0, 0.2);
}

TEST(PoseInstrument, DancesAClipWhenItIsAskedFor) {
  Stage stage;
  stage.set("/poseaae/glide", {0.0F});
  stage.set("/poseaae/source", {"clip"});
  EXPECT_EQ(stage.loads, 1);
  const Batch path = waltz().points;
  for (int t = 0; t < 5; ++t) {
    EXPECT_LT((stage.latents() - path.row(t).transpose()).norm(), 1e-5) << t;
  }
  stage.set("/poseaae/clip/frame", {100});
  EXPECT_LT((stage.latents() - path.row(100).transpose()).norm(), 1e-5);
  stage.set("/poseaae/clip/time_range", {1.0F, 2.0F});
  const auto fps = static_cast<std::int32_t>(stage.instrument->fps());
  EXPECT_THAT(stage.value("/poseaae/clip/range"), ElementsAre(Value(fps), Value(2 * fps)));
  stage.set("/poseaae/clip", {"back"});
  EXPECT_THAT(stage.value("/poseaae/clip/range"), ElementsAre(Value(0), Value(0)));
  EXPECT_LT((stage.latents() - path.row(119).transpose()).norm(), 1e-5);
  EXPECT_EQ(stage.loads, 1);
}

TEST(PoseInstrument, MixesTwoClipsLatentByLatent) {
  Stage stage;
  stage.set("/poseaae/glide", {0.0F});
  stage.set("/poseaae/source", {"mix"});
  stage.set("/poseaae/mix/amount", {0.0F, 1.0F, 0.0F, 0.0F, 0.0F, 0.5F});
  const Batch path = waltz().points;
  const Eigen::VectorXf z = stage.latents();
  EXPECT_NEAR(z[0], path(0, 0), 1e-5);
  EXPECT_NEAR(z[1], path(119, 1), 1e-5);
  EXPECT_NEAR(z[5], 0.5 * (path(0, 5) + path(119, 5)), 1e-5);
  stage.set("/poseaae/mix/a", {3});  // a point of the map
  EXPECT_THAT(stage.value("/poseaae/mix/a"), ElementsAre(Value(3)));
}

TEST(PoseInstrument, StandsWhereTheHandIsOnTheMap) {
  Stage stage;
  const std::string map = stage.instrument->map_json();
  EXPECT_THAT(map, HasSubstr("\"places\":[["));
  EXPECT_THAT(map, HasSubstr("\"poses\":[{\"point\":"));
  stage.set("/poseaae/glide", {0.0F});
  stage.set("/poseaae/source", {"point"});
  const page::PoseMap same = InstrumentSetup::principal_map(stage.model, 3, 60)();
  stage.set("/poseaae/point",
            {static_cast<float>(same.places(7, 0)), static_cast<float>(same.places(7, 1))});
  EXPECT_LT((stage.latents() - same.latents.row(7).transpose()).norm(), 1e-3);
}

TEST(PoseInstrument, KeepsPresetsAndCues) {
  Stage stage;
  Ear ear;
  stage.instrument->add(ear, next_peer());
  stage.set("/poseaae/tempo", {0.5F});
  stage.set("/poseaae/latent/1", {-1.0F});
  stage.set("/poseaae/glide", {0.1F});
  stage.set("/poseaae/preset/save", {4});
  EXPECT_EQ(ear.descriptions, 1);
  EXPECT_THAT(stage.instrument->description().presets, ElementsAre(4));
  stage.set("/poseaae/tempo", {2.0F});
  stage.set("/poseaae/preset/save", {5});
  stage.set("/poseaae/glide", {0.7F});
  stage.set("/poseaae/cue/list", {5, 4});
  stage.set("/poseaae/cue/at", {1});
  EXPECT_THAT(stage.value("/poseaae/tempo"), ElementsAre(Value(0.5F)));
  EXPECT_THAT(stage.value("/poseaae/glide"), ElementsAre(Value(0.7F)));  // how, and not what
  stage.set("/poseaae/cue/next", {});
  EXPECT_THAT(stage.value("/poseaae/tempo"), ElementsAre(Value(2.0F)));
  EXPECT_THAT(stage.value("/poseaae/cue/at"), ElementsAre(Value(0)));
  EXPECT_THAT(ear.messages, testing::Contains(Message{"/poseaae/tempo", {0.5F}}));
  EXPECT_THAT(read_file(stage.folder / "presets.json"),
              HasSubstr("[\"/poseaae/tempo\",\"f\",0.5]"));
}

/// Rows of root, rotations and latents.
std::vector<float> bits_of(const Frame& frame) {
  std::vector<float> bits(frame.root.begin(), frame.root.end());
  bits.insert(bits.end(), frame.rotations.begin(), frame.rotations.end());
  bits.insert(bits.end(), frame.world_positions.begin(), frame.world_positions.end());
  bits.insert(bits.end(), frame.world_rotations.begin(), frame.world_rotations.end());
  bits.insert(bits.end(), frame.latents.begin(), frame.latents.end());
  return bits;
}

TEST(PoseInstrument, RecordsWhatPlaysAgainBitForBit) {
  Stage stage;
  Ear ear;
  stage.instrument->add(ear, next_peer());
  stage.play(20);
  stage.set("/poseaae/record", {1});
  std::vector<std::vector<float>> frames;
  for (int t = 0; t < 120; ++t) {
    if (t == 30) stage.set("/poseaae/source", {"mix"});
    if (t == 40) stage.set("/poseaae/mix/amount", {0.7F});
    if (t == 60) stage.set("/poseaae/latent/0", {2.0F});
    if (t == 70) stage.set("/poseaae/source", {"walk"});
    frames.push_back(bits_of(stage.play()));
    EXPECT_EQ(stage.instrument->attend(), "");
  }
  stage.set("/poseaae/record", {0});
  stage.play(3);
  EXPECT_EQ(stage.instrument->attend(), "");
  const std::vector<Value> files{"take_001.bvh", "take_001.glb", "take_001.h5",
                                 "take_001.safetensors"};
  EXPECT_THAT(ear.messages, testing::Contains(Message{"/poseaae/recorded", files}));
  const auto file = stage.instrument->recording("take_001.safetensors");
  Replay replay(load_recording(file), inputs().dance.skeleton());
  ASSERT_EQ(replay.ticks(), 120u);
  for (std::uint32_t t = 0; t < 120; ++t) EXPECT_EQ(bits_of(replay.play(t)), frames[t]) << t;
  const auto motion = mocap::read_bvh(stage.instrument->recording("take_001.bvh")).motion;
  EXPECT_EQ(motion.frames(), 120);
  for (const std::string name : {"", "..", "../presets.json", "none.bvh", "/etc/passwd"}) {
    EXPECT_THROW((void)stage.instrument->recording(name), InputError) << name;
  }
}

TEST(PoseInstrument, SavesWhatIsOnWhenItEnds) {
  Stage stage;
  stage.set("/poseaae/record", {1});
  stage.play(10);
  EXPECT_EQ(stage.instrument->finish(), "");
  EXPECT_EQ(stage.instrument->recorded().size(), 4u);
}

TEST(PoseInstrument, FollowsAPerformer) {
  Stage stage;
  stage.set("/poseaae/glide", {0.0F});
  stage.set("/poseaae/source", {"live"});
  std::vector<float> pose;
  for (const double number : inputs().dance.pose(40)) pose.push_back(static_cast<float>(number));
  const std::vector<float> root{1.0F, 0.9F, -2.0F};
  EXPECT_EQ(stage.instrument->stream({.rotations = pose, .root = root}), "");
  const Eigen::VectorXf z = stage.latents();
  EXPECT_LT((z - waltz().points.row(40).transpose()).norm(), 1e-4);
  const Frame& frame = stage.play();
  EXPECT_TRUE(std::ranges::equal(frame.root, root));
  pose.pop_back();
  EXPECT_THAT(stage.instrument->stream({.rotations = pose}), HasSubstr("expected 22 rotations"));
  pose.push_back(std::numeric_limits<float>::infinity());
  EXPECT_THAT(stage.instrument->stream({.rotations = pose}), HasSubstr("finite"));
}

class Sources : public testing::TestWithParam<std::string> {};

void set_up(Stage& stage, const std::string& source) {
  stage.set("/poseaae/path", {-1.0F, 0.0F, 0.5F, 0.3F, 1.0F, -0.5F});
  stage.set("/poseaae/point", {0.2F, 0.1F});
  stage.set("/poseaae/latent/0", {1.0F});
  stage.set("/poseaae/style/style=old", {0.5F});
  stage.set("/poseaae/source", {source});
}

TEST_P(Sources, AskForNoMemory) {
  Stage stage;
  set_up(stage, GetParam());
  std::vector<float> pose;
  for (const double number : inputs().dance.pose(40)) pose.push_back(static_cast<float>(number));
  EXPECT_EQ(stage.instrument->stream({.rotations = pose}), "");
  stage.set("/poseaae/record", {1});
  stage.play(1);  // buffers of this thread
  const std::uint64_t before = test::allocations();
  for (int t = 0; t < 1000; ++t) (void)stage.play();
  EXPECT_EQ(test::allocations() - before, 0u);
}

// Within what a change of settings may cost, too: they are copied by who sets them.
TEST_P(Sources, AskForNoMemoryWhenTheyAreChosen) {
  Stage stage;
  stage.play(1);
  set_up(stage, GetParam());
  const std::uint64_t before = test::allocations();
  for (int t = 0; t < 100; ++t) (void)stage.play();
  EXPECT_EQ(test::allocations() - before, 0u);
}

/// Largest acceleration of a joint over so many frames, m/s^2.
double roughest(Stage& stage, int frames) {
  std::vector<std::vector<float>> p;
  for (int t = 0; t < frames; ++t) {
    const auto places = stage.play().world_positions;
    p.emplace_back(places.begin(), places.end());
  }
  const double fps = stage.instrument->fps();
  double most = 0.0;
  for (std::size_t t = 2; t < p.size(); ++t) {
    for (std::size_t i = 0; i < p[t].size(); i += 3) {
      Eigen::Vector3f a;
      for (std::size_t c = 0; c < 3; ++c) {
        a[static_cast<Eigen::Index>(c)] = p[t][i + c] - 2 * p[t - 1][i + c] + p[t - 2][i + c];
      }
      most = std::max(most, static_cast<double>(a.norm()) * fps * fps);
    }
  }
  return most;
}

// A jump of a joint by 10 cm in one frame at 240 a second would be 5,760 m/s^2.
TEST_P(Sources, DoNotPopWhenTheyChange) {
  Stage stage(240.0);
  set_up(stage, "walk");
  stage.play(240);
  const double quiet = roughest(stage, 480);
  stage.set("/poseaae/source", {GetParam()});
  const double changing = roughest(stage, 240);
  const double there = roughest(stage, 480);
  stage.set("/poseaae/source", {"walk"});
  const double back = roughest(stage, 240);
  const double allowed = 60.0 + 3.0 * std::max(quiet, there);
  EXPECT_LT(changing, allowed) << quiet << ' ' << there;
  EXPECT_LT(back, allowed) << quiet << ' ' << there;
}

INSTANTIATE_TEST_SUITE_P(All, Sources,
                         testing::Values("walk", "loop", "clip", "mix", "point", "path", "live"),
                         [](const auto& one) { return one.param; });

TEST(PoseInstrument, OfTheSameSeedDancesTheSame) {
  Stage one, two;
  for (int t = 0; t < 100; ++t) EXPECT_EQ(bits_of(one.play()), bits_of(two.play()));
}

// A frame that was dropped is time that passed.
TEST(PoseInstrument, GoesOnInTimeOverDroppedFrames) {
  Stage stage;
  stage.set("/poseaae/glide", {0.0F});
  stage.set("/poseaae/source", {"clip"});
  (void)stage.instrument->play(0);
  const Frame& frame = stage.instrument->play(10);
  EXPECT_EQ(frame.number, 10u);
  EXPECT_NEAR(frame.time_s, 10 / stage.instrument->fps(), 1e-12);
  const Eigen::Map<const Eigen::VectorXf> z(frame.latents.data(), kLatents);
  EXPECT_LT((z - waltz().points.row(10).transpose()).norm(), 1e-5);
}

TEST(PoseInstrument, TellsOfLateFrames) {
  Stage stage;
  Ear ear;
  stage.instrument->add(ear, next_peer());
  stage.instrument->late() += 7;
  EXPECT_EQ(stage.instrument->attend(), "");
  EXPECT_THAT(ear.messages, ElementsAre(Message{"/poseaae/late", {7}}));
  EXPECT_THAT(stage.value("/poseaae/late"), ElementsAre(Value(7)));
}

// Whoever sets, streams, asks and attends may do so while the clock's thread plays; for the
// sanitizers.
TEST(PoseInstrument, IsPlayedByManyAtOnce) {
  Stage stage;
  std::atomic<bool> playing{true};
  std::thread clock([&] {
    while (playing) (void)stage.play();
  });
  std::vector<std::thread> players;
  for (int who = 0; who < 3; ++who) {
    players.emplace_back([&, own = next_peer()] {
      for (int n = 0; n < 200; ++n) {
        const auto number = static_cast<float>(n % 7) - 3.0F;
        EXPECT_EQ(stage.instrument->take({"/poseaae/latent/1", {number}}, own), "");
        const char* source = n % 3 == 0 ? "clip" : n % 3 == 1 ? "loop" : "mix";
        EXPECT_EQ(stage.instrument->take({"/poseaae/source", {source}}, own), "");
        EXPECT_EQ(stage.instrument->take({"/poseaae/loop/seconds", {1 + n % 9}}, own), "");
        (void)stage.instrument->state();
      }
    });
  }
  for (auto& player : players) player.join();
  playing = false;
  clock.join();
  EXPECT_TRUE(
      std::ranges::all_of(stage.play().rotations, [](float q) { return std::isfinite(q); }));
}

// Ten minutes by hand, with changes: nothing grows but what is asked for.
TEST(PoseInstrument, StaysFinite) {
  Stage stage;
  Random random(1);
  const std::vector<std::string> sources = stage.instrument->description().sources;
  stage.set("/poseaae/path", {-1.0F, 0.0F, 0.5F, 0.3F, 1.0F, -0.5F});
  for (int n = 0; n < 300; ++n) {
    stage.set("/poseaae/source", {sources[random.below(sources.size())]});
    stage.set("/poseaae/tempo", {static_cast<float>(random.uniform(0, 3))});
    stage.set("/poseaae/walk/time_scale", {static_cast<float>(random.uniform(0.2, 8))});
    stage.set("/poseaae/walk/kind", {n % 2 == 0 ? "ou" : "matern"});
    stage.play(60);
    const Frame& frame = stage.play();
    ASSERT_TRUE(
        std::ranges::all_of(frame.world_positions, [](float p) { return std::abs(p) < 1e4F; }));
  }
}

TEST(PoseInstrument, RefusesRatesBeyondItsOwn) {
  session::OpenModel model(inputs().folder / "model.safetensors", {});
  EXPECT_THROW(PoseInstrument(model, {.fps = 241.0}), UsageError);
  EXPECT_THROW(PoseInstrument(model, {.fps = 0.5}), UsageError);
}

TEST(PoseInstrument, WithoutAMapOrClipsPlaysTheRest) {
  session::OpenModel model(inputs().folder / "model.safetensors", {});
  PoseInstrument instrument(model, {});
  EXPECT_THAT(instrument.description().sources, ElementsAre("walk", "loop", "live"));
  EXPECT_EQ(instrument.map_json(), "null");
  EXPECT_THAT(instrument.take({"/poseaae/point", {0.0F, 0.0F}}, kProgram), HasSubstr("map"));
  EXPECT_THAT(instrument.take({"/poseaae/record", {1}}, kProgram), HasSubstr("--recordings"));
}

}  // namespace
}  // namespace poseaae::live
