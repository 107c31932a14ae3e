#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/math/quaternion.hpp"

/// glTF 2.0, https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html: the parts of a file that
/// have to do with skeletons and motion, as they stand in its JSON. Numbers of other objects are
/// indices, not yet checked; -1 is none.
namespace poseaae::mocap::gltf {

using math::Quat;
using math::Vec3;

struct Buffer {
  std::size_t length = 0;
  std::optional<std::string> uri{};
};

struct BufferView {
  std::size_t buffer = 0;
  std::size_t offset = 0;
  std::size_t length = 0;
  std::size_t stride = 0;     ///< 0: packed
  std::string compression{};  ///< the extension that would have to unpack it
};

/// Where numbers lie: a view, and from which byte of it on.
struct Place {
  long view = -1;
  std::size_t offset = 0;
};

struct Accessor {
  Place place{};
  int component = 0;  ///< componentType
  bool normalised = false;
  std::size_t count = 0;
  std::string type{};
  std::size_t sparse_count = 0;
  Place sparse_indices{};
  int sparse_component = 0;
  Place sparse_values{};
};

struct Node {
  std::string name{};
  std::vector<std::size_t> children{};
  Vec3 translation{0, 0, 0};
  Quat rotation = Quat::Identity();
  Vec3 scale{1, 1, 1};
  std::optional<Eigen::Matrix4d> matrix{};
  bool is_empty = true;  ///< neither a mesh nor a camera nor a light
};

struct Skin {
  std::vector<std::size_t> joints{};
  long inverse_bind_matrices = -1;
};

enum class Interpolation { kLinear, kStep, kCubicSpline };

struct Sampler {
  std::size_t input = 0;
  std::size_t output = 0;
  Interpolation interpolation = Interpolation::kLinear;
};

struct Channel {
  std::size_t sampler = 0;
  long node = -1;
  std::string path{};  ///< "translation", "rotation", "scale", "weights", ...
};

struct Animation {
  std::string name{};
  std::vector<Channel> channels{};
  std::vector<Sampler> samplers{};
};

struct Document {
  std::string version{};
  std::vector<std::string> required{};  ///< extensionsRequired
  std::vector<Buffer> buffers{};
  std::vector<BufferView> views{};
  std::vector<Accessor> accessors{};
  std::vector<Node> nodes{};
  std::vector<Skin> skins{};
  std::vector<Animation> animations{};
  /// Bones of VRMC_vrm_animation, VRMC_vrm or, of VRM 0.x, VRM, and their nodes, by the names of
  /// VRM 1.0.
  std::map<std::string, std::size_t> human_bones{};
};

/// What is not about skeletons or motion is passed over.
/// @throws ModelError "byte 17: expected ..." (json::Reader)
[[nodiscard]] Document parse_document(std::string_view json);

}  // namespace poseaae::mocap::gltf
