#include "serve/frame_mailbox.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <thread>

namespace poseaae::serve {
namespace {

struct Sample {
  std::vector<float> root{0, 0, 0}, rotations = std::vector<float>(40),
                                    latents = std::vector<float>(8);

  live::Frame frame(std::uint32_t number) {
    std::ranges::fill(rotations, static_cast<float>(number));
    return {.number = number,
            .time_s = 0,
            .rotations = rotations,
            .root = root,
            .world_positions = {},
            .world_rotations = {},
            .latents = latents};
  }
};

std::uint32_t number_of(const std::string& bytes) {
  std::uint32_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  return number;
}

TEST(FrameMailbox, GivesTheNewestOnce) {
  Sample sample;
  FrameMailbox mailbox(size_of_frame(10, 8));
  EXPECT_EQ(mailbox.take(), nullptr);
  EXPECT_TRUE(mailbox.put(sample.frame(1)));
  EXPECT_TRUE(mailbox.put(sample.frame(2)));
  const std::string* const taken = mailbox.take();
  ASSERT_NE(taken, nullptr);
  EXPECT_EQ(number_of(*taken), 2U);
  EXPECT_EQ(mailbox.take(), nullptr);
  EXPECT_TRUE(mailbox.put(sample.frame(3)));
  EXPECT_EQ(number_of(*taken), 2U) << "what was taken stays until the next is";
}

TEST(FrameMailbox, AFrameOfAnotherSizeIsRefused) {
  Sample sample;
  FrameMailbox mailbox(size_of_frame(10, 8));
  sample.latents.resize(7);
  EXPECT_FALSE(mailbox.put(sample.frame(1)));
  EXPECT_EQ(mailbox.take(), nullptr);
}

TEST(FrameMailbox, BetweenThreadsFramesAreWholeAndInOrder) {
  static constexpr std::uint32_t kFrames = 200'000;
  FrameMailbox mailbox(size_of_frame(10, 8));
  std::jthread writer([&] {
    Sample sample;
    for (std::uint32_t n = 1; n <= kFrames; ++n) mailbox.put(sample.frame(n));
  });
  std::uint32_t last = 0;
  while (last < kFrames) {
    const std::string* const bytes = mailbox.take();
    if (bytes == nullptr) continue;
    const std::uint32_t number = number_of(*bytes);
    ASSERT_GT(number, last);
    last = number;
    std::vector<float> rotations(40);
    std::memcpy(rotations.data(), bytes->data() + 20, 160);
    for (const float value : rotations) ASSERT_EQ(value, static_cast<float>(number));
  }
}

}  // namespace
}  // namespace poseaae::serve
