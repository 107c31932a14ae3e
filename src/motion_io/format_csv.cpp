#include <fmt/format.h>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/formats.hpp"

namespace poseaae::mocap {

namespace {

// frame,time_s,<joint>.x,<joint>.y,<joint>.z,... in metres.
void write_csv(const std::filesystem::path& path, const Motion& motion, const WriteOptions&) {
  const std::vector<double> positions = joint_positions(motion);
  fmt::memory_buffer text;
  const auto out = fmt::appender(text);
  fmt::format_to(out, "frame,time_s");
  for (const std::string& name : motion.skeleton().names()) {
    for (const char axis : {'x', 'y', 'z'}) {
      fmt::format_to(out, ",{}", csv_cell(fmt::format("{}.{}", name, axis)));
    }
  }
  const std::size_t columns = 3 * static_cast<std::size_t>(motion.joints());
  for (int t = 0; t < motion.frames(); ++t) {
    fmt::format_to(out, "\n{},{:.6f}", t, t / motion.fps());
    for (std::size_t c = 0; c < columns; ++c) {
      fmt::format_to(out, ",{:.6f}", positions[t * columns + c]);
    }
  }
  text.push_back('\n');
  write_file(path, std::string_view(text.data(), text.size()));
}

}  // namespace

MotionFormat csv_format() {
  return {".csv", "joint positions in metres, one row per frame", nullptr, write_csv};
}

}  // namespace poseaae::mocap
