#include "serve/told.hpp"

#include <gtest/gtest.h>

#include <string>

namespace poseaae::serve {
namespace {

using Messages = std::vector<std::pair<live::Message, live::Peer>>;

TEST(Told, OfAnAddressTheLastValueCounts) {
  Told told;
  EXPECT_TRUE(told.empty());
  told.add({"/a", {1}}, 5);
  told.add({"/b", {2}}, 5);
  told.add({"/a", {3}}, 5);
  EXPECT_FALSE(told.empty());
  EXPECT_EQ(told.take().messages, (Messages{{{"/b", {2}}, 5}, {{"/a", {3}}, 5}}));
  EXPECT_TRUE(told.empty());
}

TEST(Told, WhatAnotherHasSetAndLongerListsStay) {
  Told told;
  told.add({"/poseaae/latent", {1, 2, 3}}, 5);
  told.add({"/poseaae/latent", {4}}, 5);
  told.add({"/poseaae/latent", {5}}, 6);
  told.add({"/poseaae/error", {"a"}}, 5);
  told.add({"/poseaae/error", {"b"}}, 5);
  EXPECT_EQ(told.take().messages.size(), 5U);
}

TEST(Told, TooMuchIsSaidAsSuch) {
  Told told;
  for (int i = 0; i < 2000; ++i) told.add({"/" + std::to_string(i), {i}}, 5);
  const auto news = told.take();
  EXPECT_TRUE(news.overflowed);
  EXPECT_EQ(news.messages.size(), 1024U);
  EXPECT_FALSE(told.take().overflowed);
}

}  // namespace
}  // namespace poseaae::serve
