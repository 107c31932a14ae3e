#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "motion_io/npz/archive.hpp"
#include "motion_io/npz/bodies.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"

/// fuzz_motion [COUNT] [SEED] [FORMAT]: reads so many damaged files, of every format that can be
/// read or of one (".npz"), as a program would (load_clip()). A file is refused with an Error, or
/// is one whose damage did no harm: its places are then finite. Anything else ends the program, as
/// does a file that takes longer than ten seconds. Build it with sanitizers.
///
/// What is damaged is what the format's own writer makes of a small motion, and what seeds() adds.
namespace {

using namespace poseaae;
using namespace poseaae::mocap;

namespace fs = std::filesystem;

/// A whole file, and files beside it of which one may be what is damaged.
struct Seed {
  std::string name;  ///< "a.amc", perhaps with a selector
  std::string bytes;
  std::map<std::string, std::string> beside{};
  std::string damaged{};  ///< a file of `beside`; "" for the file itself
};

Motion small_motion() {
  const Skeleton skeleton({"hip", "knee", "arm"}, {-1, 0, 0},
                          {{0, 0, 0}, {0, -0.4, 0}, {0.3, 0.4, 0}}, {{1, {0, -0.4, 0}, "toe"}});
  Motion motion(skeleton, 30.0, 3);
  for (int t = 0; t < 3; ++t) {
    motion.set_root_position(t, {0.1 * t, 0.9, 0});
    motion.set_rotation(t, 1, math::from_rotation_vector(Vec3(0.1 * t, 0.2, -0.3)));
  }
  return motion;
}

constexpr const char* kBvh =
    "HIERARCHY\nROOT a\n{\nOFFSET 0 1 0\nCHANNELS 6 Xposition Yposition Zposition Zrotation "
    "Xrotation "
    "Yrotation\nJOINT b\n{\nOFFSET 0 1 0\nCHANNELS 3 Zrotation Xrotation Yrotation\nEnd "
    "Site\n{\nOFFSET 0 1 0\n}\n}\n}\nMOTION\nFrames: 2\nFrame Time: .033\n"
    "0 1 0 1 2 3 4 5 6\n0 1 0 7 8 9 10 11 12\n";
constexpr const char* kAsf =
    "# a body\n:version 1.10\n:units\n mass 1\n length 0.45\n angle deg\n:root\n order TX TY TZ RX "
    "RY "
    "RZ\n axis XYZ\n position 0 1 0\n orientation 0 5 0\n:bonedata\n begin\n id 1\n name arm\n "
    "direction 1 0 0\n length 9\n axis 0 20 0 XYZ\n dof rx rz\n limits (-1 1)\n (-2 2)\n end\n "
    "begin\n "
    "name hand\n direction 0 1 0\n length 8\n axis 3 0 0 ZYX\n dof tx ry l\n end\n:hierarchy\n "
    "begin\n "
    "root arm\n arm hand\n end\n";
constexpr const char* kAmc =
    "#!OML\n:FULLY-SPECIFIED\n:DEGREES\n1\nroot 0 16 0 1 2 3\narm 10 -2.5e1\nhand 1 2 3\n2\nroot 0 "
    "16 "
    "0 4 5 6\narm 20 30\nhand 1 2 4\n";

/// One line for each file that the formats' writers do not make.
std::vector<Seed> seeds() {
  return {
      {"a.bvh", kBvh},
      {"a.amc", kAmc, {{"a.asf", kAsf}}},
      {"a.amc", kAmc, {{"a.asf", kAsf}}, "a.asf"},
  };
}

/// Names of files in a folder that goes away with the program.
class Folder {
 public:
  explicit Folder(Random& random)
      : path_(fs::temp_directory_path() / fmt::format("fuzz_motion_{}", random.below(1U << 30U))) {
    fs::create_directory(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code none;
    fs::remove_all(path_, none);
  }
  [[nodiscard]] fs::path operator/(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

/// A human body, for forms that need one.
Motion human_motion() {
  Motion motion(npz::smpl_skeleton(npz::smpl_rest(false)), 30.0, 2);
  for (int t = 0; t < 2; ++t) motion.set_root_position(t, {0, 0.95, 0.1 * t});
  motion.set_rotation(1, 4, math::from_rotation_vector(Vec3(0.5, 0, 0)));
  return motion;
}

/// A file of Kimodo's, which nothing here writes.
std::string kimodo_bytes(const Folder& folder) {
  npz::ArchiveWriter archive;
  const std::vector<double> places{0, 1, 0, 0, 0.5, 0, 0, 1, 0, 0, 0.5, 0};
  std::vector<float> matrices;
  for (int i = 0; i < 4; ++i) matrices.insert(matrices.end(), {1, 0, 0, 0, 1, 0, 0, 0, 1});
  archive.add("posed_joints", std::span<const double>(places), {2, 2, 3});
  archive.add("global_rot_mats", std::span<const float>(matrices), {2, 2, 3, 3});
  archive.save(folder / "kimodo.npz");
  return read_file(folder / "kimodo.npz");
}

/// What the writers of formats that are read as well make, in each of their forms.
void add_written(std::vector<Seed>& all, const Folder& folder) {
  for (const MotionFormat& format : motion_formats()) {
    if (format.read == nullptr || format.write == nullptr) continue;
    std::vector<std::string> forms = format.forms;
    if (forms.empty()) forms.emplace_back();
    for (const std::string& form : forms) {
      const fs::path file = folder / ("written" + format.extension);
      try {
        format.write(file, small_motion(), {.form = form});
      } catch (const UsageError&) {
        format.write(file, human_motion(), {.form = form});
      }
      all.push_back({"a" + format.extension, read_file(file)});
      fs::remove(file);
    }
  }
}

constexpr const char* kPieces[] = {"0",          "-1",    "1",    "2",  "255",  "4294967296",
                                   "1e9",        "1e999", "nan",  "-",  ".",    "1e-400",
                                   "99999",      "\n",    "\r\n", " ",  "{",    "}",
                                   "#",          ":",     "(",    ")",  "root", "\xFF\xFF\xFF\xFF",
                                   "PK\x01\x02", "<f8",   "|O",   "[[", "\"",   "null"};

std::string_view piece(Random& random) { return kPieces[random.below(std::size(kPieces))]; }

/// Replaces a number written in the text by another.
void change_number(std::string& bytes, Random& random) {
  const auto is_digit = [&](std::size_t i) { return bytes[i] >= '0' && bytes[i] <= '9'; };
  for (std::size_t i = random.below(bytes.size()); i < bytes.size(); ++i) {
    if (!is_digit(i)) continue;
    std::size_t end = i;
    while (end < bytes.size() && is_digit(end)) ++end;
    bytes.replace(i, end - i, piece(random));
    return;
  }
}

void change(std::string& bytes, Random& random) {
  if (bytes.empty()) return;
  const std::size_t at = random.below(bytes.size());
  const std::size_t size = std::min(bytes.size() - at, 1 + random.below(12));
  switch (random.below(8)) {
    case 0:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
      break;
    case 1:
      bytes[at] = static_cast<char>(random.below(256));
      break;
    case 2:
      bytes.erase(at, size);
      break;
    case 3:
      bytes.insert(at, bytes.substr(random.below(bytes.size()), size));
      break;
    case 4:
      bytes.insert(at, piece(random));
      break;
    case 5:
      bytes.replace(at, size, piece(random));
      break;
    case 6:
      bytes.resize(at);
      break;
    default:
      change_number(bytes, random);
  }
}

std::string damaged(std::string bytes, Random& random) {
  for (std::size_t left = 1 + random.below(5); left > 0; --left) change(bytes, random);
  return bytes;
}

/// What any program does with a clip. @return whether it was one
bool use(const std::string& name, const std::string& bytes) {
  try {
    const Clip clip = load_clip(ClipReference::parse(name), {}, bytes);
    const auto places = joint_positions(clip.motion);
    const bool finite =
        std::ranges::all_of(places, [](double place) { return std::isfinite(place); });
    if (finite) return true;
    fmt::print("a place that is not finite, of {} bytes under the name {}\n", bytes.size(), name);
    std::abort();
  } catch (const Error&) {
    return false;
  }
}

struct Counts {
  long tried = 0;
  long read = 0;
};

/// Reads the seed damaged once. @return whether something was read
bool one(const Seed& seed, const Folder& folder, Random& random) {
  const std::string name = (folder / seed.name).string();
  if (seed.damaged.empty()) {
    return use(name, damaged(seed.bytes, random));
  }
  write_file(folder / seed.damaged, damaged(seed.beside.at(seed.damaged), random));
  const bool read = use(name, seed.bytes);
  return read;
}

long number_of(const char* text, long otherwise) {
  if (text == nullptr) return otherwise;
  std::from_chars(text, text + std::strlen(text), otherwise);
  return otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  const long count = number_of(argc > 1 ? argv[1] : nullptr, 100'000);
  Random random(static_cast<std::uint64_t>(number_of(argc > 2 ? argv[2] : nullptr, 1)));
  const std::string only = argc > 3 ? argv[3] : "";
  const Folder folder(random);
  std::vector<Seed> all = seeds();
  add_written(all, folder);
  all.push_back({"a.npz", kimodo_bytes(folder)});
  std::erase_if(all, [&](const Seed& seed) {
    return !only.empty() && lower_extension(ClipReference::parse(seed.name).path) != only;
  });
  if (all.empty()) {
    fmt::print(stderr, "fuzz_motion: no seed of the format '{}'\n", only);
    return 2;
  }
  std::map<std::string, Counts> counts;
  for (const Seed& seed : all) {
    for (const auto& [name, bytes] : seed.beside) write_file(folder / name, bytes);
    if (!use((folder / seed.name).string(), seed.bytes)) {
      fmt::print(stderr, "fuzz_motion: the whole seed '{}' was refused\n", seed.name);
      return 1;
    }
    const long tries = count / static_cast<long>(all.size()) + 1;
    const std::string key = seed.damaged.empty() ? seed.name : seed.damaged;
    for (long i = 0; i < tries; ++i) {
      const auto start = std::chrono::steady_clock::now();
      counts[key].read += one(seed, folder, random) ? 1 : 0;
      ++counts[key].tried;
      if (std::chrono::steady_clock::now() - start > std::chrono::seconds(10)) {
        fmt::print(stderr, "fuzz_motion: a damaged '{}' took more than ten seconds\n", key);
        return 1;
      }
    }
    for (const auto& [name, bytes] : seed.beside) fs::remove(folder / name);
  }
  for (const auto& [name, found] : counts) {
    fmt::print("{}: {} damaged files, {} refused, {} read\n", name, found.tried,
               found.tried - found.read, found.read);
  }
  return 0;
}
