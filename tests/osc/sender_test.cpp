#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "no_allocation.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/osc/packet.hpp"
#include "poseaae/osc/pose_sender.hpp"
#include "poseaae/osc/vmc_sender.hpp"
#include "stand_in.hpp"
#include "udp_listener.hpp"

namespace poseaae::osc {
namespace {

using live::Message;
using testing::ElementsAre;
using testing::HasSubstr;

/// Two joints with numbers that tell where they have gone.
struct TwoJoints {
  std::vector<float> local{1, 2, 3, 4, 5, 6, 7, 8};
  std::vector<float> world{10, 20, 30, 40, 50, 60, 70, 80};
  std::vector<float> places{0.25F, 0.5F, 0.75F, -1, -2, -3};
  [[nodiscard]] live::Frame frame() const {
    return {.number = 3,
            .time_s = 0.06,
            .rotations = local,
            .root = std::span(places).first(3),
            .world_positions = places,
            .world_rotations = world,
            .latents = {}};
  }
};

std::vector<Message> messages_in(const std::vector<std::byte>& packet) {
  std::vector<Message> found;
  take_apart(packet, {.message = [&](const Message& message) { found.push_back(message); },
                      .damage = [&](const std::string& kind) { ADD_FAILURE() << kind; }});
  return found;
}

TEST(OscPoseSender, ThreeMessagesOfFloats) {
  test::UdpListener listener;
  PoseSender sender(2, {.targets = {listener.endpoint()}});
  sender.show(TwoJoints().frame());
  EXPECT_EQ(listener.next(),
            packet_of({"/mocap/0/joint/pos_world", {0.25F, 0.5F, 0.75F, -1.0F, -2.0F, -3.0F}}));
  EXPECT_EQ(listener.next(), packet_of({"/mocap/0/joint/rot_world",
                                        {10.0F, 20.0F, 30.0F, 40.0F, 50.0F, 60.0F, 70.0F, 80.0F}}));
  EXPECT_EQ(listener.next(), packet_of({"/mocap/0/joint/rot_local",
                                        {1.0F, 2.0F, 3.0F, 4.0F, 5.0F, 6.0F, 7.0F, 8.0F}}));
  EXPECT_EQ(sender.sent().packets, 3U);
}

TEST(OscPoseSender, OlderAddressesCentimetresAndZUp) {
  test::UdpListener listener;
  PoseSender sender(2, {.targets = {listener.endpoint()},
                        .room = {.per_metre = 100.0, .z_up = true},
                        .index = false});
  sender.show(TwoJoints().frame());
  EXPECT_EQ(listener.next(), packet_of({"/mocap/joint/pos_world",
                                        {25.0F, -75.0F, 50.0F, -100.0F, 300.0F, -200.0F}}));
  EXPECT_EQ(listener.next(),
            packet_of({"/mocap/joint/rot_world",
                       {10.0F, 20.0F, -40.0F, 30.0F, 50.0F, 60.0F, -80.0F, 70.0F}}));
  EXPECT_EQ(listener.next(), packet_of({"/mocap/joint/rot_local",
                                        {1.0F, 2.0F, -4.0F, 3.0F, 5.0F, 6.0F, -8.0F, 7.0F}}));
}

TEST(OscPoseSender, OneBundleOnRequest) {
  test::UdpListener listener;
  PoseSender sender(2, {.targets = {listener.endpoint()}, .bundle = true});
  sender.show(TwoJoints().frame());
  const auto messages = messages_in(listener.next());
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0],
            (Message{"/mocap/0/joint/pos_world", {0.25F, 0.5F, 0.75F, -1.0F, -2.0F, -3.0F}}));
  EXPECT_EQ(messages[2].address, "/mocap/0/joint/rot_local");
  EXPECT_EQ(messages[2].values.back(), live::Value(8.0F));
  EXPECT_TRUE(listener.next(50).empty());
}

TEST(OscPoseSender, EveryTargetGetsEveryFrameAndNothingIsAllocated) {
  test::UdpListener first;
  test::UdpListener second;
  PoseSender sender(2, {.targets = {first.endpoint(), second.endpoint(), {"::1", 9}}});
  TwoJoints joints;
  {
    const test::NoAllocation none;
    for (int t = 0; t < 20; ++t) {
      joints.places[0] = static_cast<float>(t);
      sender.show(joints.frame());
    }
  }
  for (test::UdpListener* const listener : {&first, &second}) {
    for (int t = 0; t < 20; ++t) {
      EXPECT_EQ(messages_in(listener->next()).at(0).values[0], live::Value(static_cast<float>(t)));
      EXPECT_EQ(listener->next().size(), 28U + 12 + 32);
      EXPECT_EQ(messages_in(listener->next()).at(0).address, "/mocap/0/joint/rot_local");
    }
  }
}

TEST(OscPoseSender, ATargetWithoutAWayIsCountedAndTheOthersGetTheirs) {
  test::UdpListener listener;
  // A broadcast address of the loopback's own network is none that IPv4 routes; port 0 is refused
  // at once.
  PoseSender sender(2, {.targets = {{"127.0.0.1", 0}, listener.endpoint()}});
  sender.show(TwoJoints().frame());
  EXPECT_FALSE(listener.next().empty());
  EXPECT_EQ(sender.sent().packets, 3U);
  EXPECT_EQ(sender.sent().dropped, 3U);
}

TEST(OscPoseSender, AHostThatIsNone) {
  try {
    PoseSender sender(2, {.targets = {{"no-such-host.invalid", 9004}}});
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("--osc-out no-such-host.invalid:9004: no such host"));
  }
}

TEST(VmcSender, NamesOfUnity) {
  using enum mocap::HumanBone;
  EXPECT_EQ(unity_name(kHips), "Hips");
  EXPECT_EQ(unity_name(kUpperChest), "UpperChest");
  EXPECT_EQ(unity_name(kLeftUpperArm), "LeftUpperArm");
  EXPECT_EQ(unity_name(kRightToes), "RightToes");
  EXPECT_EQ(unity_name(kLeftThumbMetacarpal), "LeftThumbProximal");
  EXPECT_EQ(unity_name(kLeftThumbProximal), "LeftThumbIntermediate");
  EXPECT_EQ(unity_name(kLeftThumbDistal), "LeftThumbDistal");
  EXPECT_EQ(unity_name(kRightLittleIntermediate), "RightLittleIntermediate");
}

TEST(VmcSender, WhatTheProtocolHasInItsOrder) {
  test::UdpListener listener;
  // Hips, neck and head above each other: a T-pose as they stand, without arms.
  const mocap::Motion poses(mocap::Skeleton({"Hips", "Neck", "Head"}, {-1, 0, 1},
                                            {{0, 0.9, 0}, {0, 0.2, 0}, {0, 0.4, 0}}),
                            50.0, 1);
  VmcSender sender(poses, {.targets = {listener.endpoint()}});
  // The hips turn by 90 degrees about y, to the dancer's left; the head by 90 about x, forward.
  const float h = std::sqrt(0.5F);
  const std::vector<float> turns{h, 0, h, 0, h, 0, h, 0, 0.5F, 0.5F, 0.5F, -0.5F};
  const std::vector<float> places{0.25F, 0.9F, 0.5F, 0.25F, 1.1F, 0.5F, 0.25F, 1.5F, 0.5F};
  const live::Frame frame{.number = 100,
                          .time_s = 2.0,
                          .rotations = turns,
                          .root = std::span(places).first(3),
                          .world_positions = places,
                          .world_rotations = turns,
                          .latents = {}};
  {
    const test::NoAllocation none;
    sender.show(frame);
  }
  const auto messages = messages_in(listener.next());
  ASSERT_EQ(messages.size(), 6U);
  EXPECT_EQ(messages[0], (Message{"/VMC/Ext/OK", {1}}));
  EXPECT_EQ(messages[1], (Message{"/VMC/Ext/T", {2.0F}}));
  EXPECT_EQ(messages[2],
            (Message{"/VMC/Ext/Root/Pos", {"root", 0.0F, 0.0F, 0.0F, 0.0F, 0.0F, 0.0F, 1.0F}}));
  const auto expect_bone = [&](const Message& bone, const std::string& name,
                               std::vector<float> numbers) {
    EXPECT_EQ(bone.address, "/VMC/Ext/Bone/Pos");
    ASSERT_EQ(bone.values.size(), 8U);
    EXPECT_EQ(bone.values[0], live::Value(name));
    for (std::size_t i = 0; i < 7; ++i) {
      EXPECT_NEAR(std::get<float>(bone.values[i + 1]), numbers[i], 1e-6) << name << " " << i;
    }
  };
  // Left-handed, with x mirrored: turning about y is the other way round, about x the same.
  expect_bone(messages[3], "Hips", {-0.25F, 0.9F, 0.5F, 0, -h, 0, h});
  expect_bone(messages[4], "Neck", {0, 0.2F, 0, 0, 0, 0, 1});
  expect_bone(messages[5], "Head", {0, 0.4F, 0, h, 0, 0, h});
}

TEST(VmcSender, ABodyThatIsNone) {
  const mocap::Motion poses(mocap::Skeleton({"a"}, {-1}, {{0, 0, 0}}), 50.0, 1);
  try {
    VmcSender sender(poses, {});
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("expected the body of a human"));
  }
}

}  // namespace
}  // namespace poseaae::osc
