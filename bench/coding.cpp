#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <iostream>

#include "poseaae/base/random.hpp"
#include "poseaae/codec/model_file.hpp"

// bench_coding MODEL N: for each line of stdin, "encode" or "decode", the seconds that this takes
// of N rows. It is asked in turn with Python (coding.py), so that whatever else the machine does
// affects both.
int main(int argc, char** argv) {
  using namespace poseaae;
  if (argc != 3) {
    std::cerr << "usage: bench_coding MODEL ROWS\n";
    return 2;
  }
  const codec::PoseAutoencoder model = codec::load_model(argv[1]);
  Batch points(std::atoi(argv[2]), model.latent_dim());
  Random random(1);
  random.fill_normal({points.data(), static_cast<std::size_t>(points.size())});
  const Batch rows = model.decode(points);
  for (std::string what; std::getline(std::cin, what);) {
    const auto start = std::chrono::steady_clock::now();
    const Batch result = what == "encode" ? model.encode(rows) : model.decode(points);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    std::cout << fmt::format("{} {}\n", taken.count(), result(0, 0)) << std::flush;
  }
}
