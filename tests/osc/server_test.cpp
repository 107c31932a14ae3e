#include "poseaae/osc/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include "poseaae/base/error.hpp"
#include "poseaae/osc/control_sender.hpp"
#include "stand_in.hpp"
#include "udp_listener.hpp"

namespace poseaae::osc {
namespace {

using live::Message;
using testing::ElementsAre;
using testing::HasSubstr;

/// A port that nobody listens at.
int free_port() { return test::UdpListener().port(); }

bool becomes_true(const std::function<bool()>& what) {
  for (int i = 0; i < 400 && !what(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return what();
}

class OscServer : public testing::Test {
 protected:
  test::StandIn instrument_{test::small_description()};
  std::shared_ptr<Hosts> hosts_ = std::make_shared<Hosts>();
  Server server_{instrument_, hosts_, {.bind = {"127.0.0.1", free_port()}}};
  test::UdpListener other_;
};

TEST_F(OscServer, HearsAndAnswers) {
  other_.send(packet_of({"/poseaae/tempo", {0.5F}}), server_.port());
  ASSERT_TRUE(becomes_true([&] { return !instrument_.taken().empty(); }));
  EXPECT_THAT(instrument_.taken(), ElementsAre(Message{"/poseaae/tempo", {0.5F}}));
  other_.send(packet_of({"/poseaae/state", {}}), server_.port());
  EXPECT_EQ(other_.next(), packet_of({"/poseaae/tempo", {0.5F}}));
  std::this_thread::sleep_for(std::chrono::milliseconds(60));
  test::UdpListener elsewhere;
  other_.send(packet_of({"/poseaae/state", {elsewhere.port()}}), server_.port());
  EXPECT_EQ(elsewhere.next(), packet_of({"/poseaae/tempo", {0.5F}}));
}

TEST_F(OscServer, APortInUse) {
  try {
    Server second(instrument_, hosts_, {.bind = {"127.0.0.1", server_.port()}});
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("port " + std::to_string(server_.port()) + " is in use"));
    EXPECT_THAT(error.what(), HasSubstr("--osc-in"));
  }
}

TEST_F(OscServer, AnAddressOfAnotherMachine) {
  try {
    Server second(instrument_, hosts_, {.bind = {"192.0.2.1", free_port()}});
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("--osc-bind 192.0.2.1"));
  }
}

TEST_F(OscServer, EmptyAndLargeDatagramsAreOnlyCounted) {
  testing::internal::CaptureStderr();
  other_.send({}, server_.port());
  other_.send(std::vector<std::byte>(60000, std::byte{'/'}), server_.port());
  EXPECT_TRUE(becomes_true([&] { return server_.received().refused == 2; }));
  other_.send(packet_of({"/poseaae/tempo", {0.5F}}), server_.port());
  EXPECT_TRUE(becomes_true([&] { return server_.received().taken == 1; }));
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("an empty packet"));
}

TEST_F(OscServer, ChangesAreToldButNotToTheHostThatMadeThem) {
  ControlSender controls(instrument_, hosts_, {other_.endpoint()});
  instrument_.take({"/poseaae/tempo", {0.25F}}, live::next_peer());  // a page
  EXPECT_EQ(other_.next(), packet_of({"/poseaae/tempo", {0.25F}}));
  other_.send(packet_of({"/poseaae/glide", {1.0F}}), server_.port());
  ASSERT_TRUE(becomes_true([&] { return instrument_.taken().size() == 2; }));
  instrument_.take({"/poseaae/late", {1}}, live::kProgram);
  EXPECT_EQ(other_.next(), packet_of({"/poseaae/late", {1}})) << "and no echo before it";
  // What another host has set is told.
  instrument_.take({"/poseaae/glide", {2.0F}}, hosts_->peer_of("192.0.2.1"));
  EXPECT_EQ(other_.next(), packet_of({"/poseaae/glide", {2.0F}}));
  EXPECT_TRUE(becomes_true([&] { return controls.sent().packets == 3; }));
}

TEST_F(OscServer, WhatWaitsIsSentBeforeTheEnd) {
  {
    ControlSender controls(instrument_, hosts_, {other_.endpoint()});
    for (int i = 0; i < 100; ++i) instrument_.take({"/poseaae/late", {i}}, live::kProgram);
  }
  for (int i = 0; i < 100; ++i) EXPECT_EQ(other_.next(), packet_of({"/poseaae/late", {i}}));
}

TEST(OscHosts, EachHasItsNumber) {
  Hosts hosts;
  const live::Peer one = hosts.peer_of("10.0.0.1");
  EXPECT_EQ(hosts.peer_of("10.0.0.1"), one);
  EXPECT_NE(hosts.peer_of("10.0.0.2"), one);
  EXPECT_EQ(hosts.host_of(one), "10.0.0.1");
  EXPECT_EQ(hosts.host_of(live::next_peer()), std::nullopt);
  live::Peer last = one;
  for (int i = 0; i < 1000; ++i) last = hosts.peer_of("host " + std::to_string(i));
  EXPECT_EQ(hosts.peer_of("one more"), last) << "a flood of hosts takes no memory";
  EXPECT_EQ(hosts.peer_of("10.0.0.1"), one);
}

}  // namespace
}  // namespace poseaae::osc
