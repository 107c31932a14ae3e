#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "fuzz/support.hpp"

/// A target as a program of libFuzzer (https://llvm.org/docs/LibFuzzer.html), with one more use:
/// fuzz_<name> --seeds FOLDER writes the seeds into a folder.
namespace poseaae::fuzz {

Target POSEAAE_FUZZ_TARGET();

namespace {

const Target& target() {
  static const Target only = POSEAAE_FUZZ_TARGET();
  return only;
}

void write_seeds(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  int number = 0;
  for (const std::string& seed : target().seeds()) {
    std::ofstream(folder / ("seed-" + std::to_string(number++)), std::ios::binary) << seed;
  }
}

}  // namespace

}  // namespace poseaae::fuzz

using namespace poseaae;

extern "C" {

std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

int LLVMFuzzerInitialize(int* argc, char*** argv) {
  if (*argc == 3 && std::string_view((*argv)[1]) == "--seeds") {
    fuzz::write_seeds((*argv)[2]);
    std::exit(0);
  }
  (void)fuzz::scratch();  // goes away last
  return 0;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)fuzz::accepts(fuzz::target(), {reinterpret_cast<const char*>(data), size});
  return 0;
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                    unsigned seed) {
  Random random(seed);
  std::string input(reinterpret_cast<const char*>(data), size);
  const fuzz::Change change = [max_size](std::string& bytes) {
    const std::size_t before = bytes.size();
    bytes.resize(std::max(before, max_size));
    bytes.resize(
        LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(bytes.data()), before, bytes.size()));
  };
  fuzz::damage(fuzz::target(), input, change, random);
  if (input.size() > max_size) input.resize(max_size);
  std::ranges::copy(input, data);
  return input.size();
}

}  // extern "C"
