#include "poseaae/atlas/tsne.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "poseaae/base/error.hpp"

// bench_tsne POINTS COLUMNS ITERATIONS PERPLEXITY THREADS MAP: t-SNE of raw float32 rows; the map
// as raw float64 pairs. Prints the seconds that it takes. tsne.py runs it beside scikit-learn and
// judges both maps.
int main(int argc, char** argv) {
  using namespace poseaae;
  if (argc != 7) {
    std::cerr << "usage: bench_tsne POINTS COLUMNS ITERATIONS PERPLEXITY THREADS MAP\n";
    return 2;
  }
  try {
    std::ifstream in(argv[1], std::ios::binary | std::ios::ate);
    const auto columns = static_cast<Eigen::Index>(std::atoi(argv[2]));
    Batch points(static_cast<Eigen::Index>(in.tellg()) / columns / 4, columns);
    in.seekg(0);
    in.read(reinterpret_cast<char*>(points.data()), points.size() * 4);
    atlas::TsneOptions options;
    options.iterations = std::atoi(argv[3]);
    options.perplexity = std::atof(argv[4]);
    options.threads = std::atoi(argv[5]);
    const auto start = std::chrono::steady_clock::now();
    const atlas::TsneResult result = atlas::tsne(points, options);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    const BatchOf<double> map = result.positions;
    std::ofstream out(argv[6], std::ios::binary);
    out.write(reinterpret_cast<const char*>(map.data()), map.size() * 8);
    if (!in || !out.flush()) throw InputError("bench_tsne: expected files, found none");
    std::cout << fmt::format("{:.3f} {:.5f}\n", taken.count(), result.divergence.back());
  } catch (const Error& error) {
    std::cerr << "error: " << error.what() << '\n';
    return static_cast<int>(error.exit_code());
  }
}
