#include "poseaae/motion_io/clip_io.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"

namespace poseaae::mocap {

namespace {

/// Converts to whatever a field is.
struct AnyValue {
  template <typename T>
  operator T() const;  // NOLINT(google-explicit-constructor)
};
/// Number of fields of an aggregate: the largest number of values that initialise it.
template <typename T, typename... Values>
constexpr std::size_t field_count() {
  if constexpr (requires { T{Values{}..., AnyValue{}}; }) {
    return field_count<T, Values..., AnyValue>();
  } else {
    return sizeof...(Values);
  }
}
static_assert(field_count<ClipOptions>() == kClipOptionNames.size() && field_count<Unit>() == 1,
              "for_each_field() has to visit every field, or files and checksums lose it");

void save(h5::Group& group, const char* name, double value) { group.set_attribute(name, value); }
void save(h5::Group& group, const char* name, bool value) {
  group.set_attribute(name, static_cast<std::int64_t>(value));
}
void save(h5::Group& group, const char* name, RootRotation value) {
  group.set_attribute(name, name_of(value, root_rotation_names()));
}
void save(h5::Group& group, const char* name, Up value) {
  group.set_attribute(name, name_of(value, up_names()));
}
void save(h5::Group& group, const char* name, const std::vector<std::string>& value) {
  group.write_strings(name, value);
}

void load(const h5::Group& group, const char* name, double& value) {
  value = group.number_attribute(name);
}
void load(const h5::Group& group, const char* name, bool& value) {
  value = group.has_attribute(name) && group.number_attribute(name) != 0.0;
}
void load(const h5::Group& group, const char* name, std::vector<std::string>& value) {
  value = group.read_strings(name);
}
void load(const h5::Group& group, const char* name, RootRotation& value) {
  if (!group.has_attribute(name)) {  // files of version 0.1
    const bool removed = group.number_attribute("remove_heading") != 0.0;
    value = removed ? RootRotation::kFaceForward : RootRotation::kKeep;
    return;
  }
  const std::string found = group.text_attribute(name);
  const auto known = value_of(found, root_rotation_names());
  if (!known) {
    throw ModelError(fmt::format(
        "clip options: root_rotation: expected keep, face_forward or remove, found '{}'", found));
  }
  value = *known;
}

void load(const h5::Group& group, const char* name, Up& value) {
  if (!group.has_attribute(name)) {  // older files, whose clips were not turned
    value = Up::kY;
    return;
  }
  const std::string found = group.text_attribute(name);
  const auto known = value_of(found, up_names());
  if (!known) {
    throw ModelError(
        fmt::format("clip options: up: expected auto, x, y, z, -x, -y or -z, found '{}'", found));
  }
  value = *known;
}

}  // namespace

void save_clip_options(h5::Group group, const ClipOptions& options) {
  for_each_field(options, [&](const char* name, const auto& value) { save(group, name, value); });
}

ClipOptions load_clip_options(const h5::Group& group) {
  ClipOptions options;
  for_each_field(options, [&](const char* name, auto& value) { load(group, name, value); });
  return options;
}

}  // namespace poseaae::mocap
