#include "poseaae/osc/receiver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "stand_in.hpp"

namespace poseaae::osc {
namespace {

using live::Message;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

class RecordingSender : public Sender {
 public:
  [[nodiscard]] live::Peer peer() const override { return 77; }
  void answer(std::span<const Message> messages, int port) override {
    answered.assign(messages.begin(), messages.end());
    ports.push_back(port);
  }
  std::vector<Message> answered;
  std::vector<int> ports;
};

class OscReceiver : public testing::Test {
 protected:
  void say(const Message& message) { receiver_.take(packet_of(message), sender_); }
  std::string said_of(const Message& message) {
    CaptureStderr();
    say(message);
    return GetCapturedStderr();
  }
  void expect(std::uint64_t taken, std::uint64_t refused) {
    EXPECT_EQ(receiver_.received().taken, taken);
    EXPECT_EQ(receiver_.received().refused, refused);
  }

  test::StandIn instrument_{test::small_description()};
  Receiver receiver_{instrument_, {}};
  RecordingSender sender_;
};

TEST_F(OscReceiver, OursGoesThroughAsItIs) {
  say({"/poseaae/latent", {0.5F, -1, "x"}});
  EXPECT_THAT(instrument_.taken(), ElementsAre(Message{"/poseaae/latent", {0.5F, -1, "x"}}));
  EXPECT_THAT(instrument_.from(), ElementsAre(77U));
  expect(1, 0);
}

TEST_F(OscReceiver, TheirsIsTranslated) {
  say({"/mocap/seq2index", {1}});
  say({"/mocap/seq2time", {1.0F}});
  EXPECT_THAT(instrument_.taken(),
              ElementsAre(Message{"/poseaae/mix/b", {"steps"}}, Message{"/poseaae/source", {"mix"}},
                          Message{"/poseaae/mix/b/time", {1.0F}}));
  expect(2, 0);
}

TEST_F(OscReceiver, AnotherDescriptionIsLookedAt) {
  say({"/mocap/seqindex", {0}});
  auto description = test::small_description();
  description.clips = {"other"};
  instrument_.describe(description);
  say({"/mocap/seqindex", {0}});
  EXPECT_EQ(instrument_.taken()[2], (Message{"/poseaae/clip", {"other"}}));
}

TEST_F(OscReceiver, PosesWithAndWithoutARoot) {
  std::vector<live::Value> turns;
  for (int i = 0; i < 12; ++i) turns.emplace_back(0.125F * static_cast<float>(i));
  say({"/mocap/0/joint/rot_local", turns});
  EXPECT_EQ(instrument_.poses(), 1);
  EXPECT_EQ(instrument_.rotations()[7], 0.875F);
  EXPECT_THAT(instrument_.root(), ElementsAre());
  say({"/mocap/0/joint/pos_world", {1, 2, 3, 4, 5, 6, 7, 8, 9}});
  say({"/mocap/joint/rot_local", turns});
  EXPECT_EQ(instrument_.poses(), 2);
  EXPECT_THAT(instrument_.root(), ElementsAre(1, 2, 3));
  expect(3, 0);
}

TEST_F(OscReceiver, CentimetresWithZUp) {
  Receiver receiver(instrument_, {.room = {.per_metre = 100.0, .z_up = true}});
  receiver.take(packet_of({"/mocap/joint/pos_world", {100, -200, 90, 0, 0, 0, 0, 0, 0}}), sender_);
  receiver.take(
      packet_of({"/mocap/joint/rot_local", {0.5F, 0.1F, 0.2F, 0.3F, 1, 0, 0, 0, 1, 0, 0, 0}}),
      sender_);
  EXPECT_THAT(instrument_.root(), ElementsAre(1.0F, 0.9F, 2.0F));
  const auto rotations = instrument_.rotations();
  EXPECT_THAT((std::vector<float>{rotations[0], rotations[1], rotations[2], rotations[3]}),
              ElementsAre(0.5F, 0.1F, 0.3F, -0.2F));
}

TEST_F(OscReceiver, PosesThatAreNone) {
  EXPECT_THAT(said_of({"/mocap/0/joint/rot_local", {1, 0, 0, 0}}),
              HasSubstr("/mocap/0/joint/rot_local: expected four finite numbers for each of 3 "
                        "joints, found 4 values"));
  std::vector<live::Value> turns(12, 0.0F);
  turns[3] = std::numeric_limits<float>::quiet_NaN();
  say({"/mocap/0/joint/rot_local", turns});
  turns[3] = "x";
  say({"/mocap/0/joint/rot_local", turns});
  EXPECT_THAT(said_of({"/mocap/0/joint/pos_world", {0, 93, 0, 0, 0, 0, 0, 0, 0}}),
              HasSubstr("--osc-unit cm"));
  EXPECT_EQ(instrument_.poses(), 0);
  expect(0, 4);
}

TEST_F(OscReceiver, WhatComesAlongWithPosesIsPassedOver) {
  EXPECT_EQ(said_of({"/mocap/0/joint/pos_local", {1, 2, 3}}), "");
  expect(0, 0);
}

TEST_F(OscReceiver, EachKindIsNamedOnce) {
  EXPECT_THAT(said_of({"/poseaae/nothing", {}}), HasSubstr("OSC: expected another address"));
  EXPECT_EQ(said_of({"/poseaae/nothing", {}}), "");
  EXPECT_THAT(said_of({"/lights/1", {}}),
              HasSubstr("/lights/1: expected an address that the instrument knows"));
  EXPECT_EQ(said_of({"/lights/1", {3}}), "");
  EXPECT_THAT(said_of({"/poseaae/*", {0.0F}}), HasSubstr("found a pattern"));
  CaptureStderr();
  const std::vector<std::byte> odd(7);
  receiver_.take(odd, sender_);
  receiver_.take(odd, sender_);
  EXPECT_THAT(GetCapturedStderr(), HasSubstr("not OSC 1.0: a size that is no multiple of 4"));
  expect(0, 7);
  EXPECT_THAT(instrument_.taken(), ElementsAre());
}

TEST_F(OscReceiver, NotMoreKindsThanSixtyFour) {
  CaptureStderr();
  for (int i = 0; i < 1000; ++i) say({"/x/" + std::to_string(i), {}});
  const std::string log = GetCapturedStderr();
  EXPECT_EQ(std::ranges::count(log, '\n'), 65);
  EXPECT_THAT(
      log, HasSubstr("64 kinds of messages were refused; others are counted and no longer named"));
  expect(0, 1000);
}

TEST_F(OscReceiver, NamesInTheLogAreHarmless) {
  const std::string log = said_of({"/x\x1b[2J\n" + std::string(5000, 'y'), {}});
  EXPECT_EQ(log.find('\x1b'), log.npos);
  EXPECT_EQ(std::ranges::count(log, '\n'), 1);
  EXPECT_LT(log.size(), 400U);
}

TEST_F(OscReceiver, StateIsAnswered) {
  say({"/poseaae/tempo", {0.5F}});
  say({"/poseaae/state", {}});
  EXPECT_THAT(sender_.answered, ElementsAre(Message{"/poseaae/tempo", {0.5F}}));
  EXPECT_THAT(sender_.ports, ElementsAre(0));
  EXPECT_THAT(said_of({"/poseaae/state", {}}), HasSubstr("asked too often"));
  Receiver another(instrument_, {});
  another.take(packet_of({"/poseaae/state", {9100}}), sender_);
  another.take(packet_of({"/poseaae/state", {0}}), sender_);
  another.take(packet_of({"/poseaae/state", {"x"}}), sender_);
  EXPECT_THAT(sender_.ports, ElementsAre(0, 9100));
  EXPECT_EQ(another.received().refused, 2U);
}

}  // namespace
}  // namespace poseaae::osc
