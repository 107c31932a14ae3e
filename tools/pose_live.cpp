#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <thread>

#include "pose_live/instrument_arguments.hpp"
#include "pose_live/part.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/live/clock.hpp"
#include "poseaae/live/frame_ring.hpp"
#include "poseaae/live/recording.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/render/output.hpp"
#include "support/clip_arguments.hpp"
#include "support/run_tool.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
The dancer dances until Ctrl-C, which is its normal end: what is being recorded is saved, and the exit code is 0.
Everything can be changed meanwhile, by the addresses that --addresses lists (docs/LIVE.md). Changes glide.

Examples:
  pose_live --model runs/dance/best.safetensors
  pose_live --model runs/dance/best.safetensors --clip data/waltz_sway.bvh --clip data/street_step.bvh --source walk
  pose_live --model runs/dance/best.safetensors --mix data/slow_arms.bvh data/kick_turns.bvh --glide 1.5
  pose_live --model runs/dance/best.safetensors --path paths/slow_wave.yaml --record
  pose_live --model runs/dance/best.safetensors --seconds 20 --no-clock --out walk.bvh --out walk.glb
  pose_live --model runs/dance/best.safetensors --replay recordings/take_001.safetensors)";

constexpr auto kAttend = std::chrono::milliseconds(20);

struct Arguments {
  tools::ModelArguments model;
  tools::InstrumentArguments instrument;
  bool record = false;
  std::string replay;
  std::optional<double> seconds;
  bool no_clock = false;
  bool addresses = false;
  std::vector<std::string> outputs;

  void add_to(tools::CommandLine& app) {
    model.add_to(app, false);
    instrument.add_to(app);
    app.add_flag("--record", record, "Record from the first frame to the last");
    app.add_option("--replay FILE", replay,
                   "Dance a recording again (NAME.safetensors), bit for bit; nothing changes it");
    app.add_option("--seconds", seconds,
                   "End after so long (default: at Ctrl-C; a recording ends where it ended)");
    app.add_flag("--no-clock", no_clock, "Dance --seconds as fast as can be");
    app.add_option("-o,--out FILE", outputs,
                   "File for all that was danced, as motion: .bvh, .glb and others; may be given "
                   "several times")
        ->output();
    app.add_flag("--addresses", addresses,
                 "Print the table of addresses (Markdown), and do nothing else");
  }

  void check() const {
    instrument.check();
    if (model.path().empty()) throw UsageError("--model: expected a model, found none");
    if (no_clock && !seconds && replay.empty()) {
      throw UsageError("--no-clock: expected together with --seconds, which says when to end");
    }
    if (seconds && !(*seconds > 0.0)) {
      throw UsageError(fmt::format("--seconds: expected more than 0, found {:g}", *seconds));
    }
    for (const auto& output : outputs) {
      const mocap::MotionFormat* format = mocap::format_of(output);
      if (format == nullptr || format->write == nullptr) {
        throw UsageError(fmt::format(
            "--out: expected a file of motion, such as dance.bvh or dance.glb, found '{}'",
            output));
      }
      render::check_output(output);
    }
  }
};

/// Frames that were shown, for --out: from the clock's thread by a ring to that of collect().
class Kept final : public live::FrameSink {
 public:
  Kept(const mocap::Skeleton& skeleton, double fps)
      : skeleton_(skeleton),
        ring_(static_cast<std::size_t>(8.0 * fps), 3 + 4 * static_cast<std::size_t>(joints())) {}

  void show(const live::Frame& frame) noexcept override {
    const std::span<float> row = ring_.next();
    if (row.empty()) return;  // filled in like a frame that was late
    std::ranges::copy(frame.rotations, std::ranges::copy(frame.root, row.begin()).out);
    ring_.push({.number = frame.number});
  }
  void collect() {
    ring_.take_all([&](const live::FrameRing::Tag& tag, std::span<const float> row) {
      numbers_.push_back(static_cast<std::int32_t>(tag.number));
      rows_.insert(rows_.end(), row.begin(), row.end());
    });
  }
  [[nodiscard]] mocap::Motion motion(double fps) const {
    const auto frames = static_cast<Eigen::Index>(numbers_.size());
    const Eigen::Map<const Batch> rows(rows_.data(), frames, 3 + 4 * joints());
    return live::motion_of({.fps = fps,
                            .joints = skeleton_.names(),
                            .numbers = numbers_,
                            .root = rows.leftCols(3),
                            .rotations = rows.rightCols(4 * joints())},
                           skeleton_);
  }

 private:
  [[nodiscard]] int joints() const { return skeleton_.joints(); }
  const mocap::Skeleton& skeleton_;
  live::FrameRing ring_;
  std::vector<std::int32_t> numbers_;
  std::vector<float> rows_;
};

/// The instrument, what plays it from outside, and the clock.
class Evening {
 public:
  Evening(const Arguments& arguments, std::vector<std::unique_ptr<tools::LivePart>>& parts)
      : arguments_(arguments),
        parts_(parts),
        model_(arguments.model.open()),
        instrument_(model_, arguments.instrument.setup(model_)),
        kept_(model_.codec().skeleton(), fps_) {
    arguments.instrument.begin(instrument_, model_);
    if (!arguments.replay.empty()) {
      auto recording = live::load_recording(arguments.replay);
      fps_ = recording.fps;
      replay_.emplace(std::move(recording), model_.codec().skeleton());
    }
    if (arguments.record) {
      const std::string wrong = instrument_.take({"/poseaae/record", {1}}, live::kProgram);
      if (!wrong.empty()) throw UsageError(wrong);
    }
  }

  /// Parts outlive the instrument: whatever happens, none of them touches it afterwards.
  ~Evening() {
    for (auto& part : parts_) part->stop();
  }
  Evening(const Evening&) = delete;
  Evening& operator=(const Evening&) = delete;

  void run() {
    const InterruptGuard guard;
    std::vector<live::FrameSink*> sinks;
    const mocap::Motion poses = some_poses();
    for (auto& part : parts_) {
      part->look_at(poses);
      part->start(instrument_);
      if (live::FrameSink* sink = part->sink()) sinks.push_back(sink);
      if (const std::string line = part->greeting(); !line.empty()) log::info("{}", line);
    }
    if (!arguments_.outputs.empty()) sinks.push_back(&kept_);
    live::RoomClock room(fps_);
    live::HandClock hand;
    live::Clock& clock = arguments_.no_clock ? static_cast<live::Clock&>(hand) : room;
    live::ClockLoop loop(
        clock, [this](std::uint32_t number) -> const live::Frame& { return frame(number); }, sinks,
        instrument_.late());
    if (arguments_.no_clock) {
      play_at_once(loop);
    } else {
      play(loop);
    }
    for (auto& part : parts_) part->stop();
    kept_.collect();
    heed(instrument_.finish());
    finish(loop);
  }

 private:
  /// Random poses, for parts that need to see how the body stands.
  [[nodiscard]] mocap::Motion some_poses() const {
    constexpr Eigen::Index kPoses = 50;
    Random random(1);
    Batch latents(kPoses, model_.dim());
    for (Eigen::Index n = 0; n < kPoses; ++n) latents.row(n) = model_.sample(random);
    return model_.codec().format().motion_of(model_.codec().decode(latents), model_.motion_fps());
  }

  const live::Frame& frame(std::uint32_t number) {
    if (!replay_) return instrument_.play(number);
    // The clock may tick on until somebody sees that this was the end: no frame of the beginning
    // then.
    return replay_->play(std::min(number, *ticks() - 1));
  }

  /// Ticks to be danced; none: until Ctrl-C.
  [[nodiscard]] std::optional<std::uint32_t> ticks() const {
    if (arguments_.seconds) {
      return static_cast<std::uint32_t>(std::max(1.0, std::round(*arguments_.seconds * fps_)));
    }
    if (replay_) return replay_->ticks();
    return {};
  }

  void play_at_once(live::ClockLoop& loop) {
    const std::uint32_t all = *ticks();
    constexpr std::uint32_t kPiece = 100;  // frames that wait to be recorded
    for (std::uint32_t done = 0; done < all && !interrupt_requested(); done += kPiece) {
      loop.play(std::min(kPiece, all - done));
      attend();
    }
  }

  void play(live::ClockLoop& loop) {
    loop.start();
    instrument_.prepare();
    const auto all = ticks();
    while (!interrupt_requested() && !(all && loop.next() >= *all)) {
      std::this_thread::sleep_for(kAttend);
      attend();
    }
    loop.stop();
  }

  void attend() {
    kept_.collect();
    heed(instrument_.attend());
  }

  static void heed(const std::string& wrong) {
    if (!wrong.empty()) log::warning("{}", wrong);
  }

  void finish(const live::ClockLoop& loop) {
    std::string text = fmt::format("{} frames at {:g} a second, {} late ones dropped\n",
                                   loop.shown(), fps_, instrument_.late().load());
    for (auto& part : parts_) {
      if (const std::string line = part->report(); !line.empty()) text += line + "\n";
    }
    if (!arguments_.outputs.empty()) {
      const mocap::Motion motion = kept_.motion(fps_);
      for (const auto& output : arguments_.outputs) {
        mocap::format_of(output)->write(output, motion, {});
        text += fmt::format("wrote {}\n", output);
      }
    }
    for (const auto& name : instrument_.recorded()) {
      text += fmt::format("wrote {}\n", instrument_.recording(name).string());
    }
    tools::print_what_is_kept(text);
  }

  const Arguments& arguments_;
  std::vector<std::unique_ptr<tools::LivePart>>& parts_;
  session::OpenModel model_;
  live::PoseInstrument instrument_;
  double fps_ = instrument_.fps();
  std::optional<live::Replay> replay_;
  Kept kept_;
};

void print_addresses(const std::vector<std::unique_ptr<tools::LivePart>>& parts) {
  fmt::print("{}", live::markdown_table(live::addresses()));
  for (const auto& part : parts) {
    const auto more = part->addresses();
    if (!more.empty()) fmt::print("\n{}", live::markdown_table(more));
  }
}

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app("Plays a model's latent space as an instrument, live.", "pose_live",
                         kFooter);
  Arguments arguments;
  arguments.add_to(app);
  auto parts = tools::live_parts();
  for (auto& part : parts) part->add_to(app);
  return tools::run_tool(app, argc, argv, [&] {
    if (arguments.addresses) return print_addresses(parts);
    arguments.check();
    for (auto& part : parts) part->check();
    Evening(arguments, parts).run();
  });
}
