#include "bvh_channels.hpp"

#include <fmt/format.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/anatomy.hpp"

namespace poseaae::mocap::bvh {

namespace {

using Kind = Channel::Kind;

constexpr double kSteady = 0.01;         // of a length: what channels may vary that hold it
constexpr double kSteadyForNone = 0.25;  // the same beside an OFFSET of 0, which is no bone
constexpr double kApart = 0.001;         // of a length: what OFFSET may differ, being rounded
constexpr double kUnscaled = 1e-4;       // of 1

/// What a joint's position channels hold over a clip, beside its OFFSET.
struct Held {
  Vec3 middle;          ///< half way between the least and the greatest; OFFSET where there is none
  Vec3 apart;           ///< from there to OFFSET
  double spread = 0.0;  ///< between the least and the greatest, of the widest channel
  double size = 0.0;    ///< the greatest magnitude
};

Held held(const Joint& joint, const Ranges& ranges) {
  Held held{joint.offset, Vec3::Zero()};
  for (std::size_t i = 0; i < joint.channels.size(); ++i) {
    const auto [kind, axis] = joint.channels[i];
    if (kind != Kind::kPosition) continue;
    const double least = ranges.least[joint.first_column + i];
    const double greatest = ranges.greatest[joint.first_column + i];
    held.middle[axis] = least + (greatest - least) / 2.0;
    held.apart[axis] = joint.offset[axis] - held.middle[axis];
    held.spread = std::max(held.spread, greatest - least);
    held.size = std::max({held.size, std::abs(least), std::abs(greatest)});
  }
  return held;
}

bool stays_at_0(const Joint& joint, const Held& held) {
  return held.size <= kSteady * held.apart.norm() &&
         held.apart.norm() > kApart * joint.offset.norm();
}

bool is_a_length(const Joint& joint, const Held& held) {
  const double length = held.middle.norm();
  const double steady = joint.offset.isZero() ? kSteadyForNone : kSteady;
  return held.spread <= steady * length &&
         held.apart.cwiseAbs().maxCoeff() > std::max(held.spread, kApart * length);
}

/// "3 joints ('Spine' and others)".
std::string these(const Header& header, const std::vector<int>& joints) {
  return fmt::format("{} joint{} ('{}'{})", joints.size(), joints.size() == 1 ? "" : "s",
                     header.joints[joints.front()].name, joints.size() == 1 ? "" : " and others");
}

/// Makes the middle of what their channels hold the OFFSET of `steady` joints, and of `moving` ones
/// too if they are no more: then the file's OFFSETs are not the bones. Places keep theirs.
/// @return whose are new
std::vector<int> take_lengths(Header& header, const Ranges& ranges, std::vector<int> steady,
                              const std::vector<int>& moving) {
  if (steady.empty()) return steady;
  Header settled = header;
  const auto settle = [&](int j) {
    settled.joints[j].offset = held(header.joints[j], ranges).middle;
  };
  std::ranges::for_each(steady, settle);
  const std::vector<bool> place = places(skeleton_of(settled, 1.0));
  std::erase_if(steady, [&](int j) { return place[j]; });
  if (steady.size() >= moving.size()) {
    for (const int j : moving) {
      if (!place[j]) steady.push_back(j);
    }
    std::ranges::for_each(steady, settle);
  }
  for (const int j : steady) header.joints[j].offset = settled.joints[j].offset;
  return steady;
}

}  // namespace

Vec3 position_of(const Joint& joint, const double* row) {
  Vec3 position = joint.offset;
  const double* number = row + joint.first_column;
  for (const auto& [kind, axis] : joint.channels) {
    if (kind == Kind::kPosition) position[axis] = *number + (joint.adds ? joint.offset[axis] : 0.0);
    ++number;
  }
  return position;
}

std::vector<bool> places(const Skeleton& skeleton) {
  std::vector<bool> place(skeleton.names().size(), false);
  for (int j = anatomy_of(skeleton).pelvis; j >= 0; j = skeleton.parent(j)) place[j] = true;
  return place;
}

Ranges ranges_of(const Rows& rows, std::size_t columns) {
  const auto first = rows.values.begin();
  const auto end_of_first = first + static_cast<std::ptrdiff_t>(columns);
  Ranges ranges{{first, end_of_first}, {first, end_of_first}};
  double* const least = ranges.least.data();
  double* const greatest = ranges.greatest.data();
  for (const double* row = rows.values.data() + columns;
       row < rows.values.data() + rows.values.size(); row += columns) {
    for (std::size_t c = 0; c < columns; ++c) {
      least[c] = std::min(least[c], row[c]);
      greatest[c] = std::max(greatest[c], row[c]);
    }
  }
  return ranges;
}

std::string check_scales(const Header& header, const Rows& rows,
                         const std::filesystem::path& file) {
  std::vector<int> scaled;
  for (std::size_t j = 0; j < header.joints.size(); ++j) {
    const Joint& joint = header.joints[j];
    if (!joint.has(Kind::kScale)) continue;
    scaled.push_back(static_cast<int>(j));
    for (std::size_t i = 0; i < joint.channels.size(); ++i) {
      if (joint.channels[i].kind != Kind::kScale) continue;
      for (int t = 0; t < rows.frames; ++t) {
        const double scale = rows.values[t * header.columns + joint.first_column + i];
        if (std::abs(scale - 1.0) <= kUnscaled) continue;
        throw InputError(fmt::format(
            "{}: joint '{}', frame {}: expected a scale of 1, since bones keep their lengths here, "
            "found {}scale {:g}; apply the scales to the skeleton and export without them",
            file.string(), joint.name, t, "XYZ"[joint.channels[i].axis], scale));
      }
    }
  }
  if (scaled.empty()) return "";
  return fmt::format("the scale channels of {} are 1 throughout and were left out",
                     these(header, scaled));
}

std::vector<std::string> settle_offsets(Header& header, const Ranges& ranges, int frames) {
  std::vector<int> at_0;
  std::vector<int> lengths;
  std::vector<int> moving;
  for (std::size_t j = 1; j < header.joints.size(); ++j) {
    Joint& joint = header.joints[j];
    if (!joint.has(Kind::kPosition)) continue;
    const Held channels = held(joint, ranges);
    joint.adds = stays_at_0(joint, channels);
    const bool tells = frames > 1 || joint.offset.isZero();
    if (joint.adds) {
      at_0.push_back(static_cast<int>(j));
    } else if (tells && is_a_length(joint, channels)) {
      lengths.push_back(static_cast<int>(j));
    } else if (tells && channels.spread > kSteady * channels.middle.norm()) {
      moving.push_back(static_cast<int>(j));
    }
  }
  lengths = take_lengths(header, ranges, std::move(lengths), moving);
  std::vector<std::string> lines;
  if (!lengths.empty()) {
    lines.push_back(
        fmt::format("{} keep to positions that are not their OFFSET; the skeleton takes its "
                    "lengths from these positions",
                    these(header, lengths)));
  }
  if (!at_0.empty()) {
    lines.push_back(
        fmt::format("the positions of {} stay at 0 and were added to their OFFSET, which they "
                    "would otherwise replace",
                    these(header, at_0)));
  }
  return lines;
}

}  // namespace poseaae::mocap::bvh
