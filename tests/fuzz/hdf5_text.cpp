#include "fuzz/hdf5_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <hdf5.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

#include "poseaae/base/error.hpp"

namespace poseaae::fuzz {

namespace {

using Fields = std::vector<std::string>;

/// An identifier of HDF5, given back with its closing function.
class Id {
 public:
  Id(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  Id(const Id&) = delete;
  Id& operator=(const Id&) = delete;
  ~Id() {
    if (id_ >= 0) close_(id_);
  }
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

constexpr std::size_t kMostValues = std::size_t{1} << 16U;

hid_t type_of(std::string_view name) {
  if (name == "f8") return H5T_NATIVE_DOUBLE;
  if (name == "i4") return H5T_NATIVE_INT32;
  if (name == "i8") return H5T_NATIVE_INT64;
  return name == "u1" ? H5T_NATIVE_UINT8 : H5T_NATIVE_FLOAT;
}

hid_t text_type() {
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return type;
}

// Fields.

std::string as_field(std::string_view text) {
  std::string field;
  for (const char letter : text) {
    if (letter == '\t' || letter == '\n' || letter == '\\') field += '\\';
    field += letter == '\t' ? 't' : letter == '\n' ? 'n' : letter;
  }
  return field;
}

Fields fields_of(std::string_view line) {
  Fields fields(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\t') {
      fields.emplace_back();
    } else if (line[i] == '\\' && i + 1 < line.size()) {
      const char next = line[++i];
      fields.back() += next == 't' ? '\t' : next == 'n' ? '\n' : next;
    } else if (line[i] != '\0') {  // no C string can hold it
      fields.back() += line[i];
    }
  }
  return fields;
}

std::vector<double> values_of(std::string_view text) {
  std::vector<double> values;
  for (const char* at = text.data(); at < text.data() + text.size();) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(at, text.data() + text.size(), value);
    if (end != at) values.push_back(value);
    at = std::max(end, at + 1);
  }
  if (values.empty()) values.push_back(0.0);
  return values;
}

/// "3x4"
std::vector<hsize_t> dims_of(std::string_view text) {
  std::vector<hsize_t> dims;
  for (const char* at = text.data(); at < text.data() + text.size() && dims.size() < 8;) {
    hsize_t size = 0;
    const auto [end, error] = std::from_chars(at, text.data() + text.size(), size);
    if (end != at) dims.push_back(size);
    at = std::max(end, at + 1);
  }
  return dims;
}

hid_t space_of(const std::vector<hsize_t>& dims) {
  return dims.empty() ? H5Screate(H5S_SCALAR)
                      : H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr);
}

/// How many values there are; more than kMostValues where that cannot be said.
std::size_t count_of(const std::vector<hsize_t>& dims) {
  std::size_t count = 1;
  for (const hsize_t size : dims) {
    if (size > kMostValues || count > kMostValues) return kMostValues + 1;
    count *= size;
  }
  return count;
}

/// The file that is being made from lines.
class Maker {
 public:
  explicit Maker(const std::filesystem::path& path)
      : file_(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), H5Fclose),
        parents_(H5Pcreate(H5P_LINK_CREATE), H5Pclose) {
    H5Pset_create_intermediate_group(parents_, 1);
  }

  void add(const Fields& line) {
    const std::string& kind = line.front();
    if (line.size() < 2 || line[1].empty()) return;
    if (kind == "group") {
      const Id made(H5Gcreate2(file_, line[1].c_str(), parents_, H5P_DEFAULT, H5P_DEFAULT),
                    H5Gclose);
    } else if (kind == "numbers" && line.size() > 4) {
      numbers(line);
    } else if (kind == "empty" && line.size() > 3) {
      empty(line);
    } else if (kind == "strings") {
      strings(line);
    } else if ((kind == "text" || kind == "texts") && line.size() > 2) {
      texts(line);
    } else if (kind == "number" && line.size() > 3) {
      number(line);
    } else if (kind == "link" && line.size() > 2) {
      H5Lcreate_soft(line[2].c_str(), file_, line[1].c_str(), parents_, H5P_DEFAULT);
    }
  }

 private:
  void numbers(const Fields& line) {
    const std::vector<hsize_t> dims = dims_of(line[3]);
    const Id space(space_of(dims), H5Sclose);
    const Id set(H5Dcreate2(file_, line[1].c_str(), type_of(line[2]), space, parents_, H5P_DEFAULT,
                            H5P_DEFAULT),
                 H5Dclose);
    const std::size_t count = count_of(dims);
    if (set < 0 || count > kMostValues) return;
    const std::vector<double> given = values_of(line[4]);
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = given[i % given.size()];
    H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  }

  void empty(const Fields& line) {
    const std::vector<hsize_t> dims = dims_of(line[3]);
    if (dims.empty()) return;
    const Id space(space_of(dims), H5Sclose);
    const Id layout(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    std::vector<hsize_t> chunk(dims.size(), 1);
    chunk.back() = std::clamp<hsize_t>(dims.back(), 1, 64);
    H5Pset_chunk(layout, static_cast<int>(chunk.size()), chunk.data());
    const Id set(
        H5Dcreate2(file_, line[1].c_str(), type_of(line[2]), space, parents_, layout, H5P_DEFAULT),
        H5Dclose);
  }

  void strings(const Fields& line) {
    const std::vector<const char*> raw = raw_of(line, 2);
    const Id type(text_type(), H5Tclose);
    const Id space(space_of({raw.size()}), H5Sclose);
    const Id set(
        H5Dcreate2(file_, line[1].c_str(), type, space, parents_, H5P_DEFAULT, H5P_DEFAULT),
        H5Dclose);
    if (set >= 0) H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, raw.data());
  }

  void texts(const Fields& line) {
    const std::vector<const char*> raw = raw_of(line, 3);
    const bool list = line.front() == "texts";
    if (!list && raw.empty()) return;
    const Id type(text_type(), H5Tclose);
    const Id space(list ? space_of({raw.size()}) : space_of({}), H5Sclose);
    attribute(line, type, space, raw.data());
  }

  void number(const Fields& line) {
    const double value = values_of(line[3]).front();
    const Id space(space_of({}), H5Sclose);
    attribute(line, H5T_NATIVE_DOUBLE, space, &value);
  }

  void attribute(const Fields& line, hid_t type, hid_t space, const void* values) {
    const Id made(H5Acreate_by_name(file_, line[1].c_str(), line[2].c_str(), type, space,
                                    H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                  H5Aclose);
    if (made >= 0) H5Awrite(made, type, values);
  }

  static std::vector<const char*> raw_of(const Fields& line, std::size_t from) {
    std::vector<const char*> raw;
    for (std::size_t i = from; i < line.size(); ++i) raw.push_back(line[i].c_str());
    return raw;
  }

  Id file_;
  Id parents_;
};

/// Writes lines about what lies in a file.
class Describer {
 public:
  explicit Describer(hid_t file) : file_(file) {}

  std::string text() {
    attributes(".");
    const auto visit = [](hid_t, const char* name, const H5L_info_t*, void* self) -> herr_t {
      static_cast<Describer*>(self)->member(name);
      return 0;
    };
    H5Lvisit(file_, H5_INDEX_NAME, H5_ITER_NATIVE, visit, this);
    return std::move(text_);
  }

 private:
  void member(const std::string& path) {
    H5O_info_t about;
    if (H5Oget_info_by_name(file_, path.c_str(), &about, H5P_DEFAULT) < 0) return;
    if (about.type == H5O_TYPE_GROUP) {
      text_ += fmt::format("group\t{}\n", as_field(path));
    } else {
      numbers(path);
    }
    attributes(path);
  }

  void numbers(const std::string& path) {
    const Id set(H5Dopen2(file_, path.c_str(), H5P_DEFAULT), H5Dclose);
    const Id type(H5Dget_type(set), H5Tclose);
    const Id space(H5Dget_space(set), H5Sclose);
    if (H5Tget_class(type) == H5T_STRING) throw Error(path + ": expected numbers, found text");
    std::vector<double> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
    H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    std::vector<hsize_t> dims(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
    H5Sget_simple_extent_dims(space, dims.data(), nullptr);
    const bool real = H5Tget_class(type) == H5T_FLOAT;
    const std::size_t size = H5Tget_size(type);
    text_ += fmt::format("numbers\t{}\t{}{}\t{}\t{:.17g}\n", as_field(path),
                         real        ? 'f'
                         : size == 1 ? 'u'
                                     : 'i',
                         size, fmt::join(dims, "x"), fmt::join(values, " "));
  }

  void attributes(const std::string& path) {
    path_ = path;
    const auto visit = [](hid_t, const char* name, const H5A_info_t*, void* self) -> herr_t {
      static_cast<Describer*>(self)->attribute(name);
      return 0;
    };
    hsize_t first = 0;
    H5Aiterate_by_name(file_, path.c_str(), H5_INDEX_NAME, H5_ITER_INC, &first, visit, this,
                       H5P_DEFAULT);
  }

  void attribute(const std::string& name) {
    const Id id(H5Aopen_by_name(file_, path_.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
                H5Aclose);
    const Id type(H5Aget_type(id), H5Tclose);
    const Id space(H5Aget_space(id), H5Sclose);
    const bool list = H5Sget_simple_extent_type(space) != H5S_SCALAR;
    if (H5Tget_class(type) != H5T_STRING) {
      double value = 0.0;
      H5Aread(id, H5T_NATIVE_DOUBLE, &value);
      text_ += fmt::format("number\t{}\t{}\t{}\n", as_field(path_), as_field(name), value);
      return;
    }
    std::vector<char*> raw(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
    if (!raw.empty()) H5Aread(id, type, raw.data());
    text_ += fmt::format("{}\t{}\t{}", list ? "texts" : "text", as_field(path_), as_field(name));
    for (const char* item : raw) text_ += "\t" + as_field(item == nullptr ? "" : item);
    text_ += '\n';
    if (!raw.empty()) H5Dvlen_reclaim(type, space, H5P_DEFAULT, raw.data());
  }

  hid_t file_;
  std::string path_;
  std::string text_;
};

}  // namespace

void write_hdf5(std::string_view text, const std::filesystem::path& path) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  Maker maker(path);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    maker.add(fields_of(text.substr(0, end)));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
}

std::string text_of_hdf5(const std::filesystem::path& path) {
  const Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  return Describer(file).text();
}

}  // namespace poseaae::fuzz
