#include "glb_writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <optional>

#include "body_mesh.hpp"
#include "glb_buffer.hpp"
#include "humanoid_motion.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/utf8.hpp"
#include "poseaae/safetensors/json.hpp"
#include "tracks.hpp"

namespace poseaae::mocap::gltf {

namespace {

std::string name_json(const std::string& name) { return json::literal(utf8_text(name)); }

std::string bounds(std::span<const float> values, std::size_t width) {
  std::vector<float> low(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(width));
  std::vector<float> high = low;
  for (std::size_t i = 0; i < values.size(); ++i) {
    low[i % width] = std::min(low[i % width], values[i]);
    high[i % width] = std::max(high[i % width], values[i]);
  }
  return fmt::format(R"(,"min":{},"max":{})", floats_json(low), floats_json(high));
}

/// https://github.com/vrm-c/vrm-specification, VRMC_vrm_animation-1.0
std::string humanoid_json(std::span<const HumanBone> bones) {
  json::ObjectWriter nodes;
  for (std::size_t j = 0; j < bones.size(); ++j) {
    nodes.add(name_of(bones[j], human_bone_names()), fmt::format(R"({{"node":{}}})", j));
  }
  return fmt::format(
      R"({{"VRMC_vrm_animation":{{"specVersion":"1.0","humanoid":{{"humanBones":{}}}}}}})",
      nodes.done());
}

class Writer {
 public:
  Writer(const Motion& motion, const WriteOptions& options)
      : motion_(motion),
        skeleton_(motion.skeleton()),
        rest_(skeleton_, options.axes),
        translations_(skeleton_.joints()),
        children_(skeleton_.joints()) {
    const double tolerance = options.form == kFloat ? -1.0 : kPackingTolerance;
    packed_ = packable(skeleton_, tolerance);
    for (int j = 1; j < skeleton_.joints(); ++j) children_[skeleton_.parent(j)].push_back(j);
    int node = skeleton_.joints();
    for (const EndSite& site : skeleton_.end_sites()) children_[site.parent].push_back(node++);
  }

  /// With `bones`: as a VRM animation, without a skin.
  std::string text(const std::string& name, bool with_body, std::span<const HumanBone> bones = {}) {
    animation(!bones.empty());
    if (bones.empty()) skin();
    std::vector<std::string> scene{"0"};
    std::string body;
    if (with_body) body = mesh();
    nodes();
    if (!body.empty()) {
      scene.push_back(fmt::format("{}", nodes_.size()));
      nodes_.push_back(R"({"name":"body","mesh":0,"skin":0})");
    }
    json::ObjectWriter file;
    file.add("asset", asset_json());
    if (!bones.empty()) {
      file.add("extensionsUsed", R"(["VRMC_vrm_animation"])");
      file.add("extensions", humanoid_json(bones));
    }
    file.add("scene", "0");
    file.add("scenes", fmt::format(R"([{{"nodes":[{}]}}])", fmt::join(scene, ",")));
    file.add("nodes", json::array(nodes_));
    if (bones.empty()) file.add("skins", skin_);
    file.add("animations",
             fmt::format(R"([{{"name":{},"channels":[{}],"samplers":[{}]}}])", name_json(name),
                         fmt::join(channels_, ","), fmt::join(samplers_, ",")));
    if (!body.empty()) file.add("meshes", body);
    if (!body.empty()) file.add("materials", kMaterial);
    std::string json = file.done();
    json.back() = ',';
    return glb_bytes(json + buffer_.json() + "}", buffer_.bytes());
  }

 private:
  static constexpr const char* kMaterial =
      R"([{"name":"body","pbrMetallicRoughness":{"baseColorFactor":[0.62,0.6,0.58,1],)"
      R"("metallicFactor":0,"roughnessFactor":0.65}}])";

  /// `way`: with keys of the root's translation whether it moves or not.
  void animation(bool way) {
    std::vector<RotationTrack> rotations;
    bool moves = false;
    for (int j = 0; j < skeleton_.joints(); ++j) {
      rotations.push_back(rotation_track(motion_, rest_, j));
      translations_[j] = translation_track(motion_, rest_, j);
      if (packed_[j]) pack(rotations[j]);
      moves = moves || rotations[j].keys == Keys::kAll || translations_[j].keys == Keys::kAll;
    }
    // Where nothing moves, the keys of the root say how long the clip is.
    if (!moves || way) translations_[0].keys = Keys::kAll;
    times();
    buffer_.begin_view();
    for (int j = 0; j < skeleton_.joints(); ++j) rotation(j, rotations[j]);
    for (int j = 0; j < skeleton_.joints(); ++j) translation(j);
  }

  void times() {
    std::vector<float> times(motion_.frames());
    for (int t = 0; t < motion_.frames(); ++t) {
      times[t] = static_cast<float>(t / motion_.fps());
    }
    buffer_.begin_view();
    all_times_ = buffer_.add<float>(times, 1, "SCALAR", bounds(times, 1));
    times.resize(1);
    if (motion_.frames() == 1) {
      first_time_ = all_times_;
    } else {
      first_time_ = buffer_.add<float>(times, 1, "SCALAR", bounds(times, 1));
    }
  }

  void channel(int joint, std::string_view path, Keys keys, int output) {
    channels_.push_back(fmt::format(R"({{"sampler":{},"target":{{"node":{},"path":"{}"}}}})",
                                    samplers_.size(), joint, path));
    samplers_.push_back(fmt::format(R"({{"input":{},"output":{}}})",
                                    keys == Keys::kAll ? all_times_ : first_time_, output));
  }

  void rotation(int joint, const RotationTrack& track) {
    if (track.keys == Keys::kNone) return;
    const int output = track.packed.empty() ? buffer_.add<float>(track.values, 4, "VEC4")
                                            : buffer_.add<std::int16_t>(track.packed, 4, "VEC4",
                                                                        R"(,"normalized":true)");
    channel(joint, "rotation", track.keys, output);
  }

  void translation(int joint) {
    const TranslationTrack& track = translations_[joint];
    if (track.keys == Keys::kNone) return;
    channel(joint, "translation", track.keys, buffer_.add<float>(track.values, 3, "VEC3"));
  }

  void skin() {
    std::vector<float> matrices;
    std::vector<int> joints(skeleton_.joints());
    std::iota(joints.begin(), joints.end(), 0);
    for (const int j : joints) {
      const Eigen::Matrix3d turn = rest_.axes(j).normalized().toRotationMatrix().transpose();
      Eigen::Matrix4f matrix = Eigen::Matrix4f::Identity();
      matrix.topLeftCorner<3, 3>() = turn.cast<float>();
      matrix.topRightCorner<3, 1>() = (-turn * rest_.at(j)).cast<float>();
      matrices.insert(matrices.end(), matrix.data(), matrix.data() + matrix.size());
    }
    buffer_.begin_view();
    const int accessor = buffer_.add<float>(matrices, 16, "MAT4");
    skin_ = fmt::format(R"([{{"inverseBindMatrices":{},"joints":[{}],"skeleton":0}}])", accessor,
                        fmt::join(joints, ","));
  }

  /// "" for a body without a bone.
  std::string mesh() {
    std::vector<Vec3> at;
    for (int j = 0; j < skeleton_.joints(); ++j) at.push_back(rest_.at(j));
    const BodyMesh body = body_mesh(motion_, at);
    if (body.joints.empty()) return "";
    buffer_.begin_view(Target::kVertices);
    const int position = buffer_.add<float>(body.positions, 3, "VEC3", bounds(body.positions, 3));
    buffer_.begin_view(Target::kVertices);
    const int normal = buffer_.add<float>(body.normals, 3, "VEC3");
    buffer_.begin_view(Target::kVertices);
    const bool few = skeleton_.joints() <= std::numeric_limits<std::uint8_t>::max();
    const int joints =
        few ? carriers<std::uint8_t>(body.joints) : carriers<std::uint16_t>(body.joints);
    buffer_.begin_view(Target::kVertices);
    const std::vector<int> whole(body.joints.size(), std::numeric_limits<std::uint8_t>::max());
    const int weights = carriers<std::uint8_t>(whole, R"(,"normalized":true)");
    buffer_.begin_view(Target::kIndices);
    const bool small = body.joints.size() < std::numeric_limits<std::uint16_t>::max();
    const int triangles = small ? indices<std::uint16_t>(body.triangles)
                                : buffer_.add<std::uint32_t>(body.triangles, 1, "SCALAR");
    return fmt::format(
        R"([{{"name":"body","primitives":[{{"attributes":{{"POSITION":{},"NORMAL":{},)"
        R"("JOINTS_0":{},"WEIGHTS_0":{}}},"indices":{},"material":0}}]}}])",
        position, normal, joints, weights, triangles);
  }

  /// The first of four numbers per vertex; the others are 0.
  template <typename T>
  int carriers(const std::vector<int>& first, std::string_view more = {}) {
    std::vector<T> values(4 * first.size(), 0);
    for (std::size_t v = 0; v < first.size(); ++v) values[4 * v] = static_cast<T>(first[v]);
    return buffer_.add<T>(values, 4, "VEC4", more);
  }

  template <typename T>
  int indices(const std::vector<std::uint32_t>& corners) {
    const std::vector<T> values(corners.begin(), corners.end());
    return buffer_.add<T>(values, 1, "SCALAR");
  }

  void nodes() {
    for (int j = 0; j < skeleton_.joints(); ++j) {
      const Quat turn = rest_.rotation(j);
      const Vec3 place = rest_.translation(
          j, translations_[j].keys == Keys::kNone ? translations_[j].constant : rest_.offset(j));
      node(skeleton_.name(j), place, turn, children_[j]);
    }
    for (const EndSite& site : skeleton_.end_sites()) {
      const std::string& name = site.name;
      node(name.empty() ? skeleton_.name(site.parent) + "_end" : name,
           rest_.axes(site.parent).conjugate() * site.offset, Quat::Identity(), {});
    }
  }

  void node(const std::string& name, const Vec3& place, const Quat& turn,
            const std::vector<int>& children) {
    json::ObjectWriter node;
    node.add("name", name_json(name));
    if (!place.isZero()) node.add("translation", floats_json(place));
    if (turn.vec().norm() > 0.0) {
      const Eigen::Vector4d inside = turn.coeffs().cwiseMax(-1.0).cwiseMin(1.0);
      node.add("rotation", floats_json(inside));
    }
    if (!children.empty()) node.add("children", fmt::format("[{}]", fmt::join(children, ",")));
    nodes_.push_back(node.done());
  }

  const Motion& motion_;
  const Skeleton& skeleton_;
  RestPose rest_;
  std::vector<bool> packed_;
  std::vector<TranslationTrack> translations_;
  std::vector<std::vector<int>> children_;
  GlbBuffer buffer_;
  int all_times_ = 0;
  int first_time_ = 0;
  std::vector<std::string> nodes_;
  std::vector<std::string> channels_;
  std::vector<std::string> samplers_;
  std::string skin_;
};

}  // namespace

std::string format_vrma(const Motion& motion, const std::string& name) {
  if (motion.frames() == 0) {
    throw UsageError("VRMA: expected a motion with at least one frame, found none");
  }
  const HumanoidMotion human = humanoid_motion(motion);
  const WriteOptions options{.form = kFloat, .body = false};
  return Writer(human.motion, options).text(name, false, human.bones);
}

std::string format_glb(const Motion& motion, const std::string& name, const WriteOptions& options) {
  if (motion.frames() == 0) {
    throw UsageError("GLB: expected a motion with at least one frame, found none");
  }
  if (!options.form.empty() && options.form != kCompact && options.form != kFloat) {
    throw UsageError(fmt::format("GLB: expected the form '{}' or '{}', found '{}'", kCompact,
                                 kFloat, options.form));
  }
  return Writer(motion, options).text(name, options.body);
}

}  // namespace poseaae::mocap::gltf
