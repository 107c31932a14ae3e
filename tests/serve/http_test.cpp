#include "poseaae/serve/http.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace poseaae::serve {
namespace {

using testing::HasSubstr;
using testing::Optional;
using testing::StrEq;

int status_of(const std::string& head) {
  try {
    (void)read_request(head);
  } catch (const HttpError& error) {
    return error.status();
  }
  return 200;
}

TEST(Http, ReadsPathQueryAndHeaders) {
  const Request request = read_request(
      "GET /recordings/a%20dance.bvh?x=1&token=a%2Fb HTTP/1.1\r\nHOST:  here:80 \r\n"
      "Connection: keep-alive, Upgrade\r\n\r\n");
  EXPECT_FALSE(request.only_head);
  EXPECT_EQ(request.path, "/recordings/a dance.bvh");
  EXPECT_EQ(request.query_value("token"), "a/b");
  EXPECT_EQ(request.query_value("tok"), "");
  EXPECT_THAT(request.header("host"), Optional(StrEq("here:80")));
  EXPECT_EQ(request.header("origin"), std::nullopt);
  EXPECT_TRUE(request.header_has("connection", "upgrade"));
  EXPECT_FALSE(request.header_has("connection", "up"));
  EXPECT_TRUE(read_request("HEAD / HTTP/1.1\r\n\r\n").only_head);
}

TEST(Http, AHeadEndsWithAnEmptyLine) {
  EXPECT_EQ(size_of_head("GET / HTTP/1.1\r\nHost: a\r\n"), std::nullopt);
  EXPECT_EQ(size_of_head("GET / HTTP/1.1\r\n\r\nmore"), 18U);
  EXPECT_EQ(size_of_head(std::string(kLongestHead - 1, 'a')), std::nullopt);
  EXPECT_THROW((void)size_of_head(std::string(kLongestHead, 'a')), HttpError);
}

TEST(Http, WhatWouldHaveToBeGuessedIsRefused) {
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
  for (const char* head :
       {"GET / HTTP/2\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n", "GET http://a/ HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\r\n\r\n", "GET /%4 HTTP/1.1\r\n\r\n", "GET /%00 HTTP/1.1\r\n\r\n",
        "GET /%0d%0aX HTTP/1.1\r\n\r\n", "GET /\t HTTP/1.1\r\n\r\n", "GET /# HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "GET / HTTP/1.1\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nA: \x01\r\n\r\n", "\r\n\r\n"}) {
    EXPECT_EQ(status_of(head), 400) << head;
  }
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\n\r\n"), 405);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\n"), 413);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"), 413);
  std::string many = "GET / HTTP/1.1\r\n";
  for (std::size_t i = 0; i <= kMostHeaders; ++i) many += "A: b\r\n";
  EXPECT_EQ(status_of(many + "\r\n"), 431);
}

TEST(Http, AHeaderThatComesTwiceIsNoHeader) {
  const Request request = read_request("GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n");
  EXPECT_THROW((void)request.header("host"), HttpError);
}

TEST(Http, AnswersAreNotKeptNorGuessedNorFramed) {
  const std::string head = head_of_answer(404, {{"Content-Length", "0"}});
  EXPECT_TRUE(head.starts_with("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n"));
  EXPECT_TRUE(head.ends_with("\r\n\r\n"));
  for (const char* line :
       {"\r\nConnection: close\r\n", "\r\nCache-Control: no-store\r\n",
        "\r\nX-Content-Type-Options: nosniff\r\n", "\r\nX-Frame-Options: DENY\r\n"}) {
    EXPECT_THAT(head, HasSubstr(line));
  }
}

TEST(Http, PercentIsTakenAwayAndPut) {
  EXPECT_EQ(with_percent("a b/\xC3\xA9"), "a%20b%2F%C3%A9");
  EXPECT_EQ(without_percent("a%20b%2F%C3%A9"), "a b/\xC3\xA9");
  EXPECT_THROW((void)without_percent("%-1"), HttpError);
}

}  // namespace
}  // namespace poseaae::serve
