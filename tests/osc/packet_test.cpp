#include "poseaae/osc/packet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <limits>

namespace poseaae::osc {
namespace {

using live::Message;
using Packet = std::vector<std::byte>;
using testing::ElementsAre;
using testing::HasSubstr;

/// From text in which '.' stands for a zero byte and \xNN for others.
std::vector<std::byte> bytes(std::string text) {
  std::ranges::replace(text, '.', '\0');
  std::vector<std::byte> packet(text.size());
  std::memcpy(packet.data(), text.data(), text.size());
  return packet;
}

/// What take_apart() finds, damage as "! kind".
std::vector<Message> found_in(Bytes packet) {
  std::vector<Message> found;
  take_apart(packet, {.message = [&](const Message& message) { found.push_back(message); },
                      .damage =
                          [&](const std::string& kind) {
                            found.push_back({"! " + kind, {}});
                          }});
  return found;
}

// The two messages that are written out byte by byte in OSC 1.0, "OSC Message Examples".
const Message kOscillator{"/oscillator/4/frequency", {440.0F}};
const auto kOscillatorBytes =  // "C\xdc" and two zeros: 440
    bytes(
        "/oscillator/4/frequency."
        ",f.."
        "\x43\xdc..");
const Message kFoo{"/foo", {1000, -1, "hello", 1.234F, 5.678F}};
const auto kFooBytes = bytes(
    "/foo...."
    ",iisff.."
    "..\x03\xe8"
    "\xff\xff\xff\xff"
    "hello..."
    "\x3f\x9d\xf3\xb6"
    "\x40\xb5\xb2\x2d");

TEST(OscPacket, ExamplesOfTheSpecification) {
  EXPECT_EQ(packet_of(kOscillator), kOscillatorBytes);
  EXPECT_EQ(packet_of(kFoo), kFooBytes);
  EXPECT_THAT(found_in(kOscillatorBytes), ElementsAre(kOscillator));
  EXPECT_THAT(found_in(kFooBytes), ElementsAre(kFoo));
}

TEST(OscPacket, BundlesAreTakenApartInTheirOrder) {
  const auto inner = bundle_of(std::vector<Packet>{kFooBytes});
  EXPECT_EQ(inner, bytes("#bundle."
                         ".......\x01"
                         "...\x28" +
                         std::string("/foo....,iisff....\x03\xe8\xff\xff\xff\xff"
                                     "hello...\x3f\x9d\xf3\xb6\x40\xb5\xb2\x2d")));
  const auto outer = bundle_of(std::vector<Packet>{kOscillatorBytes, inner, kOscillatorBytes});
  EXPECT_THAT(found_in(outer), ElementsAre(kOscillator, kFoo, kOscillator));
  // A time in the year 2036 is no reason to wait.
  auto later = outer;
  later[8] = std::byte{0xff};
  EXPECT_THAT(found_in(later), ElementsAre(kOscillator, kFoo, kOscillator));
  EXPECT_THAT(found_in(bundle_of(std::vector<Packet>{})), ElementsAre());
}

TEST(OscPacket, EveryKindOfNumber) {
  EXPECT_THAT(found_in(bytes("/n.."
                             ",dhTF..."
                             "\x40\x09\x21\xfb\x54\x44\x2d\x18"
                             "\xff\xff\xff\xff\xff\xff\xff\xfe")),
              ElementsAre(Message{"/n", {3.14159265F, -2, 1, 0}}));
  // 2^32 does not fit into 32 bits.
  EXPECT_THAT(found_in(bytes("/n.."
                             ",h.."
                             "...\x01....")),
              ElementsAre(Message{"/n", {4294967296.0F}}));
  EXPECT_THAT(found_in(bytes("/n.."
                             ",S.."
                             "symbol..")),
              ElementsAre(Message{"/n", {"symbol"}}));
  EXPECT_THAT(found_in(bytes("/n.."
                             ",...")),
              ElementsAre(Message{"/n", {}}));
  // Latin-1, as some controllers send it, becomes UTF-8.
  EXPECT_THAT(found_in(bytes("/n.."
                             ",s.."
                             "pas \xe9...")),
              ElementsAre(Message{"/n", {"pas \xc3\xa9"}}));
}

TEST(OscPacket, DamageIsNamed) {
  const auto damage = [](const std::vector<std::byte>& packet) {
    const auto found = found_in(packet);
    return found.empty() ? std::string() : found.back().address;
  };
  EXPECT_EQ(damage({}), "! an empty packet");
  EXPECT_EQ(damage(bytes("/a..,.")), "! a size that is no multiple of 4");
  EXPECT_EQ(damage(bytes("abc.,...")), "! no address that begins with '/'");
  EXPECT_EQ(damage(bytes("/abc")), "! no address that begins with '/'") << "without an end";
  EXPECT_EQ(damage(bytes("/a.b,...")), "! no address that begins with '/'");
  EXPECT_EQ(damage(bytes("/ab.")), "! no types behind the address");
  EXPECT_EQ(damage(bytes("/ab.\x01\x02\x03\x04")), "! no types behind the address");
  EXPECT_EQ(damage(bytes("/ab.,ff.....")), "! fewer values than types");
  EXPECT_EQ(damage(bytes("/ab.,d......")), "! fewer values than types");
  EXPECT_EQ(damage(bytes("/ab.,f..........")), "! bytes behind the last value");
  EXPECT_EQ(damage(bytes("/ab.,s..abcd")), "! a text without an end");
  EXPECT_EQ(damage(bytes("/ab.,b......")), "! a type other than i, f, d, h, s, S, T and F");
  EXPECT_EQ(damage(bytes("#bundle.....")), "! a bundle without a time tag");
  EXPECT_EQ(damage(bytes("#bundle.............")), "! an empty part of a bundle");
  EXPECT_EQ(damage(bytes("#bundle...........\x01.")),
            "! a part of a bundle that reaches beyond its end");
  EXPECT_EQ(damage(bytes("#bundle.........\xff\xff\xff\xfc"
                         "....")),
            "! a part of a bundle that reaches beyond its end");
  EXPECT_EQ(damage(bytes("#bundle............\x02....")), "! a size that is no multiple of 4");
}

TEST(OscPacket, WhatPrecedesTheDamageIsTaken) {
  auto packet = bundle_of(std::vector<Packet>{kFooBytes, kOscillatorBytes});
  packet.resize(packet.size() - 4);
  EXPECT_THAT(found_in(packet),
              ElementsAre(kFoo, Message{"! a part of a bundle that reaches beyond its end", {}}));
}

TEST(OscPacket, BundlesWithinBundles) {
  auto packet = kOscillatorBytes;
  for (int depth = 1; depth <= 8; ++depth) {
    packet = bundle_of(std::vector<Packet>{packet});
    EXPECT_THAT(found_in(packet), ElementsAre(kOscillator)) << depth;
  }
  packet = bundle_of(std::vector<Packet>{packet});
  EXPECT_THAT(found_in(packet),
              ElementsAre(Message{"! bundles within each other more than eight deep", {}}));
}

TEST(OscPacket, NumbersThatAreNoneArriveAsTheyAre) {
  const auto found =
      found_in(bytes("/n.."
                     ",ff."
                     "\x7f\xc0.."
                     "\xff\x80.."));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(std::isnan(std::get<float>(found[0].values.at(0))));
  EXPECT_EQ(std::get<float>(found[0].values.at(1)), -std::numeric_limits<float>::infinity());
}

}  // namespace
}  // namespace poseaae::osc
