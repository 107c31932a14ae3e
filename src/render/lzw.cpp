#include "render/lzw.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace poseaae::render {

namespace {

constexpr int kTableSize = 4096;
constexpr std::size_t kBlock = 255;
// Branches tried per first symbol: what bounds the time. More do not make a GIF noticeably smaller.
constexpr int kBranches = 4;

}  // namespace

LzwEncoder::LzwEncoder(int code_bits, std::vector<Choices> choices)
    : code_bits_(code_bits),
      choices_(std::move(choices)),
      common_(static_cast<std::uint8_t>(std::countr_zero(choices_.at(0)))),
      nodes_(kTableSize) {}

void LzwEncoder::encode(std::span<const Kind> kinds, std::span<std::uint8_t> chosen,
                        std::string& bytes) {
  kinds_ = kinds;
  std::fill(chosen.begin(), chosen.end(), common_);
  data_.clear();
  bit_buffer_ = 0;
  buffered_bits_ = 0;
  clear_table();
  put(1 << code_bits_);
  for (std::size_t at = 0; at < kinds.size();) {
    const Match match = longest_match(at);
    add_entry(match);
    choose(match, at, chosen);
    put(match.node);
    previous_ = match.node;
    at += match.length;
    if (next_code_ == kTableSize) {
      put(1 << code_bits_);
      clear_table();
    } else if (next_code_ == 1 << width_) {
      ++width_;
    }
  }
  put((1 << code_bits_) + 1);
  if (buffered_bits_ > 0) data_.push_back(static_cast<char>(bit_buffer_));
  append_blocks(bytes);
}

void LzwEncoder::clear_table() {
  const int symbols = 1 << code_bits_;
  std::fill(nodes_.begin(), nodes_.begin() + std::max(next_code_, symbols), Node{});
  for (int i = 0; i < symbols; ++i) nodes_[i].symbol = static_cast<std::uint8_t>(i);
  nodes_[common_].run = 1;
  runs_.assign(1, common_);
  next_code_ = symbols + 2;
  width_ = code_bits_ + 1;
  previous_ = -1;
}

// The entry that the last string left open takes the first symbol of this one, and may already be
// part of it: each first symbol is tried with its entry in place.
LzwEncoder::Match LzwEncoder::longest_match(std::size_t at) {
  Match best;
  Choices first = choices_[kinds_[at]];
  for (bool common = (first >> common_ & 1) != 0; first != 0; common = false) {
    const auto symbol = common ? common_ : static_cast<std::uint8_t>(std::countr_zero(first));
    first &= ~(Choices{1} << symbol);
    const bool attached = attach(symbol);
    search(at, symbol, best);
    if (attached) detach();
  }
  return best;
}

void LzwEncoder::search(std::size_t at, std::uint16_t root, Match& best) {
  stack_.assign(1, {root, 1});
  for (int branches = 0; !stack_.empty() && branches < kBranches; ++branches) {
    Match match = stack_.back();
    stack_.pop_back();
    while (extend(at, match)) {
    }
    if (match.length > best.length) best = match;
  }
}

/// One step towards the end of a branch; other ways to go on are put on the stack.
inline bool LzwEncoder::extend(std::size_t at, Match& match) {
  const Node& node = nodes_[match.node];
  const std::size_t here = at + match.length;
  if (here == kinds_.size()) return false;
  if (kinds_[here] == 0 && node.run > 0 && node.run < runs_.size()) {
    const std::size_t leap = common_run(here, runs_.size() - node.run);
    match = {runs_[node.run + leap - 1], match.length + leap};
    return true;
  }
  Choices fitting = choices_[kinds_[here]] & node.next_symbols;
  if (fitting == 0) return false;
  const std::size_t length = match.length + 1;
  for (std::uint16_t child = node.first_child;; child = nodes_[child].next_sibling) {
    const Choices symbol = Choices{1} << nodes_[child].symbol;
    if ((fitting & symbol) == 0) continue;
    match = {child, length};
    fitting &= ~symbol;
    if (fitting == 0) return true;  // the eldest, whose own children go farthest
    stack_.push_back(match);
  }
}

/// Pixels of kind 0 from here on, at most so many.
std::size_t LzwEncoder::common_run(std::size_t at, std::size_t max_run) const {
  const Kind* begin = kinds_.data() + at;
  const std::size_t limit = std::min(max_run, kinds_.size() - at);
  std::size_t run = 0;
  constexpr std::size_t kAtOnce = sizeof(std::uint64_t) / sizeof(Kind);
  for (std::uint64_t several = 0; run + kAtOnce <= limit; run += kAtOnce) {
    std::memcpy(&several, begin + run, sizeof several);
    if (several != 0) break;
  }
  while (run < limit && begin[run] == 0) ++run;
  return run;
}

/// The open entry with this last symbol, under the next code. False when there is none to attach:
/// after a clear code, and where the table has the string already.
bool LzwEncoder::attach(std::uint8_t symbol) {
  if (previous_ < 0) return false;
  Node& parent = nodes_[previous_];
  if (parent.next_symbols >> symbol & 1) return false;
  const auto code = static_cast<std::uint16_t>(next_code_);
  const bool run = parent.run > 0 && symbol == common_;
  nodes_[code] = {0,
                  0,
                  parent.first_child,
                  static_cast<std::uint16_t>(previous_),
                  static_cast<std::uint16_t>(run ? parent.run + 1 : 0),
                  symbol};
  if (run) runs_.push_back(code);
  parent.first_child = code;
  parent.next_symbols |= Choices{1} << symbol;
  return true;
}

void LzwEncoder::detach() {
  const Node& entry = nodes_[next_code_];
  Node& parent = nodes_[previous_];
  parent.first_child = entry.next_sibling;
  parent.next_symbols &= ~(Choices{1} << entry.symbol);
  if (entry.run > 0) runs_.pop_back();
}

void LzwEncoder::add_entry(const Match& match) {
  if (previous_ < 0) return;
  // The first symbol of a string is that of its oldest ancestor; the open entry begins as the last
  // string does.
  int node = match.node == next_code_ ? previous_ : match.node;
  while (node >= 1 << code_bits_) node = nodes_[node].parent;
  static_cast<void>(attach(static_cast<std::uint8_t>(node)));
  ++next_code_;
}

void LzwEncoder::choose(const Match& match, std::size_t at, std::span<std::uint8_t> chosen) const {
  std::uint16_t node = match.node;
  for (std::size_t i = match.length; i > 0 && nodes_[node].run == 0; --i) {
    chosen[at + i - 1] = nodes_[node].symbol;
    node = nodes_[node].parent;
  }
}

void LzwEncoder::put(int code) {
  bit_buffer_ |= static_cast<std::uint32_t>(code) << buffered_bits_;
  for (buffered_bits_ += width_; buffered_bits_ >= 8; buffered_bits_ -= 8) {
    data_.push_back(static_cast<char>(bit_buffer_));
    bit_buffer_ >>= 8;
  }
}

void LzwEncoder::append_blocks(std::string& bytes) {
  bytes.push_back(static_cast<char>(code_bits_));
  for (std::size_t begin = 0; begin < data_.size(); begin += kBlock) {
    const std::size_t size = std::min(kBlock, data_.size() - begin);
    bytes.push_back(static_cast<char>(size));
    bytes.append(data_, begin, size);
  }
  bytes.push_back('\0');
}

}  // namespace poseaae::render
