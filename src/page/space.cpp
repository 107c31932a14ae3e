#include "poseaae/page/space.hpp"

#include <fmt/format.h>

#include <bit>

#include "base64.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/safetensors/json.hpp"

namespace poseaae::page {

namespace {

/// Numbers as float32, little-endian, in base64.
std::string literal_of(const Batch& rows) {
  static_assert(std::endian::native == std::endian::little);
  return json::literal(base64({reinterpret_cast<const char*>(rows.data()),
                               static_cast<std::size_t>(rows.size()) * sizeof(float)}));
}

std::string list_of(const std::vector<int>& numbers) {
  return json::list(std::vector<double>(numbers.begin(), numbers.end()));
}

std::string json_of_map(const PoseMap& map) {
  return json::ObjectWriter()
      .add("places", literal_of(map.places.cast<float>()))
      .add("latents", literal_of(map.latents))
      .add("metric", map.metric ? "true" : "false")
      .add("clips", json::list(map.clips))
      .add("clip", list_of(map.clip))
      .add("frame", list_of(map.frame))
      .done();
}

std::string json_of_style(const latent::Attribute& style) {
  const Eigen::VectorXd vector = style.vector.cast<double>();
  return json::ObjectWriter()
      .add("name", json::literal(style.name))
      .add("vector", json::list(std::span(vector.data(), static_cast<std::size_t>(vector.size()))))
      .done();
}

std::string json_of_clip(const latent::NamedPath& clip) {
  return json::ObjectWriter()
      .add("name", json::literal(clip.name))
      .add("fps", json::number(clip.path.fps))
      .add("latents", literal_of(clip.path.points))
      .done();
}

template <typename Items, typename Write>
std::string array_of(const Items& items, Write write) {
  std::vector<std::string> texts;
  for (const auto& item : items) texts.push_back(write(item));
  return json::array(texts);
}

void check(const codec::PoseAutoencoder& model, const Space& space) {
  if (model.format().window()) {
    throw UsageError(
        "the page plays models of poses: expected one, found a model of windows, whose points are "
        "stretches of time; train one with data.window=0");
  }
  const auto require = [&](const char* what, Eigen::Index latents) {
    if (latents == model.latent_dim()) return;
    throw UsageError(fmt::format("{}: expected {} latents, as the model has, found {}", what,
                                 model.latent_dim(), latents));
  };
  require("map", space.map.latents.cols());
  for (const auto& style : space.styles) require("style", style.vector.size());
  for (const auto& clip : space.clips) require("clip", clip.path.points.cols());
  if (space.map.places.rows() != space.map.latents.rows() || space.map.places.rows() == 0) {
    throw UsageError(fmt::format("map: expected a place for each of its points, found {} for {}",
                                 space.map.places.rows(), space.map.latents.rows()));
  }
}

/// Every '<' stands inside a text, where JSON may also write it by its number.
std::string without_tags(const std::string& json) {
  std::string text;
  text.reserve(json.size());
  for (const char letter : json) {
    if (letter == '<') {
      text += "\\u003c";
    } else {
      text += letter;
    }
  }
  return text;
}

constexpr std::string_view kPlace = "<!--space-->";

}  // namespace

PoseMap map_of(const atlas::Plane& plane, const latent::Encodings& encodings) {
  PoseMap map = map_of(plane, encodings.path.points);
  map.clips = encodings.clips;
  for (const int row : plane.rows()) {
    map.clip.push_back(encodings.clip[static_cast<std::size_t>(row)]);
    map.frame.push_back(encodings.frame[static_cast<std::size_t>(row)]);
  }
  return map;
}

PoseMap map_of(const atlas::Plane& plane, const Batch& latents) {
  return {.places = plane.positions(),
          .latents = latents(plane.rows(), Eigen::all),
          .metric = plane.metric(),
          .clips = {},
          .clip = {},
          .frame = {}};
}

std::string json_of(const codec::PoseAutoencoder& model, const Space& space) {
  check(model, space);
  return without_tags(json::ObjectWriter()
                          .add("version", "1")
                          .add("title", json::literal(space.title))
                          .add("key", json::literal(space.key))
                          .add("model", json::literal(base64(codec::decoder_bytes(model))))
                          .add("map", json_of_map(space.map))
                          .add("styles", array_of(space.styles, json_of_style))
                          .add("clips", array_of(space.clips, json_of_clip))
                          .done());
}

std::string installed_page() {
  const auto file = installed_folder() / "page" / "page.html";
  if (!std::filesystem::exists(file)) {
    throw InputError(fmt::format(
        "{}: expected the page, found none: this build left it out, because node or npm was "
        "missing; install them and build again",
        file.string()));
  }
  return read_file(file);
}

std::string page_of_space(const std::string& page, const std::string& space_json) {
  const std::size_t at = page.find(kPlace);
  if (at == std::string::npos) {
    throw InputError(
        fmt::format("page: expected one with a place for a space ({}), found none", kPlace));
  }
  return page.substr(0, at) + space_json + page.substr(at + kPlace.size());
}

}  // namespace poseaae::page
