#include "poseaae/atlas/figure.hpp"

#include <fmt/format.h>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"

namespace poseaae::atlas {

namespace {

enum class Kind { kPicture, kCsv, kFilm };

Kind kind_of(const std::filesystem::path& path, bool has_film) {
  const std::string extension = lower_extension(path);
  if (extension == ".png" || extension == ".svg" || extension == ".pdf") return Kind::kPicture;
  if (extension == ".csv") return Kind::kCsv;
  if (has_film && (extension == ".gif" || extension == ".bvh" || extension == ".h5")) {
    return Kind::kFilm;
  }
  throw UsageError(fmt::format("{}: expected an output named .png, .svg, .pdf, .csv{}, found {}",
                               path.string(), has_film ? ", .gif, .bvh, .h5" : "",
                               extension.empty() ? "no extension" : "'" + extension + "'"));
}

}  // namespace

void check_figure(const std::filesystem::path& path, bool has_film) {
  (void)kind_of(path, has_film);
  render::check_output(path);
}

void write_figure(const std::filesystem::path& path, const Figure& figure,
                  const render::OutputOptions& options) {
  switch (kind_of(path, figure.film.has_value())) {
    case Kind::kPicture:
      return render::write_picture(path, figure.picture);
    case Kind::kCsv:
      return write_file(path, figure.csv);
    case Kind::kFilm:
      return render::write_output(path, *figure.film, options);
  }
}

}  // namespace poseaae::atlas
