#include <algorithm>

#include "fuzz/support.hpp"
#include "poseaae/motion_io/load_clip.hpp"

/// A body (ASF) and its motion (AMC), one after the other, with a line between them.
namespace poseaae::fuzz {

Target amc_target();

namespace {

constexpr std::string_view kBetween = "\n%motion%\n";

constexpr std::string_view kBody =
    "# a body\n:version 1.10\n:units\n mass 1\n length 0.45\n angle deg\n:root\n order TX TY TZ RX "
    "RY RZ\n axis XYZ\n position 0 1 0\n orientation 0 5 0\n:bonedata\n begin\n id 1\n name arm\n "
    "direction 1 0 0\n length 9\n axis 0 20 0 XYZ\n dof rx rz\n limits (-1 1)\n (-2 2)\n end\n "
    "begin\n name hand\n direction 0 1 0\n length 8\n axis 3 0 0 ZYX\n dof tx ry l\n end\n"
    ":hierarchy\n begin\n root arm\n arm hand\n end\n";
constexpr std::string_view kMotion =
    "#!OML\n:FULLY-SPECIFIED\n:DEGREES\n1\nroot 0 16 0 1 2 3\narm 10 -2.5e1\nhand 1 2 3\n2\n"
    "root 0 16 0 4 5 6\narm 20 30\nhand 1 2 4\n";

/// As CMU's: names in the order of the hierarchy, no order of bones in :bonedata, radians.
constexpr std::string_view kOtherBody =
    ":version 1.10\n:name VICON\n:units\n  mass 1.0\n  length 1.0\n  angle rad\n:documentation\n"
    "   written by hand\n:root\n   order RX RY RZ TX TY TZ\n   axis ZYX\n   position 0 0 0\n"
    "   orientation 0 0 0\n:bonedata\n  begin\n     id 2\n     name lfoot\n"
    "     direction 0 -1 0\n     length 0.4\n     axis 0 0 0 XYZ\n  end\n  begin\n     id 1\n"
    "     name lleg\n     direction 0.6 -0.8 0\n     length 0.5\n     axis 0 0 1.5 XYZ\n"
    "     dof rx\n     limits (-160.0 20.0)\n  end\n:hierarchy\n  begin\n    root lleg\n"
    "    lleg lfoot\n  end\n";
constexpr std::string_view kOtherMotion =
    ":FULLY-SPECIFIED\n:RADIANS\n1\nroot 0.1 0.2 0.3 0 1 0\nlleg 0.5\n2\nlleg 0.25\nroot 0 0 0 0 1 "
    "0.1\n3\nroot 0 0 0 0 1 0.2\nlleg -1e-2\n";

/// In which nothing moves.
constexpr std::string_view kStillBody =
    ":units\n length 0.45\n angle deg\n:root\n order\n axis XYZ\n position 0 0 0\n orientation 0 0 "
    "0\n"
    ":bonedata\n begin\n id 1\n name arm\n direction 1 0 0\n length 2\n axis 0 0 0 XYZ\n end\n"
    ":hierarchy\n begin\n root arm\n end\n";
constexpr std::string_view kStillMotion = "1\nroot\narm\n2\nroot\narm\n";

std::string joined(std::string_view body, std::string_view motion) {
  return std::string(body) + std::string(kBetween) + std::string(motion);
}

std::vector<std::string> seeds() {
  return {joined(kBody, kMotion), joined(kOtherBody, kOtherMotion),
          joined(kStillBody, kStillMotion)};
}

void read(std::string_view input) {
  const std::size_t end = std::min(input.find(kBetween), input.size());
  scratch().put("a.asf", input.substr(0, end));
  input.remove_prefix(std::min(input.size(), end + kBetween.size()));
  read_clip("a.amc", input);
}

/// Either file.
void damage(std::string& input, const Change& change, Random& random) {
  const std::size_t end = input.find(kBetween);
  if (end == input.npos || random.below(16) == 0) return change(input);
  std::string body = input.substr(0, end);
  std::string motion = input.substr(end + kBetween.size());
  change(random.below(3) == 0 ? motion : body);
  input = joined(body, motion);
}

}  // namespace

Target amc_target() { return {.seeds = seeds, .read = read, .damage = damage}; }

}  // namespace poseaae::fuzz
