#include "support/onto_arguments.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/motion_io/formats.hpp"

namespace poseaae::tools {

OntoArguments::OntoArguments(CommandLine& app) {
  app.add_option(
      "--onto FILE", onto_,
      "Character that the motion is written and drawn on: a " + mocap::clip_kinds() +
          " file with its skeleton, or an .asf. Its joints are found by names and structure, it "
          "keeps its lengths, and its hands and feet are held where those of the "
          "dancer, scaled to it, are");
  app.add_option("--onto-unit UNIT", unit_,
                 "Unit of lengths of that file: cm, m, inch, mm, ft, dm, or metres per unit "
                 "(default: cm; files that state theirs have it)");
  app.add_option("--joint-map FILE", joint_map_,
                 "Joints of --onto that are found wrongly: a YAML file with lines TARGET: SOURCE "
                 "(nothing for one that stays at rest)");
}

void OntoArguments::read() {
  if (onto_.empty() && !(joint_map_.empty() && unit_.empty())) {
    throw UsageError(fmt::format("{}: expected --onto FILE as well, found none",
                                 joint_map_.empty() ? "--onto-unit" : "--joint-map"));
  }
  if (onto_.empty()) return;
  mocap::ClipOptions reading;
  if (!unit_.empty()) reading.unit = mocap::Unit::parse(unit_);
  target_ = log::warned(mocap::load_target(mocap::ClipReference::parse(onto_), reading));
  if (!joint_map_.empty()) overrides_ = mocap::load_joint_map(joint_map_);
}

retarget::Retargeted OntoArguments::moved(const mocap::Motion& motion) const {
  return retarget::retarget(motion, target_->character, overrides_);
}

void OntoArguments::report(const retarget::Retargeted& moved, const mocap::Motion& source) const {
  log::info("joints of {} and what they follow:", target_->name);
  for (const auto& line :
       retarget::lines_of(moved.map, source.skeleton(), target_->character.skeleton)) {
    log::info("  {}", line);
  }
}

std::string OntoArguments::fingerprint() const {
  if (!target_) return "";
  const mocap::Skeleton& skeleton = target_->character.skeleton;
  std::string text;
  const auto add = [&](const auto& numbers) {
    text += fmt::format(" {}", fmt::join(numbers, " "));
  };
  for (int j = 0; j < skeleton.joints(); ++j) {
    text += fmt::format("\n{} {}", skeleton.name(j), skeleton.parent(j));
    add(skeleton.offset(j));
    add(target_->character.pose[j].coeffs());
    if (!target_->axes.empty()) add(target_->axes[j].coeffs());
  }
  for (const mocap::EndSite& site : skeleton.end_sites()) {
    text += fmt::format("\n{}", site.parent);
    add(site.offset);
  }
  for (const auto& [target, source] : overrides_) text += fmt::format("\n{}: {}", target, source);
  return text;
}

}  // namespace poseaae::tools
