#include "archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::npz {

namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr std::string_view kEnding = ".npy";
constexpr std::size_t kLargestHeader = 1U << 20U;

/// What turns objects into numbers, in three lines of Python.
constexpr char kFromObjects[] =
    "Python objects (pickle), which are never loaded, because they can run code. For a file that "
    "you trust, in Python: import numpy as np; d = np.load('{0}', allow_pickle=True); "
    "np.savez('numbers.npz', **{{k: np.array(d[k].tolist()) for k in d}})";
constexpr char kFromPickle[] =
    "expected an archive of arrays (np.savez), found a pickle, which is never loaded, because it "
    "can run code. For a file that you trust, in Python: import pickle, numpy as np; d = "
    "pickle.load(open('{0}', 'rb')); np.savez('numbers.npz', **{{k: np.array(v) for k, v in "
    "d.items()}}); docs/FILES.md has the lines for recordings of the AI-Toolbox";

bool is_pickle(std::string_view bytes) {
  return bytes.size() > 2 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5;
}

/// Refuses what is no zip archive with a better word about it than that.
std::string_view checked(std::string_view bytes, const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  if (is_pickle(bytes)) {
    throw InputError(file.string() + ": " + fmt::format(kFromPickle, name));
  }
  if (bytes.starts_with(kMagic)) {
    throw InputError(
        fmt::format("{}: expected an archive of arrays (np.savez), found a single array (np.save)",
                    file.string()));
  }
  return bytes;
}

/// The header's text of an array that `take` reads, and how many bytes came with it.
std::string header_of(const ZipReader::Take& take, std::size_t& used) {
  char start[12] = {};
  const bool fits = take(start, 8) == 8 && std::string_view(start, 6) == kMagic;
  const int version = fits ? start[6] : 0;
  if (version < 1 || version > 3) throw InputError("expected an array of NumPy, version 1 to 3");
  const std::size_t digits = version == 1 ? 2 : 4;
  if (take(start + 8, digits) != digits) throw InputError("the header is cut off");
  std::size_t size = 0;
  for (std::size_t i = digits; i-- > 0;)
    size = size << 8U | static_cast<unsigned char>(start[8 + i]);
  if (size > kLargestHeader) throw InputError("expected a header of up to 1 MiB");
  std::string text(size, '\0');
  if (take(text.data(), size) != size) throw InputError("the header is cut off");
  used = 8 + digits + size;
  return text;
}

/// Takes from the front of `rest`.
ZipReader::Take taken_from(std::string_view& rest) {
  return [&rest](char* to, std::size_t size) {
    const std::size_t count = std::min(size, rest.size());
    std::memcpy(to, rest.data(), count);
    rest.remove_prefix(count);
    return count;
  };
}

}  // namespace

Archive::Archive(std::string_view bytes, const std::filesystem::path& file)
    : file_(file), zip_(checked(bytes, file), file) {}

void Archive::fail(std::string_view what) const {
  throw InputError(fmt::format("{}: {}", file_.string(), what));
}

const ZipEntry* Archive::find(std::string_view name) const {
  const auto& all = zip_.entries();
  const auto found = std::ranges::find_if(all, [&](const ZipEntry& entry) {
    return entry.name.size() == name.size() + kEnding.size() && entry.name.starts_with(name) &&
           entry.name.ends_with(kEnding);
  });
  return found == all.end() ? nullptr : &*found;
}

bool Archive::has(std::string_view name) const { return find(name) != nullptr; }

std::vector<std::string> Archive::names() const {
  std::vector<std::string> names;
  for (const ZipEntry& entry : zip_.entries()) {
    if (!entry.name.ends_with(kEnding)) continue;
    names.push_back(entry.name.substr(0, entry.name.size() - kEnding.size()));
  }
  return names;
}

Array Archive::array(const std::string& name) const {
  const ZipEntry* const entry = find(name);
  if (entry == nullptr) fail(fmt::format("expected an array '{}', found none", name));
  Array array;
  if (const auto content = zip_.view(*entry)) {
    std::string_view rest = *content;
    const std::size_t bytes = begin(*entry, taken_from(rest), array.header);
    array.data = rest.data();
    if (rest.size() != bytes) throw InputError("the array is cut off or damaged");
    return array;
  }
  zip_.read(*entry, [&](const ZipReader::Take& take) {
    const std::size_t bytes = begin(*entry, take, array.header);
    array.own = std::make_unique_for_overwrite<char[]>(bytes);
    if (take(array.own.get(), bytes) != bytes) throw InputError("the array is cut off or damaged");
    array.data = array.own.get();
  });
  return array;
}

/// Reads the header of an array; how many bytes of items follow.
std::size_t Archive::begin(const ZipEntry& entry, const ZipReader::Take& take,
                           Header& header) const {
  std::size_t used = 0;
  header = parse_header(header_of(take, used));
  if (header.kind == 'O') {
    throw InputError("expected numbers or texts, found " +
                     fmt::format(kFromObjects, file_.filename().string()));
  }
  const std::size_t bytes = header.items() * header.item;
  if (entry.size != used + bytes) {
    throw InputError(fmt::format("expected {} bytes, as its shape {} says, found {}", used + bytes,
                                 text_of(header.shape), entry.size));
  }
  return bytes;
}

Numbers Archive::numbers(const std::string& name, const Shape& shape) const {
  try {
    const Array found = array(name);
    const Shape& has = found.header.shape;
    const auto same = [](std::size_t wanted, std::size_t size) {
      return wanted == 0 || wanted == size;
    };
    const bool fits = shape.empty() || std::ranges::equal(shape, has, same);
    if (!fits) {
      throw InputError(
          fmt::format("expected the shape {} (0: any), found {}", text_of(shape), text_of(has)));
    }
    return {has, found.numbers()};
  } catch (const InputError& problem) {
    const std::string_view what = problem.what();
    if (what.starts_with(file_.string())) throw;
    fail(fmt::format("array '{}': {}", name, what));
  }
}

double Archive::number(const std::string& name) const {
  const Numbers found = numbers(name);
  if (found.values.size() != 1) {
    fail(fmt::format("array '{}': expected a single number, found the shape {}", name,
                     text_of(found.shape)));
  }
  return found.values.front();
}

std::vector<std::string> Archive::texts(const std::string& name) const {
  try {
    return array(name).texts();
  } catch (const InputError& problem) {
    const std::string_view what = problem.what();
    if (what.starts_with(file_.string())) throw;
    fail(fmt::format("array '{}': {}", name, what));
  }
}

void ArchiveWriter::add(const std::string& name, std::string_view type, std::string_view data,
                        const Shape& shape) {
  zip_.add(name + std::string(kEnding), header_bytes(type, shape), data);
}

namespace {
template <typename Number>
std::string_view bytes_of(std::span<const Number> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}
}  // namespace

void ArchiveWriter::add(const std::string& name, std::span<const float> values,
                        const Shape& shape) {
  add(name, "f4", bytes_of(values), shape);
}
void ArchiveWriter::add(const std::string& name, std::span<const double> values,
                        const Shape& shape) {
  add(name, "f8", bytes_of(values), shape);
}
void ArchiveWriter::add(const std::string& name, std::span<const std::int32_t> values,
                        const Shape& shape) {
  add(name, "i4", bytes_of(values), shape);
}
void ArchiveWriter::add(const std::string& name, const std::vector<std::string>& texts) {
  std::size_t letters = 0;
  const std::string items = text_items(texts, letters);
  add(name, fmt::format("U{}", letters), items, {texts.size()});
}
void ArchiveWriter::add(const std::string& name, double value) {
  add(name, "f8", bytes_of(std::span<const double>(&value, 1)), {});
}
void ArchiveWriter::add(const std::string& name, const std::string& text) {
  std::size_t letters = 0;
  const std::string items = text_items({text}, letters);
  add(name, fmt::format("U{}", letters), items, {});
}

void ArchiveWriter::save(const std::filesystem::path& path) { write_file(path, zip_.finish()); }

}  // namespace poseaae::npz
