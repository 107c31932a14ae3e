#include "samples.hpp"

#include <cairo.h>
#include <gif_lib.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "poseaae/render/colour.hpp"

namespace poseaae::test {

namespace {

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

int loops_of(const SavedImage& image, int before) {
  for (int i = 0; i < image.ExtensionBlockCount; ++i) {
    const ExtensionBlock& block = image.ExtensionBlocks[i];
    const bool netscape = block.Function == APPLICATION_EXT_FUNC_CODE && block.ByteCount == 11 &&
                          std::memcmp(block.Bytes, "NETSCAPE2.0", 11) == 0;
    if (!netscape) continue;
    require(i + 1 < image.ExtensionBlockCount, "loop extension without data");
    const ExtensionBlock& data = image.ExtensionBlocks[i + 1];
    require(data.ByteCount == 3 && data.Bytes[0] == 1, "loop extension of a wrong form");
    return data.Bytes[1] + 256 * data.Bytes[2];
  }
  return before;
}

void add_patch(render::Image& screen, const SavedImage& patch, const ColorMapObject& map,
               int transparent) {
  const GifImageDesc& d = patch.ImageDesc;
  for (int y = 0; y < d.Height; ++y) {
    for (int x = 0; x < d.Width; ++x) {
      const int index = patch.RasterBits[y * d.Width + x];
      if (index == transparent) continue;
      const GifColorType& c = map.Colors[index];
      screen.pixels[static_cast<std::size_t>(d.Top + y) * screen.width + d.Left + x] =
          render::packed({c.Red, c.Green, c.Blue});
    }
  }
}

}  // namespace

mocap::Skeleton person() {
  std::vector<std::string> names{"Hips",        "Spine",      "Head",         "LeftArm",
                                 "LeftForeArm", "RightArm",   "RightForeArm", "LeftUpLeg",
                                 "LeftLeg",     "RightUpLeg", "RightLeg"};
  std::vector<int> parents{-1, 0, 1, 1, 3, 1, 5, 0, 7, 0, 9};
  std::vector<mocap::Vec3> offsets{{0, 0.9, 0},   {0, 0.35, 0},     {0, 0.25, 0},  {0.18, 0.15, 0},
                                   {0.28, 0, 0},  {-0.18, 0.15, 0}, {-0.28, 0, 0}, {0.1, -0.05, 0},
                                   {0, -0.42, 0}, {-0.1, -0.05, 0}, {0, -0.42, 0}};
  return {std::move(names),
          std::move(parents),
          std::move(offsets),
          {{4, {0.25, 0, 0}, ""},
           {6, {-0.25, 0, 0}, ""},
           {8, {0, -0.43, 0}, ""},
           {10, {0, -0.43, 0}, ""}}};
}

mocap::Motion dance(int frames, double fps, double travel_m) {
  mocap::Motion motion(person(), fps, frames);
  for (int t = 0; t < frames; ++t) {
    const double part = frames == 1 ? 0.0 : static_cast<double>(t) / (frames - 1);
    const double swing = std::sin(2.0 * 3.14159265358979 * t / 20.0);
    motion.set_root_position(t, {travel_m * (part - 0.5), 0.9, 0.0});
    for (const int arm : {3, 5}) {
      const double side = arm == 3 ? 1.0 : -1.0;
      motion.set_rotation(t, arm, math::from_rotation_vector({0, 0, side * (0.3 + 0.9 * swing)}));
    }
  }
  return motion;
}

GifContents read_gif(const std::filesystem::path& path) {
  GifFileType* gif = DGifOpenFileName(path.c_str(), nullptr);
  require(gif != nullptr, "not a GIF");
  require(DGifSlurp(gif) == GIF_OK, "a damaged GIF");
  GifContents contents;
  contents.width = gif->SWidth;
  contents.height = gif->SHeight;
  render::Image screen{gif->SWidth, gif->SHeight,
                       std::vector<std::uint32_t>(std::size_t(gif->SWidth) * gif->SHeight)};
  for (int i = 0; i < gif->ImageCount; ++i) {
    GraphicsControlBlock control;
    require(DGifSavedExtensionToGCB(gif, i, &control) == GIF_OK, "a frame without control");
    require(control.DisposalMode == DISPOSE_DO_NOT, "a frame that does not stay");
    const SavedImage& patch = gif->SavedImages[i];
    contents.loops = loops_of(patch, contents.loops);
    contents.delays_cs.push_back(control.DelayTime);
    contents.patch_pixels.push_back(std::size_t(patch.ImageDesc.Width) * patch.ImageDesc.Height);
    add_patch(screen, patch, *gif->SColorMap, control.TransparentColor);
    contents.frames.push_back(screen);
  }
  DGifCloseFile(gif, nullptr);
  return contents;
}

std::vector<std::uint8_t> decode_lzw(const std::string& data, int code_bits, int length) {
  const auto word = [](int value) {
    return std::string{static_cast<char>(value & 255), static_cast<char>(value >> 8)};
  };
  const std::string size = word(length) + word(1);
  std::string bytes = "GIF89a" + size + static_cast<char>(0xf0 | (code_bits - 1)) + word(0) +
                      std::string(3u << code_bits, '\0') + ',' + word(0) + word(0) + size + '\0' +
                      data + ';';
  struct Reader {
    const std::string& bytes;
    std::size_t at = 0;
  } reader{bytes};
  const auto read = [](GifFileType* gif, GifByteType* to, int count) {
    auto& [from, at] = *static_cast<Reader*>(gif->UserData);
    const std::size_t rest = std::min<std::size_t>(count, from.size() - at);
    std::memcpy(to, from.data() + at, rest);
    at += rest;
    return static_cast<int>(rest);
  };
  GifFileType* gif = DGifOpen(&reader, read, nullptr);
  require(gif != nullptr, "not a GIF");
  require(DGifSlurp(gif) == GIF_OK, "damaged LZW data");
  require(reader.at == bytes.size(), "bytes after the LZW data");
  std::vector<std::uint8_t> pixels(gif->SavedImages[0].RasterBits,
                                   gif->SavedImages[0].RasterBits + length);
  DGifCloseFile(gif, nullptr);
  return pixels;
}

render::Image read_png(const std::filesystem::path& path) {
  cairo_surface_t* surface = cairo_image_surface_create_from_png(path.c_str());
  require(cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, "not a PNG");
  const int width = cairo_image_surface_get_width(surface);
  const int height = cairo_image_surface_get_height(surface);
  render::Image image{width, height, std::vector<std::uint32_t>(std::size_t(width) * height)};
  for (int y = 0; y < height; ++y) {
    std::memcpy(&image.pixels[std::size_t(y) * width],
                cairo_image_surface_get_data(surface) +
                    std::ptrdiff_t(y) * cairo_image_surface_get_stride(surface),
                std::size_t(width) * 4);
  }
  for (std::uint32_t& pixel : image.pixels) pixel &= 0xffffff;
  cairo_surface_destroy(surface);
  return image;
}

int count_pixels(const render::Image& image, std::uint32_t colour, int tolerance) {
  const render::Colour c = render::unpacked(colour);
  int count = 0;
  for (const std::uint32_t pixel : image.pixels) {
    const render::Colour p = render::unpacked(pixel);
    count += std::abs(p.r - c.r) <= tolerance && std::abs(p.g - c.g) <= tolerance &&
             std::abs(p.b - c.b) <= tolerance;
  }
  return count;
}

}  // namespace poseaae::test
