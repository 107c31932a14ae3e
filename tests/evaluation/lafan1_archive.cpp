#include "lafan1_archive.hpp"

#include <fmt/format.h>

#include <cmath>
#include <sstream>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "support/golden_inputs.hpp"

namespace poseaae::test {

namespace {

/// The value of channel c in frame t of file `number`, cm and degrees: as in inbetween.py.
double channel(int t, int c, int number) {
  const double wave =
      std::sin(0.11 * t + 0.7 * c + 1.3 * number) + 0.4 * std::sin(0.029 * t * (c % 5 + 1));
  switch (c) {
    case 0:
      return 150 + (2 + 0.3 * number) * t + 6 * wave;
    case 1:
      return 90 + 4 * wave;
    case 2:
      return -80 + 0.9 * t + 10 * wave;
    case 3:
      return 90 + 8 * wave;
    case 5: {
      const double turned = std::fmod(25 * number + 3.7 * t, 360.0);
      return turned > 180 ? turned - 360 : turned;
    }
    default:
      return 28 * wave;
  }
}

std::string bvh(int frames, int number) {
  std::istringstream hierarchy(read_file(golden_dir() / "lafan1_hierarchy.txt"));
  std::string text;
  for (std::string line; std::getline(hierarchy, line); text += line + '\n') {
    const auto at = line.find("OFFSET ");
    if (at == std::string::npos) continue;
    std::istringstream offset(line.substr(at + 7));
    line.resize(at + 6);
    for (double value = 0.0; offset >> value;) {
      line += fmt::format(" {:.4f}", value * (1.0 + number / 50.0));
    }
  }
  text += fmt::format("MOTION\nFrames: {}\nFrame Time: 0.033333\n", frames);
  for (int t = 0; t < frames; ++t) {
    for (int c = 0; c < 69; ++c) text += fmt::format("{:.4f} ", channel(t, c, number));
    text += '\n';
  }
  return text;
}

}  // namespace

void write_lafan1_archive(const std::filesystem::path& folder) {
  write_file(folder / "dance2_subject3.bvh", bvh(111, 1));
  write_file(folder / "fall1_subject2.bvh", bvh(50, 2));
  write_file(folder / "jumps1_subject5.bvh", bvh(66, 3));
  write_file(folder / "run1_subject5.bvh", bvh(190, 4));
  write_file(folder / "walk1_subject1.bvh", bvh(130, 5));
}

}  // namespace poseaae::test
