// The machine's rate of single-precision matrix products with OpenBLAS: an upper limit for a step.
// gemm/<product>/threads:1; wide_*: the products of the middle layer of the wide net at batch 256.
#include <benchmark/benchmark.h>
#include <cblas.h>
#include <fmt/format.h>

#include <vector>

#include "support/runner.hpp"

namespace poseaae::bench {
namespace {

/// C (m x n) = op(A) op(B), the inner size k, all row-major.
struct Product {
  const char* name;
  CBLAS_TRANSPOSE a;
  CBLAS_TRANSPOSE b;
  int m;
  int n;
  int k;
};

constexpr Product kProducts[] = {
    {"wide_forward", CblasNoTrans, CblasTrans, 256, 512, 512},           // Y = X W^T
    {"wide_input_gradient", CblasNoTrans, CblasNoTrans, 256, 512, 512},  // dX = dY W
    {"wide_weight_gradient", CblasTrans, CblasNoTrans, 512, 512, 256},   // dW = dY^T X
    {"square_1024", CblasNoTrans, CblasNoTrans, 1024, 1024, 1024},
};

void measure(benchmark::State& state, const Product& product, int threads) {
  const auto [name, op_a, op_b, m, n, k] = product;
  const auto size = [](int rows, int columns) {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
  };
  const std::vector<float> a(size(m, k), 0.5F);
  const std::vector<float> b(size(k, n), 0.25F);
  std::vector<float> c(size(m, n));
  openblas_set_num_threads(threads);
  for (auto _ : state) {
    cblas_sgemm(CblasRowMajor, op_a, op_b, m, n, k, 1.0F, a.data(), op_a == CblasNoTrans ? k : m,
                b.data(), op_b == CblasNoTrans ? n : k, 0.0F, c.data(), n);
    benchmark::ClobberMemory();
  }
  state.counters["gflops"] = benchmark::Counter(
      2e-9 * m * n * k * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void declare() {
  for (const Product& product : kProducts) {
    for (const int threads : {1, 2}) {
      benchmark::RegisterBenchmark(
          fmt::format("gemm/{}/threads:{}", product.name, threads).c_str(),
          [&product, threads](benchmark::State& state) { measure(state, product, threads); })
          ->Unit(benchmark::kMicrosecond)
          ->UseRealTime();
    }
  }
}

}  // namespace
}  // namespace poseaae::bench

int main(int argc, char** argv) { return poseaae::bench::run(argc, argv, poseaae::bench::declare); }
