#include "film_canvas.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace poseaae::render {

namespace {

// Coefficients in 2^-18, with the sums of each row of the matrix exact for grey.
constexpr int kBits = 18;
constexpr int fixed(double value) {
  return static_cast<int>(value * (1 << kBits) + (value < 0.0 ? -0.5 : 0.5));
}
constexpr double kRed = 0.2126, kGreen = 0.7152, kBlue = 0.0722;
constexpr double kLuma = 219.0 / 255.0;
constexpr double kCb = 224.0 / 255.0 / (2.0 * (1.0 - kBlue));
constexpr double kCr = 224.0 / 255.0 / (2.0 * (1.0 - kRed));

struct Sums {
  int r = 0;
  int g = 0;
  int b = 0;
  void add(std::uint32_t pixel) {
    r += static_cast<int>(pixel >> 16 & 255);
    g += static_cast<int>(pixel >> 8 & 255);
    b += static_cast<int>(pixel & 255);
  }
};

/// offset + (weights . sums) / 2^bits, rounded.
char component(const Sums& s, int r, int g, int b, int offset, int bits) {
  const int sum = r * s.r + g * s.g + b * s.b + (offset << bits) + (1 << (bits - 1));
  return static_cast<char>(static_cast<unsigned char>(sum >> bits));
}

char luma(std::uint32_t pixel) {
  Sums s;
  s.add(pixel);
  return component(s, fixed(kLuma * kRed), fixed(kLuma * kGreen), fixed(kLuma * kBlue), 16, kBits);
}
/// Of the sums of four pixels.
char blue_difference(const Sums& s) {
  constexpr int r = fixed(-kCb * kRed), g = fixed(-kCb * kGreen);
  return component(s, r, g, -r - g, 128, kBits + 2);
}
char red_difference(const Sums& s) {
  constexpr int g = fixed(-kCr * kGreen), b = fixed(-kCr * kBlue);
  return component(s, -g - b, g, b, 128, kBits + 2);
}

constexpr int even(int side) { return side + (side & 1); }

/// Both, and from an even column to an even one.
Coverage::Span joined(const Coverage::Span& a, const Coverage::Span& b) {
  Coverage::Span both = a;
  if (a.begin >= a.end) {
    both = b;
  } else if (b.begin < b.end) {
    both = {std::min(a.begin, b.begin), std::max(a.end, b.end)};
  }
  return {both.begin & ~1, even(both.end)};
}

}  // namespace

FilmCanvas::FilmCanvas(const Painter& painter, Layout layout, const Colour& background)
    : painter_(painter),
      layout_(layout),
      background_(packed(background)),
      width_(layout == Layout::kRgb ? painter.width() : even(painter.width())),
      height_(layout == Layout::kRgb ? painter.height() : even(painter.height())) {
  const std::size_t pixels = static_cast<std::size_t>(width_) * height_;
  bytes_.resize(layout == Layout::kRgb ? 3 * pixels : pixels + pixels / 2);
}

const std::string& FilmCanvas::paint(int frame) {
  const bool first = canvas_.image.pixels.empty();
  Coverage area = canvas_.covered;
  painter_.paint(frame, canvas_);
  const Image& image = canvas_.image;
  if (first) {
    area = Coverage(image.width, image.height);
    area.add(
        Viewport{0.0, 0.0, static_cast<double>(image.width), static_cast<double>(image.height)});
  } else {
    area.add(canvas_.covered);
  }
  if (layout_ == Layout::kRgb) {
    for (int y = 0; y < image.height; ++y) convert_rgb(y, area.row(y));
  } else {
    for (int y = 0; y < image.height; y += 2) {
      convert_planar(y, area.row(y), area.row(std::min(y + 1, image.height - 1)));
    }
  }
  return bytes_;
}

void FilmCanvas::convert_rgb(int y, const Coverage::Span& span) {
  const std::uint32_t* row = canvas_.image.pixels.data() + static_cast<std::size_t>(y) * width_;
  char* out = bytes_.data() + 3 * (static_cast<std::size_t>(y) * width_);
  for (int x = span.begin; x < span.end; ++x) {
    out[3 * x] = static_cast<char>(row[x] >> 16);
    out[3 * x + 1] = static_cast<char>(row[x] >> 8);
    out[3 * x + 2] = static_cast<char>(row[x]);
  }
}

std::uint32_t FilmCanvas::pixel(int x, int y) const {
  const Image& image = canvas_.image;
  return x < image.width && y < image.height ? image.at(x, y) : background_;
}

/// Two rows, and the row of chroma that they share.
void FilmCanvas::convert_planar(int y, const Coverage::Span& upper, const Coverage::Span& lower) {
  const auto [begin, end] = joined(upper, lower);
  const Image& image = canvas_.image;
  // Columns before this one have all four pixels.
  const int whole = y + 1 < image.height ? std::min(end, image.width & ~1) : begin;
  const std::uint32_t* const row = image.pixels.data() + static_cast<std::size_t>(y) * image.width;
  const std::uint32_t* const next = row + (y + 1 < image.height ? image.width : 0);
  const std::size_t pixels = static_cast<std::size_t>(width_) * height_;
  char* const top = bytes_.data() + static_cast<std::size_t>(y) * width_;
  char* const bottom = top + width_;
  char* const blue = bytes_.data() + pixels + static_cast<std::size_t>(y / 2) * (width_ / 2);
  char* const red = blue + pixels / 4;
  const auto convert = [=](int x, const std::array<std::uint32_t, 4>& four) {
    Sums sums;
    for (const std::uint32_t one : four) sums.add(one);
    top[x] = luma(four[0]);
    top[x + 1] = luma(four[1]);
    bottom[x] = luma(four[2]);
    bottom[x + 1] = luma(four[3]);
    blue[x / 2] = blue_difference(sums);
    red[x / 2] = red_difference(sums);
  };
  int x = begin;
  for (; x < whole; x += 2) convert(x, {row[x], row[x + 1], next[x], next[x + 1]});
  for (; x < end; x += 2) {
    convert(x, {pixel(x, y), pixel(x + 1, y), pixel(x, y + 1), pixel(x + 1, y + 1)});
  }
}

}  // namespace poseaae::render
