#include "tensorboard.hpp"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/paths.hpp"

namespace poseaae::training {

std::string TensorBoard::tag_of(std::string_view column) {
  const char* group = "loss";
  if (column.starts_with("test_")) group = "test";
  if (column.ends_with("_learning_rate")) group = "rate";
  if (column == "seconds") group = "time";
  return fmt::format("{}/{}", group, column);
}

namespace {

/// Where it could not be written, that was said.
void add_picture(Summary& summary, const std::filesystem::path& png) {
  if (!std::filesystem::exists(png)) return;
  try {
    summary.image("previews", read_file(png));
  } catch (const InputError& problem) {
    log::warning("{}: {}; TensorBoard lacks it", png.string(), problem.what());
  }
}

}  // namespace

void TensorBoard::add(const EpochRecord& record) {
  Summary summary;
  for (const auto& [column, value] : History::values(record)) {
    if (column != "epoch" && !std::isnan(value)) summary.scalar(tag_of(column), value);
  }
  append(record.epoch, summary);
}

void TensorBoard::add_preview(int epoch, const std::filesystem::path& png, const Batch& latents) {
  Summary summary;
  add_picture(summary, png);
  const std::size_t digits = fmt::format("{}", latents.cols() - 1).size();
  for (Eigen::Index z = 0; z < latents.cols(); ++z) {
    const Eigen::VectorXf column = latents.col(z);
    summary.histogram(fmt::format("latents/{:0{}}", z, digits),
                      {column.data(), static_cast<std::size_t>(column.size())});
  }
  append(epoch, summary);
}

void TensorBoard::sync() const {
  try {
    file_.sync();
  } catch (const OutputError& problem) {
    log::warning("{}; after a power cut TensorBoard could lack its end", problem.what());
  }
}

void TensorBoard::append(int epoch, const Summary& summary) {
  try {
    file_.append(epoch, summary);
  } catch (const OutputError& problem) {
    log::warning("{}; training goes on, and TensorBoard lacks this of epoch {}", problem.what(),
                 epoch);
  }
}

}  // namespace poseaae::training
