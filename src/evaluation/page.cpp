#include <fmt/format.h>

#include <cmath>

#include "panels.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/evaluation/verdict.hpp"
#include "poseaae/render/output.hpp"
#include "poseaae/render/painter.hpp"

namespace poseaae::evaluation {

namespace {

constexpr double kWidth = 1480.0;
constexpr double kMargin = 36.0;
constexpr double kGutter = 44.0;
constexpr double kHeader = 84.0;
constexpr double kLine = 18.0;
constexpr double kLatentHeight = 330.0;
constexpr double kCovarianceWidth = 300.0;
constexpr double kPoseHeight = 190.0;
constexpr double kPoseTitles = 110.0;  // room on the left

std::string subtitle(const Comparison& comparison) {
  const Report& report = comparison.reports.front();
  std::string text = fmt::format(
      "{:.0f} poses learned, {:.0f} held out  \u00b7  {} latents  \u00b7  nearest train pose of a "
      "held-out one {:.0f} mm, {:.1f} steps from frame to frame",
      report.value("data", "train poses"), report.value("data", "held-out poses"),
      report.details.latents.cols(), report.value("data", "nearest train pose"),
      report.value("data", "nearest / frame step"));
  if (report.runs > 1) {
    text += fmt::format("  \u00b7  means over {} runs; pictures of the first", report.runs);
  }
  return text;
}

/// Held-out poses, their reconstructions and generated poses, a row each.
render::Picture pose_rows(const Comparison& comparison, double width) {
  const Details& details = comparison.reports.front().details;
  const auto moving = [&](const Batch& poses) {
    return codec::PoseFormat(comparison.skeleton).motion_of(poses, comparison.fps);
  };
  render::Style style;
  const auto count = static_cast<int>(details.held_out.rows());
  style.width = static_cast<int>(width / count / render::kStripCell);
  style.height = static_cast<int>(kPoseHeight);
  style.background = kPaper;
  style.time_label = false;
  return render::contact_strip(render::Scene({{"", moving(details.held_out)},
                                              {"", moving(details.rebuilt)},
                                              {"", moving(details.generated)}}),
                               render::Camera{}, style, count);
}

}  // namespace

render::Picture draw_page(const Comparison& comparison) {
  if (comparison.reports.empty()) throw UsageError("expected a report to draw, found none");
  const Details& details = comparison.reports.front().details;
  const double inner = kWidth - 2.0 * kMargin;
  Sheet sheet;
  sheet.text({kMargin, 42.0}, comparison.title, Anchor::kLeft, kInk, kPageTitleSize, true);
  sheet.text({kMargin, 64.0}, subtitle(comparison), Anchor::kLeft, kQuiet);

  double y = kHeader;
  for (const std::string& sentence : verdict(comparison.reports)) {
    sheet.text({kMargin, y}, sentence, Anchor::kLeft, kInk);
    y += kLine;
  }
  const double top = summary_height(comparison);
  const double half = 0.55 * (inner - kGutter);
  draw_summary(sheet, {kMargin, y, half, top}, comparison);
  draw_joints(sheet, {kMargin + half + kGutter, y, inner - kGutter - half, top}, comparison);

  y += top + 22.0;
  const double wide = inner - kGutter - kCovarianceWidth;
  draw_latents(sheet, {kMargin, y, wide, kLatentHeight}, details);
  draw_covariance(sheet, {kMargin + wide + kGutter, y, kCovarianceWidth, kLatentHeight + 30.0},
                  details);

  y += kLatentHeight + 44.0;
  const Viewport poses = sheet.panel({kMargin, y, inner, 0.0}, "Poses");
  const render::Picture strip = pose_rows(comparison, inner - kPoseTitles);
  sheet.place(strip, kMargin + kPoseTitles, poses.y);
  double row = poses.y + 0.5 * kPoseHeight;
  for (const char* title : {"held out", "reconstructed", "generated"}) {
    sheet.text({kMargin, row}, title, Anchor::kLeft, kInk, kTextSize, true);
    row += kPoseHeight;
  }
  sheet.text({kMargin, row - kPoseHeight + 16.0}, "from N(0, I)", Anchor::kLeft, kQuiet, kSmall);
  return std::move(sheet).finish(static_cast<int>(kWidth),
                                 static_cast<int>(poses.y) + strip.height + 24);
}

}  // namespace poseaae::evaluation
