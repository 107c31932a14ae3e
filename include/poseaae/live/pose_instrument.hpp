#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "poseaae/latent/attribute.hpp"
#include "poseaae/live/frame.hpp"
#include "poseaae/live/instrument.hpp"
#include "poseaae/live/repertoire.hpp"
#include "poseaae/live/stander.hpp"
#include "poseaae/session/open_model.hpp"

namespace poseaae::live {

struct InstrumentSetup {
  std::string title{};
  double fps = 0.0;  ///< frames a second; 0: the model's
  std::uint64_t seed = 1;
  std::vector<ClipEntry> clips{};
  std::vector<latent::Attribute> styles{};
  std::function<page::PoseMap()> map{};  ///< empty: no map
  std::filesystem::path presets{};       ///< file; empty: kept nowhere
  std::filesystem::path recordings{};    ///< folder, made when needed; empty: nothing is recorded
  StandOptions stand{};                  ///< `turns` is what the model needs

  /// The model's map by default: the plane of the largest variance of `points` random poses.
  [[nodiscard]] static std::function<page::PoseMap()> principal_map(session::OpenModel& model,
                                                                    std::uint64_t seed,
                                                                    int points = 700);
};

/// The instrument itself: a model of poses that is played. It has two halves. One belongs to
/// whoever sets something, in any thread: it checks messages, keeps values, prepares what takes
/// time. The other, play(), belongs to the clock's thread and neither locks nor allocates (Player).
/// Between them lie the newest settings, a row of frames on their way to be recorded, and numbers
/// that are read as they are.
class PoseInstrument final : public Instrument {
 public:
  /// The model has to outlive it. @throws UsageError for a model of windows, whose points are
  /// stretches of time, and a rate beyond 1 to 240; InputError for presets that are none
  PoseInstrument(session::OpenModel& model, InstrumentSetup setup);
  PoseInstrument(const PoseInstrument&) = delete;
  PoseInstrument& operator=(const PoseInstrument&) = delete;
  ~PoseInstrument() override;

  std::string take(const Message& message, Peer from) override;
  std::string stream(const StreamedPose& pose) override;
  [[nodiscard]] Description description() const override;
  [[nodiscard]] std::vector<Message> state() const override;
  [[nodiscard]] std::string map_json() const override;
  [[nodiscard]] std::filesystem::path recording(const std::string& name) const override;
  void add(Listener& listener, Peer own) override;
  void remove(Listener& listener) override;

  [[nodiscard]] double fps() const;
  /// The frame of that number: for the clock's thread.
  const Frame& play(std::uint32_t number);
  /// Frames that were dropped; the clock counts here.
  [[nodiscard]] std::atomic<std::uint32_t>& late();

  /// Does what the clock's thread leaves to others: keeps what is recorded, saves what is finished,
  /// tells of late frames. To be called a few times a second, by one thread. What goes wrong while
  /// saving is told to all as `/poseaae/error`, and returned; "" where all is well.
  std::string attend();
  /// Ends a recording that is on, and saves it; play() must not be called meanwhile. Returns as
  /// attend().
  std::string finish();
  /// Files of the last recording, in the folder.
  [[nodiscard]] std::vector<std::string> recorded() const;
  /// Makes what is made when it is first asked for, so that nobody waits for it later: the map.
  void prepare();

 private:
  class Control;
  std::unique_ptr<Control> control_;
};

}  // namespace poseaae::live
