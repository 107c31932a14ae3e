#include "kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/recipe/recipe.hpp"

namespace poseaae::recipe {

const std::vector<Source>& sources() {
  static const std::vector<Source> all{source::clip(), source::hold(), source::latents(),
                                       source::loop(), source::mix(),  source::tour(),
                                       source::walk()};
  return all;
}

const std::vector<Change>& changes() {
  static const std::vector<Change> all{change::blend(),   change::gradient(), change::in_place(),
                                       change::offset(),  change::repeat(),   change::reverse(),
                                       change::slow(),    change::smooth(),   change::style(),
                                       change::transfer()};
  return all;
}

namespace {

/// "  name      summary", its further lines under the first word of the summary.
std::string entry(const std::string& name, const std::string& summary) {
  constexpr std::size_t kIndent = 12;
  constexpr std::size_t kWidth = 100;
  std::string text = fmt::format("  {:<{}}", name, kIndent - 3);
  std::size_t column = text.size();
  std::istringstream words(summary);
  for (std::string word; words >> word; column += word.size() + 1) {
    if (column + 1 + word.size() > kWidth) {
      text += '\n' + std::string(kIndent - 1, ' ');
      column = kIndent - 1;
    }
    text += ' ' + word;
  }
  return text + '\n';
}

}  // namespace

std::string describe_kinds() {
  std::string text = "Sources:\n";
  for (const auto& kind : sources()) text += entry(kind.name, kind.summary);
  text += "Changes:\n";
  for (const auto& kind : changes()) text += entry(kind.name, kind.summary);
  return text;
}

Eigen::VectorXf pose_of(const Item& item, OpenModel& model) {
  if (!item.is_list()) return model.pose(item.text("a pose"));
  const auto numbers = item.list("a pose");
  if (static_cast<int>(numbers.size()) != model.dim()) {
    item.fail(fmt::format("a pose of {} latents", model.dim()),
              fmt::format("{} numbers", numbers.size()));
  }
  Eigen::VectorXf point(model.dim());
  for (int d = 0; d < model.dim(); ++d) {
    point[d] = static_cast<float>(numbers[static_cast<std::size_t>(d)].number("a latent"));
  }
  return point;
}

bool keep_likely(Keys& keys, const OpenModel& model, bool has_start) {
  bool keep = false;
  keys.read("keep_likely", keep);
  const auto chosen = model.chosen_sampling();
  if (keep && !has_start && model.flow() != nullptr && chosen &&
      *chosen != latent::Sampling::kFlow) {
    keys.need("keep_likely")
        .fail(
            "keep_likely without sample, since its random poses are drawn by the flow; leave one "
            "of them out, or give a start",
            fmt::format("sample: {}", name_of(*chosen, latent::sampling_names())));
  }
  return keep;
}

int frames_of(double seconds, const OpenModel& model) {
  return model.points_for(std::max(1, mocap::frames_in(seconds, model.motion_fps(), "seconds", 0)));
}

}  // namespace poseaae::recipe
