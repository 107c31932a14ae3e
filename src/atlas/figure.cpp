#include "poseaae/atlas/figure.hpp"

#include "poseaae/base/atomic_file.hpp"

namespace poseaae::atlas {

using render::Content;

namespace {

std::vector<Content> contents(bool has_film) {
  std::vector<Content> all{Content::kPicture, Content::kTable};
  if (has_film) all.push_back(Content::kScene);
  return all;
}

}  // namespace

void check_figure(const std::filesystem::path& path, bool has_film) {
  render::check_output(path, contents(has_film));
}

void write_figure(const std::filesystem::path& path, const Figure& figure,
                  const render::OutputOptions& options) {
  switch (render::content_of(path, contents(figure.film.has_value()))) {
    case Content::kPicture:
      return render::write_picture(path, figure.picture);
    case Content::kTable:
      return write_file(path, figure.csv);
    default:
      return render::write_output(path, *figure.film, options);
  }
}

}  // namespace poseaae::atlas
