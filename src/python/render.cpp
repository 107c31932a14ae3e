#include <fmt/format.h>

#include <algorithm>

#include "poseaae/render/output.hpp"
#include "poseaae/render/painter.hpp"
#include "poseaae/render/picture.hpp"
#include "python/clips.hpp"

namespace poseaae::python {

using mocap::Motion;
using namespace render;

const Names<Projection>& projection_names() {
  static const Names<Projection> names{{"perspective", Projection::kPerspective},
                                       {"orthographic", Projection::kOrthographic}};
  return names;
}

}  // namespace poseaae::python

POSEAAE_NAMED(poseaae::render::Projection, poseaae::python::projection_names);

namespace pybind11::detail {

/// "#rrggbb", or a name; it is a text in Python.
template <>
struct type_caster<poseaae::render::Colour> {
  PYBIND11_TYPE_CASTER(poseaae::render::Colour, const_name("str"));

  bool load(handle source, bool) {
    if (!source || PyUnicode_Check(source.ptr()) == 0) return false;
    value = poseaae::render::parse_colour(pybind11::cast<std::string>(source));
    return true;
  }
  static handle cast(const poseaae::render::Colour& source, return_value_policy, handle) {
    return str(poseaae::render::to_string(source)).release();
  }
};

}  // namespace pybind11::detail

namespace poseaae::python {

namespace {

constexpr int kStripOfNotebook = 8;

/// (H, W, 3) of red, green and blue.
py::array array_of(const Image& image) {
  std::vector<std::uint8_t> bytes(image.pixels.size() * 3);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    const Colour colour = unpacked(image.pixels[i]);
    bytes[3 * i] = colour.r;
    bytes[3 * i + 1] = colour.g;
    bytes[3 * i + 2] = colour.b;
  }
  return owned(std::move(bytes), {image.height, image.width, 3});
}

py::array pixels_of(const Picture& picture) {
  return array_of(without_gil([&] { return rasterise(picture); }));
}

py::bytes png_of(const Picture& picture) {
  return without_gil([&] { return png_bytes(rasterise(picture)); });
}

Picture strip_of(const Scene& scene, const Camera& camera, const Style& style, int count) {
  return without_gil([&] { return contact_strip(scene, camera, style, count); });
}

int frame_in(const Painter& painter, int frame) {
  if (frame >= 0 && frame < painter.frames()) return frame;
  throw py::index_error(
      fmt::format("expected a frame below {}, found {}", painter.frames(), frame));
}

std::string gif_of(const Scene& scene, const Camera& camera, const Style& style,
                   double highest_fps) {
  return without_gil([&] {
    const Painter painter(scene, camera, style, kGifSteadiness);
    GifOptions options;
    if (highest_fps > 0.0) options.highest_fps = highest_fps;
    return gif_bytes(painter, style, scene.fps(), options);
  });
}

void bind_looks(py::module_& m) {
  Options<Camera>(m, "Camera",
                  "The position of the camera, Y up; it fits the whole sequence into the picture.")
      .field("projection", &Camera::projection, "\"perspective\" or \"orthographic\".")
      .field("azimuth_deg", &Camera::azimuth_deg,
             "Degrees; 0 looks at the front of a dancer who faces +Z.")
      .field("elevation_deg", &Camera::elevation_deg, "Degrees, upwards.")
      .field("distance", &Camera::distance,
             "As a multiple of that at which the sequence just fits.")
      .field("follow", &Camera::follow, "Move along with the dancer.");
  Options<Style>(m, "Style", "How a dancer is drawn. Colours are \"#rrggbb\" or names.")
      .field("width", &Style::width, "Of one panel, pixels.")
      .field("height", &Style::height, "Pixels.")
      .field("line_width", &Style::line_width, "Multiplies the thickness of limbs.")
      .field("background", &Style::background, "A colour.")
      .field("left", &Style::left, "The colour of left limbs.")
      .field("right", &Style::right, "The colour of right limbs.")
      .field("centre", &Style::centre,
             "Of spine and head; None: what contrasts with the background.")
      .field("grid", &Style::grid, "Floor lines every half metre.")
      .field("shadow", &Style::shadow, "A soft shadow under the dancer.")
      .field("contacts", &Style::contacts, "Footprints where feet carry weight.")
      .field("time_label", &Style::time_label, "Seconds and frame number in a corner.")
      .field("title", &Style::title, "Above everything.");
  Options<OutputOptions>(m, "OutputOptions", "Of write_output().")
      .field("camera", &OutputOptions::camera, "The Camera.")
      .field("style", &OutputOptions::style, "The Style.")
      .field("fps", &OutputOptions::fps, "Highest frame rate of an animation; 0: the motion's own.")
      .field("strip_frames", &OutputOptions::strip_frames, "Poses of a contact strip.")
      .field("primary_panel", &OutputOptions::primary_panel,
             "Whose motion .bvh, .h5 and .csv contain.")
      .field("threads", &OutputOptions::threads, "0: all cores; the bytes are the same.");
}

void bind_scene(py::module_& m) {
  py::class_<Scene>(m, "Scene",
                    "Dancers side by side, all at the same frame; a shorter one stays at its last.")
      .def(py::init(
               [](const Motion& motion, const std::string& title) { return Scene(motion, title); }),
           "motion"_a, "title"_a = "", "One dancer.")
      .def(py::init([](const std::vector<std::pair<std::string, Motion>>& panels) {
             std::vector<Panel> made;
             for (const auto& [title, motion] : panels) made.push_back({title, motion});
             return Scene(std::move(made));
           }),
           "panels"_a, "Several: (title, Motion) each, of one frame rate.")
      .def_property_readonly("frames", &Scene::frames, "Of the longest motion.")
      .def_property_readonly("fps", &Scene::fps, "Frames a second.")
      .def("__repr__",
           [](const Scene& self) {
             return fmt::format("<Scene of {} dancers, {} frames at {:g} fps>",
                                self.panels().size(), self.frames(), self.fps());
           })
      .def("_repr_png_", [](const Scene& self) {
        return png_of(
            strip_of(self, {}, {}, std::min(kStripOfNotebook, std::max(self.frames(), 1))));
      });
  py::implicitly_convertible<Motion, Scene>();
  py::class_<Picture>(
      m, "Picture", "Shapes, which are written as pixels or as a vector file. A notebook shows it.")
      .def_readonly("width", &Picture::width, "Pixels.")
      .def_readonly("height", &Picture::height, "Pixels.")
      .def("__repr__",
           [](const Picture& self) {
             return fmt::format("<Picture {} x {}>", self.width, self.height);
           })
      .def("_repr_png_", &png_of)
      .def("__array__", [](const Picture& self, const py::args&) { return pixels_of(self); });
  m.def("rasterise", &pixels_of, "picture"_a,
        "(H, W, 3) uint8: anti-aliased pixels, red, green, blue, from the top.");
  m.def("png_bytes", &png_of, "picture"_a, "The bytes of a PNG file.");
  m.def(
      "svg_bytes", [](const Picture& picture) { return py::bytes(svg_bytes(picture)); },
      "picture"_a, "The bytes of an SVG file.");
  m.def(
      "pdf_bytes", [](const Picture& picture) { return py::bytes(pdf_bytes(picture)); },
      "picture"_a, "The bytes of a PDF file.");
  m.def("write_picture", &write_picture, "path"_a, "picture"_a,
        "As .png, .svg or .pdf, whole or not at all. Raises UsageError, OutputError.");
}

void bind_painting(py::module_& m) {
  py::class_<Painter>(m, "Painter", "Draws the frames of a scene, at one scale over the sequence.")
      .def(py::init([](const Scene& scene, const Camera& camera, const Style& style) {
             return std::make_unique<Painter>(scene, camera, style);
           }),
           "scene"_a, with_defaults<Camera>("camera"), with_defaults<Style>("style"),
           "Of a Scene, or of a Motion.")
      .def_property_readonly("width", &Painter::width, "Pixels.")
      .def_property_readonly("height", &Painter::height, "Pixels.")
      .def_property_readonly("frames", &Painter::frames, "The number of frames.")
      .def("__repr__",
           [](const Painter& self) {
             return fmt::format("<Painter of {} frames of {} x {} pixels>", self.frames(),
                                self.width(), self.height());
           })
      .def(
          "picture",
          [](const Painter& self, Int frame) {
            const int t = frame_in(self, frame);
            return without_gil([&] { return self.picture(t); });
          },
          "frame"_a, "The Picture of a frame.")
      .def(
          "paint",
          [](const Painter& self, Int frame) {
            const int t = frame_in(self, frame);
            return array_of(without_gil([&] { return self.paint(t); }));
          },
          "frame"_a,
          "(H, W, 3) uint8: the pixels of a frame, with the faster edges of animations.");
  m.def(
      "contact_strip",
      [](const Scene& scene, const Camera& camera, const Style& style, Int count) {
        return strip_of(scene, camera, style, count);
      },
      "scene"_a, with_defaults<Camera>("camera"), with_defaults<Style>("style"), "count"_a = 8,
      "The Picture of so many poses side by side, evenly spread over a Scene or a Motion.");
  m.def(
      "gif_bytes",
      [](const Scene& scene, const Camera& camera, const Style& style, double highest_fps) {
        return py::bytes(gif_of(scene, camera, style, highest_fps));
      },
      "scene"_a, with_defaults<Camera>("camera"), with_defaults<Style>("style"),
      "highest_fps"_a = 0.0,
      "The bytes of an animated GIF of a Scene or a Motion; above highest_fps (0: 50) frames are "
      "left out.");
  m.def(
      "animation",
      [](const Scene& scene, const Camera& camera, const Style& style, double highest_fps) {
        const py::object type = py::module_::import("poseaae._notebook").attr("Animation");
        return type(py::bytes(gif_of(scene, camera, style, highest_fps)));
      },
      "scene"_a, with_defaults<Camera>("camera"), with_defaults<Style>("style"),
      "highest_fps"_a = 25.0, "The same as an Animation, which a notebook plays.");
  m.def(
      "write_output",
      [](const std::filesystem::path& path, const Scene& scene, const OutputOptions& options) {
        without_gil([&] { write_output(path, scene, options); });
      },
      "path"_a, "scene"_a, with_defaults<OutputOptions>("options"),
      "Writes a Scene or a Motion in the format that the extension names (.gif, .mp4, .webm, "
      ".apng, .png, .svg, .pdf, .bvh, .glb, .vrma, .npz, .h5, .csv), whole or not at all. Raises "
      "UsageError, "
      "OutputError.");
}

}  // namespace

void bind_render(py::module_& m) {
  bind_looks(m);
  bind_scene(m);
  bind_painting(m);
  m.attr("Animation") = py::module_::import("poseaae._notebook").attr("Animation");
  // What a notebook shows of a motion is drawn here, below the module of motions.
  const py::object motion = py::type::of<Motion>();
  motion.attr("_repr_png_") = py::cpp_function(
      [](const Motion& self) {
        return png_of(
            strip_of(Scene(self), {}, {}, std::min(kStripOfNotebook, std::max(self.frames(), 1))));
      },
      py::name("_repr_png_"), py::is_method(motion));
}

}  // namespace poseaae::python
