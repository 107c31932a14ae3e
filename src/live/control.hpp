#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "poseaae/live/addresses.hpp"
#include "poseaae/live/player.hpp"
#include "poseaae/live/pose_instrument.hpp"
#include "poseaae/live/presets.hpp"
#include "recorder.hpp"

namespace poseaae::live {

/// What is set, and what follows from it. Members lock; those in the private part are called with
/// the lock held.
class PoseInstrument::Control {
 public:
  Control(session::OpenModel& model, InstrumentSetup setup);

  std::string take(const Message& message, Peer from);
  std::string stream(const StreamedPose& pose);
  [[nodiscard]] Description description() const;
  [[nodiscard]] std::vector<Message> state() const;
  [[nodiscard]] std::filesystem::path recording(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> recorded() const;
  void add(Listener& listener, Peer own);
  void remove(Listener& listener);
  std::string attend();
  std::string finish();

  [[nodiscard]] Repertoire& repertoire() { return repertoire_; }
  [[nodiscard]] Player& player() { return player_; }
  [[nodiscard]] std::atomic<std::uint32_t>& late() { return late_; }
  [[nodiscard]] double fps() const { return fps_; }

 private:
  struct Part {
    const FoundAddress& found;
    Message& message;
    Peer from;
    [[nodiscard]] double number(std::size_t i = 0) const { return number_of(message.values[i]); }
    [[nodiscard]] int whole(std::size_t i = 0) const { return static_cast<int>(number(i)); }
    [[nodiscard]] const std::string& text() const {
      return std::get<std::string>(message.values[0]);
    }
  };
  using Deed = void (Control::*)(const Part&);
  static const std::map<std::string, Deed>& deeds();
  static const std::map<std::string, double Settings::*>& numbers();

  /// Does what a message says, and tells. @throws Error: what it cannot follow
  void follow(const Message& message, Peer from);
  void check(const FoundAddress& found, const Message& message) const;
  void keep(const Message& message);
  /// Keeps a message of the program, and tells everyone.
  void say(Message message);
  void tell(const Message& message, Peer from);
  void set_up();
  void set_values();
  void publish() { settings_buffer_.write(settings_); }

  void set_source(const Part& part);
  void set_latents(const Part& part);
  void set_latent(const Part& part);
  void set_offset(const Part& part);
  void set_style(const Part& part);
  void set_walk_kind(const Part& part);
  void set_loop(const Part& part);
  void set_point(const Part& part);
  void set_path(const Part& part);
  void set_clip(const Part& part);
  void set_mix(const Part& part);
  void set_amounts(const Part& part);
  void set_deck(const Part& part);
  void go_to(Deck& deck, double frame);
  void set_range(const std::string& prefix, Deck& deck, double first, double last);
  void save_preset(const Part& part);
  void recall_preset(const Part& part);
  void set_cues(const Part& part);
  void next_cue(const Part& part);
  void set_cue(const Part& part);
  void set_record(const Part& part);
  void nothing(const Part& part);

  void recall(int preset);
  void play_clip(const std::string& prefix, Deck& deck, const Value& what);
  void make_loop();
  [[nodiscard]] std::vector<std::string> style_names() const;
  [[nodiscard]] std::vector<std::string> sources() const;

  session::OpenModel& model_;
  InstrumentSetup setup_;
  double fps_;
  Repertoire repertoire_;
  mutable std::mutex mutex_;
  Presets presets_;
  Random random_;
  int cue_ = -1;
  std::vector<std::string> order_;                    ///< of the addresses in values_
  std::map<std::string, std::vector<Value>> values_;  ///< that last
  struct Hearing {
    Listener* listener;
    Peer own;
  };
  std::vector<Hearing> listeners_;
  Settings settings_;
  std::uint32_t takes_ = 0;
  TripleBuffer<Settings> settings_buffer_;
  TripleBuffer<Performer> performer_buffer_;
  std::mutex stream_mutex_;
  FrameRing ring_;
  std::mutex recorder_mutex_;
  Recorder recorder_;
  std::atomic<std::uint32_t> late_{0};
  std::uint32_t late_told_ = 0;
  std::chrono::steady_clock::time_point late_at_{};
  Player player_;
};

}  // namespace poseaae::live
