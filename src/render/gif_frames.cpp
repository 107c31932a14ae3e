#include "gif_frames.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace poseaae::render {

namespace {

// Beside what must be written, so many pixels of a row may be written as well as left: LZW's
// strings then need not end at every edge.
constexpr int kReach = 12;

// Kinds of pixels: kept, free (256 keys), to be written (256 keys).
using Kind = LzwEncoder::Kind;
constexpr Kind kKept = 0;
Kind free_kind(PixelKey key) { return static_cast<Kind>(1 + key); }
Kind written_kind(PixelKey key) { return static_cast<Kind>(257 + key); }

std::vector<Choices> choices_of_kinds(const Palette& palette, const Tolerance& tolerance) {
  const Choices transparent = Choices{1} << palette.transparent();
  std::vector<Choices> choices(513, transparent);
  for (int key = 0; key < 256; ++key) {
    const Choices written = tolerance.written(static_cast<PixelKey>(key));
    choices[free_kind(static_cast<PixelKey>(key))] = transparent | written;
    choices[written_kind(static_cast<PixelKey>(key))] = written;
  }
  return choices;
}

Coverage whole(int width, int height) {
  Coverage all(width, height);
  all.add(Viewport{0.0, 0.0, static_cast<double>(width), static_cast<double>(height)});
  return all;
}

}  // namespace

void append_word(std::string& bytes, int value) {
  bytes.push_back(static_cast<char>(value & 255));
  bytes.push_back(static_cast<char>(value >> 8));
}

IndexedCanvas::IndexedCanvas(const Painter& painter, const Palette& palette,
                             const Tolerance& tolerance)
    : painter_(painter),
      tolerance_(tolerance),
      quantiser_(palette),
      indices_(static_cast<std::size_t>(painter.width()) * painter.height()),
      keys_(indices_.size()) {}

Coverage IndexedCanvas::paint(int frame) {
  const bool first = canvas_.image.pixels.empty();
  Coverage area = canvas_.covered;
  painter_.paint(frame, canvas_);
  const Image& image = canvas_.image;
  if (first) {
    area = whole(image.width, image.height);
  } else {
    area.add(canvas_.covered);
  }
  for (int y = 0; y < image.height; ++y) {
    const auto [begin, end] = area.row(y);
    const std::size_t row = static_cast<std::size_t>(y) * image.width;
    std::uint32_t last = 0;
    std::uint8_t index = quantiser_(last);
    for (std::size_t i = row + begin; i < row + end; ++i) {
      if (image.pixels[i] != last) {
        last = image.pixels[i];
        index = quantiser_(last);
      }
      indices_[i] = index;
    }
  }
  // A key depends on its neighbours.
  Coverage changed = tolerance_.find_keys(indices_, image.width, area.grown(), keys_);
  return first ? area : changed;
}

FrameEncoder::FrameEncoder(const Painter& painter, const Palette& palette,
                           const Tolerance& tolerance)
    : width_(painter.width()),
      height_(painter.height()),
      transparent_(palette.transparent()),
      tolerance_(tolerance),
      canvas_(painter, palette, tolerance),
      lzw_(palette.bits(), choices_of_kinds(palette, tolerance)),
      shown_(static_cast<std::size_t>(width_) * height_, Tolerance::kNothing) {}

std::string FrameEncoder::encode(int before, std::span<const GifTiming> frames) {
  if (before < 0) {
    std::fill(shown_.begin(), shown_.end(), Tolerance::kNothing);
  } else {
    static_cast<void>(canvas_.paint(before));
    std::transform(canvas_.keys().begin(), canvas_.keys().end(), shown_.begin(),
                   Tolerance::kept_for);
  }
  std::string bytes;
  for (const GifTiming& timing : frames) append_frame(timing, bytes);
  return bytes;
}

void FrameEncoder::append_frame(const GifTiming& timing, std::string& bytes) {
  const Coverage area = canvas_.paint(timing.frame);
  PixelRect rect = changed_rectangle(area);
  if (rect.width == 0) rect = {0, 0, 1, 1};  // nothing moved: one pixel as before keeps the time

  constexpr char kStay = 1 << 2, kHasTransparent = 1;
  bytes += {'\x21', '\xf9', 4, kStay | kHasTransparent};
  append_word(bytes, timing.delay_cs);
  bytes += {static_cast<char>(transparent_), 0, '\x2c'};
  for (const int value : {rect.x, rect.y, rect.width, rect.height}) append_word(bytes, value);
  bytes.push_back(0);

  find_kinds(area, rect);
  chosen_.resize(kinds_.size());
  lzw_.encode(kinds_, chosen_, bytes);
  remember(rect);
}

PixelRect FrameEncoder::changed_rectangle(const Coverage& area) const {
  int left = width_, right = -1, top = height_, bottom = -1;
  for (int y = 0; y < height_; ++y) {
    const auto [begin, end] = area.row(y);
    const std::size_t row = static_cast<std::size_t>(y) * width_;
    const auto stays = [&](int x) {
      return tolerance_.stays(shown_[row + x], canvas_.keys()[row + x]);
    };
    int first = begin, last = end - 1;
    while (first < end && stays(first)) ++first;
    if (first >= end) continue;
    while (stays(last)) --last;
    left = std::min(left, first);
    right = std::max(right, last);
    top = std::min(top, y);
    bottom = y;
  }
  if (right < 0) return {};
  return {left, top, right - left + 1, bottom - top + 1};
}

void FrameEncoder::find_kinds(const Coverage& area, const PixelRect& rect) {
  kinds_.assign(static_cast<std::size_t>(rect.width) * rect.height, kKept);
  for (int y = rect.y; y < rect.y + rect.height; ++y) {
    const auto [begin, end] = area.row(y);
    find_kinds(y, {std::max(begin, rect.x), std::min(end, rect.x + rect.width)}, rect);
  }
}

void FrameEncoder::find_kinds(int y, const Coverage::Span& span, const PixelRect& rect) {
  const std::size_t row = static_cast<std::size_t>(y) * width_;
  const PixelKey* keys = canvas_.keys().data() + row;
  Kind* kinds = kinds_.data() + static_cast<std::size_t>(y - rect.y) * rect.width - rect.x;
  int free_until = rect.x;  // pixels before this one have their kind
  for (int x = span.begin; x < span.end; ++x) {
    if (tolerance_.stays(shown_[row + x], keys[x])) continue;
    for (int k = std::max(free_until, x - kReach); k < x; ++k) kinds[k] = free_kind(keys[k]);
    kinds[x] = written_kind(keys[x]);
    const int end = std::min(x + 1 + kReach, rect.x + rect.width);
    for (int k = std::max(free_until, x + 1); k < end; ++k) kinds[k] = free_kind(keys[k]);
    free_until = std::max(free_until, end);
  }
}

/// What the frame leaves on the screen.
void FrameEncoder::remember(const PixelRect& rect) {
  std::array<std::uint8_t, 8> nothing;
  nothing.fill(transparent_);
  for (int y = 0; y < rect.height; ++y) {
    const std::uint8_t* from = chosen_.data() + static_cast<std::size_t>(y) * rect.width;
    Shown* to = shown_.data() + static_cast<std::size_t>(rect.y + y) * width_ + rect.x;
    for (int x = 0; x < rect.width; ++x) {
      if (x + 8 <= rect.width && std::memcmp(from + x, nothing.data(), 8) == 0) {
        x += 7;
      } else if (from[x] != transparent_) {
        to[x] = Tolerance::shown(from[x]);
      }
    }
  }
}

}  // namespace poseaae::render
