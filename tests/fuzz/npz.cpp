#include "fuzz/support.hpp"
#include "motion_io/npz/archive.hpp"
#include "motion_io/npz/bodies.hpp"
#include "motion_io/npz/zip.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/motion_io/formats.hpp"

namespace poseaae::fuzz {

Target npz_target();

namespace {

/// A human body, for the form that needs one.
mocap::Motion human_motion() {
  mocap::Motion motion(npz::smpl_skeleton(npz::smpl_rest(false)), 30.0, 2);
  for (int t = 0; t < 2; ++t) motion.set_root_position(t, {0, 0.95, 0.1 * t});
  motion.set_rotation(1, 4, math::from_rotation_vector(mocap::Vec3(0.5, 0, 0)));
  return motion;
}

std::string archive(const std::function<void(npz::ArchiveWriter&)>& fill) {
  return written("a.npz", [&](const auto& file) {
    npz::ArchiveWriter archive;
    fill(archive);
    archive.save(file);
  });
}

std::string of_form(const std::string& form, const mocap::Motion& motion) {
  return written("a.npz", [&](const auto& file) {
    mocap::format_of(file)->write(file, motion, {.form = form});
  });
}

/// What nothing here writes.
void fill_kimodo(npz::ArchiveWriter& archive) {
  const std::vector<double> places{0, 1, 0, 0, 0.5, 0, 0, 1, 0, 0, 0.5, 0};
  std::vector<float> matrices;
  for (int i = 0; i < 4; ++i) matrices.insert(matrices.end(), {1, 0, 0, 0, 1, 0, 0, 0, 1});
  archive.add("posed_joints", std::span<const double>(places), {2, 2, 3});
  archive.add("global_rot_mats", std::span<const float>(matrices), {2, 2, 3, 3});
}

/// AMASS's form with single numbers, and as SMPL-X has it.
void fill_smplx(npz::ArchiveWriter& archive) {
  const std::vector<float> poses(std::size_t{2} * 165, 0.1F);
  const std::vector<float> places{0, 0.9F, 0, 0, 0.9F, 0.1F};
  archive.add("poses", std::span<const float>(poses), {2, 165});
  archive.add("trans", std::span<const float>(places), {2, 3});
  archive.add("mocap_frame_rate", 60.0);
  archive.add("gender", "neutral");
  archive.add("surface_model_type", "smplx");
}

std::vector<std::string> seeds() {
  return {of_form("toolbox", small_motion()), of_form("amass", human_motion()),
          archive(fill_kimodo), archive(fill_smplx)};
}

void read(std::string_view input) { read_clip("a.npz", input); }

struct Entry {
  std::string name;
  std::string content;
};

std::vector<Entry> unpacked(const std::string& bytes) {
  const npz::ZipReader zip(bytes, "a.npz");
  std::vector<Entry> entries;
  constexpr std::uint64_t kMost = 1U << 20U;
  for (const npz::ZipEntry& entry : zip.entries()) {
    if (entry.size > kMost) return {};  // the reader has to see whether it is that long
    entries.push_back({entry.name, std::string(entry.size, '\0')});
    Entry& each = entries.back();
    zip.read(entry, [&](const npz::ZipReader::Take& take) {
      each.content.resize(take(each.content.data(), each.content.size()));
    });
  }
  return entries;
}

std::string packed(const std::vector<Entry>& entries) {
  npz::ZipWriter zip;
  for (const Entry& entry : entries) zip.add(entry.name, "", entry.content);
  return zip.finish();
}

/// The dictionary of an array (type, order, shape) or its numbers, with the length of the
/// dictionary made right again.
void damage_array(std::string& content, const Change& change, Random& random) {
  constexpr std::size_t kBefore = 10;  // magic, version, length of two bytes
  if (content.size() < kBefore || random.below(8) == 0) return change(content);
  const std::size_t length =
      static_cast<unsigned char>(content[8]) + (static_cast<unsigned char>(content[9]) << 8U);
  std::string dictionary = content.substr(kBefore, length);
  std::string numbers = content.substr(std::min(content.size(), kBefore + length));
  change(random.below(3) == 0 ? numbers : dictionary);
  content.resize(kBefore);
  content[8] = static_cast<char>(dictionary.size() & 0xFFU);
  content[9] = static_cast<char>(dictionary.size() >> 8U);
  content += dictionary + numbers;
}

/// An array within the archive, whose sizes and checksums are made right again.
void damage(std::string& input, const Change& change, Random& random) {
  if (random.below(6) == 0) return change(input);
  std::vector<Entry> entries;
  try {
    entries = unpacked(input);
  } catch (const Error&) {
  }
  if (entries.empty()) return change(input);
  const std::size_t which = random.below(entries.size());
  switch (random.below(10)) {
    case 0:
      change(entries[which].name);
      break;
    case 1:
      entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(which));
      break;
    case 2:
      entries[which].content = entries[random.below(entries.size())].content;
      break;
    default:
      damage_array(entries[which].content, change, random);
  }
  input = packed(entries);
}

}  // namespace

Target npz_target() { return {.seeds = seeds, .read = read, .damage = damage}; }

}  // namespace poseaae::fuzz
