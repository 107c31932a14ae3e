#include "held_out.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <set>

#include "poseaae/base/error.hpp"

namespace poseaae::dataset {

namespace {

/// Clips that are held out together.
struct Group {
  std::vector<const Clip*> clips;
  int poses = 0;
};

/// In a random order.
std::vector<Group> shuffled_groups(const PoseDataset& data, const SplitOptions& options,
                                   Random& random) {
  std::vector<Group> groups;
  const std::vector<int> group_of_clip = groups_of(data, options.group);
  for (std::size_t i = 0; i < data.clips.size(); ++i) {
    const auto index = static_cast<std::size_t>(group_of_clip[i]);
    if (index == groups.size()) groups.emplace_back();
    groups[index].clips.push_back(&data.clips[i]);
    groups[index].poses += data.clips[i].frames;
  }
  random.shuffle(std::span(groups));
  return groups;
}

void hold_out(const Group& group, Roles& roles) {
  for (const Clip* clip : group.clips) {
    std::fill_n(roles.begin() + clip->first, clip->frames, Role::kTest);
  }
}

Roles all_for_training(const PoseDataset& data) {
  return Roles(static_cast<std::size_t>(data.size()), Role::kTrain);
}

Roles by_share(const PoseDataset& data, const SplitOptions& options, Random& random) {
  const std::vector<Group> groups = shuffled_groups(data, options, random);
  Roles roles = all_for_training(data);
  int missing = wanted_test_count(data, options);
  std::size_t taken = 0;
  const auto take = [&](const Group& group) {
    hold_out(group, roles);
    missing -= group.poses;
    ++taken;
  };
  // A group that brings the share nearer to the wanted goes in, but never all of them.
  for (const Group& group : groups) {
    if (missing <= 0 || taken + 1 >= groups.size()) break;
    if (group.poses <= 2 * missing) take(group);
  }
  if (taken == 0 && groups.size() > 1) {  // each is too long: the shortest
    take(*std::min_element(groups.begin(), groups.end(),
                           [](const Group& a, const Group& b) { return a.poses < b.poses; }));
  }
  return roles;
}

Roles by_fold(const PoseDataset& data, const SplitOptions& options, Random& random) {
  std::vector<Group> groups = shuffled_groups(data, options, random);
  if (options.folds < 2 || static_cast<std::size_t>(options.folds) > groups.size()) {
    throw UsageError(
        fmt::format("data.folds: expected 2 to {}, the number of groups of clips, found {}",
                    groups.size(), options.folds));
  }
  if (options.fold < 0 || options.fold >= options.folds) {
    throw UsageError(fmt::format("data.fold: expected a fold between 0 and {}, found {}",
                                 options.folds - 1, options.fold));
  }
  // Large groups first, so that small ones can level the folds; by powers of two, so that chance
  // still decides among groups of about one size.
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return std::bit_width(static_cast<unsigned>(a.poses)) >
           std::bit_width(static_cast<unsigned>(b.poses));
  });
  Roles roles = all_for_training(data);
  std::vector<std::pair<int, int>> filled(
      static_cast<std::size_t>(options.folds));  // poses, groups
  for (const Group& group : groups) {
    // By groups where poses are even: groups without poses fill no fold, but none stays empty.
    const auto fold = std::min_element(filled.begin(), filled.end());
    fold->first += group.poses;
    ++fold->second;
    if (fold - filled.begin() == options.fold) hold_out(group, roles);
  }
  return roles;
}

/// The values that clips have for a label; for a name that none has, the names there are.
std::string what_exists(const PoseDataset& data, const std::string& label) {
  std::set<std::string> names;
  std::set<std::string> values;
  for (const Clip& clip : data.clips) {
    for (const auto& [name, value] : clip.tags) {
      names.insert(name);
      if (name == label) values.insert(value);
    }
  }
  if (!values.empty())
    return fmt::format("expected {} to be one of {}", label, fmt::join(values, ", "));
  if (!names.empty()) return fmt::format("the clips' labels are {}", fmt::join(names, ", "));
  return "the clips have no labels; data.label_pattern reads labels from their names";
}

Roles by_label(const PoseDataset& data, const SplitOptions& options) {
  const std::size_t equals = options.leave_out.find('=');
  const std::string label = options.leave_out.substr(0, equals);
  const std::string value = equals == std::string::npos ? "" : options.leave_out.substr(equals + 1);
  if (label.empty() || value.empty()) {
    throw UsageError(fmt::format("data.leave_out: expected label=value, found '{}'; {}",
                                 options.leave_out, what_exists(data, label)));
  }
  Roles roles = all_for_training(data);
  bool found = false;
  for (const Clip& clip : data.clips) {
    const auto tag = clip.tags.find(label);
    if (tag == clip.tags.end() || tag->second != value) continue;
    std::fill_n(roles.begin() + clip.first, clip.frames, Role::kTest);
    found = true;
  }
  if (!found) {
    throw UsageError(fmt::format("data.leave_out: no clip has '{}'; {}", options.leave_out,
                                 what_exists(data, label)));
  }
  return roles;
}

}  // namespace

int wanted_test_count(const PoseDataset& data, const SplitOptions& options) {
  return static_cast<int>(std::llround(options.test_fraction * data.size()));
}

Roles split_clips(const PoseDataset& data, const SplitOptions& options, Random& random) {
  if (options.folds != 0 && !options.leave_out.empty()) {
    throw UsageError(
        "data.folds and data.leave_out: expected one of them, found both; each chooses the test "
        "set");
  }
  if (!options.leave_out.empty()) return by_label(data, options);
  if (options.folds != 0) return by_fold(data, options, random);
  return by_share(data, options, random);
}

std::vector<int> groups_of(const PoseDataset& data, const std::string& pattern) {
  const GroupRule rule(pattern.empty() ? GroupRule::kDefault : pattern);
  std::map<std::string, int> numbers;
  std::vector<int> groups;
  for (const Clip& clip : data.clips) {
    groups.push_back(numbers.try_emplace(rule.group_of(clip.name), static_cast<int>(numbers.size()))
                         .first->second);
  }
  return groups;
}

}  // namespace poseaae::dataset
