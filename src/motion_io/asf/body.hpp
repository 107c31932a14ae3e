#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/mocap/motion.hpp"

/// Acclaim's skeletons (.asf). The format: J. Lander, "Working with Motion Capture File Formats",
/// Game Developer, January 1998.
namespace poseaae::mocap::asf {

/// One number of a bone's row in the motion file.
struct Freedom {
  enum class Kind { kPlace, kTurn, kLength };
  Kind kind = Kind::kTurn;
  int axis = 0;  ///< 0 x, 1 y, 2 z
};

/// A segment of the body: a joint where it begins, and the way to its other end.
struct Bone {
  std::string name;          ///< as the bytes of the file
  int parent = -1;           ///< a bone before this one; -1 for the root
  Vec3 way{0, 0, 0};         ///< direction times length, in the room's axes, metres; 0 of the root
  Vec3 along{0, 0, 0};       ///< the direction alone: where its length grows to
  Quat axes{1, 0, 0, 0};     ///< C: the bone's axes in the room, of `axis`
  std::vector<Freedom> row;  ///< in the order of the file
  std::size_t first_column = 0;
};

/// What an ASF says. Bones are in the order of the hierarchy, depth first; the root is the first.
struct Body {
  std::vector<Bone> bones{};
  Vec3 place{0, 0, 0};      ///< of the root, metres; its rows count from there
  double metres = 1.0;      ///< per unit of length
  double angle = 1.0;       ///< radians per unit of angle
  std::size_t columns = 0;  ///< numbers of all rows of a frame
  std::vector<std::string> warnings{};
};

/// Reads an ASF. A unit of length is 0.0254 / `length` metres, as in CMU's files, whose `length
/// 0.45` means inches / 0.45. `axis a b c XYZ` is C = Rz(c) Ry(b) Rx(a): the axis named first turns
/// first, about the room's axes. @throws ParseError
[[nodiscard]] Body read_body(std::string_view text, const std::filesystem::path& file);

/// A joint where each bone begins, an end site at the tip of each bone that no other follows. All
/// rotations identity are the rest pose of the file. Where all bones of CMU's skeleton have the
/// names that they have there, the joints have those of its usual BVH files ("LeftUpLeg").
[[nodiscard]] Skeleton skeleton_of(const Body& body);

/// What is odd about the size of a body that moves so; "" for a person's.
[[nodiscard]] std::string check_size(const Motion& motion, const Body& body,
                                     const std::filesystem::path& file);

}  // namespace poseaae::mocap::asf
