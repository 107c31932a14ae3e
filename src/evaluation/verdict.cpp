#include "poseaae/evaluation/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace poseaae::evaluation {

namespace {

/// The value of a measure, unless the report lacks it or it is not known.
std::optional<double> value_of(const Report* report, const char* group, const char* name) {
  const Measure* measure = report == nullptr ? nullptr : report->find(group, name);
  if (measure == nullptr || std::isnan(measure->value)) return std::nullopt;
  return measure->value;
}

std::string centimetres(double millimetres) { return fmt::format("{:.1f} cm", millimetres / 10.0); }
std::string percent(double share) { return fmt::format("{:.0f} %", 100.0 * share); }
std::string of_hundred(double share) { return fmt::format("{:.0f}", 100.0 * share); }

/// " (principal components: 6.1 cm)", or nothing.
std::string components(const std::optional<double>& value,
                       const std::function<std::string(double)>& shown) {
  return value ? fmt::format(" (principal components: {})", shown(*value)) : "";
}

std::string rebuilt(const Report& report, const Report* beside) {
  const auto error = value_of(&report, "reconstruction", "mpjpe");
  if (!error) return "";
  std::string text = fmt::format(
      "Rebuilt: joints of unseen motion come back {} off on average{}", centimetres(*error),
      components(value_of(beside, "reconstruction", "mpjpe"), centimetres));
  if (const auto drift = value_of(&report, "reconstruction", "root drift, 1 m")) {
    text += fmt::format(", and a dancer who went a metre is {:.1f} cm beside", *drift);
  }
  return text + ".";
}

/// The precision of poses drawn as programs draw them (latent::usual_sampling()).
std::optional<double> drawn_precision(const Report& report) {
  const bool flows = value_of(&report, "flow", "precision").has_value();
  return value_of(&report, flows ? "mixture" : "generation", "precision");
}

std::string made(const Report& report, const Report* beside) {
  const auto precision = drawn_precision(report);
  const auto of_recorded = value_of(&report, "generation", "precision of held out");
  if (!precision || !of_recorded) return "";
  const auto speed = value_of(&report, "generation", "root speed / recordings");
  std::string text = fmt::format(
      "Made at random: {} of 100 {} are like recorded ones{}; of unseen recorded ones {} are",
      of_hundred(*precision), speed ? "seconds of random walks" : "poses from random points",
      components(value_of(beside, "generation", "precision"), of_hundred),
      of_hundred(*of_recorded));
  if (value_of(&report, "flow", "precision")) {
    const auto anywhere = value_of(&report, "generation", "precision");
    text += fmt::format(", of points of N(0, I) {}", of_hundred(anywhere.value_or(0.0)));
  }
  if (speed) text += fmt::format(", and walks go {:.2f} times as fast as recordings", *speed);
  return text + ".";
}

std::string even(const Report& report, const Report* beside) {
  if (const auto skating = value_of(&report, "generation", "skating / recordings")) {
    return fmt::format(
        "On its feet: feet that carry weight slide {:.1f} times as fast as recorded "
        "ones{}.",
        *skating,
        components(value_of(beside, "generation", "skating / recordings"),
                   [](double ratio) { return fmt::format("{:.1f}", ratio); }));
  }
  const auto variation = value_of(&report, "interpolation", "speed variation slerp");
  if (!variation) return "";
  return fmt::format(
      "Even: on the way from pose to pose, the body's speed varies by {}{}.", percent(*variation),
      components(value_of(beside, "interpolation", "speed variation slerp"), percent));
}

}  // namespace

std::vector<std::string> verdict(const Report& report, const Report* beside) {
  std::vector<std::string> sentences;
  for (std::string text : {rebuilt(report, beside), made(report, beside), even(report, beside)}) {
    if (!text.empty()) sentences.push_back(std::move(text));
  }
  return sentences;
}

const Report* principal_components(const std::vector<Report>& reports) {
  const auto named = [](const Report& report) {
    return report.name == "pca" || report.name.starts_with("pca ");
  };
  if (reports.empty()) return nullptr;
  const auto found = std::find_if(reports.begin() + 1, reports.end(), named);
  return found == reports.end() ? nullptr : &*found;
}

std::vector<std::string> verdict(const std::vector<Report>& reports) {
  if (reports.empty()) return {};
  return verdict(reports.front(), principal_components(reports));
}

}  // namespace poseaae::evaluation
