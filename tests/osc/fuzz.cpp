// fuzz_osc [count] [seed]: datagrams of random bytes, and good ones that were damaged, to the
// receiver and one in a hundred through the server's port. Fails where something throws, where a
// count is off, or where a good packet is no longer heard; a crash or a stall is seen by whoever
// runs it (a sanitizer, a time limit).
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>
#include <vector>

#include "poseaae/base/log.hpp"
#include "poseaae/osc/server.hpp"
#include "stand_in.hpp"
#include "udp_listener.hpp"

namespace {

using namespace poseaae;
using Packet = std::vector<std::byte>;

class Nobody : public osc::Sender {
 public:
  [[nodiscard]] live::Peer peer() const override { return 1; }
  void answer(std::span<const live::Message>, int) override {}
};

std::vector<Packet> good_packets() {
  std::vector<Packet> good;
  good.push_back(osc::packet_of({"/poseaae/latent", {0.5F, -1.0F, 2}}));
  good.push_back(osc::packet_of({"/poseaae/clip", {"waltz"}}));
  good.push_back(osc::packet_of({"/poseaae/state", {}}));
  good.push_back(osc::packet_of({"/mocap/0/joint/rot_local", std::vector<live::Value>(12, 0.5F)}));
  good.push_back(osc::packet_of({"/mocap/0/joint/pos_world", std::vector<live::Value>(9, 0.5F)}));
  for (const osc::Alias& alias : osc::aliases()) {
    good.push_back(osc::packet_of({std::string(alias.address), {1, 2.0F}}));
  }
  good.push_back(osc::bundle_of(good));
  good.push_back(osc::bundle_of(std::vector<Packet>{good.back(), good.front(), good.back()}));
  return good;
}

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  Packet next() {
    Packet packet;
    if (below(4) == 0) {
      packet.resize(below(2) == 0 ? below(64) : below(600));
      for (std::byte& byte : packet) byte = any();
      if (!packet.empty() && below(2) == 0) packet[0] = std::byte{'/'};
    } else {
      packet = good_[below(good_.size())];
      for (std::size_t n = 1 + below(4); n > 0; --n) damage(packet);
    }
    return packet;
  }
  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

 private:
  std::byte any() { return static_cast<std::byte>(random_()); }

  void damage(Packet& packet) {
    if (packet.empty()) return;
    const std::size_t at = below(packet.size());
    const auto place = packet.begin() + static_cast<std::ptrdiff_t>(at);
    switch (below(6)) {
      case 0:
        packet[at] = any();
        break;
      case 1:
        packet[at] ^= static_cast<std::byte>(1U << below(8));
        break;
      case 2:
        packet.resize(at);
        break;
      case 3:
        packet.insert(place, 1 + below(8), any());
        break;
      case 4:
        packet.erase(place, place + static_cast<std::ptrdiff_t>(1 + below(packet.size() - at - 1)));
        break;
      default: {  // a number that says how long something is
        const std::byte high = below(2) == 0 ? std::byte{0xff} : std::byte{0x7f};
        packet[at / 4 * 4] = high;
        break;
      }
    }
  }

  std::mt19937_64 random_;
  std::vector<Packet> good_ = good_packets();
};

}  // namespace

int main(int argc, char** argv) {
  const long count = argc > 1 ? std::atol(argv[1]) : 1000000;
  Maker maker(argc > 2 ? static_cast<std::uint64_t>(std::atol(argv[2])) : 1);
  log::set_level(log::Level::kError);
  test::StandIn instrument(test::small_description());
  osc::Receiver receiver(instrument, {});
  const int port = test::UdpListener().port();
  osc::Server server(instrument, std::make_shared<osc::Hosts>(), {.bind = {"127.0.0.1", port}});
  test::UdpListener client;
  Nobody nobody;
  std::chrono::steady_clock::duration slowest{};
  for (long i = 0; i < count; ++i) {
    const Packet packet = maker.next();
    const auto begin = std::chrono::steady_clock::now();
    receiver.take(packet, nobody);
    slowest = std::max(slowest, std::chrono::steady_clock::now() - begin);
    if (i % 100 == 0) client.send(packet, port);
    if (i % 10000 == 0) instrument.forget();
  }
  const live::Received received = receiver.received();
  fmt::print("{} datagrams: {} messages followed, {} refused; the slowest took {:.2f} ms\n", count,
             received.taken, received.refused,
             std::chrono::duration<double, std::milli>(slowest).count());
  instrument.forget();
  for (int tries = 0; tries < 200; ++tries) {
    client.send(osc::packet_of({"/poseaae/tempo", {0.125F}}), port);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    for (const live::Message& message : instrument.taken()) {
      if (message == live::Message{"/poseaae/tempo", {0.125F}}) {
        fmt::print("the server still hears: {} followed, {} refused\n", server.received().taken,
                   server.received().refused);
        return received.taken > 0 && received.refused > 0 ? 0 : 1;
      }
    }
  }
  fmt::print("the server no longer hears\n");
  return 1;
}
