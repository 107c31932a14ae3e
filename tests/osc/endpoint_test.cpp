#include "poseaae/osc/endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"

namespace poseaae::osc {
namespace {

const Endpoint kMissing{"127.0.0.1", 9004};

TEST(OscEndpoint, HostAndPort) {
  const auto parsed = [](const char* text) { return Endpoint::parse(text, kMissing, "--osc-out"); };
  EXPECT_EQ(parsed("192.168.1.20:7000"), (Endpoint{"192.168.1.20", 7000}));
  EXPECT_EQ(parsed("desk"), (Endpoint{"desk", 9004}));
  EXPECT_EQ(parsed(":7000"), (Endpoint{"127.0.0.1", 7000}));
  EXPECT_EQ(parsed(""), kMissing);
  EXPECT_EQ(parsed("[::1]:7000"), (Endpoint{"::1", 7000}));
  EXPECT_EQ(parsed("[fe80::1]"), (Endpoint{"fe80::1", 9004}));
  EXPECT_EQ(parsed("[::1]:7000").text(), "[::1]:7000");
  EXPECT_EQ(parsed("desk:7000").text(), "desk:7000");
}

TEST(OscEndpoint, WhatIsNone) {
  for (const char* text : {"desk:", "desk:0", "desk:65536", "desk:x", "desk:70 00", "::1", "[::1",
                           "[::1]7000", "desk:-1", "[]:7000"}) {
    try {
      (void)Endpoint::parse(text, kMissing, "--osc-out");
      ADD_FAILURE() << text;
    } catch (const UsageError& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("--osc-out: expected")) << text;
      EXPECT_THAT(error.what(), testing::HasSubstr(std::string("found '") + text + "'")) << text;
    }
  }
}

}  // namespace
}  // namespace poseaae::osc
