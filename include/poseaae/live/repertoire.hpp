#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/live/pose_map.hpp"
#include "poseaae/live/settings.hpp"
#include "poseaae/page/space.hpp"

namespace poseaae::live {

/// A clip that can be danced, and how its path is had: read and encoded when it is first played.
struct ClipEntry {
  std::string name;
  std::function<latent::LatentPath()> load;
};

/// What takes time to prepare, each when it is first asked for, and kept: clips as paths, and the
/// map of poses. For any thread.
class Repertoire {
 public:
  /// `map` may be empty: there is none.
  Repertoire(const codec::PoseAutoencoder& model, std::vector<ClipEntry> clips,
             std::function<page::PoseMap()> map);

  [[nodiscard]] std::vector<std::string> clips() const;
  [[nodiscard]] bool has_map() const { return static_cast<bool>(make_map_); }
  /// @throws UsageError with the nearest name; what loading it throws, also where it has another Z
  /// or no frame
  [[nodiscard]] std::shared_ptr<const Track> track(const std::string& name);
  /// @throws UsageError where there is none
  [[nodiscard]] const PlacedPoses& map();
  /// The map as the page takes it (docs/LIVE.md), with the poses of 40 points that lie far apart;
  /// "null" where there is none.
  [[nodiscard]] std::string map_json();

 private:
  void make_map();

  const codec::PoseAutoencoder& model_;
  std::mutex mutex_;  ///< of what follows
  std::vector<ClipEntry> entries_;
  std::vector<std::shared_ptr<const Track>> tracks_;
  std::function<page::PoseMap()> make_map_;
  std::optional<page::PoseMap> page_map_;
  std::optional<PlacedPoses> map_;
  std::string json_;
};

}  // namespace poseaae::live
