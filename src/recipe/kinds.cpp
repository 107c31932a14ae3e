#include "kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "poseaae/recipe/recipe.hpp"

namespace poseaae::recipe {

const std::vector<Source>& sources() {
  static const std::vector<Source> all{source::clip(), source::hold(), source::latents(),
                                       source::loop(), source::mix(),  source::tour(),
                                       source::walk()};
  return all;
}

const std::vector<Change>& changes() {
  static const std::vector<Change> all{change::blend(),  change::gradient(), change::offset(),
                                       change::repeat(), change::reverse(),  change::slow(),
                                       change::smooth(), change::style()};
  return all;
}

std::string describe_kinds() {
  std::string text;
  auto out = std::back_inserter(text);
  fmt::format_to(out, "Sources:\n");
  for (const auto& kind : sources()) fmt::format_to(out, "  {:<9} {}\n", kind.name, kind.summary);
  fmt::format_to(out, "Changes:\n");
  for (const auto& kind : changes()) fmt::format_to(out, "  {:<9} {}\n", kind.name, kind.summary);
  return text;
}

Eigen::VectorXf pose_of(const Item& item, Studio& studio) {
  if (!item.is_list()) return studio.pose(item.text("a pose"));
  const auto numbers = item.list("a pose");
  if (static_cast<int>(numbers.size()) != studio.dim()) {
    item.fail(fmt::format("a pose of {} latents", studio.dim()),
              fmt::format("{} numbers", numbers.size()));
  }
  Eigen::VectorXf point(studio.dim());
  for (int d = 0; d < studio.dim(); ++d) {
    point[d] = static_cast<float>(numbers[static_cast<std::size_t>(d)].number("a latent"));
  }
  return point;
}

int frames_of(double seconds, const Studio& studio) {
  return std::max(1, static_cast<int>(std::lround(seconds * studio.fps())));
}

}  // namespace poseaae::recipe
