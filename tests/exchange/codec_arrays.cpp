#include <fmt/format.h>

#include <exception>
#include <filesystem>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include "arrays.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/mocap/bvh.hpp"

/// What the codec makes of 1,000 rows, for comparisons with other programs by hand:
///   codec_arrays MODEL CLIP.bvh... FOLDER
/// Writes, as `.f32`, the
/// inputs `rotations` (and `root`, `contacts`) and what is expected of them, `latents`; and what is
/// expected of these, in FOLDER/decoded. Rows are evenly spread over those of the clips.
namespace {

using namespace poseaae;

constexpr Eigen::Index kRows = 1000;

Batch rows_of(const codec::PoseAutoencoder& model, std::span<char*> clips) {
  std::vector<Batch> all;
  Eigen::Index count = 0;
  codec::Window every = model.format().window().value_or(codec::Window{});
  every.hop = 1;
  const codec::PoseFormat format(model.skeleton(), model.format().form(), {},
                                 model.format().window() ? std::optional(every) : std::nullopt);
  for (const char* clip : clips) {
    all.push_back(format.rows_of(mocap::read_bvh(clip).motion));
    count += all.back().rows();
  }
  Batch rows(count, format.width());
  Eigen::Index first = 0;
  for (const Batch& some : all) {
    rows.middleRows(first, some.rows()) = some;
    first += some.rows();
  }
  return rows(spread_over(count, kRows), Eigen::all);
}

void write(const std::filesystem::path& folder, const exchange::test::Arrays& arrays) {
  std::filesystem::create_directories(folder);
  for (const auto& [name, array] : arrays) exchange::test::write_array(folder, name, array);
}

}  // namespace

int main(int argc, char** argv) try {
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  if (arguments.size() < 4) throw std::runtime_error("codec_arrays MODEL CLIP.bvh... FOLDER");
  const std::filesystem::path folder = arguments.back();
  const auto model = codec::load_model(std::filesystem::path(arguments[1]));
  const Batch rows = rows_of(model, arguments.subspan(2, arguments.size() - 3));
  const Batch latents = model.encode(rows);
  auto given = exchange::test::arrays_of(model, rows);
  given["latents"] = latents;
  write(folder, given);
  write(folder / "decoded", exchange::test::arrays_of(model, model.decode(latents)));
  fmt::print("{} rows\n", rows.rows());
  return 0;
} catch (const std::exception& problem) {
  fmt::print(stderr, "error: {}\n", problem.what());
  return 1;
}
