#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/mocap/motion.hpp"
#include "poseaae/render/image.hpp"

namespace poseaae::test {

/// A plain person of 1.7 m who faces +Z in a T-pose, left arm towards +X.
[[nodiscard]] mocap::Skeleton person();
/// The person raises the arms in turn and walks `travel_m` along X over the clip.
[[nodiscard]] mocap::Motion dance(int frames, double fps = 30.0, double travel_m = 0.0);

/// What another program sees in a GIF.
struct GifContents {
  int width = 0;
  int height = 0;
  int loops = -1;  ///< 0 is for ever; -1 without a loop extension
  std::vector<int> delays_cs;
  std::vector<std::size_t> patch_pixels;  ///< stored per frame
  std::vector<render::Image> frames;      ///< as shown, each on what stood before
};
[[nodiscard]] GifContents read_gif(const std::filesystem::path& path);
/// What giflib makes of the LZW data of `length` pixels (code size, sub-blocks).
[[nodiscard]] std::vector<std::uint8_t> decode_lzw(const std::string& data, int code_bits,
                                                   int length);
[[nodiscard]] render::Image read_png(const std::filesystem::path& path);

/// How many pixels are within `tolerance` per channel of the colour.
[[nodiscard]] int count_pixels(const render::Image& image, std::uint32_t colour, int tolerance);

}  // namespace poseaae::test
