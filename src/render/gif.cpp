#include "poseaae/render/gif.hpp"

#include <fmt/format.h>
#include <gif_lib.h>

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "poseaae/core/error.hpp"

namespace poseaae::render {

namespace {

constexpr int kLargestSide = 65535;

void check(int status, const GifFileType* gif) {
  if (status == GIF_ERROR) {
    throw OutputError(fmt::format("encoding GIF: {}", GifErrorString(gif->Error)));
  }
}

int append(GifFileType* gif, const GifByteType* bytes, int count) {
  static_cast<std::string*>(gif->UserData)->append(reinterpret_cast<const char*>(bytes), count);
  return count;
}

struct FreeMap {
  void operator()(ColorMapObject* map) const { GifFreeMapObject(map); }
};
using Map = std::unique_ptr<ColorMapObject, FreeMap>;

struct Close {
  void operator()(GifFileType* gif) const { EGifCloseFile(gif, nullptr); }
};

Map map_of(const Palette& palette) {
  // One entry more for "as before"; GIF wants a power of two.
  const int entries = 1 << GifBitSize(palette.size() + 1);
  Map map(GifMakeMapObject(entries, nullptr));
  if (!map) throw OutputError("encoding GIF: out of memory");
  for (int i = 0; i < palette.size(); ++i) {
    const Colour& c = palette.colours()[i];
    map->Colors[i] = {c.r, c.g, c.b};
  }
  return map;
}

/// giflib writing to memory. It begins with a header; what follows is the caller's.
class Encoder {
 public:
  Encoder(const Palette& palette, int width, int height)
      : gif_(EGifOpen(&bytes_, append, nullptr)) {
    if (!gif_) throw OutputError("encoding GIF: out of memory");
    EGifSetGifVersion(gif_.get(), true);
    const Map map = map_of(palette);
    check(EGifPutScreenDesc(gif_.get(), width, height, 8, 0, map.get()), gif_.get());
  }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  /// What was written since the last call.
  std::string take() { return std::exchange(bytes_, {}); }

  void loop_for_ever() {
    constexpr unsigned char kLoops[] = {1, 0, 0};
    check(EGifPutExtensionLeader(gif_.get(), APPLICATION_EXT_FUNC_CODE), gif_.get());
    check(EGifPutExtensionBlock(gif_.get(), 11, "NETSCAPE2.0"), gif_.get());
    check(EGifPutExtensionBlock(gif_.get(), sizeof kLoops, kLoops), gif_.get());
    check(EGifPutExtensionTrailer(gif_.get()), gif_.get());
  }

  void control(int delay_cs, int transparent) {
    const GraphicsControlBlock block{DISPOSE_DO_NOT, false, delay_cs, transparent};
    GifByteType bytes[4];
    const auto size = EGifGCBToExtension(&block, bytes);
    check(EGifPutExtension(gif_.get(), GRAPHICS_EXT_FUNC_CODE, static_cast<int>(size), bytes),
          gif_.get());
  }

  void begin_image(const PixelRect& r) {
    check(EGifPutImageDesc(gif_.get(), r.x, r.y, r.width, r.height, false, nullptr), gif_.get());
  }
  void line(std::span<std::uint8_t> indices) {
    check(EGifPutLine(gif_.get(), indices.data(), static_cast<int>(indices.size())), gif_.get());
  }

 private:
  std::string bytes_;  // before gif_, which still writes while it closes
  std::unique_ptr<GifFileType, Close> gif_;
};

}  // namespace

PixelRect changed_area(const IndexedImage& before, const IndexedImage& after) {
  int left = after.width, right = 0, top = after.height, bottom = 0;
  for (int y = 0; y < after.height; ++y) {
    const auto row = static_cast<std::size_t>(y) * after.width;
    const auto a = before.indices.begin() + static_cast<std::ptrdiff_t>(row);
    const auto b = after.indices.begin() + static_cast<std::ptrdiff_t>(row);
    const auto first = std::mismatch(b, b + after.width, a).first;
    if (first == b + after.width) continue;
    int last = after.width - 1;
    while (a[last] == b[last]) --last;
    left = std::min(left, static_cast<int>(first - b));
    right = std::max(right, last + 1);
    top = std::min(top, y);
    bottom = y + 1;
  }
  if (right == 0) return {};
  return {left, top, right - left, bottom - top};
}

std::string encode_gif_frame(const Palette& palette, const IndexedImage* before,
                             const IndexedImage& after, int delay_cs) {
  PixelRect area{0, 0, after.width, after.height};
  if (before != nullptr) area = changed_area(*before, after);
  if (area.width == 0) area = {0, 0, 1, 1};  // nothing moved: one pixel as before keeps the time

  Encoder encoder(palette, after.width, after.height);
  static_cast<void>(encoder.take());  // the file has its header already
  encoder.control(delay_cs, before == nullptr ? NO_TRANSPARENT_COLOR : palette.transparent());
  encoder.begin_image(area);
  std::vector<std::uint8_t> line(area.width);
  for (int y = area.y; y < area.y + area.height; ++y) {
    const std::size_t row = static_cast<std::size_t>(y) * after.width + area.x;
    for (int x = 0; x < area.width; ++x) {
      const std::uint8_t index = after.indices[row + x];
      const bool same = before != nullptr && before->indices[row + x] == index;
      line[x] = same ? palette.transparent() : index;
    }
    encoder.line(line);
  }
  return encoder.take();
}

GifWriter::GifWriter(const std::filesystem::path& path, int width, int height, Palette palette)
    : file_(path), palette_(std::move(palette)), width_(width), height_(height) {
  if (width < 1 || height < 1 || width > kLargestSide || height > kLargestSide) {
    throw UsageError(fmt::format("{}: a GIF holds 1 to {} pixels a side, found {} x {}",
                                 path.string(), kLargestSide, width, height));
  }
  Encoder encoder(palette_, width, height);
  encoder.loop_for_ever();
  file_.write(encoder.take());
}

void GifWriter::add(const Image& image, int delay_cs) {
  if (image.width != width_ || image.height != height_) {
    throw UsageError(fmt::format("GIF frame: expected {} x {} pixels, found {} x {}", width_,
                                 height_, image.width, image.height));
  }
  IndexedImage after = palette_.quantise(image);
  file_.write(encode_gif_frame(palette_, first_ ? nullptr : &before_, after, delay_cs));
  before_ = std::move(after);
  first_ = false;
}

void GifWriter::finish() {
  file_.write(";");
  file_.commit();
}

void write_gif(const std::filesystem::path& path, const Painter& painter, const Style& style,
               double fps, double highest_fps, const ProgressCallback& progress) {
  const std::vector<GifTiming> timing = gif_timing(painter.frames(), fps, highest_fps);
  GifWriter writer(path, painter.width(), painter.height(), Palette::for_style(style));
  for (std::size_t i = 0; i < timing.size(); ++i) {
    writer.add(painter.paint(timing[i].frame), timing[i].delay_cs);
    if (progress) progress(i + 1, timing.size());
  }
  writer.finish();
}

}  // namespace poseaae::render
