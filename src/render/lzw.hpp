#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "render/tolerance.hpp"

namespace poseaae::render {

/// GIF's LZW (codes from code_bits + 1 to 12 bits, clear code 2^code_bits, end code one more) of
/// pixels that allow a choice of symbols: the longest string in the table that fits is taken. The
/// decoder is the usual one. Source: GIF89a specification, appendix F.
///
/// A pixel is given by its kind, an index into the table of choices. Kind 0 must have a single
/// choice: the most common symbol of a patch ("as before"), whose runs are processed at once.
class LzwEncoder {
 public:
  using Kind = std::uint16_t;

  LzwEncoder(int code_bits, std::vector<Choices> choices);

  /// Appends the code size and the data in GIF's sub-blocks of at most 255 bytes, with the empty
  /// one that ends them, and says which symbol each pixel got.
  void encode(std::span<const Kind> kinds, std::span<std::uint8_t> chosen, std::string& bytes);

 private:
  struct Node {  // a string of the table; its number is its code
    Choices next_symbols = 0;
    std::uint16_t first_child = 0;
    std::uint16_t next_sibling = 0;
    std::uint16_t parent = 0;
    std::uint16_t run = 0;  ///< its length when it is nothing but common symbols
    std::uint8_t symbol = 0;
  };
  struct Match {
    std::uint16_t node = 0;
    std::size_t length = 0;
  };

  void clear_table();
  [[nodiscard]] Match longest_match(std::size_t at);
  void search(std::size_t at, std::uint16_t root, Match& best);
  bool extend(std::size_t at, Match& match);
  [[nodiscard]] std::size_t common_run(std::size_t at, std::size_t max_run) const;
  [[nodiscard]] bool attach(std::uint8_t symbol);
  void detach();
  void add_entry(const Match& match);
  void choose(const Match& match, std::size_t at, std::span<std::uint8_t> chosen) const;
  void put(int code);
  void append_blocks(std::string& bytes);

  int code_bits_;
  std::vector<Choices> choices_;
  std::uint8_t common_;
  std::span<const Kind> kinds_;

  std::vector<Node> nodes_;
  std::vector<std::uint16_t> runs_;  ///< node of each length of common symbols, from length 1
  std::vector<Match> stack_;
  int next_code_ = 0;
  int width_ = 0;
  int previous_ = -1;  ///< code of the last string since the table was cleared

  std::string data_;
  std::uint32_t bit_buffer_ = 0;
  int buffered_bits_ = 0;
};

}  // namespace poseaae::render
