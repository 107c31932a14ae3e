#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iostream>

#include "poseaae/base/random.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/osc/pose_sender.hpp"

namespace {

using namespace poseaae;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Where the joints of a pose are: p_j = p_parent + R_parent l_j, R_j = R_parent q_j.
class World {
 public:
  explicit World(const mocap::Skeleton& skeleton)
      : skeleton_(skeleton),
        places(3 * static_cast<std::size_t>(skeleton.joints())),
        turns(4 * static_cast<std::size_t>(skeleton.joints())) {}

  void place(std::span<const float> local) {
    for (int j = 0; j < skeleton_.joints(); ++j) {
      const float* const q = &local[static_cast<std::size_t>(4 * j)];
      Eigen::Quaternionf turn(q[0], q[1], q[2], q[3]);
      Eigen::Vector3f at = skeleton_.offset(j).cast<float>();
      if (const int parent = skeleton_.parent(j); parent >= 0) {
        const float* const p = &turns[static_cast<std::size_t>(4 * parent)];
        const Eigen::Quaternionf above(p[0], p[1], p[2], p[3]);
        at = Eigen::Map<const Eigen::Vector3f>(&places[static_cast<std::size_t>(3 * parent)]) +
             above * at;
        turn = above * turn;
      }
      std::copy_n(at.data(), 3, &places[static_cast<std::size_t>(3 * j)]);
      const float wxyz[] = {turn.w(), turn.x(), turn.y(), turn.z()};
      std::copy_n(wxyz, 4, &turns[static_cast<std::size_t>(4 * j)]);
    }
  }

 private:
  const mocap::Skeleton& skeleton_;

 public:
  std::vector<float> places;
  std::vector<float> turns;
};

}  // namespace

// bench_osc MODEL PORT: for each line of stdin, a number N, the seconds of CPU that N frames take:
// decode a point, place the joints, send three messages to that port of this machine. It is asked
// in turn with Python (osc.py), so that whatever else the machine does affects both.
int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: bench_osc MODEL PORT\n";
    return 2;
  }
  const codec::PoseAutoencoder model = codec::load_model(argv[1]);
  World world(model.skeleton());
  osc::PoseSender sender(model.skeleton().joints(),
                         {.targets = {{"127.0.0.1", std::atoi(argv[2])}}});
  Batch point(1, model.latent_dim());
  Batch row;
  Random random(1);
  for (std::string line; std::getline(std::cin, line);) {
    const int frames = std::atoi(line.c_str());
    const double begin = cpu_seconds();
    for (int t = 0; t < frames; ++t) {
      random.fill_normal({point.data(), static_cast<std::size_t>(point.size())});
      model.decode(point, row);
      const std::span<const float> local(row.data(), world.turns.size());
      world.place(local);
      sender.show({.number = static_cast<std::uint32_t>(t),
                   .time_s = 0.0,
                   .rotations = local,
                   .root = std::span(world.places).first(3),
                   .world_positions = world.places,
                   .world_rotations = world.turns,
                   .latents = {}});
    }
    std::cout << fmt::format("{} {}\n", cpu_seconds() - begin, sender.sent().packets) << std::flush;
  }
}
