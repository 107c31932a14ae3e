// osc_stand_in CLIP.bvh [--frames N] [--rate R] [the options of pose_live about OSC and VMC]: an
// instrument that dances a clip and does nothing else. Each message that it takes, each pose that
// streams in, is a line of JSON on stdout. "ready" is the first line. After the last frame it goes
// on listening until its stdin ends; then it says on stdout what came in and went out.
#include "stand_in.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <thread>

#include "pose_live/osc_part.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "support/command_line.hpp"

namespace {

using namespace poseaae;

std::string json_of(const live::Message& message) {
  std::string text = fmt::format("[\"{}\"", message.address);
  for (const live::Value& value : message.values) {
    text += std::visit(
        [](const auto& v) {
          return fmt::format(
              std::is_same_v<std::decay_t<decltype(v)>, std::string> ? ",\"{}\"" : ",{}", v);
        },
        value);
  }
  return text + "]";
}

/// Prints what it is told.
class Printing : public test::StandIn {
 public:
  using StandIn::StandIn;
  std::string take(const live::Message& message, live::Peer from) override {
    fmt::print("{}\n", json_of(message));
    std::fflush(stdout);
    return StandIn::take(message, from);
  }
  std::string stream(const live::StreamedPose& pose) override {
    live::Message message{"pose", {}};
    for (const float x : pose.rotations) message.values.emplace_back(x);
    if (pose.root)
      message.values.insert(message.values.end(), pose.root->begin(), pose.root->end());
    fmt::print("{}\n", json_of(message));
    std::fflush(stdout);
    return StandIn::stream(pose);
  }
};

/// The frames of a motion, in memory that stays.
class Frames {
 public:
  explicit Frames(const mocap::Motion& motion) : motion_(motion) {}

  live::Frame at(int t) {
    const mocap::WorldPose world = forward_kinematics(motion_, t);
    local_.clear();
    turns_.clear();
    places_.clear();
    for (int j = 0; j < motion_.joints(); ++j) {
      add(local_, motion_.rotation(t, j));
      add(turns_, world.rotations[j]);
      for (int i = 0; i < 3; ++i) places_.push_back(static_cast<float>(world.positions[j][i]));
    }
    return {.number = static_cast<std::uint32_t>(t),
            .time_s = t / motion_.fps(),
            .rotations = local_,
            .root = std::span(places_).first(3),
            .world_positions = places_,
            .world_rotations = turns_,
            .latents = {}};
  }

 private:
  static void add(std::vector<float>& to, const mocap::Quat& q) {
    for (const double x : {q.w(), q.x(), q.y(), q.z()}) to.push_back(static_cast<float>(x));
  }

  const mocap::Motion& motion_;
  std::vector<float> local_;
  std::vector<float> turns_;
  std::vector<float> places_;
};

}  // namespace

int main(int argc, char** argv) try {
  tools::CommandLine app("An instrument that dances a clip", "osc_stand_in");
  std::filesystem::path path;
  int frames = 0;
  double rate = 200.0;
  app.add_option("CLIP", path, "A BVH file")->required();
  app.add_option("--frames", frames, "How many of its frames");
  app.add_option("--rate", rate, "Frames a second");
  tools::OscPart osc;
  osc.add_to(app);
  if (const auto done = app.parse(argc, argv)) return *done;

  const mocap::Motion motion = mocap::read_bvh(path).motion;
  Printing instrument({.title = path.stem().string(),
                       .fps = motion.fps(),
                       .skeleton = motion.skeleton(),
                       .mean = Eigen::VectorXf::Zero(1),
                       .standard_deviation = Eigen::VectorXf::Ones(1),
                       .styles = {},
                       .sources = {"clip", "mix", "live"},
                       .clips = {"waltz", "steps"},
                       .presets = {}});
  osc.check();
  osc.look_at(motion);
  osc.start(instrument);
  fmt::print("ready\n");
  std::fflush(stdout);
  Frames made(motion);
  auto next = std::chrono::steady_clock::now();
  for (int t = 0; t < std::min(frames, motion.frames()); ++t) {
    std::this_thread::sleep_until(next);
    next += std::chrono::microseconds(static_cast<long>(1e6 / rate));
    const live::Frame frame = made.at(t);
    osc.sink()->show(frame);
  }
  // What a page would set is set from here: lines of stdin, each an address and a number.
  for (std::string line; std::getline(std::cin, line);) {
    const auto space = line.find(' ');
    instrument.take({line.substr(0, space), {std::stof(line.substr(space + 1))}},
                    live::next_peer());
  }
  osc.stop();
  fmt::print("{}\n", osc.report());
  return 0;
} catch (const Error& error) {
  fmt::print(stderr, "{}\n", error.what());
  return static_cast<int>(error.exit_code());
}
