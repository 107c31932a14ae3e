#include "poseaae/serve/page_messages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>
#include <limits>

#include "poseaae/base/error.hpp"
#include "serve/fake_instrument.hpp"

namespace poseaae::serve {
namespace {

using live::Message;

TEST(PageMessages, AreAddressesAndValues) {
  EXPECT_EQ(read_message(R"(["/poseaae/mix/amount",0.5])"),
            (Message{"/poseaae/mix/amount", {0.5F}}));
  EXPECT_EQ(read_message(R"( [ "/a" , 1 , -2e0,"a,\"]" , 1.0 ] )"),
            (Message{"/a", {1, -2.0F, "a,\"]", 1.0F}}));
  EXPECT_EQ(read_message(R"(["/poseaae/cue/next"])"), (Message{"/poseaae/cue/next", {}}));
  EXPECT_EQ(read_message(R"(["\u002fa"])"), (Message{"/a", {}}));
  EXPECT_EQ(read_message("[\"/a\",2147483647,2147483648]"),
            (Message{"/a", {std::numeric_limits<std::int32_t>::max(), 2147483648.0F}}));
}

TEST(PageMessages, AnythingElseIsRefused) {
  for (const char* text : {"",
                           "[",
                           "]",
                           "[]",
                           "{}",
                           "null",
                           "\"/a\"",
                           "[1]",
                           "[[\"/a\"]]",
                           "[\"/a\",]",
                           "[\"/a\",null]",
                           "[\"/a\",true]",
                           "[\"/a\",[1]]",
                           "[\"/a\",{}]",
                           "[\"/a\" 1]",
                           "[\"/a\",1]x",
                           "[\"/a\",1e39]",
                           "[\"/a\",NaN]",
                           "[\"/a\",01]",
                           "[\"/a\",\"\\x\"]",
                           "[\"/a\",\"\xff\"]",
                           "[\"/a",
                           "[\"/a\\\"]",
                           "[\"/a\",\"\n\"]",
                           "[,]"}) {
    EXPECT_THROW((void)read_message(text), InputError) << text;
  }
  EXPECT_THROW((void)read_message(std::string(60000, '[')), InputError);
}

RC_GTEST_PROP(PageMessages, ReadAsTheyWereWritten, ()) {
  const auto whole =
      *rc::gen::container<std::vector<std::int32_t>>(rc::gen::arbitrary<std::int32_t>());
  const auto numbers = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-100000, 100000));
  Message message{"/poseaae/\"x\\", {}};
  for (const auto value : whole) {
    message.values.emplace_back(std::max(value, -std::numeric_limits<std::int32_t>::max()));
  }
  // Not whole, so that it is written with a point.
  for (const auto value : numbers) message.values.emplace_back(static_cast<float>(value) + 0.25F);
  message.values.emplace_back("\xC3\xA9\n");
  RC_ASSERT(read_message(text_of(message)) == message);
}

TEST(PageMessages, ANumberThatIsNoneIsNotSaid) {
  EXPECT_EQ(text_of({"/a", {std::numeric_limits<float>::quiet_NaN(), 0.1F, -0.0F}}),
            R"(["/a",0,0.1,0])");
}

TEST(PageMessages, TheDescriptionIsThatOfTheProtocol) {
  const test::FakeInstrument instrument;
  const auto description = instrument.description();
  const std::string hello =
      hello_of(opening_of_hello(description, "{\"places\":[]}"), {1, 3},
               std::vector<Message>{{"/poseaae/tempo", {0.5F}}, {"/poseaae/source", {"walk"}}});
  EXPECT_EQ(
      hello,
      R"({"hello":{"title":"a \"dance\"","fps":50,"skeleton":{"joints":[)"
      R"({"name":"hips","parent":-1,"offset":[0,0,0]},{"name":"head","parent":0,"offset":[0,0.5,0]}],)"
      R"("end_sites":[{"name":"tip","parent":1,"offset":[0,0.25,0]}]},)"
      R"("latents":{"mean":[0,0.1,-1],"standard_deviation":[1,2,0.5]},"styles":["style=old"],)"
      R"("sources":["walk","point"],"clips":[],"map":{"places":[]},"presets":[1,3],)"
      R"("state":[["/poseaae/tempo",0.5],["/poseaae/source","walk"]]}})");
}

TEST(PageMessages, AFrameIsARowOfNumbersInBinary) {
  const std::vector<float> root{1, 2, 3}, rotations{1, 0, 0, 0, 0.5F, 0.5F, 0.5F, 0.5F},
      latents{7, 8, 9};
  live::Frame frame{.number = 258,
                    .time_s = 0.75,
                    .rotations = rotations,
                    .root = root,
                    .world_positions = {},
                    .world_rotations = {},
                    .latents = latents};
  std::string bytes(size_of_frame(2, 3), '\0');
  ASSERT_EQ(bytes.size(), 64U);
  ASSERT_TRUE(write_frame(frame, bytes));
  EXPECT_EQ(bytes.substr(0, 4), std::string("\x02\x01\0\0", 4));
  std::vector<float> numbers(15);
  std::memcpy(numbers.data(), bytes.data() + 4, 60);
  EXPECT_THAT(numbers,
              testing::ElementsAre(0.75F, 1, 2, 3, 1, 0, 0, 0, 0.5F, 0.5F, 0.5F, 0.5F, 7, 8, 9));
  EXPECT_FALSE(write_frame(frame, std::span(bytes).first(60)));
  frame.root = {};
  EXPECT_FALSE(write_frame(frame, bytes));
}

}  // namespace
}  // namespace poseaae::serve
