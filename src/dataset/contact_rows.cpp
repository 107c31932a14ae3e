#include "contact_rows.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "poseaae/footing/contacts.hpp"

namespace poseaae::dataset {

std::vector<unsigned char> contact_rows(const mocap::Clip& clip) {
  const mocap::Motion& room = clip.in_room ? *clip.in_room : clip.motion;
  const footing::Contacts contacts = footing::contacts_of(room);
  const int points = contacts.points();
  std::vector<unsigned char> rows;
  for (int t = 0; t < clip.motion.frames(); ++t) {
    const auto there = static_cast<int>(std::lround(t * room.fps() / clip.motion.fps()));
    const int nearest = std::min(there, room.frames() - 1);
    std::copy_n(contacts.touches.begin() + static_cast<std::ptrdiff_t>(nearest) * points, points,
                std::back_inserter(rows));
  }
  return rows;
}

}  // namespace poseaae::dataset
