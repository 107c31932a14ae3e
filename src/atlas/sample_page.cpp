#include "poseaae/atlas/sample_page.hpp"

#include <fmt/format.h>

#include <numeric>
#include <span>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/mocap/edit.hpp"

namespace poseaae::atlas {

namespace {

/// Rows of the recorded poses, all different, in a random order.
std::vector<int> choose(const RecordedPoses& recorded, const SamplePageOptions& options) {
  const auto there = static_cast<int>(recorded.poses.rows());
  if (there == 0) return {};
  if (there < options.count()) {
    throw UsageError(fmt::format(
        "poses beside random ones: expected at least {} recorded poses, found {}; give more clips, "
        "or draw fewer rows or columns",
        options.count(), there));
  }
  std::vector<int> rows(static_cast<std::size_t>(there));
  std::iota(rows.begin(), rows.end(), 0);
  Random random(options.seed);
  random.shuffle(std::span(rows));
  rows.resize(static_cast<std::size_t>(options.count()));
  return rows;
}

RecordedPoses chosen(const RecordedPoses& recorded, const std::vector<int>& rows) {
  const latent::Encodings& all = recorded.encodings;
  RecordedPoses some{{{}, all.clips, {}, {}, all.model, all.model_sha256},
                     recorded.poses(rows, Eigen::all)};
  if (!some.poses.allFinite()) {
    throw UsageError(
        "poses beside random ones: expected clips or datasets, found encodings, which do not say "
        "what was recorded; give the clips that they were made from");
  }
  some.encodings.path = {all.path.points(rows, Eigen::all), all.path.fps, {}};
  for (const int row : rows) {
    some.encodings.clip.push_back(all.clip[static_cast<std::size_t>(row)]);
    some.encodings.frame.push_back(all.frame[static_cast<std::size_t>(row)]);
  }
  return some;
}

/// Facing forward, each on the floor.
mocap::Motion turned_and_standing(const mocap::Skeleton& skeleton, const Batch& poses) {
  const codec::PoseFormat format(skeleton);
  return stand_poses(skeleton, format.rows_of(mocap::remove_heading(format.motion_of(poses, 1.0))));
}

/// The numbers of a line's end.
std::string numbers(const Batch& latents, Eigen::Index row) {
  std::string text;
  for (Eigen::Index d = 0; d < latents.cols(); ++d) {
    text += fmt::format(",{:.6g}", latents(row, d));
  }
  return text + "\n";
}

}  // namespace

void SamplePageOptions::validate() const {
  constexpr int kMost = 100;
  require_between("poses beside random ones", rows, 1, kMost, " rows");
  require_between("poses beside random ones", columns, 1, kMost, " columns");
}

SamplePage draw_samples(const codec::PoseAutoencoder& model, const latent::Draw& draw,
                        const RecordedPoses& recorded, const SamplePageOptions& options) {
  options.validate();
  SamplePage page{options,
                  chosen(recorded, choose(recorded, options)),
                  Batch(options.count(), model.latent_dim()),
                  {}};
  Random random(options.seed);
  for (int i = 0; i < options.count(); ++i) {
    page.latents.row(i) = draw(random).transpose().cast<float>();
  }
  page.poses = model.decode_poses(page.latents);
  return page;
}

render::Picture draw_sample_page(const codec::PoseAutoencoder& model, const SamplePage& page,
                                 const GridStyle& style) {
  const auto [rows, columns, seed] = page.options;
  const bool both = page.recorded.poses.rows() > 0;
  PoseGrid grid;
  const std::vector<std::string> headings{"recorded", "random points of the model"};
  for (std::size_t half = both ? 0 : 1; half < headings.size(); ++half) {
    grid.groups.push_back({headings[half], columns});
  }
  for (int r = 0; r < rows; ++r) {
    Batch line(both ? 2 * columns : columns, page.poses.cols());
    if (both) line.topRows(columns) = page.recorded.poses.middleRows(r * columns, columns);
    line.bottomRows(columns) = page.poses.middleRows(r * columns, columns);
    grid.rows.push_back({"", "", turned_and_standing(model.skeleton(), line)});
  }
  return pose_grid(grid, style);
}

std::string sample_page_csv(const SamplePage& page) {
  const latent::Encodings& recorded = page.recorded.encodings;
  std::string csv = "kind,clip,frame";
  for (Eigen::Index d = 0; d < page.latents.cols(); ++d) csv += fmt::format(",z{}", d);
  csv += "\n";
  for (std::size_t i = 0; i < recorded.clip.size(); ++i) {
    csv += fmt::format("recorded,{},{}",
                       csv_cell(recorded.clips[static_cast<std::size_t>(recorded.clip[i])]),
                       recorded.frame[i]);
    csv += numbers(recorded.path.points, static_cast<Eigen::Index>(i));
  }
  for (Eigen::Index i = 0; i < page.latents.rows(); ++i) {
    csv += "random,," + numbers(page.latents, i);
  }
  return csv;
}

}  // namespace poseaae::atlas
