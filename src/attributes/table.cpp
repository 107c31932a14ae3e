#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "poseaae/attributes/learn.hpp"

namespace poseaae::attributes {

namespace {

using latent::Attribute;

std::string number(double value, int digits = 2) {
  if (std::isnan(value)) return "-";
  if (std::isinf(value)) return ">3";
  return fmt::format("{:.{}f}", value, digits);
}

std::string with_null(double value, double null) {
  if (std::isnan(value) || std::isnan(null)) return number(value);
  return fmt::format("{} ({})", number(value), number(null));
}

constexpr const char* kExplanation = R"(
from neutral, from others: balanced accuracy of probes on latents of clips they have not seen, and in
parentheses the 95th percentile of the same with labels of whole clips shuffled. The rest is measured
on decoded poses by probes on joint positions, fitted on real poses of other clips; ruler: accuracy of
these on real poses. In parentheses the 95th percentile of vectors from shuffled labels. rho:
Spearman's correlation of strength and measured attribute. reach: how far strength 1 goes; 1, as far
as real poses are. leak: how far it moves the other attributes on average, in units of their own;
real: how far real poses do. content: how far it leads out of the content (0 stays, 1 another).
beyond: strength at which a tenth of the poses are beyond what the model has learned.
)";

}  // namespace

std::string format_attributes(const latent::AttributeSet& set) {
  std::size_t width = 9;
  for (const Attribute& attribute : set.attributes) width = std::max(width, attribute.name.size());
  std::string text;
  auto out = std::back_inserter(text);
  const bool measured =
      std::any_of(set.attributes.begin(), set.attributes.end(), [](const Attribute& attribute) {
        return !std::isnan(attribute.figures.against_neutral.accuracy);
      });
  fmt::format_to(out, "{:<{}} {:>6} {:>7} {:>6}", "attribute", width, "clips", "poses", "tempo");
  if (measured) {
    fmt::format_to(out, " {:>13} {:>13} {:>5} {:>13} {:>13} {:>12} {:>5} {:>7} {:>6}",
                   "from neutral", "from others", "ruler", "rho", "reach", "leak", "real",
                   "content", "beyond");
  }
  fmt::format_to(out, "  neutral\n");
  for (const Attribute& attribute : set.attributes) {
    const auto& figures = attribute.figures;
    fmt::format_to(out, "{:<{}} {:>6} {:>7} {:>6.2f}", attribute.name, width, attribute.clips,
                   attribute.poses, attribute.tempo);
    if (measured) {
      fmt::format_to(out, " {:>13} {:>13} {:>5} {:>13} {:>13} {:>12} {:>5} {:>7} {:>6}",
                     with_null(figures.against_neutral.accuracy, figures.against_neutral.null_high),
                     with_null(figures.against_others.accuracy, figures.against_others.null_high),
                     number(figures.effect_probe_accuracy),
                     with_null(figures.spearman.value, figures.spearman.null_high),
                     with_null(figures.reach.value, figures.reach.null_high),
                     with_null(figures.leakage.value, figures.leakage.null_high),
                     number(figures.natural_leakage), number(figures.content_loss),
                     number(figures.beyond_from));
    }
    fmt::format_to(out, "  {}{}\n", attribute.neutral,
                   attribute.matched.empty() ? "" : " within each " + attribute.matched);
  }
  if (measured) text += kExplanation;
  return text;
}

std::string format_leakage(const latent::AttributeSet& set) {
  if (set.leakage.size() == 0) return "";
  std::size_t width = 9;
  for (const Attribute& attribute : set.attributes) width = std::max(width, attribute.name.size());
  std::string text =
      "\nstrength 1 of a row's attribute moves the measured value of a column's, in its own "
      "units:\n";
  auto out = std::back_inserter(text);
  fmt::format_to(out, "{:<{}}", "", width);
  for (std::size_t b = 0; b < set.attributes.size(); ++b) fmt::format_to(out, " {:>5}", b + 1);
  text += '\n';
  for (std::size_t a = 0; a < set.attributes.size(); ++a) {
    fmt::format_to(out, "{:<{}}", set.attributes[a].name, width);
    for (std::size_t b = 0; b < set.attributes.size(); ++b) {
      fmt::format_to(
          out, " {:>5}",
          number(set.leakage(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b))));
    }
    fmt::format_to(out, "  {}\n", a + 1);
  }
  return text;
}

}  // namespace poseaae::attributes
