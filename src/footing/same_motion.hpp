#pragma once

#include <fmt/format.h>

#include <string_view>

#include "poseaae/base/error.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::footing {

/// @throws UsageError unless the contacts are of as many frames as the motion, and of its joints
inline void require_contacts_of(const mocap::Motion& motion, const Contacts& contacts,
                                std::string_view what) {
  if (contacts.frames != motion.frames()) {
    throw UsageError(fmt::format("{}: expected contacts of {} frames, as the motion has, found {}",
                                 what, motion.frames(), contacts.frames));
  }
  for (const Foot& foot : contacts.feet) {
    for (const SolePoint& point : foot.sole) {
      if (point.joint >= 0 && point.joint < motion.joints()) continue;
      throw UsageError(fmt::format(
          "{}: expected contacts of the motion's own skeleton of {} joints, found joint {}", what,
          motion.joints(), point.joint));
    }
  }
}

}  // namespace poseaae::footing
