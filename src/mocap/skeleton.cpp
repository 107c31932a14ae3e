#include "poseaae/mocap/skeleton.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/base/utf8.hpp"

namespace poseaae::mocap {

namespace {

/// Bytes of the white space or the forbidden character that `text` begins with; 0 for any other.
std::size_t unwritable(std::string_view text) {
  const char first = text.front();
  constexpr std::string_view kForbidden = " {}[]:/\x7f";
  if (static_cast<unsigned char>(first) < ' ' || kForbidden.find(first) != std::string_view::npos) {
    return 1;
  }
  // White space beyond ASCII, in UTF-8, as Python and JavaScript split at it.
  for (const std::string_view space :
       {"\u0085", "\u00A0", "\u1680", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000", "\uFEFF"}) {
    if (text.starts_with(space)) return space.size();
  }
  const unsigned third = text.size() > 2 ? static_cast<unsigned char>(text[2]) : 0U;
  const bool between_words =
      text.starts_with("\xE2\x80") && third >= 0x80 && third <= 0x8A;  // U+2000 to U+200A
  return between_words ? 3 : 0;
}

}  // namespace

std::string written_name(std::string_view name) {
  const std::string text = utf8_text(name);
  std::string written;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t skipped = unwritable(rest);
    written += skipped > 0 ? '_' : rest.front();
    rest.remove_prefix(std::max<std::size_t>(skipped, 1));
  }
  return written;
}

bool matches_joint(std::string_view name, std::string_view pattern) {
  return name == pattern || matches_pattern(name, pattern) ||
         matches_pattern(written_name(name), written_name(pattern));
}

Skeleton::Skeleton(std::vector<std::string> names, std::vector<int> parents,
                   std::vector<Vec3> offsets, std::vector<EndSite> end_sites)
    : names_(std::move(names)),
      parents_(std::move(parents)),
      offsets_(std::move(offsets)),
      end_sites_(std::move(end_sites)) {
  if (parents_.empty()) throw Error("skeleton: expected at least one joint, found none");
  if (names_.size() != parents_.size() || offsets_.size() != parents_.size()) {
    throw Error(
        fmt::format("skeleton: expected one name and one offset per joint, found {} joints, {} "
                    "names and {} offsets",
                    parents_.size(), names_.size(), offsets_.size()));
  }
  std::set<std::string_view> seen;
  for (int j = 0; j < joints(); ++j) {
    const int parent = parents_[j];
    if (j == 0 ? parent != -1 : (parent < 0 || parent >= j)) {
      throw Error(fmt::format("joint {} '{}': expected {}, found parent {}", j, names_[j],
                              j == 0 ? "a root (parent -1)" : "a parent that comes before it",
                              parent));
    }
    if (names_[j].empty() || !seen.insert(names_[j]).second) {
      throw Error(fmt::format("joint {}: expected a name that no other joint has, found '{}'", j,
                              names_[j]));
    }
    if (!offsets_[j].allFinite()) {
      throw Error(fmt::format("joint '{}': expected a finite offset", names_[j]));
    }
  }
  for (const EndSite& site : end_sites_) {
    if (site.parent < 0 || site.parent >= joints() || !site.offset.allFinite()) {
      throw Error(
          fmt::format("end site '{}': expected a joint below {} and a finite offset, found "
                      "joint {}",
                      site.name, joints(), site.parent));
    }
  }
}

std::vector<std::string> Skeleton::written_names() const {
  std::vector<std::string> words;
  std::set<std::string> taken;
  for (const std::string& name : names_) {
    const std::string stem = written_name(name);
    std::string word = stem;
    for (int n = 2; !taken.insert(word).second; ++n) word = fmt::format("{}_{}", stem, n);
    words.push_back(std::move(word));
  }
  return words;
}

std::optional<int> Skeleton::find(std::string_view name) const {
  const auto place = [](const std::vector<std::string>& names, std::string_view wanted) {
    const auto found = std::find(names.begin(), names.end(), wanted);
    return found == names.end() ? std::nullopt
                                : std::optional(static_cast<int>(found - names.begin()));
  };
  const auto exact = place(names_, name);
  return exact ? exact : place(written_names(), written_name(name));
}

std::optional<int> Skeleton::first_difference(const Skeleton& other) const {
  const bool alike = names_ == other.names_;
  const auto here = alike ? names_ : written_names();
  const auto there = alike ? names_ : other.written_names();
  const auto same = [&](int j) { return here[j] == there[j] && parent(j) == other.parent(j); };
  int j = 0;
  while (j < std::min(joints(), other.joints()) && same(j)) ++j;
  return j == std::max(joints(), other.joints()) ? std::nullopt : std::optional(j);
}

std::vector<int> Skeleton::children(int joint) const {
  std::vector<int> found;
  for (int j = joint + 1; j < joints(); ++j) {
    if (parents_[j] == joint) found.push_back(j);
  }
  return found;
}

std::vector<std::vector<int>> Skeleton::levels() const {
  std::vector<std::size_t> depth(parents_.size(), 0);
  std::vector<std::vector<int>> by_depth(1, {0});
  for (int j = 1; j < joints(); ++j) {
    depth[j] = depth[parents_[j]] + 1;
    if (depth[j] == by_depth.size()) by_depth.emplace_back();
    by_depth[depth[j]].push_back(j);
  }
  return by_depth;
}

namespace {

/// Where the body begins: the first joint with several children, or the root where none has.
/// Bones above it lead from the origin of the room to the body, and may be metres long.
int first_branch(const Skeleton& skeleton) {
  int joint = 0;
  while (true) {
    const std::vector<int> children = skeleton.children(joint);
    if (children.empty()) return 0;
    if (children.size() > 1) return joint;
    joint = children.front();
  }
}

}  // namespace

double Skeleton::height() const {
  const int body = first_branch(*this);
  std::vector<Vec3> rest(parents_.size(), Vec3::Zero());
  std::vector<double> chain(parents_.size(), 0.0);
  Vec3 low = Vec3::Zero();
  Vec3 high = Vec3::Zero();
  double longest = 0.0;
  const auto reach = [&](const Vec3& point, double length) {
    low = low.cwiseMin(point);
    high = high.cwiseMax(point);
    longest = std::max(longest, length);
  };
  for (int j = body + 1; j < joints(); ++j) {
    rest[j] = rest[parents_[j]] + offsets_[j];
    chain[j] = chain[parents_[j]] + offsets_[j].norm();
    reach(rest[j], chain[j]);
  }
  for (const EndSite& site : end_sites_) {
    if (site.parent < body) continue;
    reach(rest[site.parent] + site.offset, chain[site.parent] + site.offset.norm());
  }
  return std::max((high - low).maxCoeff(), longest);
}

}  // namespace poseaae::mocap
