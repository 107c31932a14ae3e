#include "poseaae/osc/receiver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "poseaae/base/log.hpp"
#include "poseaae/base/utf8.hpp"

namespace poseaae::osc {

namespace {

constexpr std::string_view kOurs = "/poseaae/";
constexpr std::string_view kState = "/poseaae/state";
constexpr std::size_t kMostKinds = 64;
constexpr std::size_t kLongestName = 120;
constexpr std::chrono::milliseconds kBetweenAnswers{50};
/// Metres: hips higher than this are in another unit.
constexpr double kTooHigh = 10.0;

/// For a log: no control characters, broken letters as \xNN, not too long.
std::string shown(std::string_view text) {
  std::string line;
  for (const char c : escaped(text.substr(0, kLongestName))) {
    line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  }
  return text.size() > kLongestName ? line + "..." : line;
}

bool is_beside_poses(std::string_view address) {
  return address.starts_with("/mocap/0/joint/") || address.starts_with("/mocap/joint/");
}

/// The numbers of a message into `to`; false where one is none, or not finite.
bool read_numbers(const live::Message& message, std::vector<float>& to) {
  to.clear();
  for (const live::Value& value : message.values) {
    const auto* whole = std::get_if<std::int32_t>(&value);
    const auto* number = std::get_if<float>(&value);
    if (whole == nullptr && (number == nullptr || !std::isfinite(*number))) return false;
    to.push_back(whole != nullptr ? static_cast<float>(*whole) : *number);
  }
  return true;
}

/// (x, y, z) of a room with z up, from the numbers that are given, into one with y up.
void stand_up(float* xyz) {
  const float y = xyz[1];
  xyz[1] = xyz[2];
  xyz[2] = -y;
}

}  // namespace

Receiver::Receiver(live::Instrument& instrument, const ReceiverOptions& options)
    : instrument_(instrument), options_(options) {
  instrument_.add(*this, live::next_peer());
}

Receiver::~Receiver() { instrument_.remove(*this); }

void Receiver::take(Bytes packet, Sender& sender) {
  take_apart(packet, {.message = [&](const live::Message& message) { take(message, sender); },
                      .damage =
                          [&](const std::string& kind) {
                            count(fmt::format("a packet that is not OSC 1.0: {}", kind), kind);
                          }});
}

void Receiver::take(const live::Message& message, Sender& sender) {
  const std::string& address = message.address;
  if (address.find_first_of("*?[]{}#, ") != address.npos) {
    return count(fmt::format("{}: expected an address, found a pattern or a space", address),
                 address);
  }
  if (address == kState) return answer(message, sender);
  if (address.starts_with(kOurs)) return count(instrument_.take(message, sender.peer()), address);
  if (const Alias* alias = alias_of(address)) return take_alias(*alias, message, sender.peer());
  if (is_beside_poses(address)) return;
  count(fmt::format("{}: expected an address that the instrument knows (docs/LIVE.md)", address),
        address);
}

void Receiver::take_alias(const Alias& alias, const live::Message& message, live::Peer from) {
  look_again();
  if (alias.meaning == Meaning::kRotations) return take_rotations(message);
  if (alias.meaning == Meaning::kPositions) return take_positions(message);
  const Translation ours = translated(alias, message, clips_);
  std::string refused = ours.refused;
  for (const live::Message& our : ours.messages) {
    if (!refused.empty()) break;
    refused = instrument_.take(our, from);
    if (!refused.empty()) refused = fmt::format("{}: {}", alias.address, refused);
  }
  count(refused, message.address);
}

void Receiver::take_rotations(const live::Message& message) {
  if (!read_numbers(message, rotations_) || rotations_.size() != 4 * joints_) {
    return count(
        fmt::format("{}: expected four finite numbers for each of {} joints, found {} values",
                    message.address, joints_, message.values.size()),
        message.address);
  }
  if (options_.room.z_up) {
    for (std::size_t j = 0; j < joints_; ++j) stand_up(&rotations_[4 * j + 1]);
  }
  live::StreamedPose pose{.rotations = rotations_};
  if (!root_.empty()) pose.root = std::span<const float>(root_);
  const std::string refused = instrument_.stream(pose);
  count(refused.empty() ? refused : fmt::format("{}: {}", message.address, refused),
        message.address);
}

void Receiver::take_positions(const live::Message& message) {
  std::vector<float> places;
  if (!read_numbers(message, places) || places.size() != 3 * joints_) {
    return count(
        fmt::format("{}: expected three finite numbers for each of {} joints, found {} values",
                    message.address, joints_, message.values.size()),
        message.address);
  }
  places.resize(3);
  if (options_.room.z_up) stand_up(places.data());
  for (float& x : places) x = static_cast<float>(x / options_.room.per_metre);
  if (std::abs(places[1]) > kTooHigh) {
    return count(fmt::format("{}: the root is {:.0f} m above the floor: expected metres, or "
                             "centimetres with --osc-unit cm",
                             message.address, places[1]),
                 message.address);
  }
  root_ = std::move(places);
  count("", message.address);
}

void Receiver::answer(const live::Message& message, Sender& sender) {
  std::vector<float> port;
  constexpr float kLargestPort = 65535;
  const bool good = read_numbers(message, port) &&
                    (port.empty() || (port.size() == 1 && port[0] >= 1 && port[0] <= kLargestPort));
  if (!good) {
    return count(fmt::format("{}: expected nothing or a port from 1 to 65535", kState),
                 message.address);
  }
  const auto now = std::chrono::steady_clock::now();
  if (now < next_answer_)
    return count(fmt::format("{}: asked too often", kState), "asked too often");
  next_answer_ = now + kBetweenAnswers;
  sender.answer(instrument_.state(), port.empty() ? 0 : static_cast<int>(port[0]));
  count("", message.address);
}

void Receiver::count(const std::string& refused, const std::string& kind) {
  if (refused.empty()) {
    ++taken_;
    return;
  }
  ++refused_;
  if (named_.size() == kMostKinds) return;
  if (named_[kind]++ != 0) return;
  log::warning("OSC: {}", shown(refused));
  if (named_.size() == kMostKinds) {
    log::warning("OSC: {} kinds of messages were refused; others are counted and no longer named",
                 kMostKinds);
  }
}

void Receiver::look_again() {
  if (!described_.exchange(false)) return;
  const live::Description now = instrument_.description();
  clips_ = now.clips;
  joints_ = static_cast<std::size_t>(now.skeleton.joints());
}

}  // namespace poseaae::osc
