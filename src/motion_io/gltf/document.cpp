#include "document.hpp"

#include <fmt/format.h>

#include <functional>

#include "poseaae/base/error.hpp"
#include "poseaae/safetensors/json.hpp"

namespace poseaae::mocap::gltf {

namespace {

/// Members by their names; others are passed over.
using Members = std::map<std::string_view, std::function<void()>>;

class Parser {
 public:
  explicit Parser(std::string_view json) : reader_(json) {}

  Document document() {
    object({
        {"asset",
         [&] {
           object({{"version", text(document_.version)}});
         }},
        {"extensionsRequired",
         [&] { array([&] { document_.required.push_back(reader_.text()); }); }},
        {"extensions", [&] { extensions(); }},
        {"buffers", [&] { array([&] { buffer(document_.buffers.emplace_back()); }); }},
        {"bufferViews", [&] { array([&] { view(document_.views.emplace_back()); }); }},
        {"accessors", [&] { array([&] { accessor(document_.accessors.emplace_back()); }); }},
        {"nodes", [&] { array([&] { node(document_.nodes.emplace_back()); }); }},
        {"skins", [&] { array([&] { skin(document_.skins.emplace_back()); }); }},
        {"animations", [&] { array([&] { animation(document_.animations.emplace_back()); }); }},
    });
    reader_.end();
    return std::move(document_);
  }

 private:
  void object(const Members& members) {
    reader_.object([&](const std::string& key) {
      const auto member = members.find(key);
      if (member == members.end()) {
        reader_.skip();
      } else {
        member->second();
      }
    });
  }
  void array(const std::function<void()>& item) { reader_.array(item); }

  std::function<void()> text(std::string& into) {
    return [this, &into] { into = reader_.text(); };
  }
  std::function<void()> whole(std::size_t& into) {
    return [this, &into] { into = reader_.whole(); };
  }
  std::function<void()> component(int& into) {
    return [this, &into] {
      constexpr std::size_t kMost = 65535;
      const std::size_t type = reader_.whole();
      if (type > kMost) reader_.fail("a type of component before this");
      into = static_cast<int>(type);
    };
  }
  std::function<void()> index(long& into) {
    return [this, &into] {
      constexpr std::size_t kMost = 1U << 30U;
      const std::size_t number = reader_.whole();
      if (number > kMost) reader_.fail("the number of an object before this");
      into = static_cast<long>(number);
    };
  }
  std::function<void()> wholes(std::vector<std::size_t>& into) {
    return [this, &into] { array([&] { into.push_back(reader_.whole()); }); };
  }
  template <typename Use>
  std::function<void()> numbers(std::size_t count, const Use& use) {
    return [this, count, use] {
      std::vector<double> found;
      array([&] {
        found.push_back(reader_.number());
        if (found.size() > count) reader_.fail(fmt::format("{} numbers before this", count));
      });
      if (found.size() != count) reader_.fail(fmt::format("{} numbers before this", count));
      use(found.data());
    };
  }

  void buffer(Buffer& buffer) {
    object({{"byteLength", whole(buffer.length)}, {"uri", [&] { buffer.uri = reader_.text(); }}});
  }

  void view(BufferView& view) {
    object({{"buffer", whole(view.buffer)},
            {"byteOffset", whole(view.offset)},
            {"byteLength", whole(view.length)},
            {"byteStride", whole(view.stride)},
            {"extensions", [&] {
               reader_.object([&](const std::string& name) {
                 if (name.find("compression") != name.npos) view.compression = name;
                 reader_.skip();
               });
             }}});
  }

  Members place(Place& place) {
    return {{"bufferView", index(place.view)}, {"byteOffset", whole(place.offset)}};
  }

  void accessor(Accessor& accessor) {
    Members members = place(accessor.place);
    members["componentType"] = component(accessor.component);
    members["normalized"] = [&] { accessor.normalised = reader_.truth(); };
    members["count"] = whole(accessor.count);
    members["type"] = text(accessor.type);
    members["sparse"] = [&] { sparse(accessor); };
    object(members);
  }

  void sparse(Accessor& accessor) {
    Members indices = place(accessor.sparse_indices);
    indices["componentType"] = component(accessor.sparse_component);
    object({{"count", whole(accessor.sparse_count)},
            {"indices", [&] { object(indices); }},
            {"values", [&] { object(place(accessor.sparse_values)); }}});
  }

  void node(Node& node) {
    const auto thing = [&] {
      node.is_empty = false;
      reader_.skip();
    };
    object({{"name", text(node.name)},
            {"children", wholes(node.children)},
            {"translation", numbers(3, [&](const double* x) { node.translation = Vec3(x); })},
            {"rotation",
             numbers(4, [&](const double* x) { node.rotation = Quat(x[3], x[0], x[1], x[2]); })},
            {"scale", numbers(3, [&](const double* x) { node.scale = Vec3(x); })},
            {"matrix", numbers(16, [&](const double* x) { node.matrix = Eigen::Matrix4d(x); })},
            {"mesh", thing},
            {"camera", thing},
            {"extensions", thing}});
  }

  void skin(Skin& skin) {
    object({{"joints", wholes(skin.joints)},
            {"inverseBindMatrices", index(skin.inverse_bind_matrices)}});
  }

  void animation(Animation& animation) {
    object({{"name", text(animation.name)},
            {"channels", [&] { array([&] { channel(animation.channels.emplace_back()); }); }},
            {"samplers", [&] { array([&] { sampler(animation.samplers.emplace_back()); }); }}});
  }

  void channel(Channel& channel) {
    object({{"sampler", whole(channel.sampler)},
            {"target", [&] {
               object({{"node", index(channel.node)}, {"path", text(channel.path)}});
             }}});
  }

  void sampler(Sampler& sampler) {
    static const Names<Interpolation> kNames{{"LINEAR", Interpolation::kLinear},
                                             {"STEP", Interpolation::kStep},
                                             {"CUBICSPLINE", Interpolation::kCubicSpline}};
    object({{"input", whole(sampler.input)},
            {"output", whole(sampler.output)},
            {"interpolation", [&] {
               const auto known = value_of(reader_.text(), kNames);
               if (!known) reader_.fail("LINEAR, STEP or CUBICSPLINE before this");
               sampler.interpolation = *known;
             }}});
  }

  void extensions() {
    const auto humanoid = [&] { object({{"humanoid", [&] { human_bones(); }}}); };
    const auto older = [&] { object({{"humanoid", [&] { listed_human_bones(); }}}); };
    object({{"VRMC_vrm_animation", humanoid}, {"VRMC_vrm", humanoid}, {"VRM", older}});
  }

  void human_bones() {
    object({{"humanBones", [&] {
               reader_.object([&](const std::string& bone) {
                 object({{"node", whole(document_.human_bones[bone])}});
               });
             }}});
  }

  /// VRM 0.x has a list, and calls the bones of a thumb as those of the other fingers.
  void listed_human_bones() {
    object({{"humanBones", [&] {
               array([&] {
                 std::string bone;
                 std::size_t node = 0;
                 object({{"bone", text(bone)}, {"node", whole(node)}});
                 document_.human_bones[name_of_1_0(bone)] = node;
               });
             }}});
  }

  static std::string name_of_1_0(const std::string& bone) {
    if (bone == "leftThumbProximal") return "leftThumbMetacarpal";
    if (bone == "rightThumbProximal") return "rightThumbMetacarpal";
    if (bone == "leftThumbIntermediate") return "leftThumbProximal";
    if (bone == "rightThumbIntermediate") return "rightThumbProximal";
    return bone;
  }

  json::Reader reader_;
  Document document_;
};

}  // namespace

Document parse_document(std::string_view json) { return Parser(json).document(); }

}  // namespace poseaae::mocap::gltf
