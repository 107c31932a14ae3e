// make_dataset JOINTS POSES FILE: a dataset of smooth synthetic poses, for bench/runs.py.
#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/dataset/pose_dataset.hpp"
#include "support/arguments.hpp"
#include "support/workload.hpp"

namespace {

void make(int joints, int count, const char* path) {
  using namespace poseaae;
  const dataset::PoseDataset data{
      .skeleton = bench::synthetic_skeleton(joints),
      .fps = 30.0,
      .clip_options = {},
      .poses = bench::smooth_poses(count, joints, 1),
      .root_positions = std::vector<float>(3 * static_cast<std::size_t>(count), 0.0F),
      .clips =
          {{.name = "smooth", .source = "synthetic", .sha256 = "", .first = 0, .frames = count}},
      .labels = {}};
  data.save(path);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 4) throw poseaae::UsageError("usage: bench_make_dataset JOINTS POSES FILE");
  make(poseaae::bench::positive("JOINTS", argv[1]), poseaae::bench::positive("POSES", argv[2]),
       argv[3]);
} catch (const poseaae::Error& problem) {
  fmt::print(stderr, "{}\n", problem.what());
  return static_cast<int>(problem.exit_code());
}
