#include <span>

#include "fuzz/support.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/osc/packet.hpp"

/// Packets of OSC: what is taken out of one can be sent again, and comes back as it was.
namespace poseaae::fuzz {

Target osc_target();

namespace {

std::string text_of(const std::vector<std::byte>& packet) {
  return {reinterpret_cast<const char*>(packet.data()), packet.size()};
}

std::vector<live::Message> messages() {
  return {{"/poseaae/mix/amount", {0.5F}},
          {"/poseaae/source", {std::string("walk")}},
          {"/mocap/seq1framerange", {std::int32_t{10}, std::int32_t{200}}},
          {"/mocap/0/joint/rot_local", std::vector<live::Value>(8, 0.5F)}};
}

std::vector<std::string> seeds() {
  std::vector<std::string> all;
  std::vector<std::vector<std::byte>> packets;
  for (const live::Message& message : messages()) {
    packets.push_back(osc::packet_of(message));
    all.push_back(text_of(packets.back()));
  }
  all.push_back(text_of(osc::bundle_of(packets)));
  const std::vector<std::vector<std::byte>> within{osc::bundle_of(packets), packets.front()};
  all.push_back(text_of(osc::bundle_of(within)));
  return all;
}

osc::Bytes bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

void read(std::string_view input) {
  std::vector<live::Message> found;
  bool damaged = false;
  osc::take_apart(bytes_of(input),
                  {.message = [&](const live::Message& message) { found.push_back(message); },
                   .damage = [&](const std::string&) { damaged = true; }});
  for (const live::Message& message : found) {
    require(message.address.starts_with('/'), "an address begins with '/'");
    const std::vector<std::byte> again = osc::packet_of(message);
    int count = 0;
    osc::take_apart(again, {.message = [&](const live::Message&) { ++count; },
                            .damage = [](const std::string&) { require(false, "whole again"); }});
    require(count == 1, "a message is one message");
  }
  if (damaged) throw InputError("damaged");
}

}  // namespace

Target osc_target() { return {.seeds = seeds, .read = read}; }

}  // namespace poseaae::fuzz
