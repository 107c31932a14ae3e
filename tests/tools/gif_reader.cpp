#include "gif_reader.hpp"

#include <gif_lib.h>

#include <memory>
#include <numeric>
#include <stdexcept>

#include "poseaae/base/paths.hpp"

namespace poseaae::test {

double Gif::duration_s() const {
  return std::accumulate(delays_cs.begin(), delays_cs.end(), 0) / 100.0;
}

Gif read_gif(const std::filesystem::path& path) {
  const auto close = [](GifFileType* file) { DGifCloseFile(file, nullptr); };
  int error = 0;
  const std::unique_ptr<GifFileType, decltype(close)> file(DGifOpenFileName(path.c_str(), &error),
                                                           close);
  if (!file || DGifSlurp(file.get()) != GIF_OK) {
    throw std::runtime_error(path.string() + ": giflib cannot read this");
  }
  Gif gif{file->SWidth, file->SHeight, {}};
  for (int i = 0; i < file->ImageCount; ++i) {
    GraphicsControlBlock control{};
    DGifSavedExtensionToGCB(file.get(), i, &control);
    gif.delays_cs.push_back(control.DelayTime);
  }
  return gif;
}

PngSize png_size(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  if (bytes.size() < 24 || bytes.substr(1, 3) != "PNG" || bytes.substr(12, 4) != "IHDR") {
    throw std::runtime_error(path.string() + ": not a PNG");
  }
  const auto number = [&](std::size_t at) {
    int value = 0;
    for (std::size_t i = 0; i < 4; ++i)
      value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
  };
  return {number(16), number(20)};
}

}  // namespace poseaae::test
