#include "poseaae/motion_io/skeleton_io.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"

namespace poseaae::mocap {

namespace {

template <typename Items, typename Offset>
std::vector<double> flatten(const Items& items, Offset offset_of) {
  std::vector<double> flat;
  for (const auto& item : items) {
    const Vec3& offset = offset_of(item);
    flat.insert(flat.end(), offset.data(), offset.data() + 3);
  }
  return flat;
}

std::vector<Vec3> unflatten(const std::vector<double>& flat) {
  std::vector<Vec3> points;
  for (std::size_t i = 0; i < flat.size(); i += 3) points.emplace_back(&flat[i]);
  return points;
}

}  // namespace

void save_skeleton(h5::Group& group, const Skeleton& skeleton) {
  const std::size_t joints = skeleton.names().size();
  group.write<std::int32_t>("parents", skeleton.parents(), {joints});
  group.write_strings("joint_names", skeleton.names(), "parents");
  group.write<double>("offsets", flatten(skeleton.offsets(), [](const Vec3& v) { return v; }),
                      {joints, 3});
  group.set_attribute("unit", "m", "offsets");

  const auto& tips = skeleton.end_sites();
  if (tips.empty()) return;
  std::vector<std::int32_t> parents;
  std::vector<std::string> names;
  for (const EndSite& tip : tips) {
    parents.push_back(tip.parent);
    names.push_back(tip.name);
  }
  group.write<std::int32_t>("end_site_parents", parents, {tips.size()});
  group.write<double>("end_site_offsets",
                      flatten(tips, [](const EndSite& tip) { return tip.offset; }),
                      {tips.size(), 3});
  group.write_strings("end_site_names", names, "end_site_parents");
}

Skeleton load_skeleton(const h5::Group& group) {
  std::vector<std::string> names = group.read_strings("joint_names", "parents");
  const std::size_t joints = names.size();
  std::vector<EndSite> tips;
  if (group.has("end_site_parents")) {
    const auto tip_names = group.read_strings("end_site_names", "end_site_parents");
    const std::size_t count = tip_names.size();
    const auto parents = group.read<std::int32_t>("end_site_parents", {count});
    const auto offsets = unflatten(group.read<double>("end_site_offsets", {count, 3}));
    for (std::size_t i = 0; i < count; ++i) tips.push_back({parents[i], offsets[i], tip_names[i]});
  }
  try {
    return {std::move(names), group.read<std::int32_t>("parents", {joints}),
            unflatten(group.read<double>("offsets", {joints, 3})), std::move(tips)};
  } catch (const ModelError&) {
    throw;
  } catch (const Error& problem) {
    throw ModelError(fmt::format("the stored skeleton is damaged: {}", problem.what()));
  }
}

}  // namespace poseaae::mocap
