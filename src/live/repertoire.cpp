#include "poseaae/live/repertoire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/safetensors/json.hpp"

namespace poseaae::live {

namespace {

constexpr int kPictures = 40;

template <typename Rows>
std::string rows_json(const Rows& rows) {
  std::vector<std::string> items;
  for (Eigen::Index n = 0; n < rows.rows(); ++n) {
    std::vector<double> numbers;
    for (Eigen::Index d = 0; d < rows.cols(); ++d) {
      numbers.push_back(static_cast<double>(rows(n, d)));
    }
    items.push_back(json::list(numbers));
  }
  return json::array(items);
}

std::string list_of(const std::vector<int>& numbers) {
  return json::list(std::vector<double>(numbers.begin(), numbers.end()));
}

std::string poses_json(const codec::PoseAutoencoder& model, const PlacedPoses& map) {
  std::vector<std::string> items;
  for (const int point : map.far_apart(kPictures)) {
    const Batch pose = model.decode_poses(map.latents().row(point));
    const std::vector<double> numbers(pose.data(), pose.data() + pose.size());
    items.push_back(json::ObjectWriter()
                        .add("point", json::number(point))
                        .add("rotations", json::list(numbers))
                        .done());
  }
  return json::array(items);
}

}  // namespace

Repertoire::Repertoire(const codec::PoseAutoencoder& model, std::vector<ClipEntry> clips,
                       std::function<page::PoseMap()> map)
    : model_(model),
      entries_(std::move(clips)),
      tracks_(entries_.size()),
      make_map_(std::move(map)) {}

std::vector<std::string> Repertoire::clips() const {
  std::vector<std::string> names;
  for (const ClipEntry& entry : entries_) names.push_back(entry.name);
  return names;
}

std::shared_ptr<const Track> Repertoire::track(const std::string& name) {
  const auto found = std::ranges::find(entries_, name, &ClipEntry::name);
  if (found == entries_.end()) {
    const std::string near = nearest_word(name, clips());
    throw UsageError(
        fmt::format("clip '{}': expected one of those that the program was given{}", name,
                    !near.empty()      ? fmt::format("; did you mean '{}'?", near)
                    : entries_.empty() ? ", and it was given none; start it with --clip FILE"
                                       : ""));
  }
  const std::lock_guard lock(mutex_);
  auto& track = tracks_[static_cast<std::size_t>(found - entries_.begin())];
  if (track) return track;
  const latent::LatentPath path = found->load();
  if (path.frames() == 0 || path.dim() != model_.latent_dim()) {
    throw UsageError(fmt::format("clip '{}': expected frames of {} latents, found {} of {}", name,
                                 model_.latent_dim(), path.frames(), path.dim()));
  }
  track = std::make_shared<Track>(Track{name, path.points, path.fps});
  return track;
}

void Repertoire::make_map() {
  if (map_) return;
  if (!make_map_) {
    throw UsageError("map: expected a place on a map of poses, but this program was given none");
  }
  page_map_ = make_map_();
  map_.emplace(page_map_->places, page_map_->latents);
}

const PlacedPoses& Repertoire::map() {
  const std::lock_guard lock(mutex_);
  make_map();
  return *map_;
}

std::string Repertoire::map_json() {
  if (!has_map()) return "null";
  const std::lock_guard lock(mutex_);
  make_map();
  if (!json_.empty()) return json_;
  json_ = json::ObjectWriter()
              .add("places", rows_json(page_map_->places))
              .add("latents", rows_json(page_map_->latents))
              .add("metric", page_map_->metric ? "true" : "false")
              .add("clips", json::list(page_map_->clips))
              .add("clip", list_of(page_map_->clip))
              .add("frame", list_of(page_map_->frame))
              .add("poses", poses_json(model_, *map_))
              .done();
  return json_;
}

}  // namespace poseaae::live
